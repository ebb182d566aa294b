"""Vocabularies as files: out and in again, from elsewhere, and what is refused."""

import csv
import io
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from library.enums import Vocabulary
from library.models import Term, TermSynonym
from library.services import exchange
from library.services.exchange import Outcome
from library.services.exchange.entries import normal_label
from library.services.merging import merge_terms

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
TOPIC = Vocabulary.TOPIC
PREFIX = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"


@pytest.fixture
def editor(vocabularies: None, signed_in: SignIn, reviewer: User) -> Client:
    return signed_in(reviewer)


def written(ending: str) -> bytes:
    """The topics as a file."""
    if ending == "csv":
        return exchange.write_csv(exchange.vocabulary_entries(TOPIC)).encode()
    return exchange.vocabulary_as(TOPIC, ending)[0].encode()


def plan_of(data: bytes | str, name: str = "topics.csv") -> exchange.Plan:
    raw = data.encode() if isinstance(data, str) else data
    return exchange.make_plan(TOPIC, exchange.read_upload(raw, name))


def outcomes(plan: exchange.Plan) -> dict[str, str]:
    return {line.label: line.reason or line.outcome.value for line in plan.lines}


def send(client: Client, data: bytes | str, name: str = "topics.csv") -> Any:
    raw = data.encode() if isinstance(data, str) else data
    path = reverse("vocabularies:import", args=["topic"])
    return client.post(path, {"file": SimpleUploadedFile(name, raw)})


def apply(client: Client, shown: Any) -> Any:
    path = reverse("vocabularies:apply", args=["topic"])
    return client.post(path, {"plan": shown.context["signed"]}, follow=True)


def test_from_upload_to_vocabulary(editor: Client) -> None:
    one = Term.objects.get(slug="chronic-absence")
    table = (
        "label,notation,broader,synonyms,scope_note\n"
        'Lasting absence,chronic-absence,attendance-and-engagement,"Truancy\nSkipping",Many days.\n'
        "Snow days,,Lasting absence,,\n"
        "Ice days,,nowhere,,\n"
        ",,,,\n"
    )
    shown = send(editor, table)
    text = shown.content.decode()
    assert "Nothing has changed yet." in text
    assert "Its broader term “nowhere” is not there." in text
    assert "Line 5" in text
    assert not Term.objects.filter(label="Snow days").exists()
    answer = apply(editor, shown)
    assert "Imported: 1 new, 1 changed, 1 refused." in answer.content.decode()
    one.refresh_from_db()
    assert (one.label, one.scope_note) == ("Lasting absence", "Many days.")
    assert set(one.synonyms.values_list("label", flat=True)) == {"Truancy", "Skipping"}
    made = Term.objects.get(label="Snow days")
    assert (made.slug, made.parent) == ("snow-days", one)


def test_what_was_shown_is_what_is_done(editor: Client) -> None:
    shown = send(editor, "label\nSnow days\n")
    Term.objects.create(vocabulary="topic", slug="snow", label="Snow days")
    answer = apply(editor, shown)
    assert "has changed. Look again" in answer.content.decode()
    assert Term.objects.filter(label="Snow days").count() == 1
    forged = {**{"plan": shown.context["signed"][:-2] + "xx"}}
    answer = editor.post(reverse("vocabularies:apply", args=["topic"]), forged, follow=True)
    assert "Upload the file again" in answer.content.decode()
    # A plan of one vocabulary is not done to another one.
    other = reverse("vocabularies:apply", args=["grade"])
    editor.post(other, {"plan": send(editor, "label\nIce days\n").context["signed"]})
    assert not Term.objects.filter(label="Ice days").exists()


def test_concepts_from_elsewhere_are_found_by_notation_and_label(vocabularies: None) -> None:
    plan = plan_of(
        PREFIX
        + """
        <https://example.org/1> a skos:Concept ; skos:notation "chronic-absence" ;
            skos:prefLabel "Ausencia"@es, "Chronic absence"@en ; skos:altLabel "Truancy"@en .
        <https://example.org/2> a skos:Concept ; skos:prefLabel "DROPOUT PREVENTION AND RE-ENTRY" .
        <https://example.org/3> a skos:Concept ; skos:prefLabel "Kites" ;
            skos:broader <https://example.org/2> .
        """,
        "foreign.ttl",
    )
    found = {line.label: line for line in plan.lines}
    assert found["Chronic absence"].term == Term.objects.get(slug="chronic-absence")
    assert found["DROPOUT PREVENTION AND RE-ENTRY"].term == Term.objects.get(
        slug="dropout-prevention"
    )
    assert (found["Kites"].slug, found["Kites"].parent) == ("kites", "dropout-prevention")
    # What the file nowhere speaks of stays.
    assert not any("scope note" in change for line in plan.lines for change in line.changes)


