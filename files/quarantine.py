"""Uploads between their arrival and their check.

quarantined -> available: the bytes are what they say, and kept under their hash.
            -> refused: the bytes are gone, the reason stays for whoever sent it.

Whatever happens to a worker, a row in quarantine has its bytes and is handed over again.
"""

import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import F
from django.dispatch import Signal
from django.utils import timezone
from django_tasks import task

from accounts.models import User

from . import examination, scanner
from .content import lock_content
from .enums import Delay, FileState, Refusal, Refused
from .inspection import CHUNK, CheckedFile, checked_copy, received_copy
from .intake.kinds import KINDS
from .intake.names import extension_of
from .models import StoredFile
from .refusals import FileRefused
from .storage import local_path, private_storage, quarantine_name, save_blob, save_file

logger = logging.getLogger(__name__)

# Sent inside the transaction in which a file becomes available or refused.
file_checked = Signal()

# How long a worker has for a file before it is handed over again: it may have been killed.
LEASE = timedelta(minutes=3)
SCANNER_RETRY = timedelta(seconds=30)
STORAGE_RETRY = timedelta(minutes=2)
MOST_ATTEMPTS = 3
HANDED_AT_ONCE = 100
LONGEST_EXTENSION = 10
UNKNOWN_TYPE = "application/octet-stream"


def take_in(*, chunks: Iterable[bytes], name: str, uploaded_by: User, now: datetime) -> StoredFile:
    """Keep an upload in quarantine and have it checked; bytes first, then the row.

    Raises:
        FileRefused: it is empty or too large, or there is no room for it.
    """
    with received_copy(chunks=chunks, name=name) as received:
        extension = extension_of(received.name)[:LONGEST_EXTENSION]
        stored_file = StoredFile(
            sha256=received.sha256,
            received_sha256=received.sha256,
            size=received.size,
            content_type=UNKNOWN_TYPE,
            extension=extension if extension in KINDS else "",
            original_name=received.name,
            uploaded_by=uploaded_by,
            created_at=now,
            check_after=now + LEASE,
        )
        _keep_quarantined(stored_file, received.path)
    check_upload.enqueue(str(stored_file.public_id))
    # A worker may have been that fast.
    stored_file.refresh_from_db()
    return stored_file


def take_waiting(*, now: datetime | None = None) -> list[str]:
    """Return the public ids of uploads to hand to the slow worker now; they are not taken again
    soon."""
    now = now or timezone.now()
    due = StoredFile.objects.quarantined().filter(check_after__lte=now)
    # Most rounds find nothing; on SQLite they must not take the one writer's lock to see that.
    if not due.exists():
        return []
    with transaction.atomic():
        taken = list(due.order_by("check_after", "pk")[:HANDED_AT_ONCE])
        rows = StoredFile.objects.filter(pk__in=[one.pk for one in taken])
        rows.update(check_after=now + LEASE)
    return [str(one.public_id) for one in taken]


@task(priority=50)
def check_upload(public_id: str) -> None:
    """Check one upload, in the slow worker."""
    check(public_id=UUID(public_id))


def check(*, public_id: UUID, now: datetime | None = None) -> FileState | None:
    """Find out whether an upload may stay, and keep it or let it go.

    Call it outside a transaction: it takes its time.

    Args:
        public_id: of a file in quarantine.
        now: when; the present by default.

    Returns:
        The state it is in now; None if there was nothing to do.
    """
    now = now or timezone.now()
    rows = StoredFile.objects.quarantined().filter(public_id=public_id)
    if not rows.update(attempts=F("attempts") + 1):
        return None
    stored_file = rows.first()
    if stored_file is None:
        return None
    if stored_file.attempts > MOST_ATTEMPTS:
        # Each time it ended the worker itself.
        return _refuse(stored_file, Refusal.TOO_COMPLEX)
    try:
        return _check(stored_file)
    except scanner.ScannerAway as error:
        logger.warning("The virus scanner does not answer: %s", error)
        return _delay(stored_file, Delay.SCANNER, now + SCANNER_RETRY)
    except (Refused, FileRefused) as error:
        if error.refusal == Refusal.STORAGE_FULL:
            return _delay(stored_file, Delay.STORAGE, now + STORAGE_RETRY)
        return _refuse(stored_file, error.refusal)
    except (OperationalError, OSError):
        # Database or store is full, busy or away: that says nothing about the file either.
        logger.exception("Upload %s cannot be checked now", public_id)
        return _delay(stored_file, Delay.STORAGE, now + STORAGE_RETRY)


