"""What the text of an office file makes its program do: start another one, or fetch something.

Dynamic data exchange (DDE) starts programs without any macro. The command stands in the text of
the document, often cut into pieces, where no list of parts or relationships shows it.
"""

import re
import zipfile
from collections.abc import Iterator
from html import unescape

from files.enums import Refusal, Refused
from files.intake.archives import part_name, read_part

# A long book with many revision marks has some 20 MB of text.
MAX_TEXT_PART = 96 * 1024 * 1024

_WORD_FIELD = re.compile(
    rb"<(?:[\w.-]+:)?(?:(?P<mark>fldChar)\b|instrText\b[^<>]*>(?P<text>[^<]*))"
    rb"|\binstr\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')"
)
# QUOTE with numbers spells a command character by character.
_STARTS_PROGRAM = re.compile(r"\s*(?:DDE(?:AUTO)?\b|QUOTE(?:\s+\d{2,3}){3})", re.IGNORECASE)
_EXCEL_DDE = re.compile(rb"<(?:[\w.-]+:)?ddeLink[\s/>]")
_OPEN_DOCUMENT_DDE = re.compile(
    rb"<(?:[\w.-]+:)?(?:dde-connection-decl|dde-connection|dde-link|dde-source)[\s/>]"
)
_OPEN_DOCUMENT_REMOTE = re.compile(
    rb"<(?:[\w.-]+:)?(?:floating-frame|applet|plugin|section-source|object|object-ole)\s[^<>]*"
    rb"\bhref\s*=\s*[\"']\s*(?:[a-z][a-z0-9+.-]+:)?[\\/]{2}",
    re.IGNORECASE,
)
_OPEN_DOCUMENT_SCRIPT = re.compile(rb"vnd\.sun\.star\.script:|<script:event-listener[\s/>]")
_ENCODING = re.compile(rb"<\?xml[^<>]*\bencoding\s*=\s*[\"']([\w.-]+)", re.IGNORECASE)
_ENCODINGS = frozenset({b"utf-8", b"utf-16", b"us-ascii", b"ascii"})
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def check_text(archive: zipfile.ZipFile, extension: str) -> None:
    """Look through the XML parts of an office file for what acts on its own.

    Args:
        archive: the open archive, whose members have been checked.
        extension: what kind of office file it is.

    Raises:
        Refused: it starts programs, fetches from elsewhere, or is in an encoding of its own.
    """
    check = {"docx": _check_word, "xlsx": _check_excel}.get(extension, _check_open_document)
    if extension == "pptx":
        return
    for member in archive.infolist():
        if part_name(member).endswith(".xml"):
            check(_as_utf8(read_part(archive, member, MAX_TEXT_PART)))


def _check_word(data: bytes) -> None:
    if any(_STARTS_PROGRAM.match(code) for code in _field_codes(data)):
        raise Refused(Refusal.REMOTE_CONTENT)


def _check_excel(data: bytes) -> None:
    if _EXCEL_DDE.search(data):
        raise Refused(Refusal.REMOTE_CONTENT)


def _check_open_document(data: bytes) -> None:
    if _OPEN_DOCUMENT_DDE.search(data) or _OPEN_DOCUMENT_REMOTE.search(data):
        raise Refused(Refusal.REMOTE_CONTENT)
    if _OPEN_DOCUMENT_SCRIPT.search(data):
        raise Refused(Refusal.MACROS)


def _field_codes(data: bytes) -> Iterator[str]:
    """Yield the code of each field of a Word part, put together from its runs."""
    code = ""
    for match in _WORD_FIELD.finditer(data):
        if match["text"] is not None:
            code += _plain(match["text"])
        elif match["mark"] is not None:
            yield code
            code = ""
        else:
            yield _plain(match["double"] or match["single"] or b"")
    yield code


def _plain(data: bytes) -> str:
    return unescape(data.decode(errors="replace"))


def _as_utf8(data: bytes) -> bytes:
    """Return an XML part in UTF-8; office formats know no other encodings than that and UTF-16."""
    if data.startswith(_UTF16_MARKS):
        return data.decode("utf-16", errors="replace").encode(errors="replace")
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf").lstrip())
    if b"\0" in data[:64] or (declared and declared[1].lower() not in _ENCODINGS):
        raise Refused(Refusal.UNSAFE_ARCHIVE)
    return data