def test_former_addresses_are_known(vocabularies: None, reviewer: User) -> None:
    data = written("ttl")
    old, new = (Term.objects.get(slug=each) for each in ("dropout-prevention", "chronic-absence"))
    merge_terms(term=old, into=new, user=reviewer)
    found = [line for line in plan_of(data, "x.ttl").lines if line.term == new]
    assert sorted(line.outcome for line in found)[1:] == [Outcome.REFUSED]
    assert not any(line.outcome == Outcome.ADDED for line in plan_of(data, "x.ttl").lines)


@pytest.mark.parametrize(
    ("rows", "reasons"),
    [
        ("label,broader\nA,B\nB,A\n", {"A": "below itself", "B": "below itself"}),
        ("label,broader\nA,A\n", {"A": "below itself"}),
        ("label,broader\nA,B\nB,A\nC,A\n", {"C": "is refused"}),
        ("label,broader\nA,\nA,\n", {"A": "twice"}),
        (f"label\n{'x' * 121}\n", {"x" * 121: "120 characters"}),
        ("label,position\nA,first\n", {"A": "is not a position"}),
        ("label\nA,B,C\n", {"A": "more cells"}),
        ("label,synonyms\nA," + "y" * 121 + "\n", {"A": "120 characters"}),
        (
            "label,broader\n" + "".join(f"D{n},D{n - 1}\n" if n else "D0,\n" for n in range(12)),
            {"D11": "8 levels"},
        ),
    ],
)
def test_rows_that_are_refused(vocabularies: None, rows: str, reasons: dict[str, str]) -> None:
    found = outcomes(plan_of(rows))
    for label, reason in reasons.items():
        assert reason in found[label]


def test_a_cycle_with_what_is_there_already(vocabularies: None) -> None:
    above = Term.objects.get(slug="attendance-and-engagement")
    plan = plan_of(f"label,notation,broader\n{above.label},{above.slug},chronic-absence\n")
    assert "below itself" in plan.lines[0].reason


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
OUTSIDE = b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><x/>'


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.rdf", BOMB, "document type or entities"),
        ("x.rdf", OUTSIDE, "document type or entities"),
        ("x.xml", b"<rdf", "Line 1 is not XML"),
        ("x.xml", b'<?xml version="1.0" encoding="nonsense"?><a/>', "not XML"),
        ("x.xml", b"<a/>", "no concept"),
        ("x.ttl", b"a b", "cannot be read"),
        ("x.ttl", b"@prefix : <x:> . :a :b " + b"[" * 5000, "cannot be read"),
        ("x.ttl", b"\n\n\xff", "Line 3 is not in UTF-8"),
        ("x.csv", "label\nPréscolaire\n".encode("latin-1"), "Line 2 is not in UTF-8"),
        ("x.csv", "label\nA\n".encode("utf-16"), "not in UTF-8"),
        ("x.csv", b"name\nA\n", "name the columns"),
        ("x.csv", b'label\n"A\n', "is not CSV"),
        ("x.csv", b"label,label\nA,B\n", "named twice"),
        ("x.csv", b"", "file is empty"),
        ("x.csv", b"label\n", "no concept"),
        ("x.csv", b"label\n" + b"A\n" * 2001, "more than 2,000"),
        ("x.csv", b"x" * 1_000_001, "larger than 1 MB"),
        ("x.jsonld", b"{}", "Upload a file that ends in"),
    ],
)
def test_files_that_are_refused(editor: Client, name: str, data: bytes, words: str) -> None:
    answer = send(editor, data, name)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_concepts_that_are_refused(vocabularies: None) -> None:
    plan = plan_of(
        PREFIX
        + """
        [] a skos:Concept ; skos:prefLabel "Nameless" .
        <x:1> a skos:Concept ; skos:prefLabel "Two" ; skos:broader <x:2>, <x:3> .
        <x:2> a skos:Concept ; skos:prefLabel "B" . <x:3> a skos:Concept ; skos:prefLabel "C" .
        <x:4> a skos:Concept .
        """,
        "x.ttl",
    )
    found = outcomes(plan)
    assert "no address" in found["Nameless"]
    assert "several broader" in found["Two"]
    assert found[""] == "It has no label."


