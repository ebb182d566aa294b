"""What editors may leave out of the parts of a page, and what they are asked for."""

from typing import Any

import pytest
from wagtail.blocks import StructBlock, StructBlockValidationError

from home.blocks import ActionBlock, MenuLinkBlock, ResultBlock
from home.blocks.mission import TheoryBlock
from home.blocks.text import CallBlock, FiguresBlock, PointBlock

RESULT = {"result": "Every school has a coach", "target": "", "year": None, "now": "", "source": ""}
CALL = {"heading": "Join", "text": "<p>Call.</p>", "label": "", "page": None, "url": ""}
LINK = {"label": "Library", "page": None, "url": ""}
POINT = {"title": "", "text": "", "source": ""}
THEORY = {
    "heading": "Theory",
    "beliefs_lead": "We believe",
    "beliefs": [],
    "conditions_lead": "If we",
    "conditions": ["ask"],
    "outcome": "then",
    "more_label": "More",
    "more_url": "",
}


def asked_for(block: StructBlock, value: dict[str, Any]) -> set[str]:
    """The fields at which a part is refused."""
    try:
        block.clean(block.to_python(value))
    except StructBlockValidationError as refused:
        return set(refused.block_errors)
    return set()


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, set()),
        ({"target": "90 percent", "year": 2030}, set()),
        ({"target": "90 percent"}, {"year"}),
        ({"year": 2030}, {"target"}),
        ({"target": "90 percent", "year": 1066}, {"year"}),
        ({"result": ""}, {"result"}),
    ],
)
def test_a_result_has_a_whole_target_or_none(changed: dict[str, Any], fields: set[str]) -> None:
    assert asked_for(ResultBlock(), {**RESULT, **changed}) == fields


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, set()),
        ({"label": "Ask", "url": "/contact/"}, set()),
        ({"label": "Ask", "url": "mailto:office@example.org"}, set()),
        ({"label": "Ask"}, {"page"}),
        ({"url": "/contact/"}, {"label"}),
        ({"label": "Ask", "url": "javascript:alert(1)"}, {"url"}),
        ({"label": "Ask", "url": "www.example.org"}, {"url"}),
    ],
)
def test_a_button_has_words_and_a_way(changed: dict[str, Any], fields: set[str]) -> None:
    assert asked_for(CallBlock(), {**CALL, **changed}) == fields


@pytest.mark.parametrize(
    ("url", "fields"),
    [
        ("/library/?kind=practice", set()),
        ("https://www.example.org/", set()),
        ("", {"page"}),
        ("javascript:alert(1)", {"url"}),
        (" data:text/html,x", {"url"}),
    ],
)
def test_a_link_of_the_menu_leads_somewhere(url: str, fields: set[str]) -> None:
    assert asked_for(MenuLinkBlock(), {**LINK, "url": url}) == fields


def test_a_theory_links_to_an_address_or_to_nothing() -> None:
    assert asked_for(TheoryBlock(), THEORY) == set()
    assert asked_for(TheoryBlock(), {**THEORY, "more_url": "/about/"}) == set()
    assert asked_for(TheoryBlock(), {**THEORY, "more_url": "about"}) == {"more_url"}


def test_a_point_says_something() -> None:
    assert asked_for(PointBlock(), POINT) == {"text"}
    assert asked_for(PointBlock(), {**POINT, "title": "On site"}) == set()


def test_figures_say_their_date_and_source() -> None:
    figures = [{"value": "12", "label": "schools"}]
    value = {"heading": "In numbers", "figures": figures, "as_of": "", "source": ""}
    assert asked_for(FiguresBlock(), value) == {"as_of", "source"}


def test_an_action_takes_addresses_of_the_web_alone() -> None:
    action = {"action": "Write", "page": None, "url": "", "date": None}
    assert asked_for(ActionBlock(), action) == set()
    assert asked_for(ActionBlock(), {**action, "url": "javascript:alert(1)"}) == {"url"}
