"""Signing up and in at a browser."""

from playwright.sync_api import Page

from tests.factories.people import PASSWORD

NEW_PASSWORD = "plum orchard window"


def press(page: Page, name: str) -> None:
    """Press a button of the page itself, not of its header."""
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Fill the sign-in form in and send it."""
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    press(page, "Sign in")


def fill_sign_up(page: Page, **changes: str) -> None:
    """Fill the sign-up form in; `changes` are by label."""
    told = {
        "First name": "Nia",
        "Last name": "New",
        "E-mail address": "nia@example.org",
        "My school is not listed": "Example Academy",
        **changes,
    }
    for label, value in told.items():
        page.get_by_label(label).fill(value)
    page.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("Your position").select_option("principal")
