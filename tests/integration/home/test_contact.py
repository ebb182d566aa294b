"""Writing to the association: nothing a person writes is lost, and machines tire nobody."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.core import signing
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from accounts.models import User
from home.models import ContactMessage, ContactPage, HomePage
from outbox.models import OutboxRow
from tests.factories.pages import add

pytestmark = pytest.mark.django_db

MESSAGE = {
    "name": "Pat Principal",
    "email": "pat@example.org",
    "subject": "A coach for our school",
    "message": "We would like a coach.\nWhom do we call?",
}
DAY = 24 * 3600


@pytest.fixture
def page(front: HomePage) -> ContactPage:
    contact = ContactPage(title="Contact", slug="contact", recipients="office@example.org")
    return add(front, contact)


@pytest.fixture
def clock() -> Iterator[Callable[[float], None]]:
    """Moves the clock of the time stamp."""
    now = [datetime(2026, 5, 4, 12).timestamp()]
    with patch("django.core.signing.time.time", side_effect=lambda: now[0]):
        yield lambda seconds: now.__setitem__(0, now[0] + seconds)


def stamp(answer: object) -> str:
    html = answer.content.decode()
    return re.findall(r'name="opened" value="([^"]+)"', html)[0]


def send(client: Client, opened: str | None = None, **fields: str) -> object:
    """Send the form as somebody does who took her time, unless told otherwise."""
    if opened is None:
        with patch("django.core.signing.time.time", return_value=timezone.now().timestamp() - 60):
            opened = stamp(client.get("/contact/"))
    return client.post("/contact/", {**MESSAGE, "opened": opened, **fields})


def test_a_message_is_kept_and_mailed_and_answered_to_its_sender(
    client: Client, page: ContactPage, mail: Callable[[], EmailMessage]
) -> None:
    answer = send(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/contact/?sent=yes#write")
    assert page.thanks in client.get("/contact/?sent=yes").content.decode()
    kept = ContactMessage.objects.get()
    assert {name: getattr(kept, name) for name in MESSAGE} == MESSAGE
    assert not kept.is_suspect
    sent = mail()
    assert sent.to == ["office@example.org"]
    assert sent.subject == "Message: A coach for our school"
    assert sent.message()["Reply-To"] == "pat@example.org"
    assert MESSAGE["message"] in sent.body
    assert f"/admin/messages/edit/{kept.pk}/" in sent.body


def test_each_recipient_gets_it_once_and_without_any_it_is_only_kept(
    client: Client, page: ContactPage
) -> None:
    page.recipients = "a@example.org\nb@example.org\na@example.org"
    page.save()
    send(client)
    to = OutboxRow.objects.filter(topic="outbox.mail").values_list("payload__to", flat=True)
    assert sorted(to) == ["a@example.org", "b@example.org"]
    OutboxRow.objects.all().delete()
    page.recipients = ""
    page.save()
    send(client, subject="Another")
    assert ContactMessage.objects.count() == 2
    assert not OutboxRow.objects.filter(topic="outbox.mail").exists()


@pytest.mark.parametrize("field", ["name", "email", "subject", "message"])
def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(
    client: Client, page: ContactPage, field: str
) -> None:
    answer = send(client, **{field: " \u200b "})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert f'id="id_{field}_error"' in html
    assert html.count('class="field__errors"') == 1
    assert f'href="#id_{field}"' in html
    assert "<title>Error: Contact" in html
    for name, typed in MESSAGE.items():
        if name != field:
            assert typed.split("\n")[0] in html
    assert not ContactMessage.objects.exists()


def test_an_address_that_is_too_long_is_said_so(client: Client, page: ContactPage) -> None:
    longest = "@" + ".".join(["b" * 60] * 3) + ".org"
    for length, kept in ((254, 1), (255, 1)):
        send(client, email=longest.rjust(length, "a"))
        assert ContactMessage.objects.count() == kept


def test_an_address_that_is_none_is_said_so(client: Client, page: ContactPage) -> None:
    answer = send(client, email="pat at example")
    assert answer.status_code == 422
    assert "pat at example" in answer.content.decode()


@pytest.mark.parametrize("field", ["name", "subject", "email"])
def test_no_line_of_a_mail_is_smuggled_in(
    client: Client, page: ContactPage, mail: Callable[[], EmailMessage], field: str
) -> None:
    answer = send(client, **{field: f"{MESSAGE[field]}\r\nBcc: everyone@example.org"})
    if field == "email":
        assert answer.status_code == 422
        return
    sent = mail()
    assert sent.message()["Bcc"] is None
    assert sent.recipients() == ["office@example.org"]
    assert "\n" not in getattr(ContactMessage.objects.get(), field)


def test_the_limit_counts_characters_as_browsers_do(client: Client, page: ContactPage) -> None:
    lines = ("x" * 79 + "\r\n") * 49 + "x" * 80
    assert send(client, message=lines).status_code == 303
    assert len(ContactMessage.objects.get().message) == 4000
    too_long = send(client, message="x" * 4001)
    assert too_long.status_code == 422
    assert "x" * 4001 in too_long.content.decode()


def test_a_hidden_field_filled_in_is_kept_and_marked_but_not_mailed(
    client: Client, page: ContactPage
) -> None:
    """A browser may fill in what its person does not see."""
    assert send(client, website="https://example.org/").status_code == 303
    assert ContactMessage.objects.get().is_suspect
    assert not OutboxRow.objects.filter(topic="outbox.mail").exists()


@pytest.mark.parametrize("opened", ["", "opened:forged:stamp", "x" * 5000, "\u2603"])
def test_a_form_nobody_opened_is_marked(client: Client, page: ContactPage, opened: str) -> None:
    assert send(client, opened).status_code == 303
    assert ContactMessage.objects.get().is_suspect


def test_a_form_filled_in_by_the_browser_in_a_moment_is_kept_and_marked(
    client: Client, page: ContactPage, clock: Callable[[float], None]
) -> None:
    opened = stamp(client.get("/contact/"))
    clock(2)
    send(client, opened)
    assert ContactMessage.objects.get().is_suspect
    clock(2)
    send(client, opened, subject="Another")
    assert not ContactMessage.objects.get(subject="Another").is_suspect


def test_a_form_open_since_yesterday_keeps_what_is_in_it_and_goes_with_one_more_click(
    client: Client, page: ContactPage, clock: Callable[[float], None]
) -> None:
    opened = stamp(client.get("/contact/"))
    clock(DAY + 60)
    answer = send(client, opened)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "This form was open for a long time." in html
    assert all(typed.split("\n")[0] in html for typed in MESSAGE.values())
    assert not ContactMessage.objects.exists()
    # She sees that all is there and presses the button at once.
    assert send(client, stamp(answer)).status_code == 303
    assert not ContactMessage.objects.get().is_suspect


def test_two_clicks_are_one_message(client: Client, page: ContactPage) -> None:
    for _ in range(2):
        assert send(client).status_code == 303
    assert ContactMessage.objects.count() == 1
    assert OutboxRow.objects.filter(topic="outbox.mail").count() == 1
    send(client, message="Something else.")
    assert ContactMessage.objects.count() == 2
    ContactMessage.objects.update(sent_at=timezone.now() - timedelta(hours=1))
    send(client)
    assert ContactMessage.objects.count() == 3


def test_a_message_taken_for_spam_does_not_hold_up_the_same_one_sent_again(
    client: Client, page: ContactPage
) -> None:
    send(client, "")
    send(client)
    assert list(ContactMessage.objects.order_by("pk").values_list("is_suspect", flat=True)) == [
        True,
        False,
    ]
    assert OutboxRow.objects.filter(topic="outbox.mail").count() == 1


def test_too_many_messages_are_stopped_and_the_text_stays(
    client: Client, page: ContactPage
) -> None:
    for number in range(10):
        assert send(client, subject=f"Number {number}").status_code == 303
    answer = send(client, subject="One too many")
    assert answer.status_code == 429
    html = answer.content.decode()
    assert "One too many" in html
    assert MESSAGE["message"].split("\n")[0] in html
    assert ContactMessage.objects.count() == 10


def test_reading_the_page_sends_nothing(client: Client, page: ContactPage) -> None:
    assert client.head("/contact/").status_code == 200
    assert client.get("/contact/", MESSAGE).status_code == 200
    assert client.head("/contact/?sent=yes").content == b""
    assert client.delete("/contact/").status_code == 405
    assert not ContactMessage.objects.exists()


def test_a_form_of_another_site_is_refused(page: ContactPage) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/contact/", MESSAGE).status_code == 403
    assert not ContactMessage.objects.exists()


def test_editors_see_what_looks_like_spam_marked(
    client: Client, page: ContactPage, reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    send(client, "")
    html = signed_in(reviewer).get("/admin/messages/").content.decode()
    assert MESSAGE["subject"] in html
    assert "Looks like spam" in html


def test_outsiders_read_no_messages(
    client: Client,
    page: ContactPage,
    outsider: User,
    leader: User,
    signed_in: Callable[[User], Client],
) -> None:
    send(client)
    kept = ContactMessage.objects.get()
    for who in (client, signed_in(outsider), signed_in(leader)):
        for address in ("/admin/messages/", f"/admin/messages/edit/{kept.pk}/"):
            answer = who.get(address)
            assert answer.status_code in {302, 403}
            assert MESSAGE["subject"].encode() not in answer.content


@pytest.mark.parametrize("who", ["reviewer", "administrator"])
def test_nobody_writes_messages_in_the_admin(
    who: str, signed_in: Callable[[User], Client], request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(who)
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    client = signed_in(user)
    assert "/admin/messages/new/" not in client.get("/admin/messages/").content.decode()
    client.post("/admin/messages/new/", {"is_handled": "on"})
    assert not ContactMessage.objects.exists()
    assert client.get("/admin/messages/new/").status_code in {302, 403}


def test_the_stamp_of_another_form_does_not_count(client: Client, page: ContactPage) -> None:
    send(client, signing.TimestampSigner(salt="another").sign("opened"))
    assert ContactMessage.objects.get().is_suspect
