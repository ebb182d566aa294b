"""“Share a practice”, without JavaScript and by autosave: nothing typed or attached is lost."""

import html
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contributions.enums import State
from contributions.models import Submission
from contributions.services import drafts, submitting
from files.models import StoredFile
from library.enums import Vocabulary
from library.models import LibraryIndexPage, ResourcePage, Term
from tests.factories.people import PASSWORD
from tests.integration.contributions.conftest import SignIn, edit_url, typed

START = "/share/"
AUTOSAVE = "/share/save/"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def client(contributor: User, library: LibraryIndexPage, signed_in: SignIn) -> Client:
    return signed_in(contributor)


def pdf(name: str = "calls.txt", data: bytes = b"Call by 8:20.\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "text/plain")


def only() -> Submission:
    return Submission.objects.get()


class TestWithoutJavaScript:
    """Every button of the form by itself."""

    def test_a_draft_is_saved_and_found_again(self, client: Client) -> None:
        response = client.post(START, typed(action="save", title="Half a"), follow=True)
        assert response.redirect_chain[-1][0] == edit_url(only())
        assert b'value="Half a"' in response.content
        assert only().state == State.DRAFT

    def test_files_come_with_the_form(self, client: Client, contributor: User) -> None:
        sent = typed(action="save", uploads=[pdf(), pdf("more.csv", b"a,b\n1,2\n")])
        page = client.post(START, sent, follow=True).content.decode()
        assert "calls.txt" in page
        assert "more.csv" in page
        files = [row.stored_file for row in drafts.read(only()).resource_files.all()]
        assert [file.uploaded_by for file in files] == [contributor, contributor]

    def test_a_refused_file_is_named_and_the_rest_kept(self, client: Client) -> None:
        sent = typed(action="save", uploads=[pdf(), pdf("bad.pdf", b"MZ\x90\x00" + b"\0" * 90)])
        response = client.post(START, sent, follow=True)
        page = response.content.decode()
        kept, refused = StoredFile.objects.order_by("pk")
        assert f'value="{kept.public_id}"' in page
        assert refused.state_words in html.unescape(page)
        assert kept.get_absolute_url() in page
        assert refused.get_absolute_url() not in page
        assert "Advisers called home." in page

        # It cannot be handed in with it, and goes through once it is removed.
        fields = {"file": [str(kept.public_id), str(refused.public_id)]}
        response = client.post(edit_url(only()), typed(**fields, serial="1", action="submit"))
        assert response.status_code == 422
        assert "“bad.pdf” cannot be shared" in response.content.decode()
        fields = {"file": [str(kept.public_id)]}
        client.post(edit_url(only()), typed(**fields, serial="2", action="submit"))
        assert only().state == State.SUBMITTED

    def test_a_file_is_renamed_and_removed(self, client: Client) -> None:
        client.post(START, typed(action="save", uploads=[pdf()]))
        stored = StoredFile.objects.get()
        fields = {"file": str(stored.public_id), f"file_title_{stored.public_id}": "The script"}
        client.post(edit_url(only()), typed(**fields, serial="1"))
        assert [row.title for row in drafts.read(only()).resource_files.all()] == ["The script"]
        again = typed(**fields, serial="2", action=f"remove:{stored.public_id}")
        client.post(edit_url(only()), again)
        assert not drafts.read(only()).resource_files.all()

    def test_somebody_elses_file_is_not_taken(
        self, client: Client, leader: User, signed_in: SignIn
    ) -> None:
        signed_in(leader).post(START, typed(action="save", uploads=[pdf()]))
        stored = StoredFile.objects.get()
        client.post(START, typed(file=str(stored.public_id), title="Thief"))
        mine = Submission.objects.get(contributor__email="contributor@example.org")
        assert not drafts.read(mine).resource_files.all()

    def test_submitting_says_what_is_missing_where_and_keeps_everything(
        self, client: Client
    ) -> None:
        sent = typed(action="submit", title="", summary="", body="", cost="Ten dollars")
        response = client.post(START, sent)
        assert response.status_code == 422
        page = response.content.decode()
        assert 'href="#id_title">Title: Give it a title.' in page
        assert 'href="#id_summary"' in page
        assert 'href="#id_uploads">Add a file, a link or a text.' in page
        assert 'value="Ten dollars"' in page
        assert only().state == State.DRAFT

    @pytest.mark.parametrize(
        "fields",
        [
            {"body": "A text."},
            {"body": "", "links-0-url": "www.example.org/tree"},
            {"body": "", "uploads": b"file"},
        ],
        ids=["text", "link", "file"],
    )
    def test_one_text_link_or_file_is_enough(self, client: Client, fields: dict[str, Any]) -> None:
        if "uploads" in fields:
            fields = {**fields, "uploads": [pdf()]}
        response = client.post(START, typed(action="submit", **fields))
        assert response.status_code == 302
        assert only().state == State.SUBMITTED

    def test_submitting_twice_makes_one_submission(self, client: Client) -> None:
        sent = typed(action="submit", key=str(uuid.uuid4()))
        client.post(START, sent)
        again = client.post(START, sent, follow=True)
        assert b"The editors have it already" in again.content
        assert only().rounds.count() == 1

    def test_saving_twice_makes_one_draft(self, client: Client) -> None:
        sent = typed(action="save", key=str(uuid.uuid4()))
        client.post(START, sent)
        assert client.post(START, sent).status_code == 302
        assert only().draft_serial == 1

    def test_another_persons_key_starts_a_draft_of_ones_own(
        self, client: Client, leader: User
    ) -> None:
        theirs = drafts.start(user=leader, content=drafts.DraftContent(title="Theirs"))
        client.post(START, typed(action="save", key=str(theirs.public_id), title="Mine"))
        assert drafts.read(theirs).title == "Theirs"
        assert Submission.objects.exclude(pk=theirs.pk).get().title == "Mine"

    def test_topics_are_suggested_and_added_by_a_button(self, client: Client) -> None:
        Term.objects.all().delete()
        topic = Term.objects.create(vocabulary=Vocabulary.TOPIC, slug="a", label="Attendance")
        sent = typed(action="suggest", summary="Attendance rose.")
        page = client.post(START, sent, follow=True).content.decode()
        assert f'value="add:topics:{topic.pk}"' in page
        added = typed(action=f"add:topics:{topic.pk}", summary="Attendance rose.", serial="1")
        client.post(edit_url(only()), added)
        assert [row.term for row in drafts.read(only()).resource_terms.all()] == [topic]

    def test_a_tag_is_added_beside_those_that_are_there(self, client: Client) -> None:
        client.post(START, typed(action="add:tags:calls", tags="home"))
        assert sorted(tag.name for tag in drafts.read(only()).tags.all()) == ["calls", "home"]

    def test_a_private_link_is_pointed_out_and_not_refused(self, client: Client) -> None:
        link = "https://docs.google.com/document/d/1/edit"
        page = client.post(START, typed(**{"links-0-url": link}), follow=True).content.decode()
        assert "Google may ask readers to sign in" in page
        assert drafts.content_of(drafts.read(only())).links == ((link, ""),)


class TestTwoWindows:
    """Neither overwrites the other unless its writer says so."""

    def test_both_texts_are_shown_and_mine_can_be_kept(
        self, draft: Submission, client: Client
    ) -> None:
        client.post(edit_url(draft), typed(serial="1", title="From the first window"))
        late = client.post(edit_url(draft), typed(serial="1", title="From the second window"))
        assert late.status_code == 409
        page = late.content.decode()
        assert "<del>first</del>" in page
        assert 'value="From the second window"' in page
        assert 'name="serial" value="2"' in page
        draft.refresh_from_db()
        assert draft.title == "From the first window"
        client.post(edit_url(draft), typed(serial="2", title="From the second window"))
        draft.refresh_from_db()
        assert draft.title == "From the second window"

    def test_autosave_is_told_as_well(self, draft: Submission, client: Client) -> None:
        key = str(draft.public_id)
        client.post(AUTOSAVE, typed(serial="1", key=key, title="One"))
        answer = client.post(AUTOSAVE, typed(serial="1", key=key, title=f"Two {SCRIPT}"))
        assert answer.status_code == 409
        assert answer.json()["serial"] == 2
        assert "Keep mine" in answer.json()["conflict"]
        assert SCRIPT not in answer.json()["conflict"]

    def test_the_same_text_twice_is_no_conflict(self, draft: Submission, client: Client) -> None:
        sent = typed(serial="1", key=str(draft.public_id), title="One", body="- a\n- b\n\n\n\nc")
        assert client.post(AUTOSAVE, sent).json()["serial"] == 2
        assert client.post(AUTOSAVE, sent).json()["serial"] == 2


class TestAutosave:
    """The form's script saves while somebody types."""

    def test_it_makes_one_draft_and_overwrites_it(self, client: Client) -> None:
        key = str(uuid.uuid4())
        first = client.post(AUTOSAVE, typed(key=key, title="A")).json()
        assert first["id"] == key
        client.post(AUTOSAVE, typed(key=key, title="A ph", serial=first["serial"]))
        assert only().title == "A ph"
        assert only().resource.revisions.count() == 1

    def test_what_is_unfit_is_named_and_the_rest_saved(self, client: Client) -> None:
        answer = client.post(
            AUTOSAVE, typed(title="Kept", **{"links-0-url": "half an addr"}, summary="x" * 601)
        ).json()
        assert set(answer["errors"]) == {"links-0-url", "summary"}
        assert only().title == "Kept"
        assert drafts.read(only()).summary == ""

    def test_signed_out_it_is_refused_in_words(self, draft: Submission) -> None:
        answer = Client().post(AUTOSAVE, typed(key=str(draft.public_id), title="No"))
        assert answer.status_code == 401
        draft.refresh_from_db()
        assert draft.title == "A phone tree"

    def test_what_the_editors_have_is_not_overwritten(
        self, draft: Submission, client: Client, contributor: User
    ) -> None:
        submitting.submit(submission=draft, user=contributor)
        answer = client.post(AUTOSAVE, typed(key=str(draft.public_id), title="Late", serial="1"))
        assert answer.status_code == 409
        assert answer.json()["url"] == reverse("contributions:submission", args=[draft.public_id])

    def test_a_token_comes_with_whose_it_is(self, client: Client, contributor: User) -> None:
        assert client.get("/share/token/").json()["user"] == str(contributor.public_id)
        assert Client().get("/share/token/").json()["user"] == ""


class TestSignedOut:
    """Visitors are told what is asked; whoever was signed out while writing loses nothing."""

    def test_a_visitor_is_invited_and_comes_back(
        self, library: LibraryIndexPage, contributor: User
    ) -> None:
        visitor = Client()
        assert b"Four things are enough" in visitor.get(START).content
        assert visitor.post(START).headers["Location"] == reverse("account_login")
        signed = visitor.post(
            reverse("account_login"), {"login": contributor.email, "password": PASSWORD}
        )
        assert signed.headers["Location"] == START

    def test_the_other_button_leads_to_signing_up(self, library: LibraryIndexPage) -> None:
        response = Client().post(START, {"new": "1"})
        assert response.headers["Location"] == reverse("account_signup")

    def test_what_was_sent_after_the_session_ended_is_a_draft_after_signing_in(
        self, library: LibraryIndexPage, contributor: User
    ) -> None:
        visitor = Client()
        visitor.post(START, typed(action="submit", title="Typed for an hour"))
        assert not Submission.objects.exists()
        page = visitor.post(
            reverse("account_login"),
            {"login": contributor.email, "password": PASSWORD},
            follow=True,
        )
        assert only().title == "Typed for an hour"
        assert only().state == State.DRAFT
        assert b"Typed for an hour" in page.content

    def test_files_sent_signed_out_are_named_for_they_are_not_kept(
        self, library: LibraryIndexPage, contributor: User
    ) -> None:
        visitor = Client()
        visitor.post(START, {**typed(), "uploads": [pdf("plan.txt"), pdf("calls.txt")]})
        page = visitor.post(
            reverse("account_login"),
            {"login": contributor.email, "password": PASSWORD},
            follow=True,
        )
        assert b"add them again: plan.txt, calls.txt." in page.content
        assert not StoredFile.objects.exists()

    def test_an_edit_sent_signed_out_is_saved_into_its_draft(
        self, draft: Submission, contributor: User
    ) -> None:
        visitor = Client()
        visitor.post(edit_url(draft), typed(serial="1", title="Changed late"))
        visitor.post(reverse("account_login"), {"login": contributor.email, "password": PASSWORD})
        assert only().title == "Changed late"

    def test_somebody_else_who_signs_in_overwrites_nothing(
        self, draft: Submission, leader: User
    ) -> None:
        visitor = Client()
        visitor.post(edit_url(draft), typed(serial="1", title="Changed late"))
        visitor.post(reverse("account_login"), {"login": leader.email, "password": PASSWORD})
        draft.refresh_from_db()
        assert draft.title == "A phone tree"
        assert Submission.objects.get(contributor=leader).title == "Changed late"


class TestBadInput:
    """Refused in words or cleaned, never a fault."""

    def test_control_characters_are_cleaned(self, client: Client) -> None:
        client.post(
            START,
            typed(title="A \x00\u202ephone\ttree\n", body="One\x00\r\n\r\nTwo", tags="a\x00b"),
        )
        content = drafts.content_of(drafts.read(only()))
        assert content.title == "A phone tree"
        assert content.body == "One\n\nTwo"
        assert content.tags == ("ab",)

    @pytest.mark.parametrize(
        "fields",
        [
            {"title": "x" * 5000},
            {"summary": "x" * 100_000},
            {"body": "x" * 100_000},
            {"tags": ",".join(str(n) for n in range(200))},
            {"links-TOTAL_FORMS": "9999", "links-0-url": "https://example.org"},
            {"links-TOTAL_FORMS": "x"},
            {"links-0-url": "javascript:alert(1)"},
            {"links-0-url": "ftp://example.org/x"},
            {"links-0-label": "A name and no address"},
            {"contributors-0-role": "Principal"},
            {"topics": ["999999", "x", "\x00"]},
            {"right_to_share": "stolen"},
            {"license": ""},
            {"visibility": "secret"},
            {"serial": "abc"},
        ],
        ids=lambda fields: ",".join(fields),
    )
    def test_what_is_unfit_is_answered(self, client: Client, fields: dict[str, Any]) -> None:
        response = client.post(START, typed(**fields))
        assert response.status_code in {302, 422}
        if response.status_code == 422:
            assert b"error-summary" in response.content
            assert b"Advisers called home." in response.content or "summary" in fields
        assert client.post(AUTOSAVE, typed(**fields)).status_code == 200

    def test_a_flood_of_fields_is_refused(self, client: Client) -> None:
        assert client.post(START, typed(file=["x"] * 5000)).status_code == 400

    def test_markup_shows_as_text_everywhere(
        self, client: Client, reviewer: User, signed_in: SignIn, mailoutbox: list[Any], deliver: Any
    ) -> None:
        sent = typed(
            action="submit",
            title=f"Title {SCRIPT}",
            summary=f"Summary {SCRIPT}",
            body=f"Body {SCRIPT}",
            tags=f"Tag {SCRIPT}",
            cost=SCRIPT,
            uploads=[pdf("a<b>'\".txt")],
            **{
                "links-0-url": "https://example.org/?<script>",
                "links-0-label": SCRIPT,
                "contributors-0-name": SCRIPT,
                "contributors-0-role": SCRIPT,
            },
        )
        client.post(START, sent)
        found = only()
        assert found.state == State.SUBMITTED
        submitting.post(submission=found, user=found.contributor, text=f"Post {SCRIPT}")
        page = reverse("contributions:submission", args=[found.public_id])
        editor = signed_in(reviewer)
        screen = reverse("review:submission", args=[found.public_id])
        editor.post(screen, {"action": "request-changes", "text": f"Please {SCRIPT}"})
        for response in (
            client.get(reverse("contributions:mine")),
            client.get(page),
            client.get(edit_url(found)),
            editor.get(reverse("review:queue")),
            editor.get(screen),
        ):
            assert response.status_code == 200
            assert SCRIPT.encode() not in response.content
        assert b"&lt;script&gt;" in client.get(page).content
        deliver()
        assert mailoutbox
        assert {mail.content_subtype for mail in mailoutbox} == {"plain"}


@pytest.mark.parametrize(
    "name", ["edit", "submission", "preview", "withdraw", "discard", "restart"]
)
def test_others_do_not_find_it(
    draft: Submission,
    signed_in: SignIn,
    leader: User,
    outsider: User,
    reviewer: User,
    administrator: User,
    name: str,
) -> None:
    path = reverse(f"contributions:{name}", args=[draft.public_id])
    for somebody in (leader, outsider, reviewer, administrator):
        client = signed_in(somebody)
        for answer in (client.get(path), client.post(path, typed())):
            assert answer.status_code in {404, 405}
            assert b"phone" not in answer.content
    assert Client().get(path).status_code in {302, 405}
    assert ResourcePage.objects.get(pk=draft.resource_id).title == "A phone tree"
