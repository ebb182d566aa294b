"""Answers to questions: which documents, in which order, with which counts."""

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils import timezone
from elasticsearch.dsl import Search
from elasticsearch.dsl.aggs import A, Agg
from elasticsearch.dsl.query import Bool, ConstantScore, MatchAll, Query

from ...enums import Matched, Sort
from ...query import SearchQuery
from ...results import FacetCount, Hit, Results
from ..answering import MATCHED, MOST_VALUES, RARE, facet_counts, hits_of, order_of, page_size
from ..asking import Mode, analyze_tree
from ..sources import Source, facet_field
from .compiler import Compiler
from .spelling import Answer, Send, Speller

ORDERS: dict[Sort, list[dict[str, Any]]] = {
    Sort.RELEVANCE: [{"_score": "desc"}, {"key": "asc"}],
    Sort.NEWEST: [{"date": {"order": "desc", "missing": "_last"}}, {"key": "asc"}],
    Sort.OLDEST: [{"date": {"order": "asc", "missing": "_last"}}, {"key": "asc"}],
    Sort.TITLE: [{"title_key": "asc"}, {"key": "asc"}],
}


@dataclass(frozen=True)
class Found:
    """What one mode of matching found.

    Attributes:
        total: how many documents match words and chosen values.
        anyway: how many match the words, whatever was chosen.
    """

    mode: Mode
    total: int
    anyway: int
    counted: Answer
    hits: Sequence[Mapping[str, Any]]


