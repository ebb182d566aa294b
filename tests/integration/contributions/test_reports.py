"""Any reader says what is wrong with a resource; editors ask its owner, answer, and are done."""

import re
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from contributions.models import Correction
from contributions.services import corrections, reviewing
from contributions.services.errors import ClosedAlready, NobodyToAsk, NotAllowed
from library.models import LibraryIndexPage, ResourcePage
from tests.factories.resources import make_published, members_only

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
TEXT = "The bell times are those of 2019."
SAID = {"kind": "outdated", "text": TEXT}


@pytest.fixture
def page(library: LibraryIndexPage, contributor: User) -> ResourcePage:
    return make_published(library, "Bell times", owner=contributor)


@pytest.fixture
def editor(reviewer: User, signed_in: SignIn) -> Client:
    return signed_in(reviewer)


@pytest.fixture
def delivered(
    deliver: Callable[[], None], mailoutbox: list[EmailMessage]
) -> Callable[[], list[EmailMessage]]:
    """Deliver what waits and return what came since the last time."""
    seen = [0]

    def run() -> list[EmailMessage]:
        deliver()
        fresh = mailoutbox[seen[0] :]
        seen[0] = len(mailoutbox)
        return fresh

    return run


def send(client: Client, page: ResourcePage, *, slowly: bool = True, **fields: str) -> Any:
    """Send the form as somebody does who took her time, unless told otherwise."""
    at = reverse("contributions:suggest-correction", args=[page.pk])
    opened_at = timezone.now().timestamp() - (60 if slowly else 0)
    with patch("django.core.signing.time.time", return_value=opened_at):
        html = client.get(at).content.decode()
    [opened] = re.findall(r'name="opened" value="([^"]+)"', html)
    return client.post(at, {**SAID, "opened": opened, **fields})


def queue(client: Client, query: str = "") -> str:
    return client.get(f"{reverse('review:queue')}{query}").content.decode()


def made(page: ResourcePage, user: Any = None, **fields: Any) -> Correction:
    return Correction.objects.create(
        resource=page, author=user, text=fields.pop("text", TEXT), **fields
    )


