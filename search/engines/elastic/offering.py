"""What is offered unasked: suggestions while typing, and related documents."""

import re
from collections.abc import Sequence
from typing import Any

from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Bool, ConstantScore, MoreLikeThis, Query

from ...documents import split_key
from ...results import Hit, Suggestions, TitleSuggestion, ValueSuggestion
from ...text import STOP_WORDS, fold
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
from .compiler import Compiler
from .finding import Answer, Send, read_source
from .mapping import stems


def suggest(send: Send, visibility: frozenset[str], prefix: str, limit: int) -> Suggestions:
    """Return titles and facet values that continue what was typed, in one round trip."""
    folded = fold(prefix[:LONGEST_PREFIX])[:LONGEST_PREFIX].strip()
    if not folded or not visibility or limit < 1:
        return Suggestions()
    compiler = Compiler((), visibility)
    titles, values = send([_titles(compiler, folded, limit), _values(compiler, folded, limit)])
    return Suggestions(
        [
            TitleSuggestion(source.key, source.title, source.stored)
            for source in map(read_source, titles["hits"]["hits"])
        ],
        _value_suggestions(values, folded, limit),
    )


def _titles(compiler: Compiler, folded: str, limit: int) -> Search[Any]:
    """Search titles with all the words, the last one begun; those that begin with them first."""
    *words, begun = analyzers().plain.analyze(folded)
    must = [*compiler.visible(), Q({"prefix": {"title_words": begun}})]
    must += [Q({"term": {"title_words": word}}) for word in words]
    starts = Q({"prefix": {"title_key": folded}})
    better = [ConstantScore(filter=starts, boost=STARTS_WITH_SCORE)]
    better += [
        ConstantScore(filter=Q({"term": {"quality": bucket}}), boost=score)
        for bucket, score in QUALITY_SCORES.items()
    ]
    search: Search[Any] = Search().query(Bool(filter=must, should=better, minimum_should_match=0))
    return search.sort("_score", "key").source(["source"])[:limit].extra(track_total_hits=False)


def _values(compiler: Compiler, folded: str, limit: int) -> Search[Any]:
    """Search facet values whose label, or a word in it, continues what was typed."""
    search: Search[Any] = Search().query(
        Bool(filter=[*compiler.visible(), Q({"prefix": {"labels": folded}})])
    )
    search.aggs.bucket(
        "labels",
        "terms",
        field="labels",
        include=f"{re.escape(folded)}.*",
        size=limit * ENTRIES_PER_VALUE,
    )
    return search.extra(size=0, track_total_hits=False)


def _value_suggestions(answer: Answer, folded: str, limit: int) -> list[ValueSuggestion]:
    """Read the facet values; those whose label begins with what was typed first."""
    found: dict[tuple[str, str], ValueSuggestion] = {}
    for bucket in answer["aggregations"]["labels"]["buckets"]:
        _, facet, value, label = bucket["key"].split(SEPARATOR)
        one = ValueSuggestion(facet, value, label, bucket["doc_count"])
        found.setdefault((facet, value), one)
    ordered = sorted(found.values(), key=lambda one: not fold(one.label).startswith(folded))
    return ordered[:limit]


def related(
    send: Send, facets: Sequence[str], visibility: frozenset[str], key: str, limit: int
) -> list[Hit]:
    """Return the documents that share most telling words and rare facet values with one."""
    if not visibility or limit < 1:
        return []
    compiler = Compiler(facets, visibility)
    visible = compiler.visible(split_key(key)[:1])
    itself = Q({"ids": {"values": [key]}})
    fields = [facet_field(facet) for facet in sorted(facets)]
    search: Search[Any] = Search().query(Bool(filter=[itself, *visible]))[:1]
    [answer] = send([search.source(["source"]).extra(docvalue_fields=fields)])
    if not answer["hits"]["hits"]:
        return []
    [row] = answer["hits"]["hits"]
    likeness = [_like(read_source(row))]
    likeness += [
        Q({"term": {field: value}})
        for field, values in row.get("fields", {}).items()
        for value in values
    ]
    like: Search[Any] = Search().query(
        Bool(
            filter=visible,
            must_not=[itself],
            should=likeness,
            minimum_should_match=1,
        )
    )
    like = like.sort("_score", "key").source(["source"])[:limit].extra(track_total_hits=False)
    rows = send([like])[0]["hits"]["hits"]
    return [
        Hit(key=source.key, score=row["_score"], stored=source.stored)
        for row, source in ((row, read_source(row)) for row in rows)
    ]


def _like(source: Source) -> Query:
    """Match documents that share telling words with one: frequent in it, rare elsewhere."""
    texts = (source.title, source.keywords, source.summary, source.body[:LIKENESS_LETTERS])
    return MoreLikeThis(
        fields=["text"],
        like=stems("\n".join(texts)),
        min_term_freq=1,
        min_doc_freq=2,
        max_query_terms=MOST_TELLING,
        min_word_length=SHORTEST_TELLING,
        minimum_should_match=1,
        stop_words=sorted({stem for word in STOP_WORDS for stem in stems(word).split()}),
    )
