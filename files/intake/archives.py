"""ZIP archives (every modern office file is one), read as a stream and never unpacked to disk."""

import stat
import zipfile
from collections.abc import Iterator

from files.enums import Refusal, Refused

MAX_MEMBERS = 10_000
MAX_TOTAL = 400 * 1024 * 1024
MAX_XML_PART = 8 * 1024 * 1024
# Office files shrink five- to fiftyfold; below this size even blank pictures may shrink more.
RATIO_CHECKED_FROM = 32 * 1024 * 1024
MAX_RATIO = 150
CHUNK = 256 * 1024

_ENCRYPTED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def part_name(member: zipfile.ZipInfo) -> str:
    """Return the member's name as office programs read it: forward slashes, lower case."""
    return member.filename.replace("\\", "/").lower()


def check_members(archive: zipfile.ZipFile, *, compressed_size: int) -> None:
    """Check what the archive says about its members, before anything is decompressed.

    Args:
        archive: the open archive.
        compressed_size: size of the archive's file, bytes.

    Raises:
        Refused: too many or too large members, an unsafe name, a link, a password.
    """
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise Refused(Refusal.BOMB)
    total = sum(member.file_size for member in members)
    if total > MAX_TOTAL:
        raise Refused(Refusal.BOMB)
    if total > RATIO_CHECKED_FROM and total > MAX_RATIO * compressed_size:
        raise Refused(Refusal.BOMB)
    for member in members:
        _check_member(member)
    # Readers differ in which of two members with one name they take, and in what they make of
    # bytes before the first.
    if len({part_name(member) for member in members}) < len(members):
        raise Refused(Refusal.UNSAFE_ARCHIVE)
    if min((member.header_offset for member in members), default=0) > 0:
        raise Refused(Refusal.UNSAFE_ARCHIVE)


def read_members(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Decompress every member and yield its name and its first `CHUNK` bytes.

    Decompressing all of it shows that sizes and checksums are what the archive says.

    Raises:
        Refused: the members hold more than they say.
    """
    total = 0
    for member in archive.infolist():
        with archive.open(member) as stream:
            first = chunk = stream.read(CHUNK)
            while chunk:
                total += len(chunk)
                if total > MAX_TOTAL:
                    raise Refused(Refusal.BOMB)
                chunk = stream.read(CHUNK)
        yield part_name(member), first


def read_part(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int = MAX_XML_PART
) -> bytes:
    """Return one XML part whole.

    Raises:
        Refused: it is larger than any honest part of its kind.
    """
    with archive.open(member) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise Refused(Refusal.BOMB)
    return data


def _check_member(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & _ENCRYPTED:
        raise Refused(Refusal.PASSWORD)
    name = part_name(member)
    if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
        raise Refused(Refusal.UNSAFE_ARCHIVE)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Refused(Refusal.UNSAFE_ARCHIVE)
    if member.compress_type not in _METHODS:
        raise Refused(Refusal.UNSAFE_ARCHIVE)
