"""What is offered unasked: suggestions while typing, and related documents."""

import heapq
import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import tantivy
from tantivy import Occur, Query

from ...documents import split_key
from ...results import Hit, Suggestions, TitleSuggestion, ValueSuggestion
from ...text import STOP_WORDS, fold, normalize
from ..analysis import analyzers
from ..answering import (
    ENTRIES_PER_VALUE,
    LIKENESS_LETTERS,
    LONGEST_PREFIX,
    MOST_TELLING,
    SHORTEST_TELLING,
    STARTS_WITH_SCORE,
)
from ..asking import QUALITY_SCORES
from ..sources import SEPARATOR, Source, facet_field
from .compiler import Compiler, all_of
from .schema import read_source


def suggest(
    searcher: tantivy.Searcher,
    compiler: Compiler,
    prefix: str,
    visibility: frozenset[str],
    limit: int,
) -> Suggestions:
    """Return titles and facet values that continue what was typed."""
    folded = fold(prefix[:LONGEST_PREFIX])[:LONGEST_PREFIX].strip()
    if not folded or not visibility or limit < 1:
        return Suggestions()
    visible = all_of(compiler.visible(visibility, ()))
    return Suggestions(
        _titles(searcher, compiler, folded, visible, limit),
        _values(searcher, folded, visible, limit),
    )


def _titles(
    searcher: tantivy.Searcher, compiler: Compiler, folded: str, visible: Query, limit: int
) -> list[TitleSuggestion]:
    """Return titles with all the words, the last one begun; those that begin with them first."""
    *words, begun = analyzers().plain.analyze(folded)
    schema = compiler.schema
    must = [visible, Query.regex_query(schema, "title_words", f"{re.escape(begun)}.*")]
    must += [compiler.is_value("title_words", [word]) for word in words]
    starts = Query.regex_query(schema, "title_key", f"{re.escape(folded)}.*")
    better = [Query.const_score_query(starts, STARTS_WITH_SCORE)]
    better += [
        Query.const_score_query(Query.term_query(schema, "quality", bucket), score)
        for bucket, score in QUALITY_SCORES.items()
    ]
    clauses = [(Occur.Must, Query.const_score_query(all_of(must), 0.0))]
    clauses += [(Occur.Should, query) for query in better]
    hits = searcher.search(Query.boolean_query(clauses), limit, count=False).hits
    sources = (read_source(searcher, address) for _, address in hits)
    return [TitleSuggestion(source.key, source.title, source.stored) for source in sources]


def _values(
    searcher: tantivy.Searcher, folded: str, visible: Query, limit: int
) -> list[ValueSuggestion]:
    """Return facet values whose label, or a word in it, continues what was typed."""
    entries = searcher.terms_with_prefix(
        "labels", folded, filter_query=visible, limit=limit * ENTRIES_PER_VALUE
    )
    found: dict[tuple[str, str], ValueSuggestion] = {}
    for entry, number in entries:
        _, facet, value, label = entry.split(SEPARATOR)
        found.setdefault((facet, value), ValueSuggestion(facet, value, label, number))
    ordered = sorted(found.values(), key=lambda one: not fold(one.label).startswith(folded))
    return ordered[:limit]


def related(
    searcher: tantivy.Searcher,
    compiler: Compiler,
    key: str,
    visibility: frozenset[str],
    limit: int,
) -> list[Hit]:
    """Return the documents that share most telling words and rare facet values with one."""
    if not visibility or limit < 1:
        return []
    visible = compiler.visible(visibility, split_key(key)[:1])
    itself = compiler.is_value("key", [key])
    found_itself = searcher.search(all_of([itself, *visible]), 1, count=False).hits
    address = next((address for _, address in found_itself), None)
    if address is None:
        return []
    likeness = [_like(searcher, compiler, read_source(searcher, address))]
    likeness += _shared_values(searcher, compiler, itself)
    clauses = [(Occur.Must, query) for query in visible] + [(Occur.MustNot, itself)]
    clauses.append((Occur.Must, Query.boolean_query([(Occur.Should, q) for q in likeness])))
    sources = (
        (score, read_source(searcher, found))
        for score, found in searcher.search(Query.boolean_query(clauses), limit, count=False).hits
    )
    return [Hit(key=s.key, score=score, stored=s.stored) for score, s in sources]


@lru_cache(maxsize=1)
def _stop_stems() -> frozenset[str]:
    return frozenset(stem for word in STOP_WORDS for stem in analyzers().stemmed.analyze(word))


def _like(searcher: tantivy.Searcher, compiler: Compiler, source: Source) -> Query:
    """Match documents that share telling words with one: frequent in it, rare elsewhere.

    tantivy's own "more like this" compares frequencies that count replaced documents with a total
    that does not, and panics once enough documents were replaced.
    """
    texts = (source.title, source.keywords, source.summary, source.body[:LIKENESS_LETTERS])
    stops = _stop_stems()
    stems = analyzers().stemmed.analyze(normalize("\n".join(texts)))
    weights = {}
    for stem, times in Counter(stems).items():
        if len(stem) < SHORTEST_TELLING or stem in stops:
            continue
        documents = searcher.doc_freq("text", stem)
        if documents > 1:
            weights[stem] = times * math.log(1 + searcher.num_docs / documents)
    telling = heapq.nlargest(MOST_TELLING, weights, key=lambda stem: (weights[stem], stem))
    return Query.boolean_query([(Occur.Should, compiler.stem("text", stem)) for stem in telling])


def _shared_values(
    searcher: tantivy.Searcher, compiler: Compiler, itself: Query
) -> Iterable[Query]:
    """Match documents that share a facet value with one; rare values count more."""
    fields = [facet_field(facet) for facet in sorted(compiler.facets)]
    result = searcher.aggregate(
        itself, {field: {"terms": {"field": field, "size": 100}} for field in fields}
    )
    for field in fields:
        for bucket in result[field]["buckets"]:
            yield Query.term_query(compiler.schema, field, bucket["key"], index_option="basic")
