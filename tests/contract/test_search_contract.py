"""What every search engine must do, seen from outside."""

import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.documents import Document
from search.engines.base import Engine, SearchUnavailable
from search.enums import Matched, Sort
from search.query import SearchQuery
from search.results import Results
from tests.contract.search_world import EVERYONE, PUBLIC, make_document


def ask(engine: Engine, text: str = "", **fields: Any) -> Results:
    fields.setdefault("visibility", PUBLIC)
    return engine.search(SearchQuery(text=text, **fields))


def found(engine: Engine, text: str = "", **fields: Any) -> list[str]:
    return [hit.id for hit in ask(engine, text, **fields).hits]


def day(year: int, month: int = 1, number: int = 1) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


# What is in the index


def test_without_an_index_the_engine_says_so(engine: Engine) -> None:
    with pytest.raises(SearchUnavailable):
        ask(engine, "anything")
    assert not engine.status().ready
    assert list(engine.versions()) == []


def test_an_indexed_document_is_found_and_brings_back_what_it_stored(engine: Engine) -> None:
    engine.index([make_document(1, "Attendance plan", stored={"url": "/r/1/", "n": [1, None]})])
    (hit,) = ask(engine, "attendance").hits
    assert (hit.key, hit.kind, hit.id) == ("thing:1", "thing", "1")
    assert hit.stored == {"url": "/r/1/", "n": [1, None]}
    assert hit.score > 0
    assert engine.status().documents == 1


def test_indexing_a_key_again_replaces_its_document(engine: Engine) -> None:
    engine.index([make_document(1, "Old words", version=1)])
    engine.index([make_document(1, "New words", version=2)])
    assert found(engine, "old") == []
    assert found(engine, "new") == ["1"]
    assert list(engine.versions()) == [("thing:1", 2)]


def test_a_deleted_document_is_gone_and_unknown_keys_do_no_harm(engine: Engine) -> None:
    engine.index([make_document(1, "Stays"), make_document(2, "Goes")])
    engine.delete(["thing:2", "thing:404"])
    assert found(engine) == ["1"]
    assert dict(engine.versions()) == {"thing:1": 0}


def test_refresh_adds_changes_and_removes(engine: Engine) -> None:
    engine.index([make_document(1, "Keep"), make_document(2, "Drop")])
    engine.refresh(
        ["thing:1", "thing:2", "thing:3"],
        lambda keys: [make_document(1, "Kept", version=5), make_document(3, "Added", version=6)],
    )
    assert dict(engine.versions()) == {"thing:1": 5, "thing:3": 6}


