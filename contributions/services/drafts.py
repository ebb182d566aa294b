"""The contributor's side: start, save and discard a draft."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions import permissions
from contributions.enums import State
from contributions.models import Submission, WantedPractice
from conversations.models import Thread
from files import examination
from files.models import StoredFile
from library.enums import Kind, Language, License, RightToShare, Visibility
from library.models import LibraryIndexPage, ResourceFile, ResourcePage, ResourceTerm, Term
from library.services.typed_text import html_from_typed, typed_from_html

from .errors import AlreadyOpen, DraftConflict, NotAllowed, WrongState
from .workflow import lock

TEXT_PARTS = ("body", "challenge", "actions", "results", "reflections")


@dataclass(frozen=True)
class DraftContent:
    """What a contributor may say about a resource. Texts are plain (see `typed_text`)."""

    title: str = ""
    summary: str = ""
    body: str = ""
    challenge: str = ""
    actions: str = ""
    results: str = ""
    reflections: str = ""
    kind: str = Kind.PRACTICE
    school_context: str = ""
    time_to_start: str = ""
    cost: str = ""
    license: str = License.CC_BY_NC
    right_to_share: str = RightToShare.MINE
    language: str = Language.ENGLISH
    visibility: str = Visibility.PUBLIC
    terms: tuple[Term, ...] = ()
    tags: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    """Pairs of address and label."""
    files: tuple[tuple[StoredFile, str], ...] = ()
    """Pairs of stored file and shown name."""
    contributors: tuple[tuple[str, str], ...] = field(default=())
    """Pairs of name and role."""


PLAIN_FIELDS = (
    "summary",
    "kind",
    "school_context",
    "time_to_start",
    "cost",
    "license",
    "right_to_share",
    "language",
    "visibility",
)


def content_of(resource: ResourcePage) -> DraftContent:
    """Return what a resource says, as its contributor would have typed it."""
    untitled = resource.title == _("Untitled")
    return DraftContent(
        title="" if untitled else resource.title,
        **{name: getattr(resource, name) for name in PLAIN_FIELDS},
        **{name: typed_from_html(getattr(resource, name)) for name in TEXT_PARTS},
        terms=tuple(row.term for row in resource.resource_terms.all()),
        tags=tuple(sorted(tag.name for tag in resource.tags.all())),
        links=tuple((block.value["url"], block.value["label"]) for block in resource.links),
        files=tuple((row.stored_file, row.title) for row in resource.resource_files.all()),
        contributors=tuple(
            (block.value["name"], block.value["role"]) for block in resource.contributors
        ),
    )


def is_same(submission: Submission, content: DraftContent) -> bool:
    """Whether the draft says this already."""
    texts: dict[str, Any] = {
        name: typed_from_html(html_from_typed(getattr(content, name))) for name in TEXT_PARTS
    }
    mine, kept = replace(content, **texts), content_of(read(submission))
    if {term.pk for term in mine.terms} != {term.pk for term in kept.terms}:
        return False
    tags = tuple(sorted(mine.tags))
    return replace(mine, terms=(), tags=tags) == replace(kept, terms=())


def with_content(submission: Submission, content: DraftContent) -> ResourcePage:
    """Return the draft as it would be with other content; nothing is saved."""
    resource = read(submission)
    _apply(resource, content)
    return resource


def read(submission: Submission) -> ResourcePage:
    """Return the resource as the draft, or else the handed-in revision, has it."""
    revision = submission.draft or submission.revision
    return revision.as_object() if revision else submission.resource.get_latest_revision_as_object()


@transaction.atomic
def start(
    *,
    user: Any,
    content: DraftContent,
    public_id: UUID | None = None,
    wanted: WantedPractice | None = None,
    now: datetime | None = None,
) -> Submission:
    """Start a contribution: an unpublished resource with one draft revision.

    Args:
        user: its contributor.
        content: what the form holds.
        public_id: what the form was given for it, so that a form sent twice starts one draft.
        wanted: what it answers.
        now: the present.

    Raises:
        AlreadyOpen: there is a contribution of this public id.
        NotAllowed: the person may not share.
    """
    if not permissions.may_share(user):
        raise NotAllowed
    if public_id is not None and Submission.objects.filter(public_id=public_id).exists():
        raise AlreadyOpen
    now = now or timezone.now()
    membership = getattr(user, "membership", None)
    # The row stays bare until publication: what is written lives in the draft revision.
    resource = ResourcePage(
        title=content.title or _("Untitled"),
        live=False,
        owner=user,
        school=membership.school if membership else None,
    )
    LibraryIndexPage.objects.get().add_child(instance=resource)
    _apply(resource, content)
    submission = Submission.objects.create(
        public_id=public_id or uuid4(),
        resource=resource,
        contributor=user,
        thread=Thread.objects.create(created_at=now),
        wanted=wanted,
        state_since=now,
        created_at=now,
    )
    return _save_draft(submission, resource, user, now)


@transaction.atomic
def start_edit(*, user: Any, resource: ResourcePage, now: datetime | None = None) -> Submission:
    """Start a new version of a published resource; the published one stays meanwhile.

    Raises:
        NotAllowed: only whoever contributed the resource may.
        AlreadyOpen: a new version is being worked on already.
    """
    if not permissions.may_start_edit(user, resource):
        raise NotAllowed
    now = now or timezone.now()
    try:
        with transaction.atomic():
            submission = Submission.objects.create(
                resource=resource,
                contributor=user,
                thread=Thread.objects.create(created_at=now),
                state_since=now,
                created_at=now,
            )
    except IntegrityError as error:
        raise AlreadyOpen from error
    live = resource.live_revision.as_object() if resource.live_revision else resource
    return _save_draft(submission, live, user, now)


@transaction.atomic
def save(
    *,
    submission: Submission,
    user: Any,
    content: DraftContent,
    serial: int,
    what_changed: str = "",
    now: datetime | None = None,
) -> Submission:
    """Save the draft over itself.

    Args:
        submission: the contribution.
        user: its contributor.
        content: all of what the form holds.
        serial: the draft's count of saves when the form was opened.
        what_changed: for an edit, a sentence on what is new.
        now: the present.

    Raises:
        NotAllowed: it is not hers.
        WrongState: it is with the editors or decided.
        DraftConflict: it was saved elsewhere since the form was opened.
    """
    submission = lock(submission)
    if not permissions.is_contributor(user, submission):
        raise NotAllowed
    if not permissions.may_edit(user, submission):
        raise WrongState
    if serial != submission.draft_serial:
        raise DraftConflict
    resource = read(submission)
    _apply(resource, content)
    submission.what_changed = what_changed
    return _save_draft(submission, resource, user, now or timezone.now())


@transaction.atomic
def discard(*, submission: Submission, user: Any) -> None:
    """Delete a draft that was never handed in, with its resource if that was never published.

    Raises:
        NotAllowed: it is not hers.
        WrongState: it has been handed in; it can be withdrawn instead.
    """
    submission = lock(submission)
    if not permissions.is_contributor(user, submission):
        raise NotAllowed
    if submission.state != State.DRAFT or submission.rounds.exists():
        raise WrongState
    resource = submission.resource
    if resource.version_number or resource.submissions.exclude(pk=submission.pk).exists():
        _drop_draft(submission)
        submission.delete()
    else:
        resource.delete()


@transaction.atomic
def forget_unseen(*, user: Any) -> None:
    """Take away what nobody but its contributor has seen, since her account is being deleted:
    without her, nothing would say any more that it is nobody else's."""
    for submission in Submission.objects.by(user):
        if permissions.may_discard(user, submission):
            discard(submission=submission, user=user)
        else:
            _drop_draft(submission)


