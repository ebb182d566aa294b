"""Found words in `<mark>`, everything else escaped."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.html import escape
from django.utils.safestring import SafeString

from .documents import FileText
from .text import is_unspaced

EXCERPT_LETTERS = 240
# Enough to choose an excerpt by; a long text may hold thousands.
MOST_MARKS = 200

Span = tuple[int, int, str]


class _BareLetters(dict[int, int]):
    """Maps letters to lower-case ones without accents, one for one, so that offsets stay."""

    def __missing__(self, code: int) -> int:
        lower = unicodedata.normalize("NFD", chr(code))[0].lower()
        self[code] = ord(lower) if len(lower) == 1 else code
        return self[code]


_BARE_LETTERS = _BareLetters()
_REST_OF_WORD = re.compile(r"[^\W_]*")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text as safe HTML, and the stems of the words that are marked in it."""

    html: SafeString
    stems: frozenset[str]


class Highlighter:
    """Marks the words of texts that were found.

    Looking for the beginnings of stems and stemming only what that finds is many times faster than
    analyzing every word of twenty bodies.

    Args:
        stems: what was searched for, as the engine indexes it.
        stem: returns the engine's term of a single word.
        runs: stems that count only in a text that has all of a run, such as those of a phrase that
            stands for a word.
    """

    def __init__(
        self,
        stems: Collection[str],
        stem: Callable[[str], str],
        runs: Collection[frozenset[str]] = (),
    ) -> None:
        self.stems = frozenset(stems).union(*runs)
        self._stem = stem
        self._alone = frozenset(stems)
        self._runs = runs
        self._starts = {_start(word) for word in self.stems if word}
        # A text is asked for its words and for its marks.
        self._known: dict[str, list[Span]] = {}

    def mark(self, text: str) -> Marked | None:
        """Return the whole text with the found words marked, or None if there are none."""
        text = unicodedata.normalize("NFC", text)
        spans = self._spans(text)
        return _marked(text, spans, 0, len(text)) if spans else None

    def excerpt(self, text: str) -> Marked | None:
        """Return about 240 letters around the place where most of the found words stand close."""
        text = unicodedata.normalize("NFC", text)
        spans = self._spans(text)
        if not spans:
            return None
        start, end = _densest(spans, text)
        return _marked(text, [span for span in spans if start <= span[0] < end], start, end)

    def stems_in(self, text: str) -> set[str]:
        """Return which of the stems occur in a text."""
        return {stem for _start, _end, stem in self._spans(unicodedata.normalize("NFC", text))}

    def _spans(self, text: str) -> list[Span]:
        """Return start, end and stem of the found words, in their order."""
        if text not in self._known:
            flat = text.lower() if text.isascii() else text.translate(_BARE_LETTERS)
            starts = self._starts
            spans = {span for start in starts for span in islice(self._at(flat, start), MOST_MARKS)}
            if self._runs:
                there = {stem for _start, _end, stem in spans}
                counts = self._alone.union(*(run for run in self._runs if run <= there))
                spans = {span for span in spans if span[2] in counts}
            self._known[text] = sorted(spans)
        return self._known[text]

    def _at(self, flat: str, start: str) -> Iterator[Span]:
        """Yield the found words that begin with some letters."""
        unspaced = is_unspaced(start)
        at = flat.find(start)
        while at >= 0:
            if unspaced:
                yield at, at + 1, start
            elif at == 0 or not flat[at - 1].isalnum():
                word = _REST_OF_WORD.match(flat, at)
                stem = self._stem(word[0]) if word else ""
                if word and stem in self.stems:
                    yield at, word.end(), stem
            at = flat.find(start, at + 1)


def mark_texts(
    highlighter: Highlighter,
    *,
    title: str,
    summary: str,
    body: str,
    files: Callable[[], Iterable[FileText]],
) -> tuple[dict[str, SafeString], str]:
    """Return the marked texts of a hit, and the name of the file if one of them is from a file.

    It is where a file shows more of the words that title and summary lack than the body does.

    Args:
        highlighter: knows the words.
        title: shown whole, as is the summary.
        summary: see there.
        body: an excerpt is shown.
        files: called only where title and summary do not show every word.
    """
    found = {
        "title": highlighter.mark(title),
        "summary": highlighter.mark(summary),
        "body": highlighter.excerpt(body),
    }
    marked = {name: one for name, one in found.items() if one is not None}
    lacking = highlighter.stems.difference(
        *(one.stems for name, one in marked.items() if name != "body")
    )
    most = len(marked["body"].stems & lacking) if "body" in marked else 0
    shown = ""
    for file in files() if most < len(lacking) else ():
        if most == len(lacking):
            break
        passage = highlighter.excerpt(file.text)
        if passage is not None and len(passage.stems & lacking) > most:
            most, shown, marked["file"] = len(passage.stems & lacking), file.name, passage
    return {name: one.html for name, one in marked.items()}, shown


def _start(stem: str) -> str:
    """Return what every inflection begins with: "families" is indexed as "famili"."""
    return stem if is_unspaced(stem) else stem[: max(2, len(stem) - 1)]


def _densest(spans: list[Span], text: str) -> tuple[int, int]:
    """Return the bounds of the excerpt that holds most different words, the earliest of equals."""
    best, most = spans[0][0], 0
    different = len({stem for _, _, stem in spans})
    for index, (start, _, _) in enumerate(spans):
        if most == different:
            break
        words = _stems_up_to(start + EXCERPT_LETTERS, spans, index)
        if len(words) > most:
            best, most = start, len(words)
    start = max(0, best - EXCERPT_LETTERS // 4)
    end = min(len(text), start + EXCERPT_LETTERS)
    if start:
        start = max(text.find(" ", start, best) + 1, start)
    if end < len(text):
        last_space = text.rfind(" ", start, end)
        end = last_space if last_space > best else end
    return start, max(end, next(span[1] for span in spans if span[0] == best))


def _stems_up_to(end: int, spans: list[Span], index: int) -> set[str]:
    """Return the stems from one span on that end before an offset."""
    stems = set()
    for _, last, stem in islice(spans, index, None):
        if last > end:
            break
        stems.add(stem)
    return stems


def _marked(text: str, spans: list[Span], start: int, end: int) -> Marked:
    """Escape a part of a text and put its spans in `<mark>`."""
    parts = ["… "] if start else []
    for left, right, _ in spans:
        parts += [escape(text[start:left]), "<mark>", escape(text[left:right]), "</mark>"]
        start = right
    parts += [escape(text[start:end]), " …" if end < len(text) else ""]
    return Marked(SafeString("".join(parts)), frozenset(stem for _, _, stem in spans))
