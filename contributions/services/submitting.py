"""The contributor's side: hand in, hand in again, withdraw, write."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import Revision, TaskState, WorkflowState

from contributions import permissions
from contributions.enums import EDITABLE, State
from contributions.models import Round, Submission
from conversations.models import Post, Thread
from conversations.services import add_post
from files.models import StoredFile
from files.readiness import WAITING, Standing, standing_of
from library.models import ResourcePage
from outbox.services import add

from . import duplicates, mails
from .drafts import read
from .errors import Incomplete, Lacking, NotAllowed, Unrelated, WrongState
from .typed_guard import TypedFindings, students_in
from .workflow import content_hash, lock, move, resource_of, review_workflow

# Written when how a file stands has changed, if anything waits for that.
FILES_TOPIC = "contributions.files"
NEEDED = {
    "title": gettext_noop("Give it a title."),
    "summary": gettext_noop("Say in a sentence or two what it is and what came of it."),
    "content": gettext_noop("Add a file, a link or a text."),
}


def _lacking(
    resource: ResourcePage, files: Mapping[StoredFile, Standing], told: Sequence[TypedFindings]
) -> dict[str, str]:
    """Return what a submission still needs: field name and what to do about it."""
    content = [resource.body, *[html for _heading, html in resource.parts]]
    has_file = any(standing != Standing.REFUSED for standing in files.values())
    stands = {
        "title": bool(resource.title.strip()) and resource.title != _("Untitled"),
        "summary": bool(resource.summary.strip()),
        "content": any(content) or bool(len(resource.links)) or has_file,
    }
    lacking = {name: _(NEEDED[name]) for name, ok in stands.items() if not ok}
    in_the_way = [_in_the_way(each, standing) for each, standing in files.items()]
    if any(in_the_way):
        lacking["files"] = " ".join(filter(None, in_the_way))
    if told:
        lacking |= {each.name: each.words for each in told}
        lacking["is_cleared"] = _("Take it out, or say here that it may stay.")
    return lacking


def _files_of(resource: ResourcePage) -> dict[StoredFile, Standing]:
    """Return the files that a resource lists, each once, and how they stand now."""
    wanted = [row.stored_file_id for row in resource.resource_files.all()]
    found = StoredFile.objects.in_bulk(wanted)
    standings = standing_of(found.values())
    return {found[pk]: standings[pk] for pk in dict.fromkeys(wanted) if pk in found}


def submit(
    *,
    submission: Submission,
    user: Any,
    ask: bool = True,
    is_cleared: bool = False,
    now: datetime | None = None,
) -> Submission:
    """Hand the draft in, for the first time or again after changes were requested.

    While its files are being checked it stays a draft that is handed in by itself afterwards (see
    `submit_waiting`).

    Args:
        submission: the contribution.
        user: its contributor.
        ask: whether she is there to say how it is related to what it is alike to.
        is_cleared: she says that no student can be recognized in what is typed.
        now: the present.

    Raises:
        NotAllowed: it is not hers.
        WrongState: it is with the editors or decided.
        Lacking: title, summary or content is missing, a file is refused or held, or what is
            typed seems to tell about students.
        Unrelated: it is not said how it is related to what it is alike to.
    """
    # Before anything is locked: much text takes a while.
    told = students_in(read(submission)) if ask and not is_cleared else []
    return _submit(submission, user, told, ask=ask, now=now or timezone.now())


@transaction.atomic
def _submit(
    submission: Submission, user: Any, told: Sequence[TypedFindings], *, ask: bool, now: datetime
) -> Submission:
    submission = lock(submission)
    if not permissions.is_contributor(user, submission):
        raise NotAllowed
    if submission.state not in EDITABLE:
        raise WrongState
    resource = read(submission)
    files = _files_of(resource)
    lacking = _lacking(resource, files, told)
    if lacking:
        raise Lacking(lacking)
    if ask and (question := duplicates.unanswered(submission=submission, resource=resource)):
        raise Unrelated(question)
    submission.submit_when_checked = not WAITING.isdisjoint(files.values())
    if submission.submit_when_checked:
        submission.save(update_fields=["submit_when_checked"])
        return submission
    _take_over_hashes(resource, files)
    duplicates.relate(submission=submission, resource=resource)
    _name_address(resource)
    again = submission.state == State.CHANGES_REQUESTED
    submission.draft = None
    _hand_in(submission, resource.save_revision(user=user, log_action=True), now)
    _tell_wagtail(submission, user, again)
    record(submission, user, _("Submitted again.") if again else _("Submitted."), now)
    mails.submitted(submission, again=again)
    return submission


def submit_waiting(*, now: datetime | None = None) -> int:
    """Hand in what waited for its files, if they are through; return how many left the wait.

    Where a file turned out to be refused or held, its contributor gets a mail.
    """
    done = 0
    for waiting in Submission.objects.filter(submit_when_checked=True, state__in=EDITABLE):
        with transaction.atomic():
            submission = lock(waiting)
            if not submission.submit_when_checked or submission.state not in EDITABLE:
                continue
            try:
                submission = submit(
                    submission=submission, user=submission.contributor, ask=False, now=now
                )
            except Incomplete:
                submission.submit_when_checked = False
                submission.save(update_fields=["submit_when_checked"])
                mails.held_back(submission)
            done += not submission.submit_when_checked
    return done


def files_changed(**kwargs: Any) -> None:
    """How some file stands has changed: have what waits for its files looked at, after commit."""
    if Submission.objects.filter(submit_when_checked=True).exists():
        add(topic=FILES_TOPIC, payload={})


@transaction.atomic
def withdraw(*, submission: Submission, user: Any, now: datetime | None = None) -> Submission:
    """Take an open submission back; the contributor keeps it and may start again from it.

    Raises:
        NotAllowed: it is not hers.
        WrongState: it is decided already.
    """
    now = now or timezone.now()
    submission = lock(submission)
    if not permissions.is_contributor(user, submission):
        raise NotAllowed
    if not permissions.may_withdraw(user, submission):
        raise WrongState
    holder = submission.holder
    move(submission, State.WITHDRAWN, now=now, decided_at=now, decided_by=user)
    cancel_workflow(submission, user)
    record(submission, user, _("Withdrawn by the contributor."), now)
    if holder is not None:
        mails.withdrawn(submission, holder)
    return submission


@transaction.atomic
def restart(*, submission: Submission, user: Any, now: datetime | None = None) -> Submission:
    """Bring a declined or withdrawn submission back as a draft, with all that was said.

    Raises:
        NotAllowed: it is not hers.
        WrongState: it is open, published, or the resource has another open submission.
    """
    submission = lock(submission)
    if not permissions.is_contributor(user, submission):
        raise NotAllowed
    if not permissions.may_restart(user, submission):
        raise WrongState
    move(
        submission,
        State.DRAFT,
        now=now or timezone.now(),
        decided_at=None,
        decided_by=None,
        holder=None,
        due_on=None,
        workflow_state=None,
    )
    return submission


@transaction.atomic
def post(*, submission: Submission, user: Any, text: str, now: datetime | None = None) -> Post:
    """Write in the submission's thread; the other side gets a mail.

    Raises:
        NotAllowed: the person is neither the contributor nor a reviewer.
        PostIsEmpty, PostIsTooLong: the text is not acceptable.
    """
    if not permissions.may_post(user, submission):
        raise NotAllowed
    written = add_post(thread=submission.thread, author=user, text=text, now=now)
    mails.posted(submission, user)
    return written


@transaction.atomic
def adopt(*, task_state: TaskState, user: Any, now: datetime | None = None) -> Submission:
    """Keep the records of a hand-in that came through Wagtail's own Submit button.

    A hand-in through `submit` is on record before Wagtail is told, so nothing is left to do.

    Raises:
        NotAllowed: the resource's open submission is someone else's.
    """
    now = now or timezone.now()
    page = resource_of(task_state.workflow_state)
    if page is None:
        raise ValueError(task_state)
    submission = page.submissions.open().first()
    if submission is not None and submission.revision_id == task_state.revision_id:
        return submission
    if submission is None:
        submission = Submission.objects.create(
            resource=page,
            contributor=user,
            thread=Thread.objects.create(created_at=now),
            state_since=now,
            created_at=now,
        )
    elif submission.contributor_id != user.pk or submission.state not in EDITABLE:
        raise NotAllowed
    submission.draft = None
    submission.workflow_state = task_state.workflow_state
    _hand_in(submission, task_state.revision, now)
    record(submission, user, _("Submitted from the page editor."), now)
    return submission


def cancel_workflow(submission: Submission, user: Any) -> None:
    """End Wagtail's workflow without a result, if one is under way."""
    state = submission.workflow_state
    active = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
    if state is not None and state.status in active:
        state.cancel(user=user)