def _drop_draft(submission: Submission) -> None:
    """Leave a resource as it was before the draft: as it was handed in, or as it is published."""
    if submission.draft is None:
        return
    submission.draft.delete()
    resource = submission.resource
    before = submission.revision or resource.live_revision
    ResourcePage.objects.filter(pk=resource.pk).update(
        latest_revision=before,
        draft_title=before.object_str if before else resource.title,
        has_unpublished_changes=not resource.live or before != resource.live_revision,
    )


def _save_draft(
    submission: Submission, resource: ResourcePage, user: Any, now: datetime
) -> Submission:
    draft = submission.draft
    latest = draft is not None and resource.latest_revision_id == draft.pk
    submission.draft = resource.save_revision(
        user=user, clean=False, overwrite_revision=draft if latest else None
    )
    submission.submit_when_checked = False
    examination.request(files=[row.stored_file_id for row in resource.resource_files.all()])
    submission.draft_serial += 1
    if submission.state == State.DRAFT:
        submission.state_since = now
    submission.save()
    return submission


def _apply(resource: ResourcePage, content: DraftContent) -> None:
    """Write the content into the page object; nothing reaches the database yet."""
    resource.title = content.title or _("Untitled")
    for name in TEXT_PARTS:
        text = getattr(content, name)
        # Formatting that plain text cannot show survives as long as the words are not touched.
        if text != typed_from_html(getattr(resource, name)):
            setattr(resource, name, html_from_typed(text))
    for name in PLAIN_FIELDS:
        setattr(resource, name, getattr(content, name))
    resource.links = [("link", {"url": url, "label": label}) for url, label in content.links]
    resource.contributors = [
        ("contributor", {"name": name, "role": role}) for name, role in content.contributors
    ]
    resource.tags.set(content.tags)
    resource.resource_terms.set([ResourceTerm(term=term) for term in content.terms])
    resource.resource_files.set(
        [
            ResourceFile(stored_file=stored, title=title, sha256=stored.sha256, sort_order=position)
            for position, (stored, title) in enumerate(content.files)
        ]
    )
