"""Whose session ends while she writes loses nothing that she typed or attached."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from contributions.models import Submission
from contributions.services import drafts
from library.models import LibraryIndexPage
from tests.browser.conftest import (
    Visit,
    assert_accessible,
    assert_no_sideways_scroll,
)
from tests.browser.signing import sign_in
from tests.factories.documents import pdf_bytes
from tests.factories.resources import make_library

NOTES = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"Call by 8:20."}


@pytest.fixture(autouse=True)
def world(transactional_db: None) -> LibraryIndexPage:
    return make_library()


def saved(page: Page) -> None:
    expect(page.locator("[data-status]")).to_have_text(re.compile("^Saved at"))


def lose_session(page: Page) -> None:
    """End the session as the server does when it has grown old."""
    page.context.clear_cookies(name="sessionid")


def sign_in_again(page: Page, user: User) -> None:
    """Follow the notice into another tab, sign in there and come back."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in another tab").click()
    finish_signing_in(opened.value, user)


def sign_in_beside(page: Page, user: User) -> None:
    other = page.context.new_page()
    other.goto("/accounts/login/?next=/my/contributions/")
    finish_signing_in(other, user)


def finish_signing_in(tab: Page, user: User) -> None:
    """Fill in the form that the tab shows, and close the tab."""
    sign_in(tab, user.email)
    expect(tab.get_by_role("heading", name="My contributions")).to_be_visible()
    tab.close()


def test_the_page_waits_and_goes_on_by_itself(visit: Visit, contributor: User, width: int) -> None:
    page = visit("/share/", user=contributor, width=width)
    page.fill("#id_title", "Before the bell")
    saved(page)
    lose_session(page)
    page.fill("#id_title", "After the bell")
    page.set_input_files("#id_uploads", [NOTES])
    notice = page.get_by_role("alert").filter(has_text="You were signed out.")
    expect(notice).to_be_visible()
    expect(page.locator("[data-error]:visible")).to_contain_text("Not sent yet")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.fill("#id_summary", "Typed while signed out.")
    assert Submission.objects.get().title == "Before the bell"
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(notice).to_be_focused()
    sign_in_again(page, contributor)
    saved(page)
    expect(notice).to_be_hidden()
    expect(page.get_by_label("Name for readers of notes.txt")).to_have_value("notes")
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_text("Thank you. The editors have it")).to_be_visible()
    kept = drafts.read(Submission.objects.get())
    assert (kept.title, kept.summary) == ("After the bell", "Typed while signed out.")
    assert [row.title for row in kept.resource_files.all()] == ["notes"]
    assert page.evaluate("Object.keys(localStorage)") == []


def test_an_empty_form_waits_as_well(visit: Visit, contributor: User) -> None:
    page = visit("/share/", user=contributor)
    lose_session(page)
    page.fill("#id_title", "First words")
    expect(page.get_by_text("You were signed out.")).to_be_visible()
    sign_in_again(page, contributor)
    saved(page)
    assert Submission.objects.get().title == "First words"


def test_someone_else_who_signs_in_gets_none_of_it(
    visit: Visit, contributor: User, leader: User
) -> None:
    page = visit("/share/", user=contributor)
    page.fill("#id_title", "Mine alone")
    saved(page)
    lose_session(page)
    sign_in_beside(page, leader)
    page.fill("#id_title", "Mine alone, changed")
    expect(page.get_by_role("alert").filter(has_text="Someone else")).to_be_visible()
    page.wait_for_timeout(3500)  # longer than the page waits before it asks again
    assert [(each.contributor, each.title) for each in Submission.objects.all()] == [
        (contributor, "Mine alone")
    ]
    lose_session(page)
    sign_in_beside(page, contributor)
    saved(page)
    assert Submission.objects.get().title == "Mine alone, changed"


def test_without_a_script_the_text_is_kept_and_the_file_is_named(
    visit: Visit, contributor: User
) -> None:
    page = visit("/share/", user=contributor, javascript=False)
    page.fill("#id_title", "Typed for an hour")
    plan = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes()}
    page.set_input_files("#id_uploads", [plan])
    lose_session(page)
    page.get_by_role("button", name="Submit", exact=True).click()
    sign_in(page, contributor.email)
    expect(page.locator(".messages")).to_contain_text("add them again: plan.pdf.")
    page.get_by_role("link", name=re.compile("^Go on")).click()
    expect(page.get_by_label("Title")).to_have_value("Typed for an hour")