def record(submission: Submission, user: Any, text: str, now: datetime) -> None:
    """Note an event in the thread."""
    add_post(thread=submission.thread, author=user, text=text, is_event=True, now=now)


def _hand_in(submission: Submission, revision: Revision, now: datetime) -> None:
    """Freeze what was handed in, with its hash, as the next round."""
    again = submission.state == State.CHANGES_REQUESTED
    submission.revision = revision
    submission.content_hash = content_hash(revision)
    submission.submitted_at = now
    move(submission, State.RESUBMITTED if again else State.SUBMITTED, now=now)
    Round.objects.create(
        submission=submission,
        number=submission.rounds.count() + 1,
        revision=revision,
        submitted_at=now,
    )


def _name_address(resource: ResourcePage) -> None:
    """Give a resource that was never published an address made from its title."""
    if resource.version_number == 0:
        base = slugify(resource.title)[:80].strip("-") or "resource"
        resource.slug = resource._get_autogenerated_slug(base)
        resource.set_url_path(resource.get_parent())
        ResourcePage.objects.filter(pk=resource.pk).update(
            slug=resource.slug, url_path=resource.url_path
        )


def _tell_wagtail(submission: Submission, user: Any, again: bool) -> None:
    """Start or resume the workflow, so that Wagtail's history and reports show it."""
    page = ResourcePage.objects.get(pk=submission.resource_id)
    state = submission.workflow_state
    if again and state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user=user)
    else:
        submission.workflow_state = review_workflow().start(page, user)
        submission.save(update_fields=["workflow_state"])


def _in_the_way(stored_file: StoredFile, standing: Standing) -> str:
    """Return what keeps a file from being handed in, and what to do about it."""
    name = stored_file.original_name
    if standing == Standing.REFUSED:
        return _("“%(name)s” cannot be shared: %(reason)s Remove it, or choose another.") % {
            "name": name,
            "reason": stored_file.state_words,
        }
    if standing == Standing.HELD:
        return _(
            "“%(name)s” seems to have students' data, comments or tracked changes in it. Replace "
            "it, or say at the file why it may be shared."
        ) % {"name": name}
    return ""


def _take_over_hashes(resource: ResourcePage, files: Iterable[StoredFile]) -> None:
    """Let the resource name files by the bytes that are kept; pictures are written anew."""
    hashes = {each.pk: each.sha256 for each in files}
    for row in resource.resource_files.all():
        row.sha256 = hashes.get(row.stored_file_id, row.sha256)
