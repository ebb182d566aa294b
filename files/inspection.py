"""Take in an upload: copy it to disk, find out what it is and whether it may stay."""

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import puremagic
from django.conf import settings

from .enums import Refusal, Refused
from .intake import isolation
from .intake.kinds import HEAD_SIZE, KINDS, Family, FileKind, family_of, text_kind
from .intake.names import corrected_name, extension_of, safe_name
from .intake.office import refusal_of_compound
from .intake.text import inspect_text, is_text
from .refusals import FileRefused
from .storage import incoming_folder

CHUNK = 256 * 1024
OUT_OF_SPACE = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class CheckedFile:
    """A file that passed: complete and synced at `path`, which vanishes unless it is moved."""

    path: Path
    sha256: str
    size: int
    kind: FileKind
    name: str
    received_sha256: str


@dataclass(frozen=True)
class ReceivedFile:
    """What arrived, unchecked: complete and synced at `path`, which vanishes unless it is moved."""

    path: Path
    sha256: str
    size: int
    name: str


@contextmanager
def received_copy(*, chunks: Iterable[bytes], name: str) -> Iterator[ReceivedFile]:
    """Yield a private copy of an upload that nobody has looked into.

    Args:
        chunks: the bytes, read once.
        name: the file name as the sender gave it.

    Raises:
        FileRefused: it is empty or too large, or the disk is full (in the caller's block, too).
    """
    with _telling_refusals(), TemporaryDirectory(dir=incoming_folder()) as folder:
        path = Path(folder) / "original"
        digest, size = _write(chunks, path)
        yield ReceivedFile(path, digest, size, safe_name(name))


@contextmanager
def checked_copy(*, chunks: Iterable[bytes], name: str) -> Iterator[CheckedFile]:
    """Yield a checked private copy of an upload; every step that may refuse a file joins here.

    Documents stay byte for byte what they were, pictures are written anew without what they
    tell beside the picture.

    Args:
        chunks: the bytes, read once.
        name: the file name as the sender gave it.

    Raises:
        FileRefused: the file may not stay, or the disk is full (in the caller's block, too).
    """
    name = safe_name(name)
    with _telling_refusals(), TemporaryDirectory(dir=incoming_folder()) as folder:
        original = Path(folder) / "original"
        received, size = _write(chunks, original)
        kind, path = _inspect(original, extension_of(name))
        digest, size = (received, size) if path == original else _hash(path)
        yield CheckedFile(path, digest, size, kind, corrected_name(name, kind), received)


@contextmanager
def _telling_refusals() -> Iterator[None]:
    """Turn what inspectors and a full disk raise into what people are told."""
    try:
        yield
    except Refused as error:
        raise FileRefused(error.refusal) from error
    except OSError as error:
        if error.errno in OUT_OF_SPACE:
            raise FileRefused(Refusal.STORAGE_FULL) from error
        raise


def hash_of(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Return the SHA-256 and the size in bytes of a stream."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def _write(chunks: Iterable[bytes], path: Path) -> tuple[str, int]:
    """Copy the upload to disk; return its SHA-256 and size."""
    limit = settings.UPLOAD_MAX_BYTES
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise Refused(Refusal.TOO_LARGE)
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if size == 0:
        raise Refused(Refusal.EMPTY)
    return digest.hexdigest(), size


def _hash(path: Path) -> tuple[str, int]:
    """Return SHA-256 and size of a file an inspector wrote, and sync it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        return hash_of(iter(lambda: file.read(CHUNK), b""))


def _inspect(path: Path, extension: str) -> tuple[FileKind, Path]:
    """Return what the file is, and where the file to keep is."""
    with path.open("rb") as file:
        head = file.read(HEAD_SIZE)
    match family_of(head):
        case Family.PDF:
            return KINDS[isolation.run("files.intake.pdf", [str(path)])], path
        case Family.ARCHIVE:
            return KINDS[isolation.run("files.intake.office", [str(path)])], path
        case Family.PICTURE:
            clean = path.with_name("picture")
            max_pixels = str(settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS)
            arguments = [str(path), str(clean), max_pixels]
            return KINDS[isolation.run("files.intake.pictures", arguments)], clean
        case Family.COMPOUND:
            raise Refused(refusal_of_compound(path))
    if head.startswith(b"{\\rtf"):
        raise Refused(Refusal.RICH_TEXT)
    kind = text_kind(extension)
    if kind is None:
        raise Refused(_refusal_of_unknown(path, head))
    if kind.extension == "csv":
        return KINDS[isolation.run("files.intake.text", [str(path)])], path
    inspect_text(path)
    return kind, path


def _refusal_of_unknown(path: Path, head: bytes) -> Refusal:
    """Name a file that is not accepted as well as its first bytes allow."""
    if is_text(path):
        inspect_text(path)
        return Refusal.NAME_MISMATCH
    try:
        types = {match.mime_type for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        types = set()
    if any(name.startswith(("video/", "audio/")) for name in types):
        return Refusal.MEDIA
    if any(name.startswith("image/") for name in types):
        return Refusal.OTHER_PICTURE
    return Refusal.UNKNOWN_TYPE
