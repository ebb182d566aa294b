"""Better spellings ("did you mean"), learnt only from what the asking person may see."""

import re
from collections.abc import Iterable, Sequence

import tantivy
from tantivy import Query

from ...query import Tree
from ...text import allowed_edits, clean_line, edit_distance, normalize
from ..analysis import analyzers
from ..asking import AnalyzedTerm, analyze
from .compiler import Compiler, all_of
from .schema import Source, read_source

# A word in fewer documents may be a typing error that an author made as well.
RARE = 3
TIMES_MORE_COMMON = 10
SAMPLE = 12
MOST_CANDIDATES = 8
MOST_WORDS = 5
WORD = re.compile(r"\w(?:.*\w)?")


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


class Speller:
    """Looks for better spellings in the documents that some clauses let through."""

    def __init__(
        self, searcher: tantivy.Searcher, compiler: Compiler, visible: Sequence[Query]
    ) -> None:
        self.searcher = searcher
        self.compiler = compiler
        self.visible = visible

    def suggestion(self, text: str, tree: Tree) -> str | None:
        """Return the text with its misspelled words replaced, or None if there are none."""
        corrected = text = clean_line(text)
        doubtful = 0
        for term in tree.wanted:
            analyzed = analyze(term)
            if term.is_phrase or analyzed is None or analyzed.is_filler:
                continue
            # An editor wrote it so.
            if term.alternatives:
                continue
            if len(analyzed.plain) != 1 or doubtful == MOST_WORDS:
                continue
            known = self._count(self.compiler.anywhere(analyzed))
            if known >= RARE:
                continue
            doubtful += 1
            better = self._better(analyzed, known)
            typed = WORD.search(term.text)
            if better and typed:
                pattern = rf"(?<!\w){re.escape(typed[0])}(?!\w)"
                corrected = re.sub(pattern, better, corrected)
        return corrected if corrected != text else None

    def _better(self, term: AnalyzedTerm, known: int) -> str | None:
        """Return the nearest, then the most frequent word that differs from the one typed."""
        word = term.plain[0]
        for edits in range(1, allowed_edits(word) + 1):
            query = all_of([self.compiler.near("words", word, edits), *self.visible])
            hits = self.searcher.search(query, SAMPLE, count=False).hits
            texts = (
                text
                for _, address in hits
                for text in texts_of(read_source(self.searcher, address))
            )
            near = near_words(word, texts, edits)
            near.pop(word, None)
            counts = {
                other: self._count(self.compiler.is_value("words", [other]))
                for other in sorted(near, key=lambda other: near[other])[:MOST_CANDIDATES]
            }
            enough = {o: n for o, n in counts.items() if n >= max(1, known * TIMES_MORE_COMMON)}
            if enough:
                return min(enough, key=lambda other: (-enough[other], other))
        return None

    def _count(self, query: Query) -> int:
        """Count the visible documents that match."""
        return count(self.searcher, all_of([query, *self.visible]))


def count(searcher: tantivy.Searcher, query: Query) -> int:
    """Count the documents that match."""
    return searcher.search(query, 1).count  # type: ignore[attr-defined]
