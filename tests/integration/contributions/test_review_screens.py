"""The editors' screens: who gets in, what they show, and that nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contributions.enums import State
from contributions.models import Submission
from contributions.services import drafts, reviewing, submitting
from library.models import LibraryIndexPage, ResourcePage
from members.enums import MembershipState

SignIn = Callable[[User], Client]
CONTENT = drafts.DraftContent(
    title="A <phone> tree", summary="Advisers called home.", body="We called.", tags=("calls",)
)


@pytest.fixture
def submitted(library: LibraryIndexPage, contributor: User) -> Submission:
    draft = drafts.start(user=contributor, content=CONTENT)
    return submitting.submit(submission=draft, user=contributor)


def screen(submission: Submission) -> str:
    return reverse("review:submission", args=[submission.public_id])


def seen(submission: Submission) -> dict[str, object]:
    submission.refresh_from_db()
    return {"revision_id": submission.revision_id, "content_hash": submission.content_hash}


def test_only_reviewers_get_in(
    submitted: Submission,
    signed_in: SignIn,
    leader: User,
    contributor: User,
    outsider: User,
    coach: User,
    administrator: User,
) -> None:
    paths = [
        reverse("review:queue"),
        screen(submitted),
        reverse("review:correct", args=[submitted.public_id]),
        reverse("review:withdraw", args=[submitted.resource_id]),
    ]
    for person in (leader, contributor, outsider, coach, administrator):
        client = signed_in(person)
        for path in paths:
            for response in (client.get(path), client.post(path, {"action": "approve"})):
                assert response.status_code in {302, 403, 404, 405}, (person, path)
                assert b"phone" not in response.content
    assert Client().get(paths[0]).status_code == 302
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED


def test_the_queue_shows_submissions_and_new_members_oldest_first(
    submitted: Submission, newcomer: User, reviewer: User, signed_in: SignIn
) -> None:
    page = signed_in(reviewer).get(reverse("review:queue")).content.decode()
    assert "A &lt;phone&gt; tree" in page
    assert "Nell Newcomer wants to become a member" in page
    assert page.index("phone") < page.index("Nell Newcomer wants")
    assert "Review (2)" in page or '"Review (2)"' in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", True),
        ("type=submission", True),
        ("type=membership", False),
        ("state=in-review", False),
        ("state=submitted", True),
        ("state=draft", True),
        ("state=nonsense&type=%00&p=abc", True),
        ("mine=1", False),
        ("p=999999", True),
    ],
)
def test_filters(
    submitted: Submission, reviewer: User, signed_in: SignIn, query: str, shown: bool
) -> None:
    response = signed_in(reviewer).get(f"{reverse('review:queue')}?{query}")
    assert response.status_code == 200
    assert (b"A &lt;phone&gt; tree" in response.content) is shown


def test_claim_request_changes_and_publish_on_screen(
    submitted: Submission, contributor: User, reviewer: User, signed_in: SignIn
) -> None:
    client = signed_in(reviewer)
    client.post(screen(submitted), {"action": "claim", "due_on": "2026-12-01"})
    submitted.refresh_from_db()
    assert (submitted.holder, submitted.due_on) == (reviewer, date(2026, 12, 1))
    client.post(screen(submitted), {"action": "request-changes", "text": "How long did it take?"})
    submitted.refresh_from_db()
    assert submitted.state == State.CHANGES_REQUESTED
    drafts.save(
        submission=submitted,
        user=contributor,
        content=drafts.DraftContent(title="A phone tree", summary="Nine weeks.", body="We did."),
        serial=submitted.draft_serial,
    )
    submitting.submit(submission=submitted, user=contributor)
    page = client.get(screen(submitted)).content.decode()
    assert "Since the last round" in page
    assert "<del>&lt;phone&gt;</del>" in page
    client.post(screen(submitted), {"action": "approve", **seen(submitted)})
    assert ResourcePage.objects.get(pk=submitted.resource_id).live


def test_a_stale_screen_publishes_nothing_and_keeps_the_text(
    submitted: Submission, reviewer: User, second_reviewer: User, signed_in: SignIn
) -> None:
    opened = seen(submitted)
    reviewing.correct(
        submission=submitted,
        editor=reviewer,
        seen=reviewing.Seen(submitted.revision_id or 0, submitted.content_hash),
        changes={"title": "Another"},
    )
    response = signed_in(reviewer).post(
        screen(submitted), {"action": "approve", "text": "Well done, thank you", **opened}
    )
    assert response.status_code == 409
    assert b"Well done, thank you" in response.content
    assert b"has changed since you opened it" in response.content
    assert not ResourcePage.objects.get(pk=submitted.resource_id).live


def test_the_loser_is_told_who_was_faster(
    submitted: Submission, reviewer: User, second_reviewer: User, signed_in: SignIn
) -> None:
    opened = seen(submitted)
    signed_in(reviewer).post(screen(submitted), {"action": "approve", **opened})
    response = signed_in(second_reviewer).post(
        screen(submitted), {"action": "decline", "text": "Not for us"}
    )
    assert response.status_code == 409
    assert b"Rae Reviewer has published this already" in response.content
    assert b"Not for us" in response.content


@pytest.mark.parametrize("typed", ["   ", "  \x00 "])
@pytest.mark.parametrize("action", ["approve", "claim", "decline", "request-changes", "post"])
def test_bad_input_is_answered(
    submitted: Submission, reviewer: User, signed_in: SignIn, action: str, typed: str
) -> None:
    client = signed_in(reviewer)
    data = {"action": action, "revision_id": "x", "content_hash": "", "due_on": "never"}
    response = client.post(screen(submitted), {**data, "text": typed})
    at_the_field = "\x00" in typed or action in {"decline", "request-changes", "post"}
    assert response.status_code == (422 if at_the_field else 409)
    # The cursor stands in the text that is missing, and its reason is read with it.
    text = re.search(r'<textarea name="text".*?>', response.content.decode(), re.DOTALL)
    assert text is not None
    assert ("autofocus" in text[0] and "aria-invalid" in text[0]) is at_the_field
    assert (b'id="id_text_error"' in response.content) is at_the_field
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED
    assert client.post(screen(submitted), {"action": "explode"}).status_code == 404


def test_corrections_on_screen(submitted: Submission, reviewer: User, signed_in: SignIn) -> None:
    client = signed_in(reviewer)
    path = reverse("review:correct", args=[submitted.public_id])
    form = client.get(path).context["form"]
    data = {name: form.get_initial_for_field(form.fields[name], name) for name in form.fields}
    data = {name: "" if value is None else value for name, value in data.items()}
    bad = client.post(path, {**data, **seen(submitted), "title": "", "cost": "Kept as typed"})
    assert bad.status_code == 422
    assert b"Kept as typed" in bad.content
    # More than a column of the database takes.
    bad = client.post(path, {**data, **seen(submitted), "tags": f"calls, {'x' * 101}"})
    assert bad.status_code == 422
    assert b"A tag has 100 characters at most." in bad.content
    client.post(path, {**data, **seen(submitted), "title": "A phone tree", "tags": "calls, home"})
    submitted.refresh_from_db()
    corrected = submitted.revision.as_object()
    assert corrected.title == "A phone tree"
    assert sorted(tag.name for tag in corrected.tags.all()) == ["calls", "home"]
    page = client.get(screen(submitted)).content.decode()
    assert "Corrections by editors" in page


def test_membership_in_one_click(
    newcomer: User, reviewer: User, signed_in: SignIn, leader: User
) -> None:
    path = reverse("review:membership", args=[newcomer.membership.pk])
    assert signed_in(leader).post(path, {"action": "approve"}).status_code in {302, 403}
    newcomer.membership.refresh_from_db()
    assert newcomer.membership.state == MembershipState.WAITING
    client = signed_in(reviewer)
    client.post(path, {"action": "approve"})
    newcomer.membership.refresh_from_db()
    assert newcomer.membership.state == MembershipState.APPROVED
    again = client.post(path, {"action": "decline", "reason": "late"}, follow=True)
    assert b"Rae Reviewer has decided already" in again.content


@pytest.mark.parametrize("reason", ["", "  \x00 ", "Not a school leader. " * 60])
def test_declining_a_member_needs_a_reason_and_keeps_what_was_typed(
    newcomer: User, reviewer: User, signed_in: SignIn, mail: Callable, reason: str
) -> None:
    path = reverse("review:membership", args=[newcomer.membership.pk])
    client = signed_in(reviewer)
    answer = client.post(path, {"action": "decline", "reason": reason})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'aria-describedby="reason-error"' in page
    assert ("Say why" if not reason.strip(" \x00") else "at most") in page
    assert reason.strip(" \x00") in page
    newcomer.membership.refresh_from_db()
    assert newcomer.membership.state == MembershipState.WAITING
    client.post(path, {"action": "decline", "reason": "Not a school leader."})
    newcomer.membership.refresh_from_db()
    assert newcomer.membership.state == MembershipState.DECLINED
    assert "Not a school leader." in str(mail().body)


def test_withdraw_leaves_a_reason(submitted: Submission, reviewer: User, signed_in: SignIn) -> None:
    client = signed_in(reviewer)
    client.post(screen(submitted), {"action": "approve", **seen(submitted)})
    path = reverse("review:withdraw", args=[submitted.resource_id])
    assert client.post(path, {"reason": " "}).status_code == 422
    client.post(path, {"reason": "The form it uses was replaced."})
    resource = ResourcePage.objects.get(pk=submitted.resource_id)
    assert not resource.live
    assert resource.withdrawn_at is not None
    assert resource.withdrawn_reason == "The form it uses was replaced."


class TestThePageEditor:
    """Wagtail's own screens neither publish nor overtake a submission."""

    @pytest.fixture
    def editor(self, reviewer: User, signed_in: SignIn, library: LibraryIndexPage) -> Client:
        return signed_in(reviewer)

    def test_it_leads_to_the_review_screen(self, submitted: Submission, editor: Client) -> None:
        path = reverse("wagtailadmin_pages:edit", args=[submitted.resource_id])
        assert editor.get(path).headers["Location"] == screen(submitted)
        response = editor.post(path, {"action-publish": "1", "title": "Smuggled"})
        assert response.headers["Location"] == screen(submitted)
        assert not ResourcePage.objects.get(pk=submitted.resource_id).live

    def test_bulk_publish_publishes_nothing(self, submitted: Submission, editor: Client) -> None:
        path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        editor.post(f"{path}?id={submitted.resource_id}", {"include_descendants": "on"})
        assert not ResourcePage.objects.get(pk=submitted.resource_id).live

    def test_no_publish_button_on_a_published_resource(
        self, submitted: Submission, editor: Client, reviewer: User
    ) -> None:
        editor.post(screen(submitted), {"action": "approve", **seen(submitted)})
        path = reverse("wagtailadmin_pages:edit", args=[submitted.resource_id])
        page = editor.get(path)
        assert page.status_code == 200
        assert b"action-publish" not in page.content
        assert b"Withdraw from the library" in page.content

    def test_publish_scheduled_publishes_nothing(
        self, submitted: Submission, editor: Client
    ) -> None:
        from django.core.management import call_command
        from django.utils import timezone

        revision = submitted.revision
        revision.approved_go_live_at = timezone.now()
        revision.save()
        call_command("publish_scheduled")
        assert not ResourcePage.objects.get(pk=submitted.resource_id).live