class Finder:
    """Answers one question.

    The first round trip brings hits, counts and spellings for the strictest reading of the words.
    Only if that finds nothing a second one asks for all looser readings at once.

    Args:
        send: sends searches.
        facets: the facets that the index has.
        spelled: the visibilities for which the index knows words.
        query: the question.
    """

    def __init__(
        self,
        send: Send,
        facets: tuple[str, ...],
        spelled: frozenset[str],
        query: SearchQuery,
    ) -> None:
        self.send = send
        self.query = query
        self.question = analyze_tree(query.tree)
        self.compiler = Compiler(facets, query.visibility)
        self.visible = self.compiler.visible(query.kinds)
        self.filters = {
            facet: self.compiler.has_facet(facet, values) for facet, values in query.filters.items()
        }
        self.wanted = [facet for facet in query.facets if facet in self.compiler.facets]
        self.speller = Speller(self.compiler, query, spelled)
        # What matches whether it has the words or not; only once these have been tried.
        self.pinned: tuple[str, ...] = ()

    def answer(self) -> Results:
        """Return hits, counts and a better spelling."""
        if not self.query.visibility:
            return Results(facets=self._counts({}))
        strictest, *looser = self.question.modes()
        [found] = self._find([strictest])
        self.speller.learn(found.counted)
        if self._is_nothing(found) and looser:
            more = [one for one in self._find(looser) if not self._is_nothing(one)]
            found = more[0] if more else replace(found, mode=Mode.ALL)
        suggestion = self._suggestion(found)
        if self.query.first_keys:
            self.pinned = self.query.first_keys
            [found] = self._find([found.mode])
        return Results(
            total=found.total,
            hits=self._hits(found),
            matched=self._matched(found),
            facets=self._counts(found.counted),
            suggestion=suggestion,
        )

    def _is_nothing(self, found: Found) -> bool:
        """Say whether looser words are to be tried: a choice that leaves nothing does not make
        the words mean something else."""
        return not found.total and not (self.filters and found.anyway)

    def _find(self, modes: Sequence[Mode]) -> list[Found]:
        """Ask for hits and counts of several modes in one round trip."""
        size = page_size(self.query)
        searches = [self._counting(mode) for mode in modes]
        searches += [self._hitting(mode, size) for mode in modes if size]
        answers = self.send(searches)
        found = []
        for mode, counted in zip(modes, answers, strict=False):
            anyway = counted["hits"]["total"]["value"]
            total = counted["aggregations"]["chosen"]["doc_count"] if self.filters else anyway
            found.append(Found(mode, total, anyway, counted, ()))
        if size:
            hits = (answer["hits"]["hits"] for answer in answers[len(modes) :])
            found = [replace(one, hits=rows) for one, rows in zip(found, hits, strict=True)]
        return found

    def _matching(self, mode: Mode) -> Query:
        """Return what matches the words, or is pinned."""
        matching = self.compiler.matching(self.question, mode)
        if not self.pinned:
            return matching
        pinned = ConstantScore(filter=self.compiler.is_value("key", self.pinned), boost=0.0)
        return Bool(should=[matching, pinned], minimum_should_match=1)

    def _hitting(self, mode: Mode, size: int) -> Search[Any]:
        """Return the search for the hits of the page asked for."""
        matching = self._matching(mode)
        narrow = [*self.visible, *self.filters.values()]
        sort = order_of(self.query, self.question)
        if sort is Sort.RELEVANCE:
            asked = self.question
            if MATCHED[mode] is Matched.FUZZY and self._spelled_better:
                asked = analyze_tree(self.query.tree_of(self._spelled_better))
            scoring = self.compiler.scoring(asked, timezone.now().year)
            scoring += self.compiler.first(self.pinned)
            query = Bool(must=[matching], filter=narrow, should=scoring, minimum_should_match=0)
        else:
            query = Bool(filter=[matching, *narrow])
        start = self.query.offset
        search: Search[Any] = Search().query(query).sort(*ORDERS[sort])[start : start + size]
        return search.source(["source", "file_source"]).extra(
            track_total_hits=False, track_scores=sort is Sort.RELEVANCE
        )

    def _counting(self, mode: Mode) -> Search[Any]:
        """Return the search for all numbers; servers remember its answer until the index changes.

        A facet's counts leave out the values chosen in it.
        """
        matching = self._matching(mode)
        search: Search[Any] = Search().query(Bool(filter=[matching, *self.visible]))
        search = search.extra(size=0, track_total_hits=True)
        open_facets = {facet: _terms(facet) for facet in self.wanted if facet not in self.filters}
        if self.filters:
            chosen = _filter(self.filters.values(), open_facets)
            search.aggs.bucket("chosen", chosen)
            for facet in set(self.wanted) & set(self.filters):
                others = [query for name, query in self.filters.items() if name != facet]
                search.aggs.bucket(f"but_{facet}", _filter(others, {facet: _terms(facet)}))
        else:
            for facet, values in open_facets.items():
                search.aggs.bucket(facet, values)
        if mode is Mode.MOST and self.question.is_sentence:
            every = self.compiler.matching(self.question, Mode.ALL)
            search.aggs.bucket("every", _filter([every, *self.filters.values()], {}))
        if mode is self.question.modes()[0] and not self.pinned:
            search = self.speller.ask(search)
        return search

    def _matched(self, found: Found) -> Matched:
        """Say how much was answered; among what answers a sentence may be all of its words."""
        every = found.counted.get("aggregations", {}).get("every", {})
        if found.mode is Mode.MOST and every.get("doc_count"):
            return Matched.ALL
        return MATCHED[found.mode]

    def _counts(self, counted: Answer) -> dict[str, list[FacetCount]]:
        """Return the counts of every facet asked for."""
        found = counted.get("aggregations", {})
        counts = {}
        for facet in self.query.facets:
            parts = found
            if facet in self.filters:
                parts = found.get(f"but_{facet}", {})
            elif self.filters:
                parts = found.get("chosen", {})
            buckets = parts.get(facet, {}).get("buckets", [])
            counts[facet] = facet_counts(
                [(bucket["key"], bucket["doc_count"]) for bucket in buckets],
                self.query.filters.get(facet, ()),
            )
        return counts

    def _hits(self, found: Found) -> list[Hit]:
        """Return hits with what their documents stored and, if asked for, marked texts."""
        scored = [(row["_score"] or 0.0, read_source(row)) for row in found.hits]
        return hits_of(self.query, self.question, found.mode, scored)

    def _suggestion(self, found: Found) -> str | None:
        """Return a better spelling if the answer is poor because of the words themselves."""
        if found.mode is Mode.ALL and (found.total >= RARE or self.filters):
            return None
        return self._spelled_better

    @cached_property
    def _spelled_better(self) -> str | None:
        return self.speller.suggestion(self.send)


def read_source(row: Mapping[str, Any]) -> Source:
    """Return what a hit brings back."""
    title, summary, keywords, body, stored = json.loads(row["_source"]["source"])
    packed = row["_source"].get("file_source")
    files = base64.b64decode(packed) if packed else None
    return Source(row["_id"], title, summary, keywords, body, stored, files)


def _terms(facet: str) -> Agg[Any]:
    return A("terms", field=facet_field(facet), size=MOST_VALUES)


def _filter(queries: Iterable[Query], inner: Mapping[str, Agg[Any]]) -> Agg[Any]:
    """Return an aggregation over what satisfies all queries."""
    result = A("filter", Bool(filter=list(queries)) if queries else MatchAll())
    for name, agg in inner.items():
        result.bucket(name, agg)
    return result
