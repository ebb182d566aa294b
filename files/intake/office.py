"""Office files: which of the accepted kinds one is, and whether it acts on its own.

Nothing is rewritten: what is accepted is kept byte for byte.
"""

import mmap
import re
import sys
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from files.enums import Refusal, Refused
from files.intake import isolation
from files.intake.archives import check_members, part_name, read_members, read_part
from files.intake.fields import check_text
from files.intake.kinds import COMPOUND

MAX_PACKED = 64 * 1024 * 1024
CONTENT_TYPES = "[content_types].xml"
_OOXML = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    _OOXML + "wordprocessingml.document.main+xml": "docx",
    _OOXML + "presentationml.presentation.main+xml": "pptx",
    _OOXML + "spreadsheetml.sheet.main+xml": "xlsx",
}
OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
# What an office program fetches or runs by itself when it opens a file; a hyperlink waits for a
# person, and a picture copied from a web page is common and harmless.
_FETCHED = frozenset({"attachedtemplate", "oleobject", "subdocument", "frame", "afchunk"})
# Word notes the template a document was made from, charts their workbook. A plain name or a path
# on the author's own disk fetches nothing; any other scheme and network shares do.
_REMOTE_TARGET = re.compile(
    r"\s*(?:[\\/]{2}|(?!file:(?:/{0,3}[a-z][:|]|///[^\\/]))[a-z][a-z0-9+.-]+:)", re.IGNORECASE
)
# Asking a network share for a picture tells it who asks, with a hash of the password.
_MEDIA = frozenset({"image", "video", "audio", "media"})
_NETWORK_SHARE = re.compile(
    r"\s*(?:file:)?[\\/]{2}(?![\\/]?[a-z][:|])(?![\\/][^\\/])", re.IGNORECASE
)
_MACRO_PARTS = re.compile(
    r"(?:^|/)(?:vbaproject\.bin|vbadata\.xml|(?:macrosheets|activex)/.*"
    r"|.*\.(?:docm|dotm|xlsm|xltm|xlam|xlsb|pptm|potm|ppsm|ppam))$"
)
_MACRO_TYPES = re.compile(r"macroenabled|vbaproject|ms-excel\.(?:intl)?macrosheet")
_PROGRAM_PARTS = re.compile(
    r".*\.(?:bat|cmd|com|cpl|dll|exe|hta|jar|js|jse|lnk|msi|pif|ps1|scr|vbe|vbs|wsf|wsh)$"
)
# The stream of an object container in which Office packs a file of any kind, to be opened on click.
_PACKED_FILE = "\x01Ole10Native".encode("utf-16-le")
_ODF_MACROS = re.compile(
    r"(?:.*/)?basic/[^/]+/(?!script-lb\.xml$|dialog-lb\.xml$)[^/]+\.xml$|(?:.*/)?scripts/.+[^/]$"
)
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    ValueError,
    ParseError,
    DefusedXmlException,
)
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def inspect(path: str) -> str:
    """Return the extension that fits the office file in an archive.

    Args:
        path: where the file is.

    Raises:
        Refused: it is no accepted office file, or an unsafe one.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            check_members(archive, compressed_size=Path(path).stat().st_size)
            parts = {part_name(member): member for member in archive.infolist()}
            if CONTENT_TYPES in parts:
                extension = _inspect_ooxml(archive, parts)
            elif "mimetype" in parts:
                extension = _inspect_open_document(archive, parts)
            else:
                raise Refused(_kind_of_archive(parts))
            _check_packed_files(archive, parts)
            _read_through(archive)
            check_text(archive, extension)
    except _BROKEN as error:
        raise Refused(Refusal.DAMAGED) from error
    return extension


def refusal_of_compound(path: Path) -> Refusal:
    """Return why a file in the old container format is refused: a password, or its age.

    Office programs wrap a modern file with a password in the old container.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        encrypted = data.find(_ENCRYPTED_STREAM) >= 0
    return Refusal.PASSWORD if encrypted else Refusal.OLD_OFFICE


def _inspect_ooxml(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> str:
    declared = fromstring(read_part(archive, parts[CONTENT_TYPES]))
    types = [element.get("ContentType", "").lower() for element in declared]
    if any(_MACRO_TYPES.search(name) for name in types):
        raise Refused(Refusal.MACROS)
    if any(_MACRO_PARTS.search(name) for name in parts):
        raise Refused(Refusal.MACROS)
    for name, member in parts.items():
        if name.endswith(".rels"):
            _check_relationships(fromstring(read_part(archive, member)))
    return _main_kind(declared, parts)


def _check_packed_files(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> None:
    """Refuse files packed into the document, which open with a click as if they were part of it."""
    for name, member in parts.items():
        if _PROGRAM_PARTS.match(name):
            raise Refused(Refusal.EMBEDDED_FILE)
        if "embeddings/" in name or name.startswith("object"):
            data = read_part(archive, member, MAX_PACKED)
            if data.startswith(COMPOUND) and _PACKED_FILE in data:
                raise Refused(Refusal.EMBEDDED_FILE)


def _main_kind(declared: Iterable[Element], parts: dict[str, zipfile.ZipInfo]) -> str:
    """Return the kind whose main part is declared and present."""
    for element in declared:
        extension = MAIN_PARTS.get(element.get("ContentType", "").lower())
        if extension is None:
            continue
        if element.get("PartName", "").lstrip("/").lower() not in parts:
            raise Refused(Refusal.DAMAGED)
        return extension
    raise Refused(Refusal.OTHER_OFFICE)


def _check_relationships(relationships: Iterable[Element]) -> None:
    for relationship in relationships:
        if relationship.get("TargetMode", "").lower() != "external":
            continue
        kind = relationship.get("Type", "").rsplit("/", 1)[-1].lower()
        target = unquote(relationship.get("Target", ""))
        if kind in _FETCHED and _REMOTE_TARGET.match(target):
            raise Refused(Refusal.REMOTE_CONTENT)
        if kind in _MEDIA and _NETWORK_SHARE.match(target):
            raise Refused(Refusal.REMOTE_CONTENT)


def _inspect_open_document(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> str:
    extension = OPEN_DOCUMENTS.get(read_part(archive, parts["mimetype"]).strip())
    if extension is None:
        raise Refused(Refusal.OTHER_OFFICE)
    manifest = parts.get("meta-inf/manifest.xml")
    if manifest is not None and b"encryption-data" in read_part(archive, manifest):
        raise Refused(Refusal.PASSWORD)
    if any(_ODF_MACROS.match(name) for name in parts):
        raise Refused(Refusal.MACROS)
    if "content.xml" not in parts:
        raise Refused(Refusal.DAMAGED)
    return extension


def _kind_of_archive(parts: Iterable[str]) -> Refusal:
    """Tell an office file of a kind that is not accepted from a plain archive."""
    return Refusal.OTHER_OFFICE if "index/document.iwa" in parts else Refusal.ARCHIVE


def _read_through(archive: zipfile.ZipFile) -> None:
    """Decompress everything once: sizes are true, checksums fit, no XML defines entities."""
    for name, first in read_members(archive):
        # Without NULs UTF-16 reads like ASCII.
        if name.endswith((".xml", ".rels")) and _ENTITY.search(first.replace(b"\0", b"")):
            raise Refused(Refusal.BOMB)


if __name__ == "__main__":
    isolation.serve(inspect, sys.argv[1:])
