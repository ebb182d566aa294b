"""The guard over planted documents, and over any text: it finds, and it never tells."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.detectors import Outcome, counts, outcomes, part_of, precision, recall
from bench.planted.documents import documents
from files.markup import Deadline
from files.place_words import place_words
from files.places import Place
from files.privacy.findings import MOST_FINDINGS, Finding, Kind
from files.privacy.guard import findings_of
from files.privacy.passages import Contents, Layer
from files.privacy.scanning import scan
from files.privacy.words import ADVICE, LABELS

TOLD = "Social Security Number: "


@pytest.fixture(scope="module")
def results() -> list[Outcome]:
    return outcomes(documents())


@pytest.mark.parametrize("is_held_out", [False, True], ids=["tuned", "held out"])
@pytest.mark.parametrize("kind", [*(one for one in Kind if one != Kind.NAMED), "held"])
def test_of_each_kind_nearly_all_are_found_and_little_else(
    results: list[Outcome], kind: str, is_held_out: bool
) -> None:
    counted = counts(part_of(results, letters=False, held_out=is_held_out))[kind]
    assert counted["found"] >= 2
    assert recall(counted) >= 0.85
    assert precision(counted) >= 0.95


@pytest.mark.parametrize("is_held_out", [False, True], ids=["looked at", "held out"])
@pytest.mark.parametrize("kind", [Kind.SSN, Kind.SASID, Kind.BIRTH_DATE])
def test_numbers_and_dates_are_found_in_free_words_too(
    results: list[Outcome], kind: str, is_held_out: bool
) -> None:
    counted = counts(part_of(results, letters=True, held_out=is_held_out))[kind]
    assert counted["found"] >= 2
    assert counted["missed"] == counted["wrong"] == 0


def test_what_is_told_freely_is_found_where_it_was_learnt(results: list[Outcome]) -> None:
    """Of what was not, most is missed: `bench.detectors` says how much."""
    counted = counts(part_of(results, letters=True, held_out=False))["held"]
    assert recall(counted) >= 0.9
    assert precision(counted) >= 0.9


def test_that_somebody_is_named_is_nearly_always_told(results: list[Outcome]) -> None:
    """Where nothing else is found, too: whoever reviews a file knows where to look."""
    blind = [one for one in results if one.planted.name.startswith("letter-blind-")]
    named = [one.is_named for one in blind if one.planted.kinds]
    assert len(named) == 60
    assert sum(named) >= 57


def test_no_finding_shows_what_it_found(results: list[Outcome]) -> None:
    told = [
        (one.planted.name, secret)
        for one in results
        for secret in one.planted.secrets
        if secret in json.dumps([f.as_json() for f in one.findings], ensure_ascii=False)
    ]
    assert told == []
    assert sum(len(one.planted.secrets) for one in results) > 500


def found_in(text: str, *, layer: Layer = Layer.BODY) -> list[Finding]:
    contents = Contents(Deadline(60))
    contents.add(Place("text"), text, layer)
    return findings_of(contents)


def kinds(text: str) -> set[str]:
    return {one.kind.value for one in found_in(text)}


PIECES = st.sampled_from(
    [
        *(
            "SSN",
            TOLD,
            "SASID: ",
            "DOB ",
            "Student: Maya Chen",
            "maya chen",
            "IEP",
            "suspended",
            "\n",
        ),
        *("\t", " | ", "  ", "Grade 6", "Ana Torres", "born on ", "March 4, 2012", "03/04/2012"),
    ]
)
NUMBERS = st.from_regex(r"\d{3}[- ]?\d{2}[- ]?\d{4}|\d{10}", fullmatch=True)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(PIECES, NUMBERS, st.text(max_size=30))).map(" ".join))
def test_no_text_breaks_the_guard_or_gets_a_number_out_of_it(text: str) -> None:
    for layer in Layer:
        answer = json.dumps([one.as_json() for one in found_in(text, layer=layer)])
        assert not re.search(r"(?:\d[- .]?){9}", answer)
        assert "Maya Chen" not in answer
        assert "maya chen" not in answer


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.one_of(PIECES, NUMBERS, st.text(max_size=12)), max_size=6), max_size=8))
def test_no_table_breaks_the_guard_or_gets_a_number_out_of_it(rows: list[list[str]]) -> None:
    contents = Contents(Deadline(60))
    contents.add_grid(Place("sheet", name="Data"), rows, has_letters=True)
    answer = json.dumps([one.as_json() for one in findings_of(contents)])
    assert not re.search(r"(?:\d[- .]?){9}", answer)


@pytest.mark.parametrize(
    "number",
    ["000-12-3456", "666-12-3456", "900-12-3456", "123-00-4567", "123-45-0000", "078-05-1120"],
)
def test_numbers_that_were_never_given_out_are_nobodys(number: str) -> None:
    assert kinds(TOLD + number) == set()
    assert kinds(TOLD + "212-34-5678") == {"ssn"}


@pytest.mark.parametrize(
    "text",
    [
        "Call 203-555-0142 or 8605550142.",
        "See the PPT by Maria Lopez, and add Ana Torres to the list.",
        "Room 504 is free; Maria Lopez has the key.",
        "Maria Lopez, Director of Special Education, explained the IEP.",
        "Student name: ________ Date of birth: __/__/____",
        "A student with an IEP may not be suspended for more than ten days.",
        "Ms. Torres suspended the meeting.",
    ],
)
def test_what_is_no_students_business_is_left_alone(text: str) -> None:
    assert kinds(text) == set()


def test_many_findings_are_cut_and_each_kind_is_kept() -> None:
    contents = Contents(Deadline(60))
    for number in range(200):
        contents.add(Place("page", number), f"{TOLD}212-34-5678")
    contents.add(Place("comment"), "Shorter, please", Layer.COMMENT)
    found = findings_of(contents)
    assert len(found) <= MOST_FINDINGS
    assert {one.kind for one in found} == {Kind.SSN, Kind.COMMENTS}


def test_a_long_file_is_said_to_be_seen_in_part(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("Nothing here.\n" * 100_000)
    assert not scan("txt", str(path), seconds=0.0).is_whole


def test_the_name_of_a_sheet_tells_no_name() -> None:
    assert place_words(Place("sheet", name="M. C.", part="B", hidden="sheet").as_json()) == (
        "sheet “M. C.”, column B (hidden sheet)"
    )


def test_each_kind_has_words() -> None:
    assert set(LABELS) == set(ADVICE) == set(Kind)
