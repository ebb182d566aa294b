"""What comes first for a question, and why something was found, on every engine."""

import pytest

from search.engines.base import Engine
from search.enums import Matched, Sort
from search.synonyms import Rule, Synonyms
from tests.contract.asking import ask, found
from tests.contract.search_world import EVERYONE, make_document


@pytest.fixture
def shelf(engine: Engine) -> Engine:
    engine.index(
        [
            *(make_document(n, f"Attendance plan {n}", facets={"color": ["red"]}) for n in "123"),
            make_document("chosen", "What helps", facets={"color": ["blue"]}),
            make_document("secret", "For members", visibility="members"),
            make_document("other", "Another kind", kind="sort"),
        ]
    )
    return engine


def test_what_is_pinned_comes_first_in_its_order_and_once(shelf: Engine) -> None:
    results = ask(shelf, "attendance", pinned=("thing:chosen", "thing:3", "thing:3"))
    assert [hit.id for hit in results.hits][:2] == ["chosen", "3"]
    assert len({hit.key for hit in results.hits}) == len(results.hits) == results.total == 4
    assert [hit.id for hit in results.hits if hit.is_pinned] == ["chosen", "3"]
    assert results.matched is Matched.ALL


def test_the_pages_of_an_answer_hold_everything_once(shelf: Engine) -> None:
    pages = [
        found(shelf, "attendance", pinned=("thing:chosen",), page=page, size=2) for page in (1, 2)
    ]
    assert pages[0][0] == "chosen"
    assert sorted([*pages[0], *pages[1]]) == ["1", "2", "3", "chosen"]


def test_nobody_sees_by_a_pin_what_is_hidden_or_gone(shelf: Engine) -> None:
    pinned = ("thing:secret", "thing:404")
    results = ask(shelf, "attendance", pinned=pinned)
    assert results.total == 3
    assert "secret" not in {hit.id for hit in results.hits}
    assert found(shelf, "attendance", pinned=pinned, visibility=EVERYONE)[0] == "secret"


def test_a_pin_keeps_to_filters_and_kinds(shelf: Engine) -> None:
    pinned = ("thing:chosen", "sort:other")
    results = ask(
        shelf, "attendance", pinned=pinned, filters={"color": ("red",)}, facets=("color",)
    )
    assert {hit.id for hit in results.hits} == {"1", "2", "3"}
    assert {one.value: one.count for one in results.facets["color"]} == {"red": 3, "blue": 1}
    assert "other" not in found(shelf, "attendance", pinned=pinned, kinds=("thing",))


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST, Sort.TITLE])
def test_another_order_knows_no_pins(shelf: Engine, sort: Sort) -> None:
    results = ask(shelf, "attendance", pinned=("thing:chosen",), sort=sort)
    assert results.total == 3
    assert not any(hit.is_pinned for hit in results.hits)


def test_a_pin_does_not_keep_other_words_from_being_tried(shelf: Engine) -> None:
    results = ask(shelf, "atendance", pinned=("thing:chosen",))
    assert results.hits[0].id == "chosen"
    assert results.total == 4
    assert results.suggestion == "attendance"


def test_where_words_find_nothing_the_pin_answers_alone(shelf: Engine) -> None:
    assert found(shelf, "qqqq", pinned=("thing:chosen",)) == ["chosen"]


# Why


def test_a_hit_says_which_words_stand_where(engine: Engine) -> None:
    rules = Synonyms([Rule("professional development", ["PD"])])
    engine.index(
        [
            make_document(
                1,
                "Coaches of principals",
                summary="A plan",
                keywords=["Literacy"],
                body="What PD is for. Literacy too.",
            )
        ]
    )
    asked = "professional development coaching principal literacy"
    (hit,) = ask(engine, asked, synonyms=rules).hits
    assert hit.found == {
        "title": ("coaching", "principal"),
        "keywords": ("literacy",),
        "body": ("literacy",),
        "synonym": ("professional development → PD",),
    }


def test_a_misspelled_question_names_the_words_it_found(engine: Engine) -> None:
    engine.index([make_document(1, "Literacy plan")])
    (hit,) = ask(engine, "literasy").hits
    assert hit.found == {"title": ("literacy",)}


def test_without_words_there_is_nothing_to_say(shelf: Engine) -> None:
    assert all(not hit.found for hit in ask(shelf).hits)
