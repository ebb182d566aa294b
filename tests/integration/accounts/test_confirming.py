"""Confirming an address: by code, by link, on another device, and past every mail scanner."""

import time
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import User
from outbox.models import OutboxRow

from .conftest import SIGN_UP, code_in, is_signed_in, path_in

pytestmark = pytest.mark.django_db
Mail = Callable[[], EmailMessage]
CODE_PAGE = "/accounts/confirm-email/"


@pytest.fixture
def signed_up(client: Client, mail: Mail) -> EmailMessage:
    """The confirmation mail of someone who signed up in `client`."""
    client.post("/accounts/signup/", SIGN_UP)
    return mail()


def is_confirmed() -> bool:
    return bool(User.objects.get(email="nia@example.org").emailaddress_set.get().verified)


def type_code(client: Client, code: str) -> str:
    return client.post(CODE_PAGE, {"code": code}, follow=True).content.decode()


class TestLink:
    def test_opened_by_a_scanner_neither_confirms_nor_spoils(
        self, client: Client, signed_up: EmailMessage
    ) -> None:
        link = path_in(signed_up, "/accounts/confirm/")
        scanner = Client()
        for _ in range(3):
            answers = (scanner.get(link), scanner.head(link), scanner.options(link))
            assert [answer.status_code for answer in answers] == [200, 200, 204]
        assert not is_confirmed()
        assert not is_signed_in(scanner)
        page = client.get(link).content.decode()
        assert "nia@example.org" in page
        assert "Nia New" in page
        client.post(link)
        assert is_confirmed()

    def test_in_the_browser_that_signed_up_signs_in(
        self, client: Client, signed_up: EmailMessage
    ) -> None:
        assert client.post(path_in(signed_up, "/confirm/")).headers["Location"] == "/"
        assert is_signed_in(client)

    def test_on_another_device_asks_for_the_password(
        self, client: Client, signed_up: EmailMessage
    ) -> None:
        phone = Client()
        answer = phone.post(path_in(signed_up, "/confirm/"), follow=True)
        assert is_confirmed()
        assert not is_signed_in(phone)
        assert b"Sign in to go on" in answer.content
        # The browser that waits for the code goes on by itself.
        assert client.get(CODE_PAGE).headers["Location"] == "/"
        assert is_signed_in(client)

    def test_works_once(self, client: Client, signed_up: EmailMessage) -> None:
        link = path_in(signed_up, "/confirm/")
        client.post(link)
        other = Client()
        for answer in (other.get(link), other.post(link)):
            assert b"This link no longer works" in answer.content
        assert not is_signed_in(other)

    @pytest.mark.parametrize("spoiled", ["x", "abc:def:ghi", "%00", "a" * 3000])
    def test_spoiled_ones_say_so(self, client: Client, spoiled: str) -> None:
        answer = client.get(f"/accounts/confirm/{spoiled}/")
        assert answer.status_code == 200
        assert b"This link no longer works" in answer.content

    def test_one_signed_for_something_else_is_no_link(
        self, client: Client, signed_up: EmailMessage
    ) -> None:
        user = User.objects.get()
        token = signing.dumps([user.pk, user.email, user.email])
        assert b"no longer works" in client.post(f"/accounts/confirm/{token}/").content
        assert not is_confirmed()

    def test_three_days_later_is_too_late_and_a_new_one_comes(
        self,
        client: Client,
        signed_up: EmailMessage,
        monkeypatch: pytest.MonkeyPatch,
        mail: Mail,
    ) -> None:
        link = path_in(signed_up, "/confirm/")
        now = time.time()
        monkeypatch.setattr("time.time", lambda: now + 3 * 86400 + 1)
        browser = Client()
        assert b"This link no longer works" in browser.post(link).content
        assert not is_confirmed()
        browser.post("/accounts/confirm/", {"email": "nia@example.org"})
        browser.post(path_in(mail(), "/confirm/"))
        assert is_confirmed()

    def test_dies_with_the_account(self, client: Client, signed_up: EmailMessage) -> None:
        User.objects.update(is_active=False)
        assert b"no longer works" in client.post(path_in(signed_up, "/confirm/")).content
        assert not is_confirmed()


