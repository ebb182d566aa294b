"""An editor merges two topics that share records, in a real browser; readers find all of them."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.models import User
from library.models import Term
from tests.browser.conftest import DESKTOP, PHONE, Visit, assert_no_sideways_scroll
from tests.browser.test_library import make
from tests.factories.resources import make_library


@pytest.fixture(autouse=True)
def shelf(search_index: None, transactional_db: None, deliver: Callable[[], None]) -> None:
    """One resource with each of two topics, and one with both."""
    call_command("load_vocabularies", verbosity=0)
    library = make_library()
    Term.objects.create(vocabulary="topic", slug="truancy", label="Truancy")
    make(library, "Letters home", ("truancy",))
    make(library, "A phone tree", ("chronic-absence",))
    make(library, "Breakfast club", ("truancy", "chronic-absence"))
    deliver()


# Without script Wagtail's own menu covers the admin on a phone.
@pytest.mark.parametrize(
    ("width", "javascript"),
    [(PHONE, True), (DESKTOP, True), (DESKTOP, False)],
    ids=["phone", "desktop", "no-script"],
)
def test_two_topics_with_shared_records(
    visit: Visit, reviewer: User, deliver: Callable[[], None], width: int, javascript: bool
) -> None:
    page = visit("/library/?topic=chronic-absence", width=width)
    expect(page.locator(".results h3")).to_have_count(2)

    desk = visit(
        "/admin/vocabularies/terms/topic/", user=reviewer, width=width, javascript=javascript
    )
    assert_no_sideways_scroll(desk)
    row = desk.get_by_role("row").filter(has_text="Truancy")
    expect(row).to_contain_text("2")
    row.get_by_role("link", name="Merge").click()
    desk.get_by_label("Merge it into").select_option(label="\u2003Chronic absence")
    desk.get_by_role("button", name="See what that does").click()
    expect(desk.get_by_text("This cannot be undone.")).to_be_visible()
    assert_no_sideways_scroll(desk)
    desk.get_by_role("button", name="Merge the two").click()
    expect(desk.get_by_text("“Truancy” is merged into “Chronic absence”.")).to_be_visible()
    deliver()

    for address in ("/library/?topic=chronic-absence", "/library/?topic=truancy"):
        page.goto(address)
        expect(page.locator(".results h3")).to_have_count(3)
        assert page.url.endswith("/library/?topic=chronic-absence")
    expect(page.locator("#chosen")).to_contain_text("Chronic absence")
    page.goto("/terms/topic/truancy/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chronic absence")
    expect(page.get_by_text("Truancy")).to_be_visible()
    assert_no_sideways_scroll(page)
    page.get_by_role("link", name="See 3 resources").click()
    expect(page.locator(".results h3")).to_have_count(3)
