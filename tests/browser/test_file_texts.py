"""A word that stands only in a file: how the result looks, on a phone, in the dark, and to axe."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from accounts.models import User
from files.tasks import hand_over_texts
from tests.browser.conftest import DESKTOP, PHONE, Visit, assert_accessible
from tests.browser.conftest import assert_no_sideways_scroll as assert_fits
from tests.factories.documents import docx_bytes
from tests.factories.resources import make_library
from tests.factories.shared_files import make_file, make_listed

WORDS = "Every adviser gets a laminated quokka card in the first week, with the names of families. "


@pytest.fixture(autouse=True)
def shelf(
    transactional_db: None,
    settings: Settings,
    tmp_path: Path,
    contributor: User,
    deliver: Callable[[], None],
) -> None:
    """A resource whose file alone knows the word."""
    settings.SEARCH_URL = f"embedded:{tmp_path / 'index'}"
    settings.PRIVATE_FILES_ROOT = tmp_path / "files"
    name = "Call-list-for-advisers-with-a-name-that-never-seems-to-come-to-an-end-2026.docx"
    make_listed(make_library(), contributor, make_file(contributor, name, docx_bytes(WORDS * 5)))
    hand_over_texts()
    deliver()


@pytest.mark.parametrize(
    ("width", "scheme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light")]
)
@pytest.mark.parametrize("address", ["/library/?q=quokka", "/search/?q=quokka"])
def test_a_hit_in_a_file_names_it_and_shows_the_passage(
    visit: Visit, address: str, width: int, scheme: str
) -> None:
    page = visit(address, width=width, color_scheme=scheme)
    passage = page.locator(".passage")
    expect(passage).to_contain_text("In the file Call-list-for-advisers")
    expect(passage.locator("mark").first).to_have_text("quokka")
    assert_accessible(page)
    assert_fits(page)