# Words


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Coaches in schools", "coaching school"),
        ("Families and literacy", "family"),
        ("Résumé of a naïve façade", "resume naive facade"),
        ("Resume", "RÉSUMÉ"),
        (unicodedata.normalize("NFD", "Café"), unicodedata.normalize("NFC", "café")),
        (unicodedata.normalize("NFC", "Café"), unicodedata.normalize("NFD", "café")),
        ("The principal's day", "principal"),
        ("Principals’ meetings", "principal"),
        ("O'Brien Middle School", "o’brien"),
        ("O'Brien Middle School", "obrien"),
        ("Well-being", "well being"),
        ("A K-12 district", "k-12"),
        ("ﬁrst aid", "first"),
        ("Школа и семья", "школа"),
        ("東京の学校", "学校"),
        ("مدرسة جديدة", "مدرسة"),
        ("Ｆｕｌｌ width", "full"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_a_word_is_found_however_it_is_written(engine: Engine, written: str, typed: str) -> None:
    engine.index([make_document(1, written), make_document(2, "Something else")])
    assert found(engine, typed) == ["1"]


@pytest.mark.parametrize("field", ["title", "summary", "body", "keywords"])
def test_every_text_field_is_searched(engine: Engine, field: str) -> None:
    value: Any = ["Zebra crossings"] if field == "keywords" else "Zebra crossings"
    fields = {"title": "Plain", field: value}
    engine.index([make_document(1, **fields), make_document(2, "Plain")])
    assert found(engine, "zebra") == ["1"]


def test_title_weighs_more_than_keywords_than_summary_than_body(engine: Engine) -> None:
    other = {"title": "Common words here", "summary": "Common words here"}
    engine.index(
        [
            make_document("body", **other, body="zebra"),
            make_document("summary", **{**other, "summary": "zebra common words"}),
            make_document("keywords", **other, keywords=["zebra"]),
            make_document("title", **{**other, "title": "Zebra common words"}),
        ]
    )
    assert found(engine, "zebra") == ["title", "keywords", "summary", "body"]


def test_all_words_come_first(engine: Engine) -> None:
    engine.index([make_document(1, "Reading plan"), make_document(2, "Reading circle")])
    results = ask(engine, "plan reading")
    assert [hit.id for hit in results.hits] == ["1"]
    assert results.matched is Matched.ALL


def test_a_question_finds_what_has_most_of_its_words(engine: Engine) -> None:
    engine.index(
        [
            make_document("most", "Getting families to come to school", body="evening events"),
            make_document("one", "School budget"),
            make_document("none", "Zebra"),
        ]
    )
    results = ask(engine, "How can I get more families to come to our school evenings by bus?")
    assert [hit.id for hit in results.hits] == ["most"]
    assert results.matched is Matched.SOME


def test_weak_words_of_a_sentence_need_not_occur(engine: Engine) -> None:
    engine.index([make_document(1, "Families and schools"), make_document(2, "Zebra")])
    results = ask(engine, "how can we make families really like our schools even more")
    assert [hit.id for hit in results.hits] == ["1"]
    assert results.matched is Matched.ALL


def test_a_sentence_is_answered_by_what_it_is_about_before_what_mentions_its_words(
    engine: Engine,
) -> None:
    mentions = "families " + "word " * 200 + "evenings " + "word " * 200 + "bus " + "word " * 200
    engine.index(
        [
            make_document("about", "Evenings for families", summary="Families come to evenings."),
            make_document("mentions", "Budget", body=mentions),
            *(make_document(n, "Zebra", body="word " * 100) for n in range(20)),
        ]
    )
    results = ask(engine, "how do families get to our evenings without a bus")
    assert [hit.id for hit in results.hits] == ["about", "mentions"]
    assert results.matched is Matched.ALL


def test_if_most_words_find_nothing_any_word_does(engine: Engine) -> None:
    engine.index([make_document(1, "School budget"), make_document(2, "Zebra")])
    results = ask(engine, "qwertz asdfgh yxcvbn zebra")
    assert [hit.id for hit in results.hits] == ["2"]
    assert results.matched is Matched.SOME


def test_function_words_alone_are_words(engine: Engine) -> None:
    engine.index([make_document(1, "To be or not to be"), make_document(2, "Zebra")])
    assert found(engine, "to be") == ["1"]


# Phrases and exclusions


def test_a_phrase_wants_its_words_side_by_side_in_order(engine: Engine) -> None:
    engine.index(
        [
            make_document(1, "A school climate survey"),
            make_document(2, "Climate of the school"),
            make_document(3, "Climate", summary="School"),
        ]
    )
    assert found(engine, '"school climates"') == ["1"]
    assert found(engine, "“school climate”") == ["1"]


def test_another_function_word_may_stand_in_a_phrase(engine: Engine) -> None:
    engine.index([make_document(1, "Leaders of schools"), make_document(2, "School leaders")])
    assert found(engine, '"leaders in the schools"') == []
    assert found(engine, '"leaders in schools"') == ["1"]


def test_a_phrase_of_function_words_is_taken_literally(engine: Engine) -> None:
    engine.index([make_document(1, "To be or to do"), make_document(2, "Do or be to")])
    assert found(engine, '"to be or to do"') == ["1"]


def test_exclusions_hold_for_words_and_phrases(engine: Engine) -> None:
    engine.index(
        [
            make_document(1, "Reading plan"),
            make_document(2, "Reading circle"),
            make_document(3, "Reading and plans of a circle"),
        ]
    )
    assert set(found(engine, "reading -circles")) == {"1"}
    assert set(found(engine, 'reading -"reading circle"')) == {"1", "3"}


def test_only_exclusions_find_everything_else(engine: Engine) -> None:
    engine.index([make_document(1, "Reading"), make_document(2, "Writing")])
    assert found(engine, "-reading") == ["2"]


def test_phrases_and_exclusions_hold_when_only_some_words_match(engine: Engine) -> None:
    engine.index(
        [
            make_document(1, "School climate zebra"),
            make_document(2, "Climate zebra"),
            make_document(3, "School climate zebra excluded"),
        ]
    )
    results = ask(engine, '"school climate" zebra qwertz asdfgh -excluded')
    assert [hit.id for hit in results.hits] == ["1"]
    assert results.matched is Matched.SOME


def test_phrases_and_exclusions_hold_among_misspelled_words(engine: Engine) -> None:
    engine.index(
        [
            make_document(1, "School climate literacy"),
            make_document(2, "Literacy"),
            make_document(3, "School climate literacy excluded"),
        ]
    )
    results = ask(engine, '"school climate" literasy -excluded')
    assert [hit.id for hit in results.hits] == ["1"]
    assert results.matched is Matched.FUZZY


# Typing errors


@pytest.mark.parametrize(
    "typed", ["literasy", "litercy", "liiteracy", "iteracy", "litearcy", "litterasy"]
)
def test_a_misspelled_word_is_found_and_corrected(engine: Engine, typed: str) -> None:
    engine.index([make_document(1, "Early literacy"), make_document(2, "Mathematics")])
    results = ask(engine, typed)
    assert [hit.id for hit in results.hits] == ["1"]
    assert results.matched is Matched.FUZZY
    assert results.suggestion == "literacy"
    assert results.hits[0].highlights["title"] == "Early <mark>literacy</mark>"


@pytest.mark.parametrize("typed", ["2031", "cot", "xylophones"])
def test_numbers_short_and_unlike_words_are_not_guessed(engine: Engine, typed: str) -> None:
    engine.index([make_document(1, "Cat 2030 plans")])
    results = ask(engine, typed)
    assert (results.total, results.suggestion) == (0, None)


def test_the_nearest_then_the_most_frequent_word_is_suggested(engine: Engine) -> None:
    engine.index(
        [make_document(n, "Reading") for n in range(3)]
        + [make_document(9, "Readings, seeding, and a bedding")]
    )
    assert ask(engine, "reeding").suggestion == "reading"


def test_only_the_misspelled_word_is_replaced(engine: Engine) -> None:
    engine.index([make_document(1, "Literacy coaching for families")])
    results = ask(engine, '  Coaching   litercay, -zebra "for families"')
    assert results.matched is Matched.FUZZY
    assert results.suggestion == 'Coaching literacy, -zebra "for families"'


def test_a_word_found_often_is_not_corrected(engine: Engine) -> None:
    engine.index(
        [make_document(n, "Leading") for n in range(3)]
        + [make_document(n, "Reading") for n in range(10, 90)]
    )
    assert ask(engine, "leading").suggestion is None


def test_a_word_that_only_an_author_misspelled_is_corrected(engine: Engine) -> None:
    engine.index(
        [make_document(0, "Litercay")] + [make_document(n, "Literacy") for n in range(1, 20)]
    )
    results = ask(engine, "litercay")
    assert (results.total, results.suggestion) == (1, "literacy")


def test_keywords_correct_spelling_too(engine: Engine) -> None:
    engine.index([make_document(1, "Plain", keywords=["Phonological awareness"])])
    assert ask(engine, "phonologcal").suggestion == "phonological"


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


SECRET = make_document(
    "secret",
    "Confidential xylophone budget",
    body="xylophone",
    keywords=["xylophone"],
    visibility="members",
    facets={"color": ["ultraviolet"], "shape": ["round"]},
    labels={"color": {"ultraviolet": "Ultraviolet"}, "shape": {"round": "Round"}},
)
OPEN = make_document(
    "open",
    "Open round table",
    facets={"shape": ["round"]},
    labels={"shape": {"round": "Round"}},
)


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


# Suggestions and relatives


def test_suggestions_are_titles_that_continue_what_was_typed(engine: Engine) -> None:
    engine.index(
        [
            make_document(1, "Reading circles", stored={"url": "/1/"}),
            make_document(2, "A circle of readers"),
            make_document(3, "Résumé reading"),
            make_document(4, "Writing", body="reading"),
        ]
    )

    def titles(prefix: str) -> list[str]:
        return [one.key for one in engine.suggest(prefix, visibility=PUBLIC, limit=9).titles]

    assert titles("rea")[0] == "thing:1"
    assert set(titles("rea")) == {"thing:1", "thing:2", "thing:3"}
    assert titles("circle of r") == ["thing:2"]
    assert titles("RESU") == ["thing:3"]
    assert titles("reading c") == ["thing:1"]
    assert titles("") == titles("  ") == titles("!?") == []
    assert engine.suggest("reading c", visibility=PUBLIC, limit=9).titles[0].stored == {
        "url": "/1/"
    }
    assert len(engine.suggest("r", visibility=PUBLIC, limit=2).titles) == 2


def test_suggestions_are_labels_of_facet_values_with_counts(engine: Engine) -> None:
    def thing(number: int, **labels: str) -> Document:
        return make_document(
            number,
            facets={"color": list(labels), "shape": ["round"]},
            labels={"color": labels},
        )

    engine.index(
        [
            thing(1, rs="Reading strategies", cr="Close reading"),
            thing(2, cr="Close reading"),
            thing(3, zz="Zebra"),
        ]
    )
    values = engine.suggest("read", visibility=PUBLIC, limit=9).values
    assert [(v.facet, v.value, v.label, v.count) for v in values] == [
        ("color", "rs", "Reading strategies", 1),
        ("color", "cr", "Close reading", 2),
    ]
    assert not engine.suggest("round", visibility=PUBLIC, limit=9).values
    engine.delete(["thing:3"])
    assert not engine.suggest("zeb", visibility=PUBLIC, limit=9).values


def test_related_share_words_and_facets(engine: Engine) -> None:
    engine.index(
        [
            make_document(1, "Coaching principals on attendance", facets={"color": ["red"]}),
            make_document(2, "Attendance and coaching of principals", facets={"color": ["red"]}),
            make_document(3, "Something quite different", facets={"color": ["red"]}),
            make_document(4, "Nothing in common", facets={"color": ["blue"]}),
        ]
    )
    related = engine.related("thing:1", visibility=PUBLIC, limit=9)
    assert [hit.id for hit in related] == ["2", "3"]
    assert engine.related("thing:404", visibility=PUBLIC, limit=9) == []
    assert len(engine.related("thing:1", visibility=PUBLIC, limit=1)) == 1


# Whatever people type


HOSTILE = [
    '"', '""', '"""', 'say "hello', "-", "--", "- -", '-"', '-""', "'", "\\", "\x00", "a\x00b",
    "title:reading", "reading AND OR NOT", "(reading", "read* ~2 ^3", "[a TO z]", "/.*/", "+-&&||!",
    "<script>alert(1)</script>", "%00%0a", "../../etc/passwd", "\u202ereading", "\ud800", "🏫🏫",
    "a" * 5_000, "word " * 1_000, '"' + "word " * 1_000, "-a " * 500, "é" * 600, "\u0301" * 50,
    "ﷺ" * 300, "\uffff", "ß", "İstanbul", "12", "x" * 511 + "é", "-x" * 200,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_only_text(engine: Engine, text: str) -> None:
    engine.index([make_document(1, "Reading", facets={"color": ["red"]})])
    results = ask(engine, text, filters={"color": (text,)}, facets=("color",))
    assert results.total in (0, 1)
    engine.suggest(text, visibility=PUBLIC, limit=5)
    assert engine.related(text, visibility=PUBLIC, limit=5) == []


@given(text=st.text(max_size=80), page=st.integers(), sort=st.sampled_from(Sort))
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_text_is_answered(engine: Engine, text: str, page: int, sort: Sort) -> None:
    if not engine.status().ready:
        engine.index([make_document(1, "Reading plan", body="Ein größerer Text"), OPEN, SECRET])
    results = ask(engine, text, page=page, sort=sort, facets=("shape",))
    assert 0 <= results.total <= 2
    engine.suggest(text, visibility=PUBLIC, limit=5)


@given(text=st.text(min_size=1, max_size=40))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_text_can_be_indexed_and_its_highlights_are_safe(engine: Engine, text: str) -> None:
    engine.index([make_document(1, f"{text} <i>zebra</i>", body=text, keywords=[text])])
    html = ask(engine, "zebra").hits[0].highlights["title"]
    assert "<mark>zebra</mark>" in html
    assert "<" not in html.replace("<mark>", "").replace("</mark>", "")


def test_related_survives_documents_that_were_replaced_again_and_again(engine: Engine) -> None:
    pair = [make_document(1, "Mentor hours"), make_document(2, "Mentor training")]
    for _again in range(12):
        engine.index(pair)
    assert [hit.id for hit in engine.related("thing:1", visibility=PUBLIC, limit=9)] == ["2"]
