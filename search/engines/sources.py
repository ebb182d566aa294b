"""What every engine keeps of a document, and what a hit brings back."""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..documents import Document, FileText
from ..text import edit_distance, fold, normalize
from .analysis import analyzers

LONGEST_BODY = 200_000
LONGEST_STORED_BODY = 20_000
# Of all files together: what passages are taken from.
LONGEST_STORED_FILES = 20_000
LONGEST_SORT_KEY = 120
SEPARATOR = "\x1f"


def facet_field(facet: str) -> str:
    """Return the field of a facet; the prefix keeps it apart from the fixed fields."""
    return f"facet_{facet}"


def label_entries(document: Document) -> set[str]:
    """Return one entry per word of each label, beginning with that word, to be found by prefix."""
    entries = set()
    for facet, labels in document.labels.items():
        for value, label in labels.items():
            words = fold(label).split()
            for first in range(len(words)):
                entries.add(SEPARATOR.join((" ".join(words[first:]), facet, value, label)))
    return entries


def pack(document: Document) -> bytes:
    """Return what hits need back: the shown texts and what the app stored."""
    body = document.body[:LONGEST_STORED_BODY]
    return json.dumps(
        [
            document.title,
            document.summary,
            "\n".join(document.keywords),
            body,
            dict(document.stored),
        ],
        separators=(",", ":"),
    ).encode()


def pack_files(files: Sequence[FileText]) -> bytes:
    """Return the beginning of each file's text, packed: few hits need them."""
    share = LONGEST_STORED_FILES // len(files)
    kept = [(file.name, file.text[:share]) for file in files]
    return zlib.compress(json.dumps(kept, separators=(",", ":")).encode())


@dataclass(frozen=True, slots=True)
class Source:
    """What a hit brings back."""

    key: str
    title: str
    summary: str
    keywords: str
    body: str
    stored: dict[str, Any]
    packed_files: bytes | None

    def files(self) -> list[FileText]:
        """Return the names of its files and how their texts begin."""
        if self.packed_files is None:
            return []
        return [FileText(*pair) for pair in json.loads(zlib.decompress(self.packed_files))]


def texts_of(source: Source) -> tuple[str, ...]:
    """Return every text in which words may be looked for."""
    return source.title, source.keywords, source.summary, source.body


def near_words(word: str, texts: Iterable[str], edits: int) -> dict[str, int]:
    """Return the words of texts within a number of typing errors of a word, with their distance."""
    letters = frozenset(word)
    lengths = range(len(word) - edits, len(word) + edits + 1)
    # Most words fail one of these cheap tests, which spares the costly one.
    alike = (
        other
        for other in set(analyzers().plain.analyze(normalize("\n".join(texts))))
        if len(other) in lengths and len(letters.difference(other)) <= edits
    )
    distances = ((other, edit_distance(word, other, edits)) for other in alike)
    return {other: distance for other, distance in distances if distance <= edits}
