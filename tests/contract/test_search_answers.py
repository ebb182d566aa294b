"""What an answer holds: marked words, counts, order, pages, and nothing hidden; on every engine."""

from datetime import UTC, datetime

import pytest

from search.engines.base import Engine
from search.enums import Matched, Sort
from search.results import Results
from tests.contract.asking import OPEN, SECRET, ask, day, found
from tests.contract.search_world import EVERYONE, PUBLIC, make_document

# Highlights


def test_highlights_mark_words_and_escape_everything_else(engine: Engine) -> None:
    engine.index(
        [
            make_document(
                1,
                "<b>Reading</b> & writing",
                summary="Readers' “read-alouds” <script>alert('reading')</script>",
                body="Nothing here",
            )
        ]
    )
    (hit,) = ask(engine, "reading").hits
    assert hit.highlights == {
        "title": "&lt;b&gt;<mark>Reading</mark>&lt;/b&gt; &amp; writing",
        "summary": "Readers&#x27; “<mark>read</mark>-alouds” &lt;script&gt;alert(&#x27;"
        "<mark>reading</mark>&#x27;)&lt;/script&gt;",
    }


def test_highlights_of_a_long_body_are_an_excerpt(engine: Engine) -> None:
    engine.index([make_document(1, "Plain", body="word " * 300 + "zebra & <b> " + "word " * 300)])
    html = ask(engine, "zebra").hits[0].highlights["body"]
    assert html.startswith("… word")
    assert "<mark>zebra</mark> &amp; &lt;b&gt;" in html
    assert html.endswith("word …")
    assert len(html) < 400


def test_highlights_keep_the_accents_of_the_text(engine: Engine) -> None:
    engine.index([make_document(1, "Un résumé détaillé")])
    assert ask(engine, "resume").hits[0].highlights["title"] == ("Un <mark>résumé</mark> détaillé")


def test_highlights_can_be_left_out(engine: Engine) -> None:
    engine.index([make_document(1, "Reading")])
    assert ask(engine, "reading", highlight=False).hits[0].highlights == {}
    assert ask(engine, "").hits[0].highlights == {}


# Filters and counts


def test_kinds_and_filters_narrow_the_hits(engine: Engine) -> None:
    engine.index(
        [
            make_document(1, facets={"color": ["red", "blue"], "shape": ["round"]}),
            make_document(2, facets={"color": ["blue"], "shape": ["square"]}),
            make_document(3, facets={"color": ["green"]}),
            make_document(4, kind="place", facets={"color": ["red"]}),
        ]
    )
    assert set(found(engine, filters={"color": ("red", "green")})) == {"1", "3", "4"}
    assert set(found(engine, filters={"color": ("blue",), "shape": ("round",)})) == {"1"}
    assert set(found(engine, filters={"color": ("red",)}, kinds=("thing",))) == {"1"}
    assert found(engine, filters={"color": ()}, kinds=("place",)) == ["4"]
    assert found(engine, filters={"color": ("RED",)}) == []


def test_an_undeclared_facet_has_no_values(engine: Engine) -> None:
    engine.index([make_document(1, facets={"unknown": ["x"]})])
    results = ask(engine, filters={"unknown": ("x",)}, facets=("unknown", "color"))
    assert results.total == 0
    assert [(c.value, c.count) for c in results.facets["unknown"]] == [("x", 0)]
    assert results.facets["color"] == []


def test_counts_come_by_frequency_and_keep_chosen_values(engine: Engine) -> None:
    engine.index(
        [
            make_document(1, "Reading", facets={"color": ["red", "blue"], "shape": ["round"]}),
            make_document(2, "Reading", facets={"color": ["blue"], "shape": ["square"]}),
            make_document(3, "Writing", facets={"color": ["green"], "shape": ["round"]}),
        ]
    )
    results = ask(engine, "reading", filters={"color": ("red", "pink")}, facets=("color", "shape"))
    assert results.total == 1
    counts = {
        facet: [(c.value, c.count, c.selected) for c in values]
        for facet, values in results.facets.items()
    }
    assert counts == {
        "color": [("blue", 2, False), ("red", 1, True), ("pink", 0, True)],
        "shape": [("round", 1, False)],
    }


def test_counts_of_everything_follow_every_change_and_differ_by_person(engine: Engine) -> None:
    def counts(visibility: frozenset[str] = PUBLIC) -> dict[str, int]:
        results = ask(engine, visibility=visibility, facets=("color",))
        return {one.value: one.count for one in results.facets["color"]}

    engine.index([make_document(1, facets={"color": ["red"]})])
    assert counts() == counts() == {"red": 1}
    engine.index([make_document(2, facets={"color": ["red"]}, visibility="members")])
    assert (counts(), counts(EVERYONE)) == ({"red": 1}, {"red": 2})
    engine.index([make_document(3, facets={"color": ["blue"]})])
    assert counts() == {"red": 1, "blue": 1}
    engine.delete(["thing:1"])
    assert (counts(), counts(EVERYONE)) == ({"blue": 1}, {"red": 1, "blue": 1})


