"""Keep and remove uploaded files: the row and the bytes, together or not at all."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import ProtectedError, RestrictedError, Sum
from django.utils import timezone

from accounts.models import User

from .content import drop_unused_bytes, lock_content
from .enums import FileState, Refusal
from .inspection import CheckedFile, checked_copy
from .models import StoredFile
from .permissions import is_held, is_uploader
from .quarantine import take_in
from .receiving import RefusedUpload
from .refusals import FileInUse, FileRefused
from .storage import save_blob

logger = logging.getLogger(__name__)


class NotYourFile(Exception):
    """Only the person who uploaded a file may remove it."""


@dataclass
class Collected:
    """The files of a form, in order, and why others were refused: pairs of name and reason."""

    files: list[StoredFile] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def store_upload(
    *, uploaded_by: User, upload: UploadedFile, now: datetime | None = None
) -> StoredFile:
    """Keep an upload in quarantine and have it checked by the slow worker.

    Args:
        uploaded_by: who sent it, and may fetch it from now on.
        upload: one file of `request.FILES`.
        now: when; the present by default.

    Raises:
        FileRefused: its `reason` belongs beside the field.
    """
    now = now or timezone.now()
    limit = settings.UPLOADS_PER_DAY
    if StoredFile.objects.uploaded_by(uploaded_by).of_the_past_day(now).count() >= limit:
        raise FileRefused(Refusal.DAILY_LIMIT)
    if isinstance(upload, RefusedUpload):
        raise FileRefused(upload.refusal)
    if upload.size is not None and upload.size > settings.UPLOAD_MAX_BYTES:
        raise FileRefused(Refusal.TOO_LARGE)
    if _room_taken_by(uploaded_by) + (upload.size or 0) > settings.UPLOAD_QUOTA_BYTES:
        raise FileRefused(Refusal.QUOTA)
    name = upload.name or ""
    try:
        return take_in(chunks=upload.chunks(), name=name, uploaded_by=uploaded_by, now=now)
    except OSError as error:
        logger.exception("An upload cannot be kept")
        raise FileRefused(Refusal.STORAGE_FULL) from error


def store_bytes(
    *, uploaded_by: User | None, name: str, data: bytes, now: datetime | None = None
) -> StoredFile:
    """Check bytes that the site itself brings (samples, imports) and keep them.

    Args:
        uploaded_by: who may fetch it; None if nobody uploaded it.
        name: its file name.
        data: its content.
        now: when; the present by default.

    Raises:
        FileRefused: the same checks hold as for uploads.
    """
    return _store([data], name, uploaded_by, now or timezone.now())


def collect_files(
    *,
    uploaded_by: User,
    public_ids: Iterable[str],
    uploads: Iterable[UploadedFile],
    keep: Iterable[StoredFile] = (),
    now: datetime | None = None,
) -> Collected:
    """Gather a form's files: those uploaded before it was sent, then those sent with it.

    Without JavaScript files come with the form; what is accepted is kept even if the form has
    errors elsewhere, so that nobody chooses a file twice.

    Args:
        uploaded_by: who sent the form; ids of other people's files count for nothing.
        public_ids: of files uploaded before, in order.
        uploads: files sent with the form.
        keep: files of other people that the form may go on listing.
        now: when; the present by default.
    """
    public_ids = list(public_ids)
    allowed = StoredFile.objects.filter(pk__in=[file.pk for file in keep])
    allowed |= StoredFile.objects.uploaded_by(uploaded_by)
    collected = Collected(files=allowed.in_order(public_ids))
    for upload in uploads:
        try:
            stored = store_upload(uploaded_by=uploaded_by, upload=upload, now=now)
        except FileRefused as error:
            collected.refused.append((upload.name or "", error.reason))
        else:
            collected.files.append(stored)
    return collected


@transaction.atomic
def remove_file(*, actor: User, stored_file: StoredFile) -> None:
    """Remove an upload that nothing lists; its bytes go after commit unless others share them.

    Raises:
        NotYourFile: somebody else uploaded it.
        FileInUse: something lists it.
    """
    if not is_uploader(actor, stored_file):
        raise NotYourFile
    lock_content(stored_file.sha256)
    if is_held(stored_file):
        raise FileInUse
    try:
        stored_file.delete()
    except (ProtectedError, RestrictedError) as error:
        raise FileInUse from error


@transaction.atomic
def remove_unlisted(*, stored_file: StoredFile) -> bool:
    """Remove an upload unless something lists it by now; return whether it went."""
    lock_content(stored_file.sha256)
    unreferenced = StoredFile.objects.without_references().filter(pk=stored_file.pk)
    if is_held(stored_file) or not unreferenced.exists():
        return False
    stored_file.delete()
    return True


def _room_taken_by(user: User) -> int:
    """Return how many bytes a person's files take."""
    rows = StoredFile.objects.uploaded_by(user).taking_room()
    return rows.aggregate(total=Sum("size"))["total"] or 0


def _store(
    chunks: Iterable[bytes], name: str, uploaded_by: User | None, now: datetime
) -> StoredFile:
    with checked_copy(chunks=chunks, name=name) as checked:
        try:
            return _keep(checked, uploaded_by, now)
        except BaseException:
            # Inside a caller's transaction the outcome is open; what it leaves is swept.
            if not connection.in_atomic_block:
                with suppress(DatabaseError, OSError):
                    drop_unused_bytes(sha256=checked.sha256)
            raise


def _keep(checked: CheckedFile, uploaded_by: User | None, now: datetime) -> StoredFile:
    """Move the bytes into the store, then write the row."""
    try:
        with transaction.atomic():
            lock_content(checked.sha256)
            save_blob(checked.sha256, checked.path)
            return StoredFile.objects.create(
                sha256=checked.sha256,
                size=checked.size,
                content_type=checked.kind.content_type,
                extension=checked.kind.extension,
                original_name=checked.name,
                uploaded_by=uploaded_by,
                created_at=now,
                state=FileState.AVAILABLE,
                received_sha256=checked.received_sha256,
            )
    except OperationalError as error:
        if "full" in str(error):
            raise FileRefused(Refusal.STORAGE_FULL) from error
        raise
