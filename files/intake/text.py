"""Plain text: decodable, without control characters, and not a web page or program in disguise."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from files.enums import Refusal, Refused

CHUNK = 1024 * 1024
HEAD_SIZE = 64 * 1024
LONGEST_CELL = 1024

# Tab, line feed, form feed, return and the old end-of-file mark are what text files hold.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")
# A web page, an XML document or a script, after any comments; Markdown may start with a comment.
# Atomic: comments that could be paired in many ways must not be tried in all of them.
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s+|<!--.*?-->)*+(?:<(?:!doctype|\?|html|head|body|script|svg|iframe)|#!)",
    re.IGNORECASE | re.DOTALL,
)
# A cell that makes a spreadsheet program start another program (DDE): =cmd|'/C calc'!A0
_STARTS_PROGRAM = re.compile(
    rb"""(?:^|[,;\t"'])[ ]*[=+@-][^,;\t\r\n|]{0,200}\|[^,;\t\r\n!]{0,500}!""", re.MULTILINE
)
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_text(path: Path) -> bool:
    """Whether the whole file is UTF-8 or Windows text without control characters."""
    return any(_decodes(path, encoding) for encoding in ("utf-8", "cp1252"))


def inspect_text(path: Path) -> None:
    """Check a file that claims to be text.

    Raises:
        Refused: it is a web page or script, is in a two-byte encoding, or is not text.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_SIZE)
    if head.startswith(_WIDE):
        raise Refused(Refusal.NOT_UTF8)
    if _MARKUP.match(head):
        raise Refused(Refusal.WEB_PAGE)
    if not is_text(path):
        raise Refused(Refusal.NAME_MISMATCH)


def inspect_table(path: Path) -> None:
    """Check a CSV file, which spreadsheet programs take for more than text.

    Raises:
        Refused: as for any text, or a cell starts another program.
    """
    inspect_text(path)
    rest = b""
    for chunk in _chunks(path):
        if _STARTS_PROGRAM.search(rest + chunk):
            raise Refused(Refusal.REMOTE_CONTENT)
        rest = chunk[-LONGEST_CELL:]


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            if _CONTROL.search(chunk):
                return False
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
