"""From the tree of a question to the engine's query objects; never through a query string."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import tantivy
from tantivy import Occur, Query

from ...query import Term, Tree
from ...text import STOP_WORDS, WEAK_WORDS, allowed_edits, encodable, normalize
from .schema import analyzers, facet_field

FIELD_BOOSTS = (("title", 3.0), ("keywords", 3.5), ("summary", 1.5))
# Two neighboring words of the question that stand close in the text.
PAIR_BOOST = 3.0
PAIR_SLOP = 4
MOST_PAIRS = 8
# Added to scores that are mostly between 5 and 25: a nudge among equals.
QUALITY_SCORES = {1: 0.3, 2: 0.6, 3: 0.9}
RECENCY_SCORES = (0.6, 0.4, 0.2)
MOST_WORDS = 0.6
# A text is a sentence if it has so many telling words, fewer if it has function words as well.
SENTENCE_WORDS = 5
SHORT_SENTENCE_WORDS = 3
SENTENCE_SHARE = 0.4


class Mode(Enum):
    """How strictly words must match, in the order in which it is tried."""

    ALL = "all"
    MOST = "most"
    FUZZY_ALL = "fuzzy all"
    ANY = "any"
    FUZZY_ANY = "fuzzy any"


@dataclass(frozen=True, slots=True)
class AnalyzedTerm:
    """A term of the question as the index knows it.

    Attributes:
        stems: position and stem of each word, function words of a phrase left out.
        plain: the words without stemming.
        is_phrase: whether the person put it in quotes.
        is_filler: whether it is a function word.
        is_weak: whether it says little about a subject.
    """

    stems: tuple[tuple[int, str], ...]
    plain: tuple[str, ...]
    is_phrase: bool
    is_filler: bool
    is_weak: bool


def analyze(term: Term) -> AnalyzedTerm | None:
    """Return the term as indexed, or None if the index would not keep any of it."""
    cleaned = normalize(term.text)
    stems = list(enumerate(analyzers().stemmed.analyze(cleaned)))
    plain = analyzers().plain.analyze(cleaned)
    if not stems:
        return None
    telling = [pair for pair, word in zip(stems, plain, strict=True) if word not in STOP_WORDS]
    # A gap stays where a function word was: any word may stand there.
    kept = telling or stems
    return AnalyzedTerm(
        stems=tuple(kept),
        plain=tuple(plain),
        is_phrase=term.is_phrase,
        is_filler=not telling,
        is_weak=WEAK_WORDS.issuperset(plain),
    )


@dataclass(frozen=True, slots=True)
class Question:
    """A tree whose terms are analyzed."""

    words: tuple[AnalyzedTerm, ...]
    phrases: tuple[AnalyzedTerm, ...]
    excluded: tuple[AnalyzedTerm, ...]
    is_sentence: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for (something may be excluded)."""
        return not self.words and not self.phrases

    @property
    def stems(self) -> set[str]:
        """Every stem asked for."""
        return {stem for term in self.words + self.phrases for _, stem in term.stems}

    def modes(self) -> list[Mode]:
        """Return the modes worth trying: with one word, some words are all words."""
        if not self.words:
            return [Mode.ALL]
        if len(self.words) == 1:
            return [Mode.ALL, Mode.FUZZY_ALL]
        return [mode for mode in Mode if not (self.is_sentence and mode is Mode.ALL)]


def analyze_tree(tree: Tree) -> Question:
    """Analyze a tree.

    Function words stay only where the text has nothing else. Somebody who asks in a sentence does
    not mean every word of it: it does without its weak words too.
    """
    wanted = [term for term in map(analyze, tree.wanted) if term]
    telling = [term for term in wanted if term.is_phrase or not term.is_filler] or wanted
    words = [term for term in telling if not term.is_phrase]
    strong = [term for term in words if not term.is_weak]
    is_sentence = len(strong) >= SENTENCE_WORDS or (
        len(telling) < len(wanted) and len(words) >= SHORT_SENTENCE_WORDS
    )
    if is_sentence and len(strong) >= 2:
        words = strong
    return Question(
        words=tuple(words),
        phrases=tuple(term for term in telling if term.is_phrase),
        excluded=tuple(term for term in map(analyze, tree.excluded) if term),
        is_sentence=is_sentence,
    )


def all_of(queries: Iterable[Query]) -> Query:
    """Return a query that needs every part."""
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def any_of(queries: Iterable[Query]) -> Query:
    """Return a query that needs one part."""
    return Query.boolean_query([(Occur.Should, query) for query in queries])


class Compiler:
    """Makes query objects for one index."""

    def __init__(self, schema: tantivy.Schema, facets: Sequence[str]) -> None:
        self.schema = schema
        self.facets = frozenset(facets)

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
        clauses = [(Occur.Must, self.term("text", phrase)) for phrase in question.phrases]
        share = SENTENCE_SHARE if question.is_sentence else MOST_WORDS
        clauses += [(Occur.Must, query) for query in self._words(question.words, mode, share)]
        if question.is_empty:
            clauses.append((Occur.Must, Query.all_query()))
        clauses += [(Occur.MustNot, self.term("text", term)) for term in question.excluded]
        return Query.boolean_query(clauses)

    def _words(self, words: Sequence[AnalyzedTerm], mode: Mode, share: float) -> list[Query]:
        """Return the clauses that must hold for the words outside of quotes."""
        if mode in (Mode.FUZZY_ALL, Mode.FUZZY_ANY):
            queries = [self.fuzzy(word) for word in words]
        else:
            queries = [self.term("text", word) for word in words]
        if mode in (Mode.ALL, Mode.FUZZY_ALL) or not words:
            return queries
        least = math.ceil(share * len(words)) if mode is Mode.MOST else 1
        should = [(Occur.Should, query) for query in queries]
        return [Query.boolean_query(should, minimum_number_should_match=least)]

    def scoring(self, question: Question, year: int) -> list[Query]:
        """Return optional clauses that only raise the score: fields, closeness, signals."""
        clauses = [
            Query.boost_query(self.term(field, term), boost)
            for term in question.words + question.phrases
            for field, boost in FIELD_BOOSTS
        ]
        for pair in pairwise(question.words[: MOST_PAIRS + 1]):
            stems = [stem for word in pair for _, stem in word.stems]
            near = Query.phrase_query(self.schema, "text", list(stems), slop=PAIR_SLOP)
            clauses.append(Query.boost_query(near, PAIR_BOOST))
        return clauses + self.signals(year)

    def signals(self, year: int) -> list[Query]:
        """Return the constant scores for fresh and for good documents."""
        buckets = [("quality", bucket, score) for bucket, score in QUALITY_SCORES.items()]
        buckets += [("year", year - age, score) for age, score in enumerate(RECENCY_SCORES)]
        return [
            Query.const_score_query(Query.term_query(self.schema, field, value), score)
            for field, value, score in buckets
        ]

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
        """Match a word as it is, or words a typing error or two away, the nearer the better."""
        options = [Query.boost_query(self.term("text", term), 2.0)]
        if len(term.plain) == 1:
            word = term.plain[0]
            for distance in range(1, allowed_edits(word) + 1):
                options.append(self.near("words", word, distance))
        return any_of(options)

    def near(self, field: str, word: str, distance: int) -> Query:
        """Match words up to `distance` typing errors away."""
        return Query.fuzzy_term_query(self.schema, field, word, distance)
