"""From the tree of a question to Elasticsearch's query objects; no query string, no script."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Bool, ConstantScore, DisMax, MatchAll, MatchNone, Query

from ...text import allowed_edits, encodable
from ..asking import (
    ALTERNATIVE_BOOST,
    FIELD_BOOSTS,
    FILES_BOOST,
    MOST_PAIRS,
    MOST_WORDS,
    PAIR_BOOST,
    PAIR_SLOP,
    PINNED_SCORE,
    QUALITY_SCORES,
    RECENCY_SCORES,
    SENTENCE_SHARE,
    AnalyzedTerm,
    Mode,
    Question,
)
from ..sources import facet_field
from .mapping import ANY_WORD


def _best(queries: Sequence[Query]) -> Query:
    """Return a query that needs one part and scores as the best of those that match."""
    return queries[0] if len(queries) == 1 else DisMax(queries=list(queries))


class Compiler:
    """Makes query objects for a person.

    Args:
        facets: the facets that the index has.
        visibility: what the person may see.
    """

    def __init__(self, facets: Sequence[str], visibility: frozenset[str]) -> None:
        self.facets = frozenset(facets)
        self.visibility = sorted(visibility)

    def is_value(self, field: str, values: Iterable[str]) -> Query:
        """Match documents that have one of the values."""
        return Q({"terms": {field: [encodable(value) for value in values]}})

    def has_facet(self, facet: str, values: Iterable[str]) -> Query:
        """Match documents with one of a facet's values; an index without the facet has none."""
        if facet not in self.facets:
            return MatchNone()
        return self.is_value(facet_field(facet), values)

    def visible(self, kinds: Sequence[str] = ()) -> list[Query]:
        """Return the clauses that hold in every query for the person."""
        clauses = [self.is_value("visibility", self.visibility)]
        if kinds:
            clauses.append(self.is_value("kind", kinds))
        return clauses

    def matching(self, question: Question, mode: Mode) -> Query:
        """Return what decides which documents match the text."""
        if question.is_empty and not question.excluded:
            return MatchAll()
        must = [self.anywhere(phrase) for phrase in question.phrases]
        share = SENTENCE_SHARE if question.is_sentence else MOST_WORDS
        must += self._words(question.words, mode, share)
        return Bool(
            must=must or [MatchAll()],
            must_not=[self.anywhere(term) for term in question.excluded],
        )

    def _words(self, words: Sequence[AnalyzedTerm], mode: Mode, share: float) -> list[Query]:
        """Return the clauses that must hold for the words outside of quotes."""
        if mode in (Mode.FUZZY_ALL, Mode.FUZZY_ANY):
            queries = [self.fuzzy(word) for word in words]
        else:
            queries = [self.anywhere(word) for word in words]
        if mode in (Mode.ALL, Mode.FUZZY_ALL) or not words:
            return queries
        least = math.ceil(share * len(words)) if mode is Mode.MOST else 1
        return [Bool(should=queries, minimum_should_match=least)]

    def scoring(self, question: Question, year: int) -> list[Query]:
        """Return optional clauses that only raise the score: fields, closeness, signals."""
        clauses = [
            self.meaning(field, term, boost)
            for term in question.words + question.phrases
            for field, boost in FIELD_BOOSTS
        ]
        for pair in pairwise(question.words[: MOST_PAIRS + 1]):
            stems = [stem for word in pair for _, stem in word.stems]
            clauses.append(self._phrase("text", stems, slop=PAIR_SLOP, boost=PAIR_BOOST))
        return clauses + self.signals(year)

    def first(self, keys: Sequence[str]) -> list[Query]:
        """Return the constant scores that put some documents before all others, in their order."""
        return [
            ConstantScore(
                filter=self.is_value("key", [key]), boost=PINNED_SCORE * (len(keys) - place)
            )
            for place, key in enumerate(keys)
        ]

    def signals(self, year: int) -> list[Query]:
        """Return the constant scores for fresh and for good documents."""
        buckets = [("quality", bucket, score) for bucket, score in QUALITY_SCORES.items()]
        buckets += [("year", year - age, score) for age, score in enumerate(RECENCY_SCORES)]
        return [
            ConstantScore(filter=Q({"term": {field: value}}), boost=score)
            for field, value, score in buckets
        ]

    def anywhere(self, term: AnalyzedTerm) -> Query:
        """Match a word, phrase or what stands for it in the text or in a file, whichever counts
        most."""
        return _best([*self._meanings("text", term), *self._meanings("files", term)])

    def meaning(self, field: str, term: AnalyzedTerm, boost: float = 1.0) -> Query:
        """Match a word or what stands for it in a field, whichever scores best."""
        return _best(self._meanings(field, term, boost))

    def _meanings(self, field: str, term: AnalyzedTerm, boost: float = 1.0) -> list[Query]:
        """Return the queries of a word and of what stands for it."""
        boost *= FILES_BOOST if field == "files" else 1.0
        others = [self.term(field, one, boost * ALTERNATIVE_BOOST) for one in term.alternatives]
        return [self.term(field, term, boost), *others]

    def term(self, field: str, term: AnalyzedTerm, boost: float = 1.0) -> Query:
        """Match a word or phrase in a stemmed field; "e-mail" is two words side by side."""
        if len(term.stems) == 1:
            return Q({"term": {field: {"value": encodable(term.stems[0][1]), "boost": boost}}})
        stems: list[str] = []
        for position, stem in term.stems:
            gap = position - term.stems[0][0] - len(stems)
            stems += [*[ANY_WORD] * gap, stem]
        return self._phrase(field, stems, boost=boost)

    def _phrase(self, field: str, stems: Sequence[str], *, slop: int = 0, boost: float) -> Query:
        """Match stems side by side, or at most `slop` words apart."""
        text = encodable(" ".join(stems))
        return Q({"match_phrase": {field: {"query": text, "slop": slop, "boost": boost}}})

    def fuzzy(self, term: AnalyzedTerm) -> Query:
        """Match a word as it is, or words a typing error or two away, the nearer the better.

        Not in files: in a long text something is always spelled alike.
        """
        options = [self.term("text", term, 2.0)]
        if len(term.plain) == 1:
            word = term.plain[0]
            for distance in range(1, allowed_edits(word) + 1):
                options += self.near(word, distance)
        _itself, *others = self._meanings("text", term)
        return _best([Bool(should=options, minimum_should_match=1), *others])

    def near(self, word: str, distance: int) -> list[Query]:
        """Match words up to `distance` typing errors away."""
        value = {"value": encodable(word), "fuzziness": distance, "rewrite": "constant_score"}
        return [Q({"fuzzy": {f"spell.{one}": value}}) for one in self.visibility]
