"""Which names are told apart, and which are left whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.services.naming import creator_of, one_line


@pytest.mark.parametrize(
    ("name", "family", "first"),
    [
        ("Pat Example", "Example", "Pat"),
        ("Pat Q. Example", "Example", "Pat Q."),
        ("P. Q. Example", "Example", "P. Q."),
        ("Example, Pat", "Example", "Pat"),
        ("de la Cruz, Ana María", "de la Cruz", "Ana María"),
        ("Jean-Luc O’Example", "O’Example", "Jean-Luc"),
        ("Zoë Ångström", "Ångström", "Zoë"),
    ],
)
def test_plain_names_of_people_are_told_apart(name: str, family: str, first: str) -> None:
    found = creator_of(name)
    assert (found.family, found.given, found.is_organization) == (family, first, False)


@pytest.mark.parametrize(
    "name",
    [
        "Ana García López",
        "Ludwig van Example",
        "Dr. Pat Example",
        "Pat Example, Principal",
        "Pat Example, Ed.D.",
        "Pat Example III",
        "Pat & Lee Example",
        "Pat Example, Lee Example",
        "Wei",
        "李伟",
        "김 철수",
        "محمد علي",
        "Room 12",
    ],
)
def test_what_is_not_sure_stays_whole(name: str) -> None:
    found = creator_of(name)
    assert (found.name, found.family, found.is_organization) == (name, "", False)


@pytest.mark.parametrize(
    "name", ["Example School", "CAS", "CAS Staff", "Literacy Team", "Works, Inc.", "NCTE Press"]
)
def test_organizations_are_known_by_their_words(name: str) -> None:
    assert creator_of(name).is_organization
    assert not creator_of(name).family


@given(st.text())
def test_no_name_is_lost(text: str) -> None:
    name = one_line(text)
    found = creator_of(name)
    assert found.name == name
    told = set(f"{found.given} {found.family}".split())
    assert not found.family or told == set(name.replace(",", " ").split())


@given(st.text())
def test_one_line_holds_nothing_that_turns_the_rest_around(text: str) -> None:
    line = one_line(f"{text}\u202e\n\ue000")
    assert not set(line) & set("\n\r\t\x00\ue000\ue001\u202e\u2066")
    assert line == " ".join(line.split())
