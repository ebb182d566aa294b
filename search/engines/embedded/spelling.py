"""Better spellings ("did you mean"), learnt only from what the asking person may see."""

import re
from collections.abc import Sequence

import tantivy
from tantivy import Query

from ...query import Tree
from ...text import allowed_edits, clean_line
from ..answering import MOST_WORDS, RARE, TIMES_MORE_COMMON, WORD
from ..asking import AnalyzedTerm, analyze
from ..sources import near_words, texts_of
from .compiler import Compiler, all_of
from .schema import read_source

SAMPLE = 12
MOST_CANDIDATES = 8


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
