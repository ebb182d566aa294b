"""Sharing a practice in a real browser: nothing typed is lost, and everyone can use it."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from contributions.models import Submission
from contributions.services import drafts
from library.models import LibraryIndexPage
from tests.browser.conftest import Visit, assert_accessible, assert_no_sideways_scroll
from tests.factories.resources import make_library


@pytest.fixture(autouse=True)
def world(transactional_db: None) -> LibraryIndexPage:
    return make_library()


def fill(page: Page, title: str) -> None:
    page.fill("#id_title", title)
    page.fill("#id_summary", "Advisers called home.")


def saved(page: Page) -> None:
    expect(page.locator("[data-status]")).to_have_text(re.compile("^Saved at"))


def test_it_saves_itself_and_two_windows_notice_each_other(visit: Visit, contributor: User) -> None:
    page = visit("/share/", user=contributor)
    fill(page, "First")
    saved(page)
    other = page.context.new_page()
    other.goto(page.url)
    other.fill("#id_title", "Second")
    saved(other)
    page.fill("#id_title", "Third")
    expect(page.locator("[data-conflict]")).to_contain_text("changed in another window")
    assert Submission.objects.get().title == "Second"
    page.click("[data-keep-mine]")
    saved(page)
    assert Submission.objects.get().title == "Third"


def test_a_closed_tab_is_offered_back(visit: Visit, contributor: User) -> None:
    draft = drafts.start(user=contributor, content=drafts.DraftContent(title="Before"))
    page = visit(f"/my/contributions/{draft.public_id}/edit/", user=contributor)
    page.context.set_offline(True)
    page.fill("#id_title", "Typed on the train")
    expect(page.locator("[data-status]")).to_contain_text("no connection")
    context, address = page.context, page.url
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    again.click("[data-restore]")
    saved(again)
    assert drafts.read(Submission.objects.get()).title == "Typed on the train"


def test_files_go_up_by_themselves_and_can_be_removed(visit: Visit, contributor: User) -> None:
    page = visit("/share/", user=contributor)
    fill(page, "With files")
    files = [
        {"name": "calls.txt", "mimeType": "text/plain", "buffer": b"Call by 8:20."},
        {"name": "bad.pdf", "mimeType": "application/pdf", "buffer": b"MZ" * 50},
    ]
    page.set_input_files("#id_uploads", files)
    expect(page.locator("[data-error]:visible")).to_contain_text("doesn't fit its name")
    expect(page.locator("[data-title]:visible")).to_have_value("calls")
    page.locator("[data-remove-file]").last.click()
    page.click("button[value=submit]")
    page.wait_for_url(re.compile(r"/my/contributions/[0-9a-f-]+/$"))
    found = Submission.objects.get()
    assert [row.title for row in drafts.read(found).resource_files.all()] == ["calls"]
    assert page.evaluate("Object.keys(localStorage)") == []


def test_every_page_is_accessible(visit: Visit, contributor: User, width: int) -> None:
    page = visit("/share/", user=contributor, width=width, javascript=True)
    page.click("#more > summary")
    assert_accessible(page)
    page.click("button[value=submit]")
    page.wait_for_selector(".error-summary")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    draft = Submission.objects.get()
    for path in ("/my/contributions/", f"/my/contributions/{draft.public_id}/"):
        page.goto(path)
        assert_accessible(page)
        assert_no_sideways_scroll(page)