class TestCode:
    def test_in_another_browser_is_worth_nothing(
        self, client: Client, signed_up: EmailMessage
    ) -> None:
        thief = Client()
        thief.post(CODE_PAGE, {"code": code_in(signed_up)})
        assert not is_confirmed()
        assert not is_signed_in(thief)

    def test_five_wrong_ones_are_enough_and_the_link_still_works(
        self, client: Client, signed_up: EmailMessage
    ) -> None:
        for _ in range(4):
            assert "This code is not right" in type_code(client, "0000-0000")
        page = type_code(client, "0000-0000")
        assert "Get a new confirmation mail" in page
        type_code(client, code_in(signed_up))
        assert not is_confirmed()
        client.post(path_in(signed_up, "/confirm/"))
        assert is_confirmed()

    def test_an_hour_later_is_too_late(
        self, client: Client, signed_up: EmailMessage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = time.time()
        monkeypatch.setattr("time.time", lambda: now + 3601)
        assert "Get a new confirmation mail" in type_code(client, code_in(signed_up))
        assert not is_confirmed()

    def test_a_new_one_replaces_it(
        self,
        client: Client,
        signed_up: EmailMessage,
        mail: Mail,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        # One mail in ten seconds.
        assert client.post(CODE_PAGE, {"action": "resend"}).status_code == 429
        now = time.time()
        monkeypatch.setattr("time.time", lambda: now + 11)
        client.post(CODE_PAGE, {"action": "resend"})
        fresh = mail()
        assert code_in(fresh) != code_in(signed_up)
        assert "This code is not right" in type_code(client, code_in(signed_up))
        type_code(client, code_in(fresh))
        assert is_confirmed()
        assert is_signed_in(client)

    def test_what_was_typed_stays_in_its_field(
        self, client: Client, signed_up: EmailMessage
    ) -> None:
        page = type_code(client, "12<b>")
        assert 'value="12&lt;b&gt;"' in page
        assert 'class="error-summary"' in page

    def test_signing_in_before_confirming_leads_back_to_it(
        self, client: Client, signed_up: EmailMessage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = time.time()
        monkeypatch.setattr("time.time", lambda: now + 11)
        browser = Client()
        answer = browser.post(
            "/accounts/login/", {"login": "nia@example.org", "password": SIGN_UP["password1"]}
        )
        assert answer.headers["Location"].startswith(CODE_PAGE)
        assert not is_signed_in(browser)


class TestChangingTheAddress:
    @pytest.fixture
    def asked(self, client: Client, leader: User, mail: Mail) -> EmailMessage:
        """The mail of someone who wants another address."""
        client.post(
            "/accounts/login/", {"login": leader.email, "password": "correct horse battery"}
        )
        client.post("/accounts/email/", {"action_add": "", "email": "lee@new.example"})
        return mail()

    def test_changes_nothing_before_it_is_confirmed(
        self, client: Client, leader: User, asked: EmailMessage
    ) -> None:
        assert asked.to == ["lee@new.example"]
        leader.refresh_from_db()
        assert leader.email == "leader@example.org"

    def test_by_code_and_the_old_address_is_told(
        self, client: Client, leader: User, asked: EmailMessage, mail: Mail
    ) -> None:
        client.post(CODE_PAGE, {"code": code_in(asked)})
        leader.refresh_from_db()
        assert leader.email == "lee@new.example"
        assert [address.email for address in leader.emailaddress_set.all()] == ["lee@new.example"]
        assert mail().to == ["leader@example.org"]

    def test_by_link_on_another_device(
        self, client: Client, leader: User, asked: EmailMessage
    ) -> None:
        phone = Client()
        phone.post(path_in(asked, "/confirm/"))
        leader.refresh_from_db()
        assert leader.email == "lee@new.example"
        assert not is_signed_in(phone)

    def test_a_taken_address_looks_the_same_and_takes_nothing(
        self, client: Client, leader: User, contributor: User, mail: Mail, asked: EmailMessage
    ) -> None:
        answer = client.post(
            "/accounts/email/", {"action_add": "", "email": contributor.email}, follow=True
        )
        assert contributor.email in answer.content.decode()
        assert b"Type the code" in answer.content
        told = mail()
        assert told.to == [contributor.email]
        # Not even with the mail at hand: by code, by link.
        assert client.post(CODE_PAGE, {"code": code_in(told)}).status_code in {200, 302}
        client.post(path_in(told, "/confirm/"))
        leader.refresh_from_db()
        contributor.refresh_from_db()
        assert leader.email == "leader@example.org"
        assert contributor.email == "contributor@example.org"
        assert contributor.emailaddress_set.get().verified


def test_the_host_of_the_visitors_request_reaches_no_mail(mail: Mail, leader: User) -> None:
    posts = [
        ("/accounts/signup/", SIGN_UP),
        ("/accounts/signup/", {**SIGN_UP, "email": leader.email}),
        ("/accounts/password/reset/", {"email": leader.email}),
        ("/accounts/password/reset/", {"email": "nobody@example.org"}),
        ("/accounts/confirm/", {"email": "nia@example.org"}),
    ]
    for path, data in posts:
        headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
        assert Client(headers=headers).post(path, data).status_code in {200, 302}
    bodies = [row.payload["body"] for row in OutboxRow.objects.filter(topic="outbox.mail")]
    assert len(bodies) == 5
    for body in bodies:
        assert "evil" not in body
        assert settings.SITE_URL in body
