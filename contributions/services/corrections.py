"""What readers report about published resources, and what editors do about it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions import permissions
from contributions.enums import CorrectionKind
from contributions.models import Correction
from contributions.services import mails
from contributions.services.errors import ClosedAlready, Incomplete, NobodyToAsk, NotAllowed
from core.text import clean_text
from library.models import ResourcePage
from library.permissions import may_see

LONGEST = 2000
# The same words about the same resource within this time are one report, sent twice.
SAME_WITHIN = timedelta(minutes=10)


@transaction.atomic
def report(
    *,
    resource: ResourcePage,
    user: Any,
    text: str,
    kind: str = CorrectionKind.OTHER,
    email: str = "",
    is_suspect: bool = False,
    now: datetime | None = None,
) -> Correction:
    """Tell the editors what should change in a published resource; sent twice, it is kept once.

    Args:
        resource: what it is about.
        user: who reports it, a visitor too.
        text: what is wrong, at most 2,000 characters.
        kind: see `CorrectionKind`.
        email: where a visitor wants to be answered; of a person with an account it is known.
        is_suspect: a machine may have written it. It is kept all the same.
        now: the present.

    Raises:
        NotAllowed: the person may not see the resource, or it is not in the library.
        Incomplete: nothing was written, or too much.
    """
    now = now or timezone.now()
    if not may_see(user, resource):
        raise NotAllowed
    text = clean_text(text).strip()
    if not text:
        raise Incomplete(_("Say what should change."))
    if len(text) > LONGEST:
        raise Incomplete(_("Use 2,000 characters at most."))
    # Two clicks are two requests, which wait here for each other.
    ResourcePage.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    author = user if user.is_authenticated else None
    said = {"author": author, "text": text, "kind": kind, "email": "" if author else email}
    said["is_suspect"] = is_suspect and author is None
    since = now - SAME_WITHIN
    known = resource.corrections.open().filter(created_at__gt=since, **said).first()
    if known is not None:
        return known
    kept: Correction = Correction.objects.create(resource=resource, created_at=now, **said)
    if kept.is_urgent and not kept.is_suspect:
        mails.person_reported(kept)
    return kept


@transaction.atomic
def ask_owner(*, correction: Correction, editor: Any, now: datetime | None = None) -> Correction:
    """Send what was reported to who shared the resource, once and without who reported it.

    Raises:
        NotAllowed: the person may not review.
        ClosedAlready, NobodyToAsk: see there.
    """
    locked = _lock(correction, editor)
    if not can_ask_owner(locked):
        raise NobodyToAsk
    locked.forwarded_at = now or timezone.now()
    locked.save(update_fields=["forwarded_at"])
    mails.owner_asked(locked)
    return locked


def can_ask_owner(correction: Correction) -> bool:
    """Whether there is somebody to ask who was not asked yet."""
    owner = correction.resource.owner
    return owner is not None and owner.is_active and correction.forwarded_at is None


@transaction.atomic
def close(
    *, correction: Correction, editor: Any, answer: str = "", now: datetime | None = None
) -> Correction:
    """Mark a report as dealt with, and send an answer if there is one and somewhere to send it.

    Raises:
        NotAllowed: the person may not review.
        ClosedAlready: see there.
        Incomplete: the answer is too long, or nobody left an address for it.
    """
    locked = _lock(correction, editor)
    answer = clean_text(answer).strip()
    if len(answer) > LONGEST:
        raise Incomplete(_("Use 2,000 characters at most."))
    if answer and not locked.answer_to:
        raise Incomplete(_("Nobody left an address for an answer."))
    locked.answer = answer
    if answer:
        mails.answered(locked)
    locked.email = ""
    locked.closed_at = now or timezone.now()
    locked.closed_by = editor
    locked.save(update_fields=["answer", "email", "closed_at", "closed_by"])
    return locked


def _lock(correction: Correction, editor: Any) -> Correction:
    if not permissions.may_review(editor):
        raise NotAllowed
    rows = Correction.objects.select_for_update(of=("self",))
    locked = rows.select_related("resource__owner", "author").get(pk=correction.pk)
    if locked.closed_at is not None:
        raise ClosedAlready
    return locked
