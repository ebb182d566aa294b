"""A submission from draft to library: what each side can do, and what nobody can."""

from typing import Any

import pytest
from wagtail.models import Page, WorkflowState

from accounts.models import User
from contributions.enums import State
from contributions.models import DecisionRefused, Submission
from contributions.services import drafts, reviewing, submitting
from contributions.services.errors import (
    AlreadyOpen,
    DraftConflict,
    HeldByAnother,
    Incomplete,
    NotAllowed,
    StaleDecision,
    WrongState,
)
from library.models import LibraryIndexPage, ResourcePage, ResourceVersion
from library.models.resources import PublishRefused

CONTENT = drafts.DraftContent(
    title="A phone tree", summary="Advisers called home.", body="We called.\n\n- early\n- kindly"
)


def seen(submission: Submission) -> reviewing.Seen:
    submission.refresh_from_db()
    return reviewing.Seen(submission.revision_id or 0, submission.content_hash)


@pytest.fixture
def draft(library: LibraryIndexPage, contributor: User) -> Submission:
    return drafts.start(user=contributor, content=CONTENT)


@pytest.fixture
def submitted(draft: Submission, contributor: User) -> Submission:
    return submitting.submit(submission=draft, user=contributor)


def test_a_draft_is_one_revision_saved_over_itself(draft: Submission, contributor: User) -> None:
    for serial in (1, 2, 3):
        drafts.save(submission=draft, user=contributor, content=CONTENT, serial=serial)
    assert draft.resource.revisions.count() == 1
    assert drafts.read(draft).body == "<p>We called.</p><ul><li>early</li><li>kindly</li></ul>"


def test_the_second_tab_is_told(draft: Submission, contributor: User) -> None:
    drafts.save(submission=draft, user=contributor, content=CONTENT, serial=1)
    with pytest.raises(DraftConflict):
        drafts.save(submission=draft, user=contributor, content=CONTENT, serial=1)


def test_nothing_incomplete_is_handed_in(library: LibraryIndexPage, contributor: User) -> None:
    empty = drafts.start(user=contributor, content=drafts.DraftContent(title="Only a title"))
    with pytest.raises(Incomplete):
        submitting.submit(submission=empty, user=contributor)
    empty.refresh_from_db()
    assert empty.state == State.DRAFT


def test_the_whole_way(
    submitted: Submission, contributor: User, reviewer: User, mailoutbox: list[Any], deliver: Any
) -> None:
    reviewing.claim(submission=submitted, editor=reviewer)
    reviewing.request_changes(submission=submitted, editor=reviewer, text="Say how long it took.")
    submitted.refresh_from_db()
    assert submitted.state == State.CHANGES_REQUESTED
    more = drafts.DraftContent(
        title="A phone tree", summary="Advisers called home, for nine weeks.", body="We called."
    )
    drafts.save(submission=submitted, user=contributor, content=more, serial=submitted.draft_serial)
    submitting.submit(submission=submitted, user=contributor)
    submitted.refresh_from_db()
    assert submitted.state == State.RESUBMITTED
    version = reviewing.approve(submission=submitted, editor=reviewer, seen=seen(submitted))
    resource = ResourcePage.objects.get(pk=submitted.resource_id)
    assert resource.live
    assert resource.summary == "Advisers called home, for nine weeks."
    assert resource.slug == "a-phone-tree"
    assert (version.number, resource.version_number) == (1, 1)
    assert submitted.rounds.count() == 2
    assert resource.current_workflow_state is None
    deliver()
    to_contributor = [mail.subject for mail in mailoutbox if mail.to == [contributor.email]]
    assert len(to_contributor) == 3
    assert "A phone tree" in to_contributor[-1]


