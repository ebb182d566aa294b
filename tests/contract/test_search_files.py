"""What stands in the files of a thing is found, and the hit says in which file; on every engine."""

import pytest

from search.documents import MOST_FILES, FileText, InvalidDocument
from search.engines.base import Engine
from search.results import Hit
from tests.contract.asking import ask, found
from tests.contract.search_world import EVERYONE, PUBLIC, make_document

LETTER = FileText("Letter home", "Dear families, " + "please read this. " * 40 + "Bring a zebra.")
RUBRIC = FileText("Rubric", "Four levels of xylophone playing, from novice to expert.")
AGENDA = FileText("Agenda", "Welcome, then the <b>quokka</b> & its keeper.")


def hit_of(engine: Engine, text: str) -> Hit:
    (hit,) = ask(engine, text).hits
    return hit


def test_a_word_that_stands_only_in_a_file_finds_the_thing_and_names_the_file(
    engine: Engine,
) -> None:
    engine.index(
        [
            make_document(1, "Music day", body="Plain", files=[LETTER, RUBRIC, AGENDA]),
            make_document(2, "Sports day", body="Plain", files=[FileText("Plan", "Balls")]),
        ]
    )
    hit = hit_of(engine, "xylophones")
    assert (hit.id, hit.file) == ("1", "Rubric")
    assert hit.highlights == {
        "file": "Four levels of <mark>xylophone</mark> playing, from novice to expert."
    }


def test_the_passage_is_an_excerpt_with_everything_but_the_marks_escaped(engine: Engine) -> None:
    engine.index([make_document(1, "Music day", files=[LETTER, RUBRIC, AGENDA])])
    letter = hit_of(engine, "zebra")
    assert letter.file == "Letter home"
    assert letter.highlights["file"].startswith("… ")
    assert letter.highlights["file"].endswith("Bring a <mark>zebra</mark>.")
    assert len(letter.highlights["file"]) < 300
    assert hit_of(engine, "quokka").highlights["file"] == (
        "Welcome, then the &lt;b&gt;<mark>quokka</mark>&lt;/b&gt; &amp; its keeper."
    )


def test_the_file_with_most_of_the_words_is_named(engine: Engine) -> None:
    files = [FileText("One", "zebra"), FileText("Both", "xylophone for a zebra"), LETTER]
    engine.index([make_document(1, "Music day", files=files)])
    assert hit_of(engine, "zebra xylophone").file == "Both"


@pytest.mark.parametrize("field", ["title", "summary", "body"])
def test_a_file_that_adds_nothing_is_not_named(engine: Engine, field: str) -> None:
    texts = {"title": "Music day", field: "A zebra in the school"}
    engine.index([make_document(1, **texts, files=[LETTER])])
    hit = hit_of(engine, "zebra")
    assert hit.file == ""
    assert "file" not in hit.highlights
    assert "<mark>zebra</mark>" in hit.highlights[field]


def test_a_file_with_more_of_the_words_than_the_body_is_named(engine: Engine) -> None:
    files = [FileText("Both", "xylophone for a zebra")]
    engine.index([make_document(1, "Music day", body="Only a zebra", files=files)])
    hit = hit_of(engine, "zebra xylophone")
    assert hit.file == "Both"
    assert hit.highlights["file"] == "<mark>xylophone</mark> for a <mark>zebra</mark>"


def test_a_word_that_only_a_file_adds_to_the_title_is_shown(engine: Engine) -> None:
    engine.index([make_document(1, "Music day", body="About music", files=[LETTER])])
    hit = hit_of(engine, "music zebra")
    assert hit.file == "Letter home"
    assert "<mark>Music</mark>" in hit.highlights["title"]


def test_a_phrase_and_an_exclusion_reach_into_files(engine: Engine) -> None:
    engine.index(
        [
            make_document(1, "Music day", files=[RUBRIC]),
            make_document(2, "Music week", files=[FileText("Plan", "playing the xylophone")]),
        ]
    )
    assert found(engine, '"xylophone playing"') == ["1"]
    assert found(engine, "music -levels") == ["2"]


def test_long_files_do_not_answer_for_words_spelled_alike(engine: Engine) -> None:
    """Among thousands of words one is always near: "insecurity" is not "security"."""
    files = [FileText("First day", "Ask security for food.")]
    engine.index(
        [
            make_document(1, "First day", files=files),
            make_document(2, "Food pantry", body="For families who lack food"),
        ]
    )
    assert found(engine, "food insecurity")[0] == "2"


def test_a_word_on_the_page_counts_more_than_one_in_a_file(engine: Engine) -> None:
    engine.index(
        [
            make_document(1, "Music day", body="Drums", files=[FileText("Plan", "zebra")]),
            make_document(2, "Music day", body="zebra", files=[FileText("Plan", "Drums")]),
        ]
    )
    assert found(engine, "zebra") == ["2", "1"]


def test_texts_of_the_files_of_hidden_things_are_found_by_nobody_else(engine: Engine) -> None:
    engine.index([make_document(1, "Plan", visibility="members", files=[RUBRIC])])
    assert ask(engine, "xylophone", visibility=PUBLIC).total == 0
    assert ask(engine, "xylofone", visibility=PUBLIC).suggestion is None
    assert ask(engine, "xylophone", visibility=EVERYONE).hits[0].file == "Rubric"


def test_a_file_that_is_gone_from_a_thing_is_not_found_any_more(engine: Engine) -> None:
    engine.index([make_document(1, "Music day", files=[RUBRIC, LETTER])])
    engine.index([make_document(1, "Music day", files=[LETTER])])
    assert found(engine, "xylophone") == []
    assert found(engine, "zebra") == ["1"]


def test_the_end_of_a_long_file_is_found(engine: Engine) -> None:
    long = FileText("Handbook", "word " * 35_000 + "zebra")
    engine.index([make_document(1, "Rules", files=[long])])
    assert found(engine, "zebra") == ["1"]


def test_passages_are_left_out_where_nobody_wants_them(engine: Engine) -> None:
    engine.index([make_document(1, "Music day", files=[RUBRIC])])
    (hit,) = ask(engine, "xylophone", highlight=False).hits
    assert (hit.file, hit.highlights) == ("", {})


@pytest.mark.parametrize(
    "files",
    [
        [RUBRIC] * (MOST_FILES + 1),
        [FileText("Rubric", None)],
        [FileText("", "text")],
        [FileText("n" * 256, "text")],
        [FileText("Rubric", "x" * 200_001)],
    ],
)
def test_files_that_no_engine_could_index_are_refused(files: list[FileText]) -> None:
    with pytest.raises(InvalidDocument):
        make_document(1, "Music day", files=files)
