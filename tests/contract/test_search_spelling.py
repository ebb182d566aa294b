"""What typing errors and whatever else people type come to, on every engine."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.base import Engine
from search.enums import Matched, Sort
from tests.contract.asking import OPEN, SECRET, ask
from tests.contract.search_world import PUBLIC, make_document

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