class TestReporting:
    def test_a_visitor_reports_and_may_leave_an_address(
        self, page: ResourcePage, client: Client, editor: Client
    ) -> None:
        shown = client.get(f"/library/{page.slug}/").content.decode()
        assert f"/share/correction/{page.pk}/" in shown
        answer = send(client, page, email="visitor@example.org")
        assert answer.headers["Location"] == f"/library/{page.slug}/"
        kept = Correction.objects.get()
        assert (kept.author, kept.email, kept.kind) == (None, "visitor@example.org", "outdated")
        assert not kept.is_suspect
        assert (
            "Thank you. The editors look at it."
            in client.get(f"/library/{page.slug}/").content.decode()
        )
        listed = queue(editor)
        assert "It is out of date: “Bell times”" in listed
        assert TEXT in listed
        assert "visitor@example.org" in listed

    def test_somebody_signed_in_is_not_asked_who_she_is(
        self, page: ResourcePage, leader: User, signed_in: SignIn
    ) -> None:
        client = signed_in(leader)
        form = client.get(f"/share/correction/{page.pk}/").content.decode()
        assert 'name="email"' not in form
        # Whoever is known is no machine, however fast she is.
        send(client, page, slowly=False, website="https://example.org/", email="other@example.org")
        kept = Correction.objects.get()
        assert (kept.author, kept.email, kept.is_suspect) == (leader, "", False)

    @pytest.mark.parametrize(
        ("fields", "named"),
        [
            ({"text": " \u200b "}, "id_text"),
            ({"text": "x" * 2001}, "id_text"),
            ({"kind": ""}, "id_kind_0"),
            ({"kind": "gossip"}, "id_kind_0"),
            ({"email": "pat at example"}, "id_email"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(
        self, page: ResourcePage, client: Client, fields: dict[str, str], named: str
    ) -> None:
        answer = send(client, page, **fields)
        assert answer.status_code == 422
        assert f'href="#{named}"' in answer.content.decode()
        assert not Correction.objects.exists()

    def test_an_address_that_is_too_long_is_said_so(
        self, page: ResourcePage, client: Client
    ) -> None:
        longest = "@" + ".".join(["b" * 60] * 3) + ".org"
        for length, status in ((254, 302), (255, 422)):
            address = longest.rjust(length, "a")
            assert send(client, page, email=address).status_code == status
        assert Correction.objects.count() == 1

    def test_two_clicks_are_one_report(self, page: ResourcePage, client: Client) -> None:
        for _click in range(2):
            send(client, page)
        send(client, page, text="Something else.")
        assert Correction.objects.count() == 2

    def test_too_many_are_refused_and_nothing_typed_is_lost(
        self, page: ResourcePage, client: Client
    ) -> None:
        for number in range(10):
            assert send(client, page, text=f"Report {number}").status_code == 302
        refused = send(client, page, text="One too many")
        assert refused.status_code == 429
        assert "One too many" in refused.content.decode()
        assert Correction.objects.count() == 10

    def test_nobody_reports_what_she_may_not_see(
        self, library: LibraryIndexPage, client: Client, outsider: User, signed_in: SignIn
    ) -> None:
        hidden = make_published(library, "Hidden", **members_only())
        at = f"/share/correction/{hidden.pk}/"
        for stranger in (client, signed_in(outsider)):
            assert stranger.get(at).status_code == stranger.post(at, SAID).status_code == 404
        with pytest.raises(NotAllowed):
            corrections.report(resource=hidden, user=outsider, text=TEXT)


class TestSpam:
    @pytest.mark.parametrize("fields", [{"website": "https://example.org/"}, {"opened": "forged"}])
    def test_what_machines_write_waits_for_nobody_but_is_kept(
        self, page: ResourcePage, client: Client, editor: Client, fields: dict[str, str]
    ) -> None:
        assert send(client, page, **fields).status_code == 302
        assert TEXT not in queue(editor)
        assert "Review (" not in queue(editor)
        assert TEXT in queue(editor, "?type=suspect")

    def test_a_hasty_one_too(self, page: ResourcePage, client: Client, editor: Client) -> None:
        send(client, page, slowly=False)
        assert TEXT not in queue(editor)
        assert TEXT in queue(editor, "?type=suspect")

    def test_about_a_person_it_is_shown_all_the_same_and_mails_nobody(
        self,
        page: ResourcePage,
        client: Client,
        editor: Client,
        delivered: Callable[[], list[EmailMessage]],
    ) -> None:
        send(client, page, kind="privacy", website="https://example.org/")
        assert "looks like spam" in queue(editor)
        assert TEXT in queue(editor)
        assert delivered() == []


class TestAboutAPerson:
    def test_it_comes_first_and_is_mailed_without_its_words(
        self,
        page: ResourcePage,
        client: Client,
        editor: Client,
        reviewer: User,
        delivered: Callable[[], list[EmailMessage]],
    ) -> None:
        made(page, text="Older", created_at=timezone.now() - timezone.timedelta(days=9))
        send(client, page, kind="privacy", text="Table 2 names a student.")
        for order in ("", "?order=newest", "?type=correction"):
            listed = queue(editor, order)
            assert listed.index("Table 2 names a student.") < listed.index("Older")
        assert (
            "1 report about a student or another person" in editor.get("/admin/").content.decode()
        )
        [mail] = delivered()
        assert mail.to == [reviewer.email]
        assert "Table 2" not in str(mail.body)
        assert reverse("review:correction", args=[Correction.objects.latest("pk").pk]) in str(
            mail.body
        )

    def test_the_desk_of_others_says_nothing_of_it(
        self, page: ResourcePage, administrator: User, signed_in: SignIn
    ) -> None:
        made(page, kind="privacy")
        assert "about a student" not in signed_in(administrator).get("/admin/").content.decode()


class TestDealingWithIt:
    def test_an_answer_goes_to_a_visitor_whose_address_is_then_forgotten(
        self,
        page: ResourcePage,
        editor: Client,
        reviewer: User,
        delivered: Callable[[], list[EmailMessage]],
    ) -> None:
        found = made(page, email="visitor@example.org")
        at = reverse("review:correction", args=[found.pk])
        assert TEXT in editor.get(at).content.decode()
        said = editor.post(f"{at}close/", {"answer": "Mended, thank you."}, follow=True)
        assert "Closed, and answered." in said.content.decode()
        [mail] = delivered()
        assert mail.to == ["visitor@example.org"]
        assert "Mended, thank you." in str(mail.body)
        assert TEXT in str(mail.body)
        found.refresh_from_db()
        assert (found.email, found.answer, found.closed_by) == ("", "Mended, thank you.", reviewer)
        assert TEXT not in queue(editor)
        assert "It is closed already." in editor.get(at, follow=True).content.decode()

    def test_somebody_with_an_account_is_answered_there(
        self,
        page: ResourcePage,
        editor: Client,
        leader: User,
        delivered: Callable[[], list[EmailMessage]],
    ) -> None:
        found = made(page, leader)
        editor.post(reverse("review:close-correction", args=[found.pk]), {"answer": "Done."})
        [mail] = delivered()
        assert mail.to == [leader.email]
        assert f"Dear {leader.first_name}," in str(mail.body)

    def test_without_an_answer_nobody_is_written_to(
        self,
        page: ResourcePage,
        editor: Client,
        leader: User,
        delivered: Callable[[], list[EmailMessage]],
    ) -> None:
        found = made(page, leader)
        editor.post(reverse("review:close-correction", args=[found.pk]))
        assert delivered() == []
        assert Correction.objects.open().count() == 0

    @pytest.mark.parametrize(("email", "answer"), [("", "Hello"), ("a@example.org", "x" * 2001)])
    def test_an_answer_that_cannot_be_sent_closes_nothing(
        self, page: ResourcePage, editor: Client, email: str, answer: str
    ) -> None:
        found = made(page, email=email)
        at = reverse("review:close-correction", args=[found.pk])
        assert editor.post(at, {"answer": answer}).status_code == 422
        assert Correction.objects.open().get() == found

    def test_the_owner_is_asked_once_and_not_told_by_whom(
        self,
        page: ResourcePage,
        editor: Client,
        reviewer: User,
        contributor: User,
        leader: User,
        delivered: Callable[[], list[EmailMessage]],
    ) -> None:
        found = made(page, leader)
        at = reverse("review:correction", args=[found.pk])
        assert "Ask Cora Contributor" in editor.get(at).content.decode()
        said = editor.post(f"{at}ask/", follow=True).content.decode()
        assert "Sent to Cora Contributor." in said
        assert "Ask Cora" not in said
        [mail] = delivered()
        assert mail.to == [contributor.email]
        body = str(mail.body)
        assert TEXT in body
        assert f"/r/{page.pk}/" in body
        assert not {leader.email, leader.first_name, leader.last_name} & set(re.split(r"\W", body))
        with pytest.raises(NobodyToAsk):
            corrections.ask_owner(correction=found, editor=reviewer)
        assert delivered() == []

    def test_an_owner_who_left_is_not_asked(
        self, page: ResourcePage, editor: Client, contributor: User
    ) -> None:
        User.objects.filter(pk=contributor.pk).update(is_active=False)
        at = reverse("review:correction", args=[made(page).pk])
        assert "Ask Cora" not in editor.get(at).content.decode()
        assert editor.post(f"{at}ask/").status_code == 422

    def test_the_second_of_two_editors_is_told(
        self, page: ResourcePage, reviewer: User, second_reviewer: User
    ) -> None:
        found = made(page)
        corrections.close(correction=found, editor=reviewer)
        with pytest.raises(ClosedAlready):
            corrections.close(correction=found, editor=second_reviewer, answer="Mine")

    def test_readers_and_authors_may_do_none_of_it(
        self, page: ResourcePage, leader: User, contributor: User, signed_in: SignIn
    ) -> None:
        found = made(page, leader)
        at = reverse("review:correction", args=[found.pk])
        for person in (leader, contributor):
            client = signed_in(person)
            for answer in (client.get(at), client.post(f"{at}close/"), client.post(f"{at}ask/")):
                assert answer.status_code in {302, 403}
            with pytest.raises(NotAllowed):
                corrections.close(correction=found, editor=person)
        assert Correction.objects.open().get().forwarded_at is None

    def test_it_can_be_closed_when_the_resource_was_withdrawn(
        self, page: ResourcePage, editor: Client, reviewer: User
    ) -> None:
        found = made(page, kind="privacy")
        reviewing.withdraw_published(resource=page, editor=reviewer, reason="A student is named.")
        at = reverse("review:correction", args=[found.pk])
        assert editor.get(at).status_code == 200
        editor.post(f"{at}close/")
        assert not Correction.objects.open().exists()
