"""What every engine must hold for any documents and any question."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.documents import Document
from search.engines.base import Engine
from search.enums import Sort
from search.query import SearchQuery
from tests.contract.search_world import EVERYONE, FACETS, PUBLIC, make_document

MOST = 8
WORDS = ("reading", "readers", "climate", "zebra", "family", "the", "Café", "plan")
VALUES = {"color": ("red", "blue", "green"), "shape": ("round", "square"), "size": ("s", "m")}
# The engine is empty before each example: `refill` replaces all that is in it.
AGAIN = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def some_of(values: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=2)


@st.composite
def shelves(draw: st.DrawFn) -> list[Document]:
    return [
        make_document(
            number,
            " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=4))),
            body=" ".join(draw(st.lists(st.sampled_from(WORDS), max_size=6))),
            facets={facet: draw(some_of(values)) for facet, values in VALUES.items()},
            visibility=draw(st.sampled_from(("public", "members"))),
            quality=draw(st.integers(0, 3)),
        )
        for number in range(draw(st.integers(1, MOST)))
    ]


FILTERS = st.fixed_dictionaries(
    {facet: some_of((*values, "none")).map(tuple) for facet, values in VALUES.items()}
)
TEXTS = st.lists(st.sampled_from((*WORDS, "redaing", "-zebra", '"climate plan"')), max_size=4).map(
    " ".join
)


def refill(engine: Engine, shelf: list[Document]) -> None:
    documents = {document.key: document for document in shelf}
    engine.refresh(
        [f"thing:{number}" for number in range(MOST)],
        lambda keys: [documents[key] for key in keys if key in documents],
    )


def all_keys(engine: Engine, query: SearchQuery) -> set[str]:
    return {hit.key for hit in engine.search(replace(query, size=100)).hits}


def has(document: Document, filters: Mapping[str, tuple[str, ...]]) -> bool:
    return all(
        set(document.facets[facet]) & set(values) for facet, values in filters.items() if values
    )


@AGAIN
@given(shelf=shelves(), text=TEXTS, filters=FILTERS)
def test_counts_are_those_of_counting_by_hand(
    engine: Engine, shelf: list[Document], text: str, filters: dict[str, tuple[str, ...]]
) -> None:
    refill(engine, shelf)
    query = SearchQuery(visibility=EVERYONE, text=text, filters=filters, facets=FACETS, size=100)
    results = engine.search(query)
    unfiltered = all_keys(engine, SearchQuery(visibility=EVERYONE, text=text))
    matching = [document for document in shelf if document.key in unfiltered]
    assert {hit.key for hit in results.hits} == {d.key for d in matching if has(d, filters)}
    assert results.total == len(results.hits)
    for facet in FACETS:
        others = {name: values for name, values in filters.items() if name != facet}
        expected = Counter(value for d in matching if has(d, others) for value in d.facets[facet])
        found = {one.value: one.count for one in results.facets[facet]}
        assert found == {**dict.fromkeys(filters[facet], 0), **expected}
        assert {one.value for one in results.facets[facet] if one.selected} == set(filters[facet])


@AGAIN
@given(shelf=shelves(), text=TEXTS, filters=FILTERS, more=FILTERS, sort=st.sampled_from(Sort))
def test_another_filter_never_widens_the_answer(
    engine: Engine,
    shelf: list[Document],
    text: str,
    filters: dict[str, tuple[str, ...]],
    more: dict[str, tuple[str, ...]],
    sort: Sort,
) -> None:
    refill(engine, shelf)
    query = SearchQuery(visibility=EVERYONE, text=text, filters=filters, sort=sort)
    narrower = {facet: filters[facet] or more[facet] for facet in filters}
    found = all_keys(engine, query)
    assert all_keys(engine, replace(query, filters=narrower)) <= found
    assert all_keys(engine, replace(query, filters={})) >= found


@AGAIN
@given(shelf=shelves(), text=TEXTS, filters=FILTERS)
def test_what_is_hidden_changes_nothing_that_the_public_sees(
    engine: Engine, shelf: list[Document], text: str, filters: dict[str, tuple[str, ...]]
) -> None:
    """The answer is the same as if the hidden documents were not there, scores apart."""
    query = SearchQuery(visibility=PUBLIC, text=text, filters=filters, facets=FACETS)
    refill(engine, shelf)
    with_hidden = public_view(engine, query)
    refill(engine, [document for document in shelf if document.visibility == "public"])
    assert with_hidden == public_view(engine, query)


def public_view(engine: Engine, query: SearchQuery) -> dict[str, Any]:
    results = engine.search(query)
    prefixes = ("re", "cl", "z", "fam", "ca")
    return {
        "keys": {hit.key: dict(hit.highlights) for hit in results.hits},
        "total": results.total,
        "matched": results.matched,
        "facets": results.facets,
        "suggestion": results.suggestion,
        "titles": [
            {one.title for one in engine.suggest(p, visibility=PUBLIC, limit=50).titles}
            for p in prefixes
        ],
        "related": [
            {hit.key for hit in engine.related(f"thing:{n}", visibility=PUBLIC, limit=50)}
            for n in range(MOST)
        ],
    }


def test_no_spelling_is_learnt_from_what_is_hidden(engine: Engine) -> None:
    hidden = {"title": "Xylophone", "summary": "xylophone", "body": "xylophone",
              "keywords": ["xylophone"], "visibility": "members"}  # fmt: skip
    open_document = make_document("open", "Open table")
    engine.index([*(make_document(n, **hidden) for n in range(5)), open_document])
    for typed in ("xylophon", "xylofone", "xylophonne", "open xylofone", "xylophone"):
        query = SearchQuery(visibility=PUBLIC, text=typed)
        results = engine.search(query)
        assert results.suggestion is None
        assert {hit.key for hit in results.hits} <= {"thing:open"}
    results = engine.search(SearchQuery(visibility=EVERYONE, text="xylofone"))
    assert results.suggestion == "xylophone"


def test_a_word_that_only_hidden_documents_hold_is_as_unknown_as_any(engine: Engine) -> None:
    engine.index(
        [
            *(make_document(n, "Xylophones", visibility="members") for n in range(5)),
            make_document("open", "Xylophages of the forest"),
        ]
    )
    with_hidden = engine.search(SearchQuery(visibility=PUBLIC, text="xylophaxes"))
    engine.delete([f"thing:{n}" for n in range(5)])
    assert with_hidden.suggestion == "xylophages"
    assert engine.search(SearchQuery(visibility=PUBLIC, text="xylophaxes")) == replace(
        with_hidden, hits=engine.search(SearchQuery(visibility=PUBLIC, text="xylophaxes")).hits
    )
