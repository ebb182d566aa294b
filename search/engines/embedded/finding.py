"""Answers to questions: which documents, in which order, with which counts."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import tantivy
from django.utils import timezone
from tantivy import Occur, Query

from ...enums import Matched, Sort
from ...query import SearchQuery
from ...results import FacetCount, Hit, Results
from ..answering import MATCHED, MOST_VALUES, RARE, facet_counts, hits_of, order_of, page_size
from ..asking import Mode, analyze_tree
from ..sources import facet_field
from .compiler import Compiler, all_of, any_of
from .schema import read_source
from .spelling import Speller, count

ORDERS = {
    Sort.NEWEST: ("date", tantivy.Order.Desc),
    Sort.OLDEST: ("date", tantivy.Order.Asc),
    Sort.TITLE: ("title_key", tantivy.Order.Asc),
}
Found = list[tuple[Any, tantivy.DocAddress]]
Buckets = dict[str, list[tuple[str, int]]]
# Counts of everything, by who asks and what is counted: the one answer that costs most and that
# most people ask for.
Memory = dict[tuple[object, ...], Buckets]


class Finder:
    """Answers one question on one state of the index.

    Args:
        searcher: that state.
        compiler: makes its queries.
        query: the question.
        memory: what was counted on the same state before; grows.
    """

    def __init__(
        self,
        searcher: tantivy.Searcher,
        compiler: Compiler,
        query: SearchQuery,
        memory: Memory,
    ) -> None:
        self.memory = memory
        self.searcher = searcher
        self.compiler = compiler
        self.query = query
        self.question = analyze_tree(query.tree)
        self.visible = compiler.visible(query.visibility, query.kinds) if query.visibility else []
        self.filters = {
            facet: compiler.has_facet(facet, values) for facet, values in query.filters.items()
        }

    def answer(self) -> Results:
        """Return hits, counts and a better spelling."""
        if not self.visible:
            return Results(facets=self._counts([Query.empty_query()]))
        for mode in self.question.modes():
            matching = [self.compiler.matching(self.question, mode), *self.visible]
            total, found = self._search(matching, mode)
            # A choice that leaves nothing does not make the words mean something else.
            if total or (self.filters and count(self.searcher, all_of(matching))):
                break
        else:
            mode = Mode.ALL
        suggestion = self._suggestion(total, mode)
        if keys := self.query.first_keys:
            # Only now: what is pinned must not keep other words from being tried.
            pinned = self.compiler.is_value("key", keys)
            matching = [any_of([matching[0], pinned]), *matching[1:]]
            total, found = self._search(matching, mode)
        return Results(
            total=total,
            hits=self._hits(found, mode),
            matched=self._matched(mode),
            facets=self._counts(matching),
            suggestion=suggestion,
        )

    def _matched(self, mode: Mode) -> Matched:
        """Say how much was answered; among what answers a sentence may be all of its words."""
        if mode is Mode.MOST and self.question.is_sentence:
            every_word = self.compiler.matching(self.question, Mode.ALL)
            if count(self.searcher, all_of([every_word, *self.visible, *self.filters.values()])):
                return Matched.ALL
        return MATCHED[mode]

    def _search(self, matching: Sequence[Query], mode: Mode) -> tuple[int, Found]:
        """Return the number of matches and those of the page asked for."""
        query = all_of([*matching, *self.filters.values()])
        size = page_size(self.query)
        if not size:
            return count(self.searcher, query), []
        sort = order_of(self.query, self.question)
        if sort is Sort.RELEVANCE:
            asked = self.question
            if MATCHED[mode] is Matched.FUZZY and self._spelled_better:
                asked = analyze_tree(self.query.tree_of(self._spelled_better))
            scoring = self.compiler.scoring(asked, timezone.now().year)
            scoring += self.compiler.first(self.query.first_keys)
            clauses = [(Occur.Must, query), *((Occur.Should, clause) for clause in scoring)]
            result = self.searcher.search(
                Query.boolean_query(clauses), size, offset=self.query.offset
            )
        else:
            field, order = ORDERS[sort]
            result = self.searcher.search(
                query, size, offset=self.query.offset, order_by_field=field, order=order
            )
        return result.count, result.hits  # type: ignore[attr-defined]

    def _counts(self, matching: Sequence[Query]) -> dict[str, list[FacetCount]]:
        """Count the values of every facet asked for, each without the values chosen in it."""
        wanted = [facet for facet in self.query.facets if facet in self.compiler.facets]
        open_facets = [facet for facet in wanted if facet not in self.filters]
        if self.visible and self.question.is_empty and not (self.question.excluded or self.filters):
            buckets = self._counts_of_everything(matching, open_facets)
        else:
            buckets = self._aggregate([*matching, *self.filters.values()], open_facets)
        for facet in wanted:
            if facet in self.filters:
                others = [query for name, query in self.filters.items() if name != facet]
                buckets |= self._aggregate([*matching, *others], [facet])
        return {
            facet: facet_counts(buckets.get(facet, []), self.query.filters.get(facet, ()))
            for facet in self.query.facets
        }

    def _counts_of_everything(self, matching: Sequence[Query], facets: Sequence[str]) -> Buckets:
        """Count once per state of the index."""
        key = (self.query.visibility, self.query.kinds, *facets)
        if key not in self.memory:
            self.memory[key] = self._aggregate(matching, facets)
        return dict(self.memory[key])

    def _aggregate(self, clauses: Sequence[Query], facets: Sequence[str]) -> Buckets:
        """Return value and count per facet over the documents that satisfy all clauses."""
        if not facets:
            return {}
        result = self.searcher.aggregate(
            all_of(clauses),
            {
                facet: {
                    "terms": {
                        "field": facet_field(facet),
                        "size": MOST_VALUES,
                        "segment_size": MOST_VALUES,
                    }
                }
                for facet in facets
            },
        )
        return {
            facet: [(bucket["key"], bucket["doc_count"]) for bucket in result[facet]["buckets"]]
            for facet in facets
        }

    def _hits(self, found: Found, mode: Mode) -> list[Hit]:
        """Return hits with what their documents stored and, if asked for, marked texts."""
        scored = [(score, read_source(self.searcher, address)) for score, address in found]
        return hits_of(self.query, self.question, mode, scored)

    def _suggestion(self, total: int, mode: Mode) -> str | None:
        """Return a better spelling if the answer is poor because of the words themselves."""
        if mode is Mode.ALL and (total >= RARE or self.filters):
            return None
        return self._spelled_better

    @cached_property
    def _spelled_better(self) -> str | None:
        speller = Speller(self.searcher, self.compiler, self.visible)
        return speller.suggestion(self.query.text, self.query.tree)
