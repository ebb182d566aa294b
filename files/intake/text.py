"""Plain text: decodable, without control characters, and not a web page or program in disguise."""

import codecs
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from files.enums import Refusal, Refused
from files.intake import isolation

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
_STARTS_PROGRAM = re.compile(rb"""(?:^|[,;\t"'])[ ]*[=+@-][^,;\t\r\n|"']{0,100}\|""", re.MULTILINE)
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


def inspect_table(path: str) -> str:
    """Return "csv" for a CSV file, which spreadsheet programs take for more than text.

    Args:
        path: where the file is.

    Raises:
        Refused: as for any text, or a cell starts another program.
    """
    inspect_text(Path(path))
    rest = b""
    for chunk in _chunks(Path(path)):
        if _starts_program(rest + chunk):
            raise Refused(Refusal.REMOTE_CONTENT)
        rest = chunk[-LONGEST_CELL:]
    return "csv"


def _starts_program(data: bytes) -> bool:
    for match in _STARTS_PROGRAM.finditer(data):
        cell, _end_of_line, _rest = data[match.end() : match.end() + LONGEST_CELL].partition(b"\n")
        if b"!" in cell:
            return True
    return False


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


if __name__ == "__main__":
    isolation.serve(inspect_table, sys.argv[1:])
