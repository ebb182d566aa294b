"""Sharing a practice in a real browser: nothing typed is lost, and everyone can use it."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from contributions.models import Submission
from contributions.services import drafts, reviewing, submitting
from library.models import LibraryIndexPage
from tests.browser.conftest import Visit, assert_accessible, assert_no_sideways_scroll
from tests.factories.documents import pdf_bytes
from tests.factories.resources import make_library

PLAN = {"name": "plan.pdf", "mimeType": "application/pdf"}


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
    expect(page.locator("[data-words]:visible")).to_contain_text("doesn't fit its name")
    expect(page.locator("[data-title]:visible").first).to_have_value("calls")
    page.locator("[data-remove-file]").last.click()
    page.click("button[value=submit]")
    page.wait_for_url(re.compile(r"/my/contributions/[0-9a-f-]+/$"))
    found = Submission.objects.get()
    assert [row.title for row in drafts.read(found).resource_files.all()] == ["calls"]
    assert page.evaluate("Object.keys(localStorage)") == []


def test_the_preview_follows_what_is_typed(visit: Visit, contributor: User, width: int) -> None:
    page = visit("/share/", user=contributor, width=width)
    fill(page, "A quiet start")
    page.get_by_role("button", name="Preview", exact=True).click()
    shown = page.frame_locator("[data-preview-frame]")
    expect(shown.get_by_role("heading", level=1)).to_have_text("A quiet start")
    expect(shown.locator(".site-header")).to_be_hidden()
    assert_no_sideways_scroll(page)
    page.fill("#id_title", "A very quiet start")
    expect(shown.get_by_role("heading", level=1)).to_have_text("A very quiet start")
    page.get_by_role("button", name="Close preview").click()
    expect(page.locator("[data-preview-frame]")).to_be_hidden()
    expect(page.get_by_role("button", name="Preview", exact=True)).to_be_focused()


def test_without_a_script_from_title_to_submit(visit: Visit, contributor: User, width: int) -> None:
    page = visit("/share/", user=contributor, width=width, javascript=False)
    page.get_by_label("Title").fill("Plain and simple")
    page.get_by_role("button", name="Submit", exact=True).click()
    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("Summary")
    expect(page.get_by_label("Title")).to_have_value("Plain and simple")
    page.get_by_label("Summary").fill("Advisers called home.")
    page.set_input_files("#id_uploads", [{**PLAN, "buffer": pdf_bytes()}])
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_text("Thank you. The editors have it")).to_be_visible()
    assert_no_sideways_scroll(page)
    (row,) = drafts.read(Submission.objects.get()).resource_files.all()
    assert row.stored_file.original_name == "plan.pdf"


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_every_page_is_accessible(
    visit: Visit, contributor: User, reviewer: User, color_scheme: str, width: int
) -> None:
    page = visit("/share/", user=contributor, width=width, color_scheme=color_scheme)
    page.click("#more > summary")
    assert_accessible(page)
    page.click("button[value=submit]")
    page.wait_for_selector(".error-summary")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    fill(page, "Seen by everyone")
    page.fill("#id_body", "We called.")
    page.get_by_role("button", name="Preview", exact=True).click()
    shown = page.frame_locator("[data-preview-frame]")
    expect(shown.get_by_role("heading", level=1)).to_have_text("Seen by everyone")
    assert_accessible(page)
    draft = Submission.objects.get()
    sent = submitting.submit(submission=draft, user=contributor)
    reviewing.request_changes(submission=sent, editor=reviewer, text="Who called?")
    for path in ("", f"{draft.public_id}/", f"{draft.public_id}/edit/"):
        page.goto(f"/my/contributions/{path}")
        assert_accessible(page)
        assert_no_sideways_scroll(page)
    page.goto(f"/my/contributions/{draft.public_id}/preview/")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
