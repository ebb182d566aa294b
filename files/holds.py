"""Files that seem to have students' data in them: their sender's word, and an editor's decision."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import is_editor
from core.addresses import site_address
from outbox.services import queue_mail

from .enums import HoldState
from .finding_words import FindingLine, finding_lines
from .models import Examination, PrivacyHold
from .permissions import is_uploader
from .privacy.findings import Kind

# Sent inside the transaction in which an editor decides.
hold_decided = Signal()

WORKING_DAYS = 5
SATURDAY = 5


class HoldError(Exception):
    """Something that cannot be done with a hold; the message tells the person why."""


class NotYours(HoldError):
    """The person may not do it."""


class SayWhy(HoldError):
    """Nothing was written where a reason is needed."""


class AlreadyDecided(HoldError):
    """It has moved on meanwhile."""


def may_decide(user: Any, hold: PrivacyHold) -> bool:
    """Whether the person may decide: editors, on files of others; on her own if she is the only
    one there is."""
    if not is_editor(user):
        return False
    if not is_uploader(user, hold.stored_file):
        return True
    others = User.objects.active().with_role(Role.EDITOR).exclude(pk=user.pk)
    return not others.exists()


def findings_of(hold: PrivacyHold) -> list[FindingLine]:
    """Return what was found in a held file; what is in it is masked."""
    found = Examination.objects.filter(pk=hold.stored_file.sha256).first()
    findings = found.findings if found else []
    return finding_lines(one for one in findings if one["kind"] != Kind.NAMED)


@transaction.atomic
def justify(*, hold: PrivacyHold, user: Any, text: str, now: datetime | None = None) -> PrivacyHold:
    """Say why a held file may be shared after all; an editor decides within five working days.

    Args:
        hold: one that is open, or was kept and has a better reason now.
        user: who sent the file.
        text: the reason, at most 2,000 characters.
        now: when; the present by default.

    Raises:
        NotYours: somebody else sent the file.
        SayWhy: nothing was written, or too much.
        AlreadyDecided: it is released, or an editor has it.
    """
    now = now or timezone.now()
    locked = _lock(hold)
    if not is_uploader(user, locked.stored_file):
        raise NotYours(_("Only whoever sent the file can say that."))
    if locked.state not in {HoldState.OPEN, HoldState.KEPT}:
        raise AlreadyDecided(_("This file has moved on since you opened this page."))
    text = _checked(text)
    locked.state = HoldState.JUSTIFIED.value
    locked.justification, locked.justified_at = text, now
    locked.decide_by = _after_working_days(timezone.localdate(now), WORKING_DAYS)
    locked.save()
    for editor in User.objects.active().with_role(Role.EDITOR):
        path = reverse("held_files:hold", args=[locked.stored_file.public_id])
        _mail(editor, "hold_to_decide", path, day=date_format(locked.decide_by, "F j"))
    return locked


@transaction.atomic
def decide(
    *, hold: PrivacyHold, user: Any, release: bool, text: str, now: datetime | None = None
) -> PrivacyHold:
    """Release a held file, or keep it held.

    Args:
        hold: one whose sender said why it may be shared, or has no account any more.
        user: the editor.
        release: whether it may be shared.
        text: why; its sender reads it.
        now: when; the present by default.

    Raises:
        NotYours: the person is no editor, or it is her own and another editor could.
        SayWhy: nothing was written, or too much.
        AlreadyDecided: another editor was faster.
    """
    locked = _lock(hold)
    if not may_decide(user, locked):
        raise NotYours(_("Another editor decides this."))
    if not locked.is_with_editors:
        raise AlreadyDecided(_("This was decided since you opened it."))
    text = _checked(text)
    locked.state = (HoldState.RELEASED if release else HoldState.KEPT).value
    locked.decision, locked.decided_at, locked.decided_by = text, now or timezone.now(), user
    locked.save()
    if locked.stored_file.uploaded_by is not None:
        path = reverse("files:hold", args=[locked.stored_file.public_id])
        _mail(locked.stored_file.uploaded_by, "hold_decided", path, is_released=release)
    hold_decided.send(sender=PrivacyHold, hold=locked)
    return locked


def _mail(person: User, template: str, path: str, **extra: Any) -> None:
    """Queue a mail; neither the file's name nor what was found goes into it."""
    context = {
        "name": person.first_name,
        "url": site_address(path),
        **extra,
    }
    queue_mail(to=person.email, template=template, context=context)


def _lock(hold: PrivacyHold) -> PrivacyHold:
    rows = PrivacyHold.objects.select_for_update(of=("self",)).select_related("stored_file")
    locked: PrivacyHold = rows.get(pk=hold.pk)
    return locked


def _checked(text: str) -> str:
    text = text.replace("\x00", "").strip()
    if not text:
        raise SayWhy(_("Say why, in a sentence or two."))
    if len(text) > 2000:
        raise SayWhy(_("Use 2,000 characters at most."))
    return text


def _after_working_days(day: date, number: int) -> date:
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < SATURDAY
    return day
