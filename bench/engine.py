"""How fast the search engine itself is: `python -m bench.engine`, no web server, no database.

Prints the median time of questions to an index of made-up documents: 20 hits with highlights, the
number of all hits, and the counts of nine facets. The ratio compares with the least that the
library beneath can do: one word, 20 hits, no facets.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from bench.corpus import records
from bench.site import milliseconds, print_table

FACETS = (
    *("topic", "audience", "grade", "kind", "standard"),
    *("license", "language", "tag", "year"),
)
EIGHT: dict[str, tuple[str, ...]] = {
    "topic": ("reading-05", "school-02"),
    "audience": ("teachers", "families"),
    "grade": ("k-2", "6-8"),
    "kind": ("practice",),
    "language": ("en",),
}


def documents(count: int) -> Iterator[Any]:
    """Yield records of the corpus as documents."""
    from search.documents import Document

    for record in records(count):
        yield Document(
            key=f"resource:{record.number}",
            kind="resource",
            title=record.title,
            summary=record.summary,
            body=record.body,
            keywords=[*record.topic, *record.tag],
            facets={
                "topic": record.topic,
                "audience": record.audience,
                "grade": record.grade_band,
                "kind": [record.kind],
                "standard": record.standard,
                "license": [record.evidence],
                "language": [record.language],
                "tag": record.tag,
                "year": [str(record.date.year)],
            },
            labels={"tag": {tag: tag for tag in record.tag}},
            date=record.date,
            visibility="members" if record.members_only else "public",
            quality=record.quality,
        )


def questions() -> dict[str, tuple[str, dict[str, tuple[str, ...]], float | None]]:
    """Return what is asked: words, chosen values and the goal in ms, if there is one."""
    none: dict[str, tuple[str, ...]] = {}
    sentence = "How can a principal improve the climate for families and readers?"
    topic: dict[str, tuple[str, ...]] = {"topic": ("reading-05",)}
    return {
        "literacy": ("literacy", none, 4),
        "reading": ("reading", none, 4),
        "two words": ("reading climate", none, 4),
        "two words, one facet": ("reading climate", topic, 5),
        "a word, eight facets": ("reading", EIGHT, 14),
        "a phrase": ('"school climate"', none, None),
        "a sentence": (sentence, none, None),
        "a misspelled word": ("litercay", none, None),
        "everything, newest first": ("", none, None),
    }


def main() -> None:
    """Build the index, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000, help="number of documents")
    parser.add_argument("--times", type=int, default=40, help="how often each is asked")
    parser.add_argument("--data-dir", type=Path, help="keep the index here for another run")
    parser.add_argument("--url", default="", help="measure this Elasticsearch (see SEARCH_URL)")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clearinghouse.settings.base")
    os.environ.setdefault("SECRET_KEY", "bench")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        index = (options.data_dir or Path(folder)).resolve() / f"engine-{options.size}"
        url = f"{options.url}/bench-{options.size}" if options.url else f"embedded:{index}"
        engine = _engine(url, options.size)
        floor = milliseconds(lambda _: _least(engine), times=options.times)
        print(f"One word, 20 hits, nothing else: {floor:.2f} ms\n")
        rows = [
            (name, f"{taken:.2f}", "-" if goal is None else f"{goal:g}", f"{taken / floor:.1f}")
            for name, goal, act in _acts(engine)
            for taken in [milliseconds(act, times=options.times)]
        ]
        print_table(("question", "ms", "goal", "x least"), rows)


def _engine(url: str, size: int) -> Any:
    """Return an engine that holds the documents."""
    from django.conf import settings

    from search.engines import get_engine

    settings.SEARCH_URL = url
    engine = get_engine(FACETS)
    if not engine.status().current:
        start = time.perf_counter()
        engine.rebuild(documents(size), load=lambda keys: ())
        print(f"{size:,} documents made and indexed in {time.perf_counter() - start:.1f} s")
    print(f"The index takes {engine.status().bytes / 1_000_000:.0f} MB.")
    return engine


def _acts(engine: Any) -> Iterator[tuple[str, float | None, Callable[[int], Any]]]:
    """Yield what is measured, with its name and goal."""
    from search.query import SearchQuery

    public = frozenset({"public"})
    for name, (text, filters, goal) in questions().items():
        query = SearchQuery(text=text, filters=filters, facets=FACETS, visibility=public)
        yield name, goal, partial(_ask, engine, query)
    yield "suggestions", None, lambda _: engine.suggest("rea", visibility=public, limit=8)
    yield (
        "related",
        None,
        lambda n: engine.related(f"resource:{n + 1}", visibility=public, limit=4),
    )


def _ask(engine: Any, query: Any, number: int) -> None:
    engine.search(query)


def _least(engine: Any) -> None:
    """Do the least that a search can do."""
    from search.query import SearchQuery

    engine.search(SearchQuery(text="literacy", visibility=frozenset({"public"}), highlight=False))


if __name__ == "__main__":
    main()
