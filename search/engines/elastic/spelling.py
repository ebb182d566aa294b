"""Better spellings ("did you mean"), learnt only from what the asking person may see."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.aggs import A
from elasticsearch.dsl.query import Bool

from ...query import SearchQuery
from ...text import allowed_edits, clean_line, edit_distance, encodable
from ..answering import MOST_WORDS, RARE, TIMES_MORE_COMMON, WORD
from ..asking import AnalyzedTerm, analyze
from .compiler import Compiler

Answer = dict[str, Any]
# Sends several searches in one round trip.
Send = Callable[[Sequence[Search[Any]]], list[Answer]]

CANDIDATES = 50
MOST_COUNTED = 12
# The shortest word that may hold a typing error, see `search.text.allowed_edits`.
SHORTEST = 5


class Speller:
    """Asks within a search for words near those that may be misspelled, and chooses.

    Args:
        compiler: makes queries for the person.
        query: the question.
        spelled: the visibilities for which the index knows words; naming another is an error.
    """

    def __init__(self, compiler: Compiler, query: SearchQuery, spelled: frozenset[str]) -> None:
        self.compiler = compiler
        self.text = clean_line(query.text)
        self.visible = compiler.visible(query.kinds)
        self.fields = sorted(query.visibility & spelled)
        self.words = list(self._doubtful(query)) if self.fields else []
        self._known: dict[int, int] = {}
        self._near: dict[int, Counter[str]] = {}

    def _doubtful(self, query: SearchQuery) -> Iterator[tuple[str, AnalyzedTerm]]:
        """Yield the words that could hold a typing error, as typed and as terms."""
        for term in query.tree.wanted:
            analyzed = analyze(term)
            if term.is_phrase or analyzed is None or analyzed.is_filler:
                continue
            # An editor wrote it so.
            if term.alternatives:
                continue
            typed = WORD.search(term.text)
            if typed and len(analyzed.plain) == 1 and allowed_edits(analyzed.plain[0]):
                yield typed[0], analyzed

    def ask(self, search: Search[Any]) -> Search[Any]:
        """Add to a search what is to be known: how many documents have each word, and which words
        are like it in how many."""
        if not self.words:
            return search
        counts = A("filter", Bool(filter=self.visible))
        for number, (_, analyzed) in enumerate(self.words):
            counts.bucket(str(number), "filter", self.compiler.anywhere(analyzed))
            word = encodable(analyzed.plain[0])
            for field in self.fields:
                search = search.suggest(
                    f"{number} {field}",
                    word,
                    term={
                        "field": f"spell.{field}",
                        "suggest_mode": "always",
                        "max_edits": allowed_edits(word),
                        "prefix_length": 0,
                        "min_word_length": SHORTEST,
                        "string_distance": "damerau_levenshtein",
                        "accuracy": 0.3,
                        "max_term_freq": 1.0,
                        "size": CANDIDATES,
                        "shard_size": CANDIDATES,
                    },
                )
        search.aggs.bucket("known", "global").bucket("visible", counts)
        return search

    def learn(self, answer: Mapping[str, Any]) -> None:
        """Take what the answer of such a search says about the words."""
        for number in range(len(self.words)):
            known = answer["aggregations"]["known"]["visible"][str(number)]
            self._known[number] = known["doc_count"]
            near: Counter[str] = Counter()
            for field in self.fields:
                for entry in answer["suggest"][f"{number} {field}"]:
                    for option in entry["options"]:
                        near[option["text"]] += option["freq"]
            self._near[number] = near

    def suggestion(self, send: Send) -> str | None:
        """Return the text with its misspelled words replaced, or None if there are none.

        The suggester still knows the words of deleted documents. So what it found is counted once
        more, in a round trip that only a better spelling costs.
        """
        doubtful = [number for number, known in self._known.items() if known < RARE][:MOST_WORDS]
        choices = {number: self._choices(number) for number in doubtful}
        if not any(choices.values()):
            return None
        counts = self._count({word for found in choices.values() for _, word in found}, send)
        corrected = self.text
        for number, found in choices.items():
            least = max(1, self._known[number] * TIMES_MORE_COMMON)
            real = [(edits, -counts[word], word) for edits, word in found if counts[word] >= least]
            if real:
                typed = re.escape(self.words[number][0])
                corrected = re.sub(rf"(?<!\w){typed}(?!\w)", min(real)[2], corrected)
        return corrected if corrected != self.text else None

    def _choices(self, number: int) -> list[tuple[int, str]]:
        """Return the nearest words that differ from the one typed, with their distance."""
        word = self.words[number][1].plain[0]
        edits = allowed_edits(word)
        near = [
            (distance, -times, other)
            for other, times in self._near[number].items()
            if other != word and (distance := edit_distance(word, other, edits)) <= edits
        ]
        return [(distance, other) for distance, _, other in sorted(near)[:MOST_COUNTED]]

    def _count(self, words: Collection[str], send: Send) -> dict[str, int]:
        """Count the documents that the person may see and that have each of some words."""
        search: Search[Any] = Search().query(Bool(filter=self.visible)).extra(size=0)
        for word in words:
            parts = [Q({"term": {f"spell.{field}": encodable(word)}}) for field in self.fields]
            search.aggs.bucket(word, "filter", Bool(should=parts, minimum_should_match=1))
        [answer] = send([search])
        return {word: answer["aggregations"][word]["doc_count"] for word in words}
