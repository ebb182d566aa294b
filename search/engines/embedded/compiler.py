"""From the tree of a question to the engine's query objects; never through a query string."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

import tantivy
from tantivy import Occur, Query

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


def all_of(queries: Iterable[Query]) -> Query:
    """Return a query that needs every part."""
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def any_of(queries: Iterable[Query]) -> Query:
    """Return a query that needs one part."""
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _has_field(schema: tantivy.Schema, field: str) -> bool:
    """Say whether an index has a text field; those of older releases lack some."""
    try:
        Query.term_query(schema, field, "")
    except ValueError:
        return False
    return True


def _best(queries: Sequence[Query]) -> Query:
    """Return a query that needs one part and scores as the best of those that match."""
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries)


class Compiler:
    """Makes query objects for one index."""

    def __init__(self, schema: tantivy.Schema, facets: Sequence[str]) -> None:
        self.schema = schema
        self.facets = frozenset(facets)
        self._has_files = _has_field(schema, "files")

    def is_value(self, field: str, values: Iterable[str]) -> Query:
        """Match documents that have one of the values, without adding to their score."""
        # Several term queries: three times faster than one term-set query.
        parts = [
            Query.term_query(self.schema, field, encodable(value), index_option="basic")
            for value in values
        ]
        return Query.const_score_query(parts[0] if len(parts) == 1 else any_of(parts), 0.0)

    def has_facet(self, facet: str, values: Iterable[str]) -> Query:
        """Match documents with one of a facet's values; an index without the facet has none."""
        if facet not in self.facets:
            return Query.empty_query()
        return self.is_value(facet_field(facet), values)

    def visible(self, visibility: frozenset[str], kinds: Sequence[str]) -> list[Query]:
        """Return the clauses that hold in every query for a person."""
        clauses = [self.is_value("visibility", sorted(visibility))]
        if kinds:
            clauses.append(self.is_value("kind", kinds))
        return clauses

    def matching(self, question: Question, mode: Mode) -> Query:
        """Return what decides which documents match the text."""
        clauses = [(Occur.Must, self.anywhere(phrase)) for phrase in question.phrases]
        share = SENTENCE_SHARE if question.is_sentence else MOST_WORDS
        clauses += [(Occur.Must, query) for query in self._words(question.words, mode, share)]
        if question.is_empty:
            clauses.append((Occur.Must, Query.all_query()))
        clauses += [(Occur.MustNot, self.anywhere(term)) for term in question.excluded]
        return Query.boolean_query(clauses)

    def _words(self, words: Sequence[AnalyzedTerm], mode: Mode, share: float) -> list[Query]:
        """Return the clauses that must hold for the words outside of quotes."""
        if mode in (Mode.FUZZY_ALL, Mode.FUZZY_ANY):
            queries = [self.fuzzy(word) for word in words]
        else:
            queries = [self.anywhere(word) for word in words]
        if mode in (Mode.ALL, Mode.FUZZY_ALL) or not words:
            return queries
        least = math.ceil(share * len(words)) if mode is Mode.MOST else 1
        should = [(Occur.Should, query) for query in queries]
        return [Query.boolean_query(should, minimum_number_should_match=least)]

    def scoring(self, question: Question, year: int) -> list[Query]:
        """Return optional clauses that only raise the score: fields, closeness, signals."""
        clauses = [
            Query.boost_query(self.meaning(field, term), boost)
            for term in question.words + question.phrases
            for field, boost in FIELD_BOOSTS
        ]
        for pair in pairwise(question.words[: MOST_PAIRS + 1]):
            stems = [stem for word in pair for _, stem in word.stems]
            near = Query.phrase_query(self.schema, "text", list(stems), slop=PAIR_SLOP)
            clauses.append(Query.boost_query(near, PAIR_BOOST))
        return clauses + self.signals(year)

    def first(self, keys: Sequence[str]) -> list[Query]:
        """Return the constant scores that put some documents before all others, in their order."""
        return [
            Query.const_score_query(self.is_value("key", [key]), PINNED_SCORE * (len(keys) - place))
            for place, key in enumerate(keys)
        ]

    def signals(self, year: int) -> list[Query]:
        """Return the constant scores for fresh and for good documents."""
        buckets = [("quality", bucket, score) for bucket, score in QUALITY_SCORES.items()]
        buckets += [("year", year - age, score) for age, score in enumerate(RECENCY_SCORES)]
        return [
            Query.const_score_query(Query.term_query(self.schema, field, value), score)
            for field, value, score in buckets
        ]

    def anywhere(self, term: AnalyzedTerm) -> Query:
        """Match a word, phrase or what stands for it in the text or in a file, whichever counts
        most."""
        fields = ("text", "files") if self._has_files else ("text",)
        return _best([query for field in fields for query in self._meanings(field, term)])

    def meaning(self, field: str, term: AnalyzedTerm) -> Query:
        """Match a word or what stands for it in a field, whichever scores best."""
        return _best(self._meanings(field, term))

    def _meanings(self, field: str, term: AnalyzedTerm) -> list[Query]:
        """Return the queries of a word and of what stands for it."""
        weight = FILES_BOOST if field == "files" else 1.0
        itself = self.term(field, term)
        others = [
            Query.boost_query(self.term(field, other), weight * ALTERNATIVE_BOOST)
            for other in term.alternatives
        ]
        return [itself if weight == 1.0 else Query.boost_query(itself, weight), *others]

    def term(self, field: str, term: AnalyzedTerm) -> Query:
        """Match a word or phrase in a stemmed field; "e-mail" is two words side by side."""
        if len(term.stems) == 1:
            return self.stem(field, term.stems[0][1])
        first = term.stems[0][0]
        words = [(position - first, stem) for position, stem in term.stems]
        return Query.phrase_query(self.schema, field, list(words))

    def stem(self, field: str, stem: str) -> Query:
        """Match one stem in a stemmed field."""
        return Query.term_query(self.schema, field, stem, index_option="freq")

    def fuzzy(self, term: AnalyzedTerm) -> Query:
        """Match a word as it is, or words a typing error or two away, the nearer the better.

        Not in files: in a long text something is always spelled alike.
        """
        options = [Query.boost_query(self.term("text", term), 2.0)]
        if len(term.plain) == 1:
            word = term.plain[0]
            for distance in range(1, allowed_edits(word) + 1):
                options.append(self.near("words", word, distance))
        _itself, *others = self._meanings("text", term)
        return _best([any_of(options), *others])

    def near(self, field: str, word: str, distance: int) -> Query:
        """Match words up to `distance` typing errors away."""
        return Query.fuzzy_term_query(self.schema, field, word, distance)