def test_whatever_is_in_a_label_can_be_parsed(client: Client) -> None:
    odd = Term.objects.create(vocabulary="topic", slug="odd", label="Odd\x0b\x01 word\uffff")
    TermSynonym.objects.create(term=odd, label="even\x02")
    for path in ("/terms/topic.rdf", "/terms/topic/odd.rdf"):
        read = ElementTree.fromstring(client.get(path).content)
        assert {"Odd word", "even"} <= {element.text for element in read.iter()}


def test_half_a_character_is_no_error(editor: Client) -> None:
    half = r"\uD800"
    data = (
        f'{PREFIX}<http://example.org/{half}> skos:prefLabel "Odd{half}" ; '
        f'skos:notation "{half}" ; skos:broader <http://example.org/x{half}> .\n'
        f'<http://example.org/b> skos:prefLabel "Even{half}" ; skos:altLabel "b{half}" ; '
        f'skos:scopeNote "n{half}" .'
    )
    shown = send(editor, data, "a.ttl")
    assert outcomes(shown.context["plan"]) == {
        "Odd": "Its broader term “http://example.org/x” is not there.",
        "Even": "added",
    }
    apply(editor, shown)
    assert Term.objects.get(label="Even").scope_note == "n"


def test_no_cell_is_a_formula(vocabularies: None) -> None:
    Term.objects.create(vocabulary="topic", slug="sum", label="=1+1", scope_note="@now")
    rows = list(csv.DictReader(io.StringIO(written("csv").decode("utf-8-sig"))))
    found = next(row for row in rows if row["notation"] == "sum")
    assert (found["label"], found["scope_note"]) == ("'=1+1", "'@now")
    assert outcomes(plan_of(written("csv")))["=1+1"] == "unchanged"


# What people type, awkward signs included; control characters no form lets through.
LABELS = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=30)
    .map(lambda text: normal_label(text))
    .filter(bool)
)
NOTES = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"), include_characters="\n\r\t"),
    max_size=60,
)
NODES = st.lists(
    st.tuples(LABELS, st.lists(LABELS, max_size=3), NOTES, st.integers(0, 9), st.integers(0, 5)),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(nodes=NODES)
def test_out_and_in_again_changes_nothing(db: None, nodes: list[Any]) -> None:
    TermSynonym.objects.all().delete()
    for one in Term.objects.filter(vocabulary="topic").order_by("-pk"):
        one.delete()
    made: list[Term] = []
    for number, (label, synonyms, note, position, above) in enumerate(nodes):
        one = Term.objects.create(
            vocabulary="topic",
            slug=f"term-{number}",
            label=label,
            scope_note=note,
            position=position,
            parent=made[above] if above < len(made) else None,
            is_provisional=bool(position % 2),
        )
        TermSynonym.objects.bulk_create(
            TermSynonym(term=one, label=each) for each in dict.fromkeys(synonyms)
        )
        made.append(one)
    for ending in ("ttl", "rdf", "csv"):
        plan = plan_of(written(ending), f"topics.{ending}")
        assert [line.outcome for line in plan.lines] == ["unchanged"] * len(made), [
            (line.reason, line.changes) for line in plan.lines
        ]


@pytest.mark.parametrize("ending", ["ttl", "rdf", "csv"])
def test_into_an_empty_vocabulary_all_of_it_comes_back(
    vocabularies: None, reviewer: User, ending: str
) -> None:
    data = written(ending)
    before = shape()
    for one in Term.objects.filter(vocabulary="topic").order_by("-pk"):
        one.delete()
    entries = exchange.read_upload(data, f"topics.{ending}")
    plan = exchange.make_plan(TOPIC, entries)
    exchange.apply(vocabulary=TOPIC, entries=entries, fingerprint=plan.fingerprint, user=reviewer)
    assert shape() == before


def shape() -> list[tuple[Any, ...]]:
    """The topics with all that travels in every format."""
    return sorted(
        (
            one.slug,
            one.label,
            one.parent.slug if one.parent else "",
            one.position,
            one.scope_note,
            tuple(one.synonyms.values_list("label", flat=True)),
        )
        for one in Term.objects.filter(vocabulary="topic")
    )