def test_an_edit_waits_while_the_published_one_stays(
    submitted: Submission, contributor: User, reviewer: User
) -> None:
    reviewing.approve(submission=submitted, editor=reviewer, seen=seen(submitted))
    resource = ResourcePage.objects.get(pk=submitted.resource_id)
    edit = drafts.start_edit(user=contributor, resource=resource)
    with pytest.raises(AlreadyOpen):
        drafts.start_edit(user=contributor, resource=resource)
    changed = drafts.DraftContent(title="A better phone tree", summary="Shorter.", body="We did.")
    edit = drafts.save(
        submission=edit, user=contributor, content=changed, serial=1, what_changed="Shorter."
    )
    submitting.submit(submission=edit, user=contributor)
    assert ResourcePage.objects.get(pk=resource.pk).title == "A phone tree"
    reviewing.approve(submission=edit, editor=reviewer, seen=seen(edit))
    resource = ResourcePage.objects.get(pk=resource.pk)
    assert resource.title == "A better phone tree"
    assert resource.slug == "a-phone-tree"
    assert list(ResourceVersion.objects.values_list("number", "what_changed")) == [
        (2, "Shorter."),
        (1, ""),
    ]


def test_decline_withdraw_and_start_again(
    submitted: Submission, contributor: User, reviewer: User
) -> None:
    with pytest.raises(Incomplete):
        reviewing.decline(submission=submitted, editor=reviewer, reason="  ")
    reviewing.decline(submission=submitted, editor=reviewer, reason="Not for schools.")
    again = submitting.restart(submission=submitted, user=contributor)
    assert again.state == State.DRAFT
    submitting.submit(submission=again, user=contributor)
    submitting.withdraw(submission=again, user=contributor)
    again.refresh_from_db()
    assert again.state == State.WITHDRAWN
    assert not WorkflowState.objects.active().exists()
    with pytest.raises(WrongState):
        reviewing.approve(submission=again, editor=reviewer, seen=seen(again))


@pytest.mark.parametrize(
    ("way", "state"),
    [
        ("changes requested", State.RESUBMITTED),
        ("declined", State.SUBMITTED),
        ("withdrawn", State.SUBMITTED),
    ],
)
def test_given_back_it_stands_as_it_was_handed_in(
    way: str, state: State, submitted: Submission, contributor: User, reviewer: User
) -> None:
    if way == "changes requested":
        reviewing.request_changes(submission=submitted, editor=reviewer, text="More.")
    else:
        if way == "declined":
            reviewing.decline(submission=submitted, editor=reviewer, reason="No.")
        else:
            submitting.withdraw(submission=submitted, user=contributor)
        submitting.restart(submission=submitted, user=contributor)
    again = submitting.submit(submission=submitted, user=contributor)
    assert again.state == state
    reviewing.claim(submission=again, editor=reviewer)
    assert reviewing.release(submission=again, editor=reviewer).state == state


def test_an_editors_correction_is_what_gets_published(
    submitted: Submission, reviewer: User, contributor: User
) -> None:
    before = seen(submitted)
    reviewing.correct(
        submission=submitted, editor=reviewer, seen=before, changes={"title": "The phone tree"}
    )
    with pytest.raises(StaleDecision):
        reviewing.approve(submission=submitted, editor=reviewer, seen=before)
    assert not ResourcePage.objects.get(pk=submitted.resource_id).live
    reviewing.approve(submission=submitted, editor=reviewer, seen=seen(submitted))
    resource = ResourcePage.objects.get(pk=submitted.resource_id)
    assert resource.title == "The phone tree"
    assert resource.owner == contributor


def test_a_license_is_not_an_editors_to_change(submitted: Submission, reviewer: User) -> None:
    with pytest.raises(ValueError, match="license"):
        reviewing.correct(
            submission=submitted,
            editor=reviewer,
            seen=seen(submitted),
            changes={"license": "cc0"},
        )


def test_two_editors(submitted: Submission, reviewer: User, second_reviewer: User) -> None:
    reviewing.claim(submission=submitted, editor=reviewer)
    with pytest.raises(HeldByAnother, match="Rae Reviewer"):
        reviewing.approve(submission=submitted, editor=second_reviewer, seen=seen(submitted))
    reviewing.claim(submission=submitted, editor=second_reviewer, take_over=True)
    reviewing.approve(submission=submitted, editor=second_reviewer, seen=seen(submitted))
    with pytest.raises(WrongState, match="Sol Second"):
        reviewing.decline(submission=submitted, editor=reviewer, reason="No.")
    assert ResourceVersion.objects.count() == 1


