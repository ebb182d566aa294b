"""Mails about submissions; of a thread they carry only what is addressed to the reader."""

from typing import Any

from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from contributions.models import Correction, Submission
from core.addresses import site_address
from library.models import ResourcePage
from outbox.services import queue_mail


def submitted(submission: Submission, *, again: bool) -> None:
    """Thank the contributor, and tell the holder (again) or all editors (new)."""
    if not again:
        _to_contributor(submission, "submission_received")
    editors: list[Any] = (
        [submission.holder]
        if again and submission.holder
        else list(User.objects.active().with_role(Role.EDITOR))
    )
    for editor in editors:
        if editor.pk != submission.contributor_id:
            _send(
                editor,
                "submission_waiting",
                submission,
                reverse("review:submission", args=[submission.public_id]),
                again=again,
            )


def held_back(submission: Submission) -> None:
    """Tell the contributor that a file keeps it from the editors."""
    path = reverse("contributions:edit", args=[submission.public_id])
    _send(submission.contributor, "submission_held_back", submission, path)


def withdrawn(submission: Submission, holder: Any) -> None:
    """Tell the editor who held it."""
    _send(holder, "submission_withdrawn", submission, reverse("review:queue"))


def changes_requested(submission: Submission, text: str) -> None:
    """Tell the contributor what should change."""
    _to_contributor(submission, "submission_changes_requested", text=text)


def declined(submission: Submission, reason: str) -> None:
    """Tell the contributor why."""
    _to_contributor(submission, "submission_declined", text=reason)


def published(submission: Submission) -> None:
    """Tell the contributor where it stands now."""
    _send(
        submission.contributor,
        "submission_published",
        submission,
        reverse("library:permanent", args=[submission.resource_id]),
    )


def taken_down(resource: ResourcePage, reason: str) -> None:
    """Tell the owner that a published resource was withdrawn."""
    path = reverse("library:permanent", args=[resource.pk])
    _queue(resource.owner, "resource_withdrawn", resource.title, path, text=reason)


def person_reported(correction: Correction) -> None:
    """Tell the editors that a published resource may harm somebody. What was written about her
    stays on the site."""
    path = reverse("review:correction", args=[correction.pk])
    for editor in User.objects.active().with_role(Role.EDITOR):
        _queue(editor, "correction_urgent", correction.resource.title, path)


def owner_asked(correction: Correction) -> None:
    """Tell who shared the resource what a reader reports, without who that was."""
    path = reverse("library:permanent", args=[correction.resource_id])
    kind = correction.get_kind_display()
    owner, title = correction.resource.owner, correction.resource.title
    _queue(owner, "correction_forwarded", title, path, text=correction.text, kind=kind)


def answered(correction: Correction) -> None:
    """Send the editors' answer to who reported something."""
    context = {
        "name": correction.author.first_name if correction.author else "",
        "title": correction.resource.title,
        "url": site_address(reverse("library:permanent", args=[correction.resource_id])),
        "text": correction.answer,
        "reported": correction.text,
    }
    queue_mail(to=correction.answer_to, template="correction_answered", context=context)


def posted(submission: Submission, author: Any) -> None:
    """Tell the other side that there is a message; its text stays on the site."""
    if author.pk != submission.contributor_id:
        _to_contributor(submission, "submission_message")
    elif submission.holder is not None:
        _send(
            submission.holder,
            "submission_message",
            submission,
            reverse("review:submission", args=[submission.public_id]),
        )


def _to_contributor(submission: Submission, template: str, **extra: Any) -> None:
    path = reverse("contributions:submission", args=[submission.public_id])
    _send(submission.contributor, template, submission, path, **extra)


def _send(person: Any, template: str, submission: Submission, path: str, **extra: Any) -> None:
    own = person.pk == submission.contributor_id
    title = submission.title if own else submission.submitted_title
    _queue(person, template, title, path, **extra)


def _queue(person: Any, template: str, title: str, path: str, **extra: Any) -> None:
    context = {
        "name": person.first_name,
        "title": title,
        "url": site_address(path),
        **extra,
    }
    queue_mail(to=person.email, template=template, context=context)