def drop_quarantined(public_id: UUID) -> None:
    """Delete what was sent; what cannot be deleted now is swept later."""
    with suppress(OSError):
        private_storage().delete(quarantine_name(public_id))


def _keep_quarantined(stored_file: StoredFile, path: Path) -> None:
    try:
        save_file(quarantine_name(stored_file.public_id), path)
        with transaction.atomic():
            stored_file.save(force_insert=True)
    except BaseException as error:
        drop_quarantined(stored_file.public_id)
        if isinstance(error, OperationalError) and "full" in str(error):
            raise FileRefused(Refusal.STORAGE_FULL) from error
        raise


def _check(stored_file: StoredFile) -> FileState | None:
    """Look at the bytes and keep what is fit.

    Raises:
        Refused, FileRefused: it is not.
        ScannerAway: that cannot be said now.
    """
    try:
        with local_path(quarantine_name(stored_file.public_id)) as path:
            if scanner.is_configured():
                scanner.scan(path)
            with (
                path.open("rb") as file,
                checked_copy(
                    chunks=iter(lambda: file.read(CHUNK), b""), name=stored_file.original_name
                ) as checked,
            ):
                if checked.received_sha256 != stored_file.received_sha256:
                    raise Refused(Refusal.LOST)
                return _accept(stored_file, checked)
    except FileNotFoundError as error:
        logger.exception("The bytes of upload %s are gone", stored_file.public_id)
        raise Refused(Refusal.LOST) from error


def _accept(stored_file: StoredFile, checked: CheckedFile) -> FileState | None:
    """Move the bytes into the store and say so in the row, together."""
    with transaction.atomic():
        lock_content(checked.sha256)
        locked = _locked(stored_file)
        if locked is None:
            return None
        save_blob(checked.sha256, checked.path)
        locked.sha256, locked.size = checked.sha256, checked.size
        locked.content_type, locked.extension = checked.kind.content_type, checked.kind.extension
        locked.original_name = checked.name
        _finish(locked, FileState.AVAILABLE)
        if locked.is_examined:
            examination.look_into(stored_file=locked)
    drop_quarantined(locked.public_id)
    return FileState.AVAILABLE


def _refuse(stored_file: StoredFile, refusal: Refusal) -> FileState | None:
    with transaction.atomic():
        locked = _locked(stored_file)
        if locked is None:
            return None
        locked.refusal = refusal.value
        _finish(locked, FileState.REFUSED)
    drop_quarantined(locked.public_id)
    return FileState.REFUSED


def _delay(stored_file: StoredFile, delay: Delay, check_after: datetime) -> FileState:
    """Leave it in quarantine; that attempt says nothing about the file."""
    rows = StoredFile.objects.quarantined().filter(pk=stored_file.pk)
    rows.update(delay=delay.value, attempts=F("attempts") - 1, check_after=check_after)
    return FileState.QUARANTINED


def _locked(stored_file: StoredFile) -> StoredFile | None:
    """Return the row, until the transaction ends nobody else's; None if it has left quarantine."""
    rows = StoredFile.objects.select_for_update().quarantined()
    found: StoredFile | None = rows.filter(pk=stored_file.pk).first()
    return found


def _finish(locked: StoredFile, state: FileState) -> None:
    locked.state, locked.delay, locked.check_after = state.value, "", None
    locked.save()
    file_checked.send(sender=StoredFile, stored_file=locked)
