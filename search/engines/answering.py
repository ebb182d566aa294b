"""What answers have in common, whichever engine found them: limits, counts, marks."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ..enums import Matched, Sort
from ..highlighting import Highlighter, mark_texts
from ..query import SearchQuery
from ..results import FacetCount, Hit
from ..text import allowed_edits
from .analysis import stem
from .asking import Mode, Question
from .explaining import found_words
from .sources import Source, near_words, texts_of

# Deeper pages cost memory and time and no person reads them.
WINDOW = 10_000
MOST_VALUES = 10_000
# Better spellings.
# A word in fewer documents may be a typing error that an author made as well.
RARE = 3
TIMES_MORE_COMMON = 10
MOST_WORDS = 5
WORD = re.compile(r"\w(?:.*\w)?")
# Suggestions and related documents.
LONGEST_PREFIX = 100
LIKENESS_LETTERS = 2_000
MOST_TELLING = 20
SHORTEST_TELLING = 3
STARTS_WITH_SCORE = 5.0
# Entries of one label, one per word, may all match: ask for more than are shown.
ENTRIES_PER_VALUE = 4
MATCHED = {
    Mode.ALL: Matched.ALL,
    Mode.MOST: Matched.SOME,
    Mode.ANY: Matched.SOME,
    Mode.FUZZY_ALL: Matched.FUZZY,
    Mode.FUZZY_ANY: Matched.FUZZY,
}


def order_of(query: SearchQuery, question: Question) -> Sort:
    """Return the order that is meant: without words to be relevant to, the newest come first."""
    if query.sort is Sort.RELEVANCE and question.is_empty:
        return Sort.NEWEST
    return query.sort


def page_size(query: SearchQuery) -> int:
    """Return how many hits to ask for: none beyond the window."""
    return min(query.size, max(0, WINDOW - query.offset))


def hits_of(
    query: SearchQuery, question: Question, mode: Mode, scored: Sequence[tuple[float, Source]]
) -> list[Hit]:
    """Return hits with what their documents stored and, if asked for, marked texts.

    Args:
        query: what was asked for.
        question: its words.
        mode: how strictly they matched.
        scored: what was found, each with its score; that counts only in the order of relevance.
    """
    by_score = order_of(query, question) is Sort.RELEVANCE
    hits = [
        Hit(
            key=source.key,
            score=score if by_score else 0.0,
            stored=source.stored,
            is_pinned=source.key in query.first_keys,
        )
        for score, source in scored
    ]
    if not query.highlight or question.is_empty:
        return hits
    sources = [source for _, source in scored]
    return _all_marked(hits, sources, question, is_fuzzy=MATCHED[mode] is Matched.FUZZY)


def facet_counts(buckets: Sequence[tuple[str, int]], selected: Sequence[str]) -> list[FacetCount]:
    """Return counts, most frequent first, with the chosen values even where they count 0."""
    present = {value for value, _ in buckets}
    missing = [(value, 0) for value in dict.fromkeys(selected) if value not in present]
    ordered = sorted([*buckets, *missing], key=lambda pair: (-pair[1], pair[0]))
    return [FacetCount(value, number, value in selected) for value, number in ordered]


def _all_marked(
    hits: Sequence[Hit], sources: Sequence[Source], question: Question, *, is_fuzzy: bool
) -> list[Hit]:
    """Return hits with the found words marked and named.

    Args:
        hits: without marks.
        sources: their texts.
        question: what was asked.
        is_fuzzy: whether words spelled alike were looked for.
    """
    spelled = _words_spelled_alike(question, sources) if is_fuzzy else {}
    highlighter = Highlighter(question.stems | spelled.keys(), stem, question.runs)
    return [
        _marked(hit, source, highlighter, question, spelled)
        for hit, source in zip(hits, sources, strict=True)
    ]


def _words_spelled_alike(question: Question, sources: Sequence[Source]) -> dict[str, str]:
    """Return the words in some texts that a misspelled question found, by their stem."""
    texts = [text for source in sources for text in texts_of(source)]
    return {
        stem(near): near
        for word in question.words
        if len(word.plain) == 1
        for near in near_words(word.plain[0], texts, allowed_edits(word.plain[0]))
    }


def _marked(
    hit: Hit, source: Source, highlighter: Highlighter, question: Question, spelled: dict[str, str]
) -> Hit:
    """Return a hit with its marked texts and the words that were found in each."""
    highlights, file = mark_texts(
        highlighter,
        title=source.title,
        summary=source.summary,
        body=source.body,
        files=source.files,
    )
    texts = dict(zip(("title", "keywords", "summary", "body"), texts_of(source), strict=True))
    if file:
        # Of a file only what is shown: it may be long.
        texts["file"] = highlights["file"]
    found = found_words(question, highlighter, texts, spelled)
    return replace(hit, highlights=highlights, file=file, found=found)
