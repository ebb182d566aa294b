"""What a text is about, found without asking."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions.services.suggestions import Suggestion, suggest, words_of
from library.enums import Visibility, Vocabulary
from library.models import LibraryIndexPage, ResourceTag, TaggedResource, Term
from tests.factories.resources import make_draft, make_published, members_only

EVERYONE = frozenset({Visibility.PUBLIC.value})
MEMBERS = frozenset(Visibility.values)


def make_term(
    label: str, *synonyms: str, parent: Term | None = None, vocabulary: str = Vocabulary.TOPIC
) -> Term:
    term = Term.objects.create(
        vocabulary=vocabulary, slug=label.lower().replace(" ", "-"), label=label, parent=parent
    )
    for synonym in synonyms:
        term.synonyms.create(label=synonym)
    return term


@pytest.fixture
def topics(db: None) -> dict[str, Term]:
    Term.objects.filter(vocabulary__in=[Vocabulary.TOPIC, Vocabulary.GRADE]).delete()
    attendance = make_term("Attendance and engagement", "absence", "truancy")
    return {
        "attendance": attendance,
        "chronic": make_term(
            "Chronic absence", "chronic absenteeism", "absent students", parent=attendance
        ),
        "induction": make_term("New teacher induction", "TEAM", "mentor teachers"),
        "plcs": make_term("Professional learning communities", "PLC", "common planning time"),
        "families": make_term("Multilingual families", "interpreters"),
        "high": make_term("9-12", "high school", "ninth grade", vocabulary=Vocabulary.GRADE),
    }


def labels(title: str = "", text: str = "", **kwargs: object) -> list[str]:
    return [each.label for each in suggest(title=title, text=text, **kwargs)]


@pytest.mark.usefixtures("topics")
@pytest.mark.parametrize(
    "text",
    ["Chronic absences", "CHRONIC ABSENCE", "about chronic absence.", "Chrónic  absence’s end"],
)
def test_case_accents_plurals_and_punctuation_make_no_difference(text: str) -> None:
    assert labels(text=text)[0] == "Chronic absence"


@pytest.mark.usefixtures("topics")
def test_the_narrower_topic_comes_before_the_broader() -> None:
    found = labels(text="Chronic absence fell.")
    assert found == ["Chronic absence", "Attendance and engagement"]


@pytest.mark.usefixtures("topics")
def test_a_title_weighs_more_than_the_text() -> None:
    assert labels(title="Interpreters", text="truancy") == [
        "Multilingual families",
        "Attendance and engagement",
    ]
    assert labels(title="Truancy", text="interpreters") == [
        "Attendance and engagement",
        "Multilingual families",
    ]


@pytest.mark.usefixtures("topics")
def test_an_abbreviation_that_is_a_word_needs_capitals() -> None:
    assert labels(text="Our team met.") == []
    assert labels(text="Every mentor in TEAM met.") == ["New teacher induction"]
    assert labels(text="our plcs met") == ["Professional learning communities"]


@pytest.mark.usefixtures("topics")
def test_words_must_stand_together() -> None:
    assert "Chronic absence" not in labels(text="chronic pain and an absence")


@pytest.mark.usefixtures("topics")
def test_nothing_comes_from_nothing() -> None:
    assert labels() == []
    assert labels(text="We repainted the gym.") == []


def test_what_is_chosen_is_not_offered_again(topics: dict[str, Term]) -> None:
    chosen = [topics["chronic"].pk]
    assert labels(text="chronic absence", chosen_terms=chosen) == ["Attendance and engagement"]


def test_grades_go_to_their_own_field(topics: dict[str, Term]) -> None:
    assert suggest(title="", text="our high school") == [
        Suggestion("grades", str(topics["high"].pk), "9-12")
    ]


@pytest.mark.usefixtures("topics")
def test_tags_come_from_what_the_person_may_read(library: LibraryIndexPage) -> None:
    for title, tag, fields, published in (
        ("One", "phone tree", {}, True),
        ("Two", "homeroom", members_only(), True),
        ("Three", "secret plan", {}, False),
    ):
        make = make_published if published else make_draft
        resource = make(library, title, **fields)
        TaggedResource.objects.create(
            tag=ResourceTag.objects.create(name=tag), content_object=resource
        )
    text = "Phone trees in homeroom, a secret plan"
    assert labels(text=text, visibilities=EVERYONE) == ["phone tree"]
    assert sorted(labels(text=text, visibilities=MEMBERS)) == ["homeroom", "phone tree"]
    assert labels(text=text, chosen_tags=["Phone Trees"], visibilities=EVERYONE) == []


@given(st.text(max_size=300))
@settings(max_examples=200)
def test_any_text_splits_into_words(text: str) -> None:
    for word in words_of(text):
        assert word.folded == word.folded.strip()


@given(word=st.sampled_from(["absence", "family", "class", "box", "coach", "bus", "analysis"]))
def test_singular_and_plural_meet(word: str) -> None:
    plurals = {"family": "families", "class": "classes", "box": "boxes", "coach": "coaches"}
    plural = plurals.get(word, f"{word}s")
    if word not in {"bus", "analysis"}:
        assert words_of(word) == words_of(plural)
