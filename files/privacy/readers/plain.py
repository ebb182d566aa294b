"""Plain text, Markdown and CSV."""

import codecs
import csv
import io
from pathlib import Path

from files.places import Place
from files.privacy.passages import MOST_LETTERS, Contents

LINES_OF_A_PART = 40


def _text(path: str) -> str:
    with Path(path).open("rb") as file:
        data = file.read(MOST_LETTERS)
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(data)
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read(path: str, contents: Contents) -> None:
    """Read text; its places are lines."""
    lines: list[str] = []
    start = 1
    for number, line in enumerate(_text(path).splitlines(), start=1):
        # A part ends where a paragraph does, so that no table is cut in two.
        if not line.strip() and len(lines) >= LINES_OF_A_PART:
            contents.add(Place("line", start), "\n".join(lines))
            lines, start = [], number
        lines.append(line)
    contents.add(Place("line", start), "\n".join(lines))


def read_table(path: str, contents: Contents) -> None:
    """Read a table with whichever mark is between its cells."""
    text = _text(path)
    head = text[:4096]
    mark = max(",;\t|", key=head.count)
    csv.field_size_limit(MOST_LETTERS)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error:
        contents.add(Place("line", 1), text)
        return
    contents.add_grid(Place("table", 1), rows, has_letters=True)
