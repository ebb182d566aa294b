"""The text of a file, for search: read in a process of its own (see `intake.isolation`).

Comments, deleted passages and speaker notes stay inside: nobody means to publish those.
"""

import codecs
import re
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

import pypdfium2

from files.enums import Refusal, Refused
from files.intake import isolation
from files.intake.archives import part_name
from files.intake.kinds import COMPOUND, TEXT_EXTENSIONS
from files.intake.office import refusal_of_compound
from search.documents import LONGEST_FILE_TEXT

# What was read until then is kept; the process as a whole may take longer.
SECONDS = 10.0
CHUNK = 64 * 1024
# On average; the pages of a scan may have a number, and no more than that.
LETTERS_OF_A_PAGE = 3

_MARKDOWN = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|[-*+>][ \t]+|```.*$|\|?[-:| \t]{3,}$)|[*`|]+", re.M)
_END_OF_LINE_HYPHEN = re.compile("[\x02\ufffe]\\s*")
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError),
    expat.ExpatError,
)

# Parts with text, in the order of reading, and the elements that hold it.
_OFFICE_PARTS = {
    "docx": (r"word/document\d*\.xml", r"word/(?:footnotes|endnotes)\d*\.xml"),
    "pptx": (r"ppt/slides/slide\d+\.xml",),
    "xlsx": (r"xl/workbook\d*\.xml", r"xl/sharedstrings\.xml", r"xl/worksheets/sheet\d+\.xml"),
    "odt": (r"content\.xml",),
    "ods": (r"content\.xml",),
    "odp": (r"content\.xml",),
}
_HOLDERS = {"docx": {"t"}, "pptx": {"t"}, "xlsx": {"t"}}
_ODF_HOLDERS = {"p", "h"}
# Comments, deleted text, notes of a speaker, phonetic hints, and text boxes told a second time.
_LEFT_OUT = {"annotation", "tracked-changes", "notes", "rPh", "Fallback"}
_BREAKS = {"p", "h", "br", "tab", "s", "si", "is", "line-break", "tc", "table-cell"}


class _Enough(Exception):
    """There is as much text as is kept, or no time left."""


class _Text:
    """Collects text until there is enough."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.pages: int | None = None
        self.left = LONGEST_FILE_TEXT
        self.deadline = time.monotonic() + SECONDS

    def add(self, text: str) -> None:
        """Keep a piece.

        Raises:
            _Enough: no more is kept.
        """
        self.parts.append(text[: self.left])
        self.left -= len(text)
        self.check()

    def check(self) -> None:
        """Raise _Enough once the text is long enough or the time is up."""
        if self.left <= 0 or time.monotonic() > self.deadline:
            raise _Enough


class _Words:
    """Takes the text out of one XML part, without building a tree of it."""

    def __init__(self, text: _Text, holders: set[str]) -> None:
        self.text, self.holders = text, holders
        self.inside = self.left_out = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._letters
        self.parser.EntityDeclHandler = self._refuse

    def read(self, stream: IO[bytes]) -> None:
        """Read the part to its end, or until there is enough."""
        while chunk := stream.read(CHUNK):
            self.text.check()
            self.parser.Parse(chunk, False)
        self.parser.Parse(b"", True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        self.left_out += name in _LEFT_OUT
        self.inside += name in self.holders
        if name == "sheet":
            self.text.add(attributes.get("name", "") + " ")
        elif name in _BREAKS:
            self.text.add(" ")

    def _end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        self.left_out -= name in _LEFT_OUT
        self.inside -= name in self.holders
        if name in _BREAKS:
            self.text.add(" ")

    def _letters(self, data: str) -> None:
        if self.inside and not self.left_out:
            self.text.add(data)

    def _refuse(self, *declaration: Any) -> None:
        raise Refused(Refusal.BOMB)


def read(extension: str, path: str) -> dict[str, Any]:
    """Return `text` and `pages` (None where a kind has none) of a file.

    Args:
        extension: which kind of file it is.
        path: where it is.

    Raises:
        Refused: it is protected, damaged or a bomb.
    """
    text = _Text()
    readers: dict[str, Callable[[str, _Text], None]] = {"pdf": _read_pdf}
    readers |= {kind: partial(_read_office, kind) for kind in _OFFICE_PARTS}
    readers |= {kind: partial(_read_plain, kind) for kind in TEXT_EXTENSIONS}
    try:
        readers[extension](path, text)
    except _Enough:
        pass
    except _BROKEN as error:
        raise Refused(Refusal.DAMAGED) from error
    found = "".join(text.parts)
    least = LETTERS_OF_A_PAGE * text.pages if extension == "pdf" and text.pages else 1
    return {"text": found if sum(map(str.isalnum, found)) >= least else "", "pages": text.pages}


def _read_pdf(path: str, text: _Text) -> None:
    try:
        document = pypdfium2.PdfDocument(path)
        text.pages = len(document)
        for number in range(text.pages):
            page = document[number].get_textpage()
            words = page.get_text_range(0, min(page.count_chars(), text.left))
            text.add(_END_OF_LINE_HYPHEN.sub("", words) + " ")
    except pypdfium2.PdfiumError as error:
        is_protected = getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise Refused(Refusal.PASSWORD if is_protected else Refusal.DAMAGED) from error


def _read_office(kind: str, path: str, text: _Text) -> None:
    with Path(path).open("rb") as file:
        if file.read(len(COMPOUND)) == COMPOUND:
            raise Refused(refusal_of_compound(Path(path)))
    with zipfile.ZipFile(path) as archive:
        members = list(_parts(archive, kind))
        if kind == "pptx":
            text.pages = len(members)
        for member in members:
            with archive.open(member) as stream:
                _Words(text, _HOLDERS.get(kind, _ODF_HOLDERS)).read(stream)


def _parts(archive: zipfile.ZipFile, kind: str) -> Iterator[zipfile.ZipInfo]:
    """Yield the parts with text in the order of reading; slide 10 comes after slide 9."""
    for pattern in _OFFICE_PARTS[kind]:
        matching = re.compile(pattern).fullmatch
        found = [member for member in archive.infolist() if matching(part_name(member))]
        if any(member.flag_bits & 1 for member in found):
            raise Refused(Refusal.PASSWORD)
        yield from sorted(found, key=lambda member: (len(part_name(member)), part_name(member)))


def _read_plain(kind: str, path: str, text: _Text) -> None:
    with Path(path).open("rb") as file:
        data = file.read(LONGEST_FILE_TEXT * 4)
    try:
        # What the limit cuts in the middle of a letter is no error.
        found = codecs.getincrementaldecoder("utf-8-sig")().decode(data)
    except UnicodeDecodeError:
        found = data.decode("cp1252", errors="replace")
    text.add(_MARKDOWN.sub(" ", found) if kind == "md" else found)


if __name__ == "__main__":
    isolation.serve(read, sys.argv[1:])
