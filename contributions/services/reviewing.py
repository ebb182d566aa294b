"""The editors' side: claim, correct, request changes, approve, decline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision, TaskState

from contributions import permissions
from contributions.enums import WAITING, State
from contributions.models import Submission
from conversations.services import add_post
from library.models import ResourcePage, ResourceTerm, ResourceVersion
from library.services.publishing import FilesChanged, publish_revision, withdraw

from . import mails
from .errors import HeldByAnother, Incomplete, NotAllowed, StaleDecision, WrongState
from .submitting import cancel_workflow, record
from .wanted import note_answer
from .workflow import (
    approved_revision,
    content_hash,
    lock,
    move,
    point_task_at,
    shown_hash,
)


@dataclass(frozen=True)
class Seen:
    """What the editor had before her: the revision and the hash of what it shows."""

    revision_id: int
    content_hash: str


@transaction.atomic
def claim(
    *,
    submission: Submission,
    editor: Any,
    due_on: date | None = None,
    take_over: bool = False,
    now: datetime | None = None,
) -> Submission:
    """Claim a submission, so that others see who has it.

    Args:
        submission: one that waits.
        editor: who takes it.
        due_on: by when she means to decide.
        take_over: claim it although another editor holds it.
        now: the present.

    Raises:
        NotAllowed: she may not review it.
        WrongState: it is not with the editors.
        HeldByAnother: another editor holds it.
    """
    now = now or timezone.now()
    submission = _for_decision(submission, editor, take_over=take_over)
    previous = submission.holder
    text = _("In review with %(name)s.") % {"name": editor}
    if submission.state != State.IN_REVIEW or previous != editor:
        record(submission, editor, text, now)
    move(submission, State.IN_REVIEW, now=now, holder=editor, due_on=due_on or submission.due_on)
    return submission


@transaction.atomic
def release(*, submission: Submission, editor: Any, now: datetime | None = None) -> Submission:
    """Give a claimed submission back to the queue.

    Raises:
        NotAllowed, WrongState, HeldByAnother: as for `claim`.
    """
    now = now or timezone.now()
    submission = _for_decision(submission, editor)
    state = State.RESUBMITTED if _is_resubmitted(submission) else State.SUBMITTED
    move(submission, state, now=now, holder=None, due_on=None)
    record(submission, editor, _("Back in the queue."), now)
    return submission


@transaction.atomic
def request_changes(
    *, submission: Submission, editor: Any, text: str, now: datetime | None = None
) -> Submission:
    """Send a submission back to its contributor with what should change.

    Raises:
        NotAllowed, WrongState, HeldByAnother: as for `claim`.
        Incomplete: nothing was written.
    """
    now = now or timezone.now()
    submission = _for_decision(submission, editor)
    text = _needed(text, _("Say what should change."))
    state = _task_state(submission)
    if state is not None:
        state.reject(user=editor, comment=text[:1000])
    move(submission, State.CHANGES_REQUESTED, now=now, holder=editor, due_on=None)
    record(submission, editor, _("Changes requested."), now)
    _say(submission, editor, text, now)
    mails.changes_requested(submission, text)
    return submission


@transaction.atomic
def decline(
    *, submission: Submission, editor: Any, reason: str, now: datetime | None = None
) -> Submission:
    """Decline a submission, with a reason that its contributor reads.

    Raises:
        NotAllowed, WrongState, HeldByAnother: as for `claim`.
        Incomplete: no reason was given.
    """
    now = now or timezone.now()
    submission = _for_decision(submission, editor)
    reason = _needed(reason, _("Give a reason."))
    move(submission, State.DECLINED, now=now, holder=editor, decided_at=now, decided_by=editor)
    cancel_workflow(submission, editor)
    record(submission, editor, _("Declined."), now)
    _say(submission, editor, reason, now)
    mails.declined(submission, reason)
    return submission


@transaction.atomic
def approve(
    *,
    submission: Submission,
    editor: Any,
    seen: Seen,
    text: str = "",
    now: datetime | None = None,
) -> ResourceVersion:
    """Publish exactly what the editor has seen, or nothing.

    Compared under the row's lock: the submission's revision with the one on her screen, that
    revision's content with the hash taken when it was handed in, what it shows now with what her
    screen showed (a topic may have been merged), Wagtail's task with it, and every file with its
    recorded hash.

    Args:
        submission: one that waits.
        editor: who approves it.
        seen: what her screen showed.
        text: a word to the contributor.
        now: the present.

    Raises:
        NotAllowed, WrongState, HeldByAnother: as for `claim`.
        StaleDecision: what would be published is not what she saw.
    """
    now = now or timezone.now()
    submission = _for_decision(submission, editor)
    revision = Revision.objects.select_for_update().get(pk=submission.revision_id)
    state = _task_state(submission)
    fresh = (
        seen.revision_id == revision.pk
        and submission.content_hash == content_hash(revision)
        and seen.content_hash == shown_hash(revision)
        and state is not None
        and state.revision_id == revision.pk
    )
    if not fresh or state is None:
        raise StaleDecision
    version = _publish(submission, revision, state, editor, text, now)
    own = permissions.is_contributor(editor, submission)
    move(
        submission,
        State.PUBLISHED,
        now=now,
        holder=editor,
        decided_at=now,
        decided_by=editor,
        is_self_approval=own,
    )
    record(submission, editor, _("Published as version %d.") % version.number, now)
    note_answer(submission)
    if text.strip():
        _say(submission, editor, text, now)
    mails.published(submission)
    return version


LONGEST_REASON = 300

# What an editor may put right without becoming an author; license and right stay the author's.
CORRECTABLE = (
    "title",
    "summary",
    "body",
    "challenge",
    "actions",
    "results",
    "reflections",
    "kind",
    "school_context",
    "time_to_start",
    "cost",
    "language",
    "visibility",
    "evidence_tier",
    "quality",
    "review_by",
)


@transaction.atomic
def correct(
    *,
    submission: Submission,
    editor: Any,
    seen: Seen,
    changes: Mapping[str, Any],
    now: datetime | None = None,
) -> Submission:
    """Correct metadata and typing errors; the contributor sees them as a comparison.

    Args:
        submission: one that waits.
        editor: who corrects it.
        seen: what her screen showed.
        changes: values by name: those of `CORRECTABLE`, `terms` (Term objects), `tags` (names).
        now: the present.

    Raises:
        NotAllowed, WrongState, HeldByAnother: as for `claim`.
        StaleDecision: the submission changed since she opened it.
        ValueError: a field that editors may not change.
    """
    now = now or timezone.now()
    submission = _for_decision(submission, editor)
    unknown = set(changes) - {*CORRECTABLE, "terms", "tags"}
    if unknown or submission.revision is None:
        raise ValueError(sorted(unknown))
    if seen != Seen(submission.revision.pk, shown_hash(submission.revision)):
        raise StaleDecision
    resource = submission.revision.as_object()
    for name, value in changes.items():
        if name == "terms":
            resource.resource_terms.set([ResourceTerm(term=term) for term in value])
        elif name == "tags":
            resource.tags.set(value)
        else:
            setattr(resource, name, value)
    submission.revision = resource.save_revision(user=editor, log_action=True)
    submission.content_hash = content_hash(submission.revision)
    move(submission, State.IN_REVIEW, now=now, holder=editor)
    point_task_at(submission, submission.revision)
    record(submission, editor, _("Corrected by %(name)s.") % {"name": editor}, now)
    return submission


@transaction.atomic
def withdraw_published(
    *, resource: ResourcePage, editor: Any, reason: str, now: datetime | None = None
) -> None:
    """Take a published resource out of the library; its owner gets a mail.

    Raises:
        NotAllowed: the person may not review.
        Incomplete: no reason was given, or one longer than 300 characters.
        NotPublished: it is not in the library.
    """
    if not permissions.may_review(editor):
        raise NotAllowed
    reason = _needed(reason, _("Give a reason; readers see it."))
    if len(reason) > LONGEST_REASON:
        raise Incomplete(_("Say it in 300 characters at most; readers see it."))
    withdraw(resource=resource, user=editor, reason=reason, now=now)
    if resource.owner is not None and resource.owner != editor:
        mails.taken_down(resource, reason)


def _for_decision(submission: Submission, editor: Any, *, take_over: bool = False) -> Submission:
    """Lock the submission and check that this person may act on it now."""
    submission = lock(submission)
    if not permissions.may_review(editor):
        raise NotAllowed
    if submission.state not in WAITING:
        raise WrongState(_decided_message(submission))
    if not permissions.may_decide(editor, submission):
        raise NotAllowed
    holder = submission.holder
    held = submission.state == State.IN_REVIEW and holder is not None and holder != editor
    if held and not take_over:
        raise HeldByAnother(_("%(name)s has claimed this submission.") % {"name": holder})
    return submission


def _publish(
    submission: Submission,
    revision: Revision,
    state: TaskState,
    editor: Any,
    text: str,
    now: datetime,
) -> ResourceVersion:
    """Approve Wagtail's task and publish the compared revision, which nothing else may do."""
    token = approved_revision.set(revision.pk)
    try:
        state.approve(user=editor, comment=text[:1000])
        return publish_revision(
            resource=submission.resource,
            revision=revision,
            user=editor,
            what_changed=submission.what_changed,
            now=now,
        )
    except FilesChanged as error:
        raise StaleDecision(_("A file is not the one that was submitted.")) from error
    finally:
        approved_revision.reset(token)