def test_outsiders_members_and_other_roles_decide_nothing(
    submitted: Submission,
    outsider: User,
    leader: User,
    coach: User,
    administrator: User,
    contributor: User,
    reviewer: User,
) -> None:
    for person in (outsider, leader, coach, administrator, contributor):
        with pytest.raises(NotAllowed):
            reviewing.approve(submission=submitted, editor=person, seen=seen(submitted))
    for person in (outsider, leader, reviewer):
        with pytest.raises(NotAllowed):
            submitting.withdraw(submission=submitted, user=person)
    assert not ResourcePage.objects.get(pk=submitted.resource_id).live


class TestAnEditorsOwn:
    """Authors never approve their own, except on record where nobody else can."""

    @pytest.fixture
    def own(self, library: LibraryIndexPage, reviewer: User) -> Submission:
        draft = drafts.start(user=reviewer, content=CONTENT)
        return submitting.submit(submission=draft, user=reviewer)

    def test_another_editor_decides(
        self, own: Submission, reviewer: User, second_reviewer: User
    ) -> None:
        with pytest.raises(NotAllowed):
            reviewing.approve(submission=own, editor=reviewer, seen=seen(own))
        reviewing.approve(submission=own, editor=second_reviewer, seen=seen(own))

    def test_a_supervisor_decides_where_there_is_one_editor(
        self, own: Submission, reviewer: User, supervisor: User
    ) -> None:
        with pytest.raises(NotAllowed):
            reviewing.approve(submission=own, editor=reviewer, seen=seen(own))
        reviewing.approve(submission=own, editor=supervisor, seen=seen(own))
        own.refresh_from_db()
        assert not own.is_self_approval

    def test_alone_it_is_on_record(self, own: Submission, reviewer: User) -> None:
        reviewing.approve(submission=own, editor=reviewer, seen=seen(own))
        own.refresh_from_db()
        assert own.is_self_approval

    def test_a_supervisor_decides_nothing_else(
        self, submitted: Submission, supervisor: User, reviewer: User
    ) -> None:
        with pytest.raises(NotAllowed):
            reviewing.approve(submission=submitted, editor=supervisor, seen=seen(submitted))


class TestEveryOtherPathPublishesNothing:
    """Approval publishes exactly what was reviewed; everything else is refused."""

    def test_wagtails_own_approval(self, submitted: Submission, reviewer: User) -> None:
        task_state = submitted.workflow_state.current_task_state
        with pytest.raises(DecisionRefused):
            task_state.task.specific.on_action(task_state, reviewer, "approve")
        with pytest.raises(DecisionRefused):
            task_state.approve(user=reviewer)
        assert not ResourcePage.objects.get(pk=submitted.resource_id).live

    def test_a_file_or_text_swapped_after_review(
        self, submitted: Submission, reviewer: User
    ) -> None:
        looked_at = seen(submitted)
        revision = submitted.revision
        revision.content = {**revision.content, "summary": "Swapped."}
        revision.save()
        with pytest.raises(StaleDecision):
            reviewing.approve(submission=submitted, editor=reviewer, seen=looked_at)
        assert not ResourcePage.objects.get(pk=submitted.resource_id).live

    def test_a_newer_revision_is_not_published_instead(
        self, submitted: Submission, reviewer: User, contributor: User
    ) -> None:
        later = submitted.revision.as_object()
        later.summary = "Smuggled in after the hand-in."
        later.save_revision(user=contributor)
        reviewing.approve(submission=submitted, editor=reviewer, seen=seen(submitted))
        resource = ResourcePage.objects.get(pk=submitted.resource_id)
        assert resource.summary == "Advisers called home."
        assert resource.live_revision_id == submitted.revision_id

    def test_publish_revert_and_schedule(self, submitted: Submission, reviewer: User) -> None:
        page = ResourcePage.objects.get(pk=submitted.resource_id)
        with pytest.raises(PublishRefused):
            page.get_latest_revision().publish(user=reviewer, skip_permission_checks=True)
        page = ResourcePage.objects.get(pk=page.pk)
        page.live = True
        with pytest.raises(PublishRefused):
            page.save()
        assert not Page.objects.get(pk=page.pk).live
