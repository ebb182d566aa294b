"""The first pages a visitor meets."""

import pytest
from django.core.management import call_command

from home.services import load_starter
from tests.browser.conftest import PHONE, Visit, assert_accessible, assert_no_sideways_scroll


@pytest.fixture(autouse=True)
def starter(transactional_db: None) -> None:
    load_starter()
    call_command("load_vocabularies", verbosity=0)


@pytest.mark.parametrize("path", ["/", "/about/", "/style/", "/nowhere/"])
def test_pages_are_accessible_on_a_phone(visit: Visit, path: str) -> None:
    page = visit(path, width=PHONE)
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_a_narrow_window_needs_no_sideways_scroll(visit: Visit) -> None:
    for path in ("/", "/about/"):
        assert_no_sideways_scroll(visit(path, width=320))


def test_the_front_page_leads_to_an_answer_by_keyboard(visit: Visit) -> None:
    page = visit("/")
    page.get_by_label("Ask the library").focus()
    page.keyboard.type("attendance")
    page.keyboard.press("Enter")
    page.wait_for_url("**/library/?q=attendance")


def test_the_phone_menu_opens_and_closes_by_keyboard(visit: Visit) -> None:
    page = visit("/", width=360)
    menu = page.locator("details.menu summary").last
    menu.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.menu[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