def _decided_message(submission: Submission) -> str:
    """Tell the one who came second what the first one did."""
    words = {
        State.PUBLISHED: _("%(name)s has published this already."),
        State.DECLINED: _("%(name)s has declined this already."),
        State.CHANGES_REQUESTED: _("%(name)s has asked for changes; it is with the contributor."),
        State.WITHDRAWN: _("The contributor has withdrawn this."),
        State.DRAFT: _("This is not submitted."),
    }
    name = submission.decided_by or submission.holder or _("Another editor")
    return words[State(submission.state)] % {"name": name}


def _task_state(submission: Submission) -> TaskState | None:
    """Return Wagtail's task under way for the submission."""
    state = submission.workflow_state
    if state is None or state.current_task_state is None:
        return None
    task_state = state.current_task_state
    return task_state if task_state.status == TaskState.STATUS_IN_PROGRESS else None


def _is_resubmitted(submission: Submission) -> bool:
    """Whether changes were requested since the start; a new start has a workflow of its own."""
    state = submission.workflow_state
    return state is not None and state.task_states.count() > 1


def _needed(text: str, message: str) -> str:
    text = text.replace("\x00", "").strip()
    if not text:
        raise Incomplete(message)
    return text


def _say(submission: Submission, editor: Any, text: str, now: datetime) -> None:
    add_post(thread=submission.thread, author=editor, text=text, now=now)
