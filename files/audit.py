"""Compare rows with stored bytes, and sweep what uploads left behind."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.core.files import File
from django.core.files.storage import Storage
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.utils.file import hash_filelike

from .content import drop_unused_bytes, lock_content
from .inspection import CHUNK, hash_of
from .models import Examination, ExtractedText, Preview, StoredFile
from .permissions import listed_files
from .services import remove_unlisted
from .storage import (
    PREVIEWS,
    QUARANTINE,
    blob_name,
    incoming_folder,
    preview_name,
    private_storage,
    quarantine_name,
)

GRACE = timedelta(hours=24)
# A form that was closed is offered back by the browser that has it, files included.
UNLISTED_GRACE = timedelta(days=30)

_FOLDER = re.compile(r"[0-9a-f]{2}")
_BLOB = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Fault:
    """A disagreement: what is wrong ("missing", "corrupt", "orphan", "stray") with which file."""

    problem: str
    name: str

    def __str__(self) -> str:
        return f"{self.problem}: {self.name}"


def find_faults() -> Iterator[Fault]:
    """Read every stored byte once and yield each fault found.

    missing: a row without bytes. corrupt: bytes that are not what the row says. orphan: bytes
    without a row. stray: a file that is no upload at all.
    """
    storage = private_storage()
    rows = StoredFile.objects.available().order_by("sha256").values_list("sha256", "size")
    for sha256, size in rows.distinct().iterator():
        yield from _check_content(storage, sha256, size)
    yield from _find_quarantine_faults(storage)
    yield from _find_preview_faults(storage)
    yield from _find_left_knowledge()
    for name in _stored_names(storage):
        sha256 = name.rpartition("/")[2]
        if not _BLOB.fullmatch(sha256) or name != blob_name(sha256):
            yield Fault("stray", name)
        elif not _has_row(sha256):
            yield Fault("orphan", name)
    yield from _find_page_file_faults()


def _find_quarantine_faults(storage: Storage) -> Iterator[Fault]:
    """Check what waits for its check."""
    for row in StoredFile.objects.quarantined().order_by("pk").iterator():
        name = quarantine_name(row.public_id)
        try:
            with storage.open(name) as file:
                actual = hash_of(file.chunks(CHUNK))
        except OSError:
            if _is_quarantined(name):
                yield Fault("missing", name)
            continue
        if actual != (row.received_sha256, row.size):
            yield Fault("corrupt", name)
    for name in _quarantined_names(storage):
        if not _is_quarantined(name):
            yield Fault("orphan", name)


def _find_preview_faults(storage: Storage) -> Iterator[Fault]:
    """Check the pictures of pages."""
    for row in Preview.objects.order_by("pk").iterator():
        for name, (_width, _height, sha256) in row.pictures.items():
            path = preview_name(row.sha256, name)
            try:
                with storage.open(path) as file:
                    is_sound = hash_of(file.chunks(CHUNK))[0] == sha256
            except OSError:
                yield Fault("missing", path)
                continue
            if not is_sound:
                yield Fault("corrupt", path)
    for path in _preview_names(storage):
        if not _is_listed(path):
            yield Fault("orphan", path)


def _find_left_knowledge() -> Iterator[Fault]:
    """Find what is known of bytes that nobody has any more."""
    kept = StoredFile.objects.available().values("sha256")
    for model in (ExtractedText, Examination, Preview):
        for sha256 in model.objects.exclude(pk__in=kept).values_list("pk", flat=True):
            yield Fault("orphan", f"{model._meta.model_name} {sha256}")


def sweep(*, now: datetime, grace: timedelta = GRACE) -> list[str]:
    """Delete bytes without a row and unfinished uploads, both older than `grace`.

    Args:
        now: the present.
        grace: how long an upload may take to get its row.

    Returns:
        Names of what was deleted.
    """
    storage = private_storage()
    swept = []
    for name in list(_stored_names(storage)):
        sha256 = name.rpartition("/")[2]
        if not _BLOB.fullmatch(sha256) or name != blob_name(sha256):
            continue
        if _modified(storage, name) > now - grace or _has_row(sha256):
            continue
        if drop_unused_bytes(sha256=sha256):
            swept.append(name)
    for name in list(_quarantined_names(storage)):
        if _modified(storage, name) < now - grace and not _is_quarantined(name):
            storage.delete(name)
            swept.append(name)
    for name in list(_preview_names(storage)):
        if _modified(storage, name) < now - grace and not _is_listed(name):
            storage.delete(name)
            swept.append(name)
    return swept + _sweep_incoming(now - grace)


def sweep_unlisted(*, now: datetime, grace: timedelta = UNLISTED_GRACE) -> Iterator[StoredFile]:
    """Delete uploads that nothing lists: of forms given up, or taken out of a draft again.

    Each goes in a transaction of its own, so that it may be interrupted and run again.

    Args:
        now: the present.
        grace: how long an upload may wait for a draft to list it.

    Yields:
        Each file that went.
    """
    unused = StoredFile.objects.uploaded_before(now - grace).without_references()
    candidates = set(unused.values_list("pk", flat=True))
    candidates -= listed_files() if candidates else set()
    for pk in sorted(candidates):
        stored_file = StoredFile.objects.filter(pk=pk).first()
        if stored_file is not None and remove_unlisted(stored_file=stored_file):
            yield stored_file


def _check_content(storage: Storage, sha256: str, size: int) -> Iterator[Fault]:
    name = blob_name(sha256)
    try:
        with storage.open(name) as file:
            actual = hash_of(file.chunks(CHUNK))
    except OSError:
        # A file removed while we look has no row any more either.
        if _has_row(sha256):
            yield Fault("missing", name)
        return
    if actual != (sha256, size):
        yield Fault("corrupt", name)


def _has_row(sha256: str) -> bool:
    """Whether a row has these bytes, waiting for an upload that is about to write its row."""
    if StoredFile.objects.sharing_bytes(sha256).exists():
        return True
    with transaction.atomic():
        lock_content(sha256)
        return StoredFile.objects.sharing_bytes(sha256).exists()


def _stored_names(storage: Storage) -> Iterator[str]:
    """Yield the names of all files in the store, without those still coming in."""
    folders, files = storage.listdir("")
    yield from files
    for folder in folders:
        if _FOLDER.fullmatch(folder):
            for name in storage.listdir(folder)[1]:
                yield f"{folder}/{name}"


def _quarantined_names(storage: Storage) -> Iterator[str]:
    """Yield the names of all files that wait for their check."""
    try:
        names = storage.listdir(QUARANTINE)[1]
    except FileNotFoundError:
        return
    for name in names:
        yield f"{QUARANTINE}/{name}"


def _preview_names(storage: Storage) -> Iterator[str]:
    """Yield the names of all pictures of pages."""
    try:
        folders = storage.listdir(PREVIEWS)[0]
    except FileNotFoundError:
        return
    for folder in folders:
        for name in storage.listdir(f"{PREVIEWS}/{folder}")[1]:
            yield f"{PREVIEWS}/{folder}/{name}"


def _is_listed(path: str) -> bool:
    """Whether a row names this picture."""
    sha256, _dot, rest = path.rpartition("/")[2].partition(".")
    row = Preview.objects.filter(pk=sha256).first()
    name = rest.removesuffix(".webp")
    return row is not None and name in row.pictures and preview_name(sha256, name) == path


def _is_quarantined(name: str) -> bool:
    """Whether a row says that these bytes wait for their check."""
    try:
        public_id = UUID(name.rpartition("/")[2])
    except ValueError:
        return False
    return StoredFile.objects.quarantined().filter(public_id=public_id).exists()


def _modified(storage: Storage, name: str) -> datetime:
    """Return when a stored file was last written; one that is just gone counts as new."""
    try:
        return storage.get_modified_time(name)
    except FileNotFoundError:
        return datetime.max.replace(tzinfo=UTC)


def _sweep_incoming(before: datetime) -> list[str]:
    swept = []
    for path in incoming_folder().iterdir():
        if path.lstat().st_mtime >= before.timestamp():
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        swept.append(f"{incoming_folder().name}/{path.name}")
    return swept


def _find_page_file_faults() -> Iterator[Fault]:
    """Check the images and documents of pages, of which Wagtail keeps a hash."""
    for model in (get_image_model(), get_document_model()):
        for item in model.objects.order_by("pk").iterator():
            name = str(Path(item.file.name))
            try:
                with item.file.storage.open(name) as file:
                    same = not item.file_hash or _hash_as_wagtail(file) == item.file_hash
            except OSError:
                yield Fault("missing", name)
                continue
            if not same:
                yield Fault("corrupt", name)


def _hash_as_wagtail(file: File) -> str:
    return hash_filelike(file)