def test_a_choice_without_hits_does_not_change_what_the_words_mean(engine: Engine) -> None:
    engine.index(
        [
            make_document(1, "Reading plan", facets={"color": ["red"]}),
            make_document(2, "Reading", facets={"color": ["blue"]}),
        ]
    )
    results = ask(engine, "reading plan", filters={"color": ("blue",)}, facets=("color",))
    assert results.total == 0
    assert results.matched is Matched.ALL
    assert [(c.value, c.count) for c in results.facets["color"]] == [("red", 1), ("blue", 0)]


# Visibility


def test_nothing_of_a_hidden_document_shows_anywhere(engine: Engine) -> None:
    engine.index([SECRET, OPEN])
    for text in ("xylophone", "xilophone", "budget", '"xylophone budget"', ""):
        results = ask(engine, text, facets=("color", "shape"))
        assert "secret" not in [hit.id for hit in results.hits]
        assert results.facets["color"] == []
        assert all(value.count <= 1 for value in results.facets["shape"])
        assert results.suggestion is None
    for prefix in ("xyl", "conf", "ultra", "u", "b"):
        assert not engine.suggest(prefix, visibility=PUBLIC, limit=9).titles
        assert not engine.suggest(prefix, visibility=PUBLIC, limit=9).values
    (value,) = engine.suggest("rou", visibility=PUBLIC, limit=9).values
    assert value.count == 1
    assert engine.related("thing:open", visibility=PUBLIC, limit=9) == []
    assert engine.related("thing:secret", visibility=PUBLIC, limit=9) == []


def test_members_see_what_is_meant_for_them(engine: Engine) -> None:
    engine.index([SECRET, OPEN])
    assert found(engine, "xylophone", visibility=EVERYONE) == ["secret"]
    assert ask(engine, "xilophone", visibility=EVERYONE).suggestion == "xylophone"
    assert engine.suggest("ultra", visibility=EVERYONE, limit=9).values
    related = engine.related("thing:open", visibility=EVERYONE, limit=9)
    assert [hit.id for hit in related] == ["secret"]


def test_who_may_see_nothing_finds_nothing(engine: Engine) -> None:
    engine.index([OPEN])
    nothing: frozenset[str] = frozenset()
    assert ask(engine, "", visibility=nothing, facets=("shape",)) == Results(facets={"shape": []})
    assert not engine.suggest("open", visibility=nothing, limit=9).titles
    assert engine.related("thing:open", visibility=nothing, limit=9) == []


# Order and pages


def test_sort_orders(engine: Engine) -> None:
    engine.index(
        [
            make_document(1, "beta reading", date=day(2020)),
            make_document(2, "Élan of reading reading", date=day(2024)),
            make_document(3, "Alpha reading", date=None),
            make_document(4, "“Delta” reading", date=day(1969)),
        ]
    )
    assert found(engine, "reading", sort=Sort.NEWEST) == ["2", "1", "4", "3"]
    assert found(engine, "reading", sort=Sort.OLDEST) == ["4", "1", "2", "3"]
    assert found(engine, "reading", sort=Sort.TITLE) == ["3", "1", "4", "2"]
    assert found(engine, "", sort=Sort.RELEVANCE) == ["2", "1", "4", "3"]


def test_among_equals_the_fresh_and_the_good_come_first(engine: Engine) -> None:
    now = datetime.now(UTC)
    engine.index(
        [
            make_document("old", "Reading", date=day(2001)),
            make_document("good", "Reading", date=day(2001), quality=3),
            make_document("fresh", "Reading", date=now),
            *(make_document(n, "Something else", body="reading") for n in range(5)),
            *(make_document(n, "Something else") for n in range(5, 50)),
        ]
    )
    assert set(found(engine, "reading")[:2]) == {"good", "fresh"}
    assert found(engine, "reading")[2] == "old"
    engine.index([make_document("subject", "Reading reading", summary="Reading", body="Reading")])
    assert found(engine, "reading")[0] == "subject"


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_hold_every_hit_once(engine: Engine, sort: Sort) -> None:
    engine.index([make_document(n, "Same title", date=day(2020)) for n in range(25)])
    pages = [found(engine, "title", sort=sort, page=page, size=10) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert len({key for page in pages for key in page}) == 25


@pytest.mark.parametrize("page", [-1, 0, 2, 999_999_999, 10**30])
def test_pages_out_of_range_are_no_error(engine: Engine, page: int) -> None:
    engine.index([make_document(1, "Only one")])
    results = ask(engine, "one", page=page)
    assert results.total == 1
    assert len(results.hits) == (1 if page < 2 else 0)


def test_a_page_of_size_zero_only_counts(engine: Engine) -> None:
    engine.index([make_document(1, "One", facets={"color": ["red"]})])
    results = ask(engine, "", size=0, facets=("color",))
    assert (results.total, len(results.hits)) == (1, 0)
    assert results.facets["color"][0].count == 1
