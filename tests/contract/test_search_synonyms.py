"""What the editors' synonyms find, on every engine."""

import pytest

from search.engines.base import Engine
from search.enums import Matched
from search.synonyms import Rule, Synonyms
from tests.contract.asking import ask, found
from tests.contract.search_world import make_document

DEVELOPMENT = ("PD", "professional development", "professional learning")
BOTH_WAYS = Synonyms(Rule(one, [o for o in DEVELOPMENT if o != one]) for one in DEVELOPMENT)
ONE_WAY = Synonyms([Rule("suspension", ["exclusionary discipline", "removal"])])
CAPITALS = Synonyms([Rule("TEAM", ["teacher induction"], only_in_capitals=True)])


@pytest.fixture
def shelf_of_three(engine: Engine) -> Engine:
    engine.index(
        [
            make_document("short", "PD calendar", body="For new principals"),
            make_document("long", "Professional development calendar"),
            make_document("learning", "Calendar", body="Our professional learning days"),
            make_document("scattered", "Calendar of a professional", body="In development"),
            make_document("none", "Budget of learning"),
        ]
    )
    return engine


@pytest.mark.parametrize("typed", ["pd", "PD calendar", "calendar PDs"])
def test_an_abbreviation_finds_what_it_stands_for(shelf_of_three: Engine, typed: str) -> None:
    results = ask(shelf_of_three, typed, synonyms=BOTH_WAYS)
    assert {hit.id for hit in results.hits} == {"short", "long", "learning"}
    assert results.matched is Matched.ALL
    assert results.total == 3


def test_a_phrase_in_a_question_finds_its_abbreviation(shelf_of_three: Engine) -> None:
    results = ask(shelf_of_three, "Professional  Development calendar", synonyms=BOTH_WAYS)
    assert {hit.id for hit in results.hits} == {"short", "long", "learning", "scattered"}
    assert results.matched is Matched.ALL


def test_a_sentence_is_answered_by_what_uses_the_other_word(shelf_of_three: Engine) -> None:
    asked = "what professional development is there for our new principals"
    assert ask(shelf_of_three, asked).matched is Matched.SOME
    results = ask(shelf_of_three, asked, synonyms=BOTH_WAYS)
    assert results.matched is Matched.ALL
    assert {"short", "long", "learning"} <= {hit.id for hit in results.hits}


def test_without_synonyms_only_the_typed_words_count(shelf_of_three: Engine) -> None:
    assert found(shelf_of_three, "pd") == ["short"]


def test_the_words_that_were_typed_come_first(shelf_of_three: Engine) -> None:
    shelf_of_three.index(
        [
            make_document("a", "Attendance PD"),
            make_document("b", "Attendance professional learning"),
        ]
    )
    assert found(shelf_of_three, "attendance PD", synonyms=BOTH_WAYS) == ["a", "b"]


def test_one_way_is_not_the_other(engine: Engine) -> None:
    engine.index(
        [
            make_document("typed", "Suspension"),
            make_document("target", "Exclusionary discipline"),
            make_document("word", "Removal from class"),
            make_document("apart", "Discipline that is not exclusionary"),
        ]
    )
    assert set(found(engine, "suspensions", synonyms=ONE_WAY)) == {"typed", "target", "word"}
    assert set(found(engine, "exclusionary discipline", synonyms=ONE_WAY)) == {"target", "apart"}


def test_quotes_mean_the_words_themselves(shelf_of_three: Engine) -> None:
    assert found(shelf_of_three, '"PD"', synonyms=BOTH_WAYS) == ["short"]
    assert found(shelf_of_three, '"professional development"', synonyms=BOTH_WAYS) == ["long"]


def test_an_exclusion_leaves_out_the_word_alone(shelf_of_three: Engine) -> None:
    left = found(shelf_of_three, "calendar -PD", synonyms=BOTH_WAYS)
    assert set(left) == {"long", "learning", "scattered"}


def test_filters_hold_for_what_a_synonym_finds(engine: Engine) -> None:
    engine.index(
        [
            make_document("red", "Professional learning", facets={"color": ["red"]}),
            make_document("blue", "Professional learning", facets={"color": ["blue"]}),
        ]
    )
    results = ask(engine, "PD", synonyms=BOTH_WAYS, filters={"color": ("red",)}, facets=("color",))
    assert [hit.id for hit in results.hits] == ["red"]
    assert {(one.value, one.count) for one in results.facets["color"]} == {("red", 1), ("blue", 1)}


def test_hidden_documents_stay_hidden_from_a_synonym(engine: Engine) -> None:
    engine.index([make_document("secret", "Professional learning", visibility="members")])
    assert ask(engine, "PD", synonyms=BOTH_WAYS).total == 0


def test_the_words_of_a_synonym_are_marked(shelf_of_three: Engine) -> None:
    hits = {hit.id: hit for hit in ask(shelf_of_three, "pd", synonyms=BOTH_WAYS).hits}
    assert hits["short"].highlights["title"] == "<mark>PD</mark> calendar"
    assert (
        hits["long"].highlights["title"]
        == "<mark>Professional</mark> <mark>development</mark> calendar"
    )


def test_a_word_with_a_synonym_is_not_called_misspelled(engine: Engine) -> None:
    engine.index([make_document(n, "Mentoring plan") for n in range(40)])
    engine.index([make_document("x", "Guidance for beginners")])
    rules = Synonyms([Rule("mentorin", ["guidance"])])
    assert ask(engine, "mentorin").suggestion == "mentoring"
    results = ask(engine, "mentorin", synonyms=rules)
    assert results.suggestion is None
    assert [hit.id for hit in results.hits] == ["x"]


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("TEAM", {"induction", "team"}),
        ("how TEAM works", {"induction", "team"}),
        ("team", {"team"}),
        ("Team", {"team"}),
        ("TEAM MEETING", {"team"}),
    ],
)
def test_an_abbreviation_that_is_a_word_counts_in_capitals_only(
    engine: Engine, typed: str, finds: set[str]
) -> None:
    engine.index(
        [
            make_document("induction", "Teacher induction", body="How it works"),
            make_document("team", "Team meeting", body="How it works"),
        ]
    )
    assert set(found(engine, typed, synonyms=CAPITALS)) == finds


def test_the_longest_run_of_words_counts(engine: Engine) -> None:
    rules = Synonyms([Rule("core", ["center"]), Rule("common core", ["CCT"])])
    engine.index([make_document("cct", "CCT"), make_document("center", "Common center")])
    assert found(engine, "common core", synonyms=rules) == ["cct"]


def test_a_word_of_a_synonym_alone_is_not_marked(engine: Engine) -> None:
    engine.index([make_document(1, "PD calendar", summary="What our staff is learning")])
    [hit] = ask(engine, "PD", synonyms=BOTH_WAYS).hits
    assert set(hit.highlights) == {"title"}
    assert "synonym" not in hit.found
