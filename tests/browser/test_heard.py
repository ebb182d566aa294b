"""What a person hears who does not see the page (docs/accessibility.md)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.conftest import Visit
from tests.factories.resources import make_library, make_published


@pytest.fixture(autouse=True)
def shelf(
    search_index: None,
    transactional_db: None,
    deliver: Callable[[], None],
) -> None:
    make_published(make_library(), "A quiet start")
    deliver()


def test_the_summary_of_errors_has_a_name(visit: Visit, contributor: User) -> None:
    page = visit("/accounts/signup/")
    page.locator("main").get_by_role("button", name="Sign up", exact=True).press("Enter")
    expect(page.get_by_role("alert", name="Please look at this again")).to_be_focused()
    page = visit("/share/", user=contributor)
    page.get_by_role("button", name="Submit", exact=True).press("Enter")
    expect(page.get_by_role("alert", name="Almost: something is missing")).to_be_focused()


def test_the_menu_of_the_account_says_what_it_is(visit: Visit, contributor: User) -> None:
    page = visit("/library/", user=contributor)
    assert '- group: "Your account: Cora"' in page.locator("header").aria_snapshot()


def changes(page: Page) -> int:
    return int(page.evaluate("window.changes"))


def test_suggestions_for_a_text_are_said_once(visit: Visit, contributor: User) -> None:
    page = visit("/share/", user=contributor)
    page.evaluate(
        """() => {
          window.changes = 0;
          new MutationObserver(() => (window.changes += 1))
            .observe(document.querySelector("[data-suggestions]"), { childList: true });
        }"""
    )
    page.get_by_label("Title").fill("Advisers called home")
    with page.expect_response("**/share/save/"):
        page.get_by_label("Summary").fill("Advisers called each family.")
    expect(page.locator("[data-status]")).to_contain_text("Saved at")
    first = changes(page)
    assert first <= 1
    with page.expect_response("**/share/save/"):
        page.get_by_label("Text").fill("Advisers again.")
    expect(page.locator("[data-status]")).to_contain_text("Saved at")
    page.wait_for_timeout(200)
    assert changes(page) == first


def test_saving_is_said_once_while_one_writes(visit: Visit, contributor: User) -> None:
    page = visit("/library/", user=contributor)
    page.clock.install()
    page.goto("/share/")
    page.evaluate(
        """() => {
          window.heard = [];
          const region = document.querySelector("[data-heard]");
          new MutationObserver(() => window.heard.push(region.textContent.split(" at ")[0]))
            .observe(region, { childList: true });
        }"""
    )
    write(page, "One")
    write(page, "One two")
    write(page, "One two three")
    assert page.evaluate("window.heard") == ["Saved"]
    page.clock.fast_forward(31_000)
    write(page, "After a while")
    assert page.evaluate("window.heard") == ["Saved", "Saved"]
    page.context.set_offline(True)
    page.get_by_label("Title").fill("In the tunnel")
    status = page.locator("[data-status]")
    expect(status).to_contain_text("no connection")
    page.context.set_offline(False)
    expect(status).to_contain_text("Saved at")
    mishap = "Not saved: no connection, we keep trying"
    assert page.evaluate("window.heard") == ["Saved", "Saved", mishap, "Saved"]


def write(page: Page, title: str) -> None:
    """Type and wait until it is saved."""
    with page.expect_response("**/share/save/"):
        page.get_by_label("Title").fill(title)
    expect(page.locator("[data-status]")).to_contain_text("Saved at")
