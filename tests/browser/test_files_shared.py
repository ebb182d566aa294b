"""Files on their way in a real browser: quarantine, what is alike, students' data, an editor."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from contributions.enums import State
from contributions.models import Submission
from files import examination
from library.models import LibraryIndexPage, ResourcePage
from tests.browser.conftest import PHONE, Visit, assert_accessible, assert_no_sideways_scroll
from tests.factories.documents import pdf_bytes
from tests.factories.resources import make_library, make_published
from tests.factories.shared_files import make_file, make_listed, work_off

PLAN = " ".join(
    f"On day {number} each adviser calls {number * 3} families before nine and writes it down."
    for number in range(1, 20)
)
ROSTER = (
    "Student,SASID,Birth date,Grade,IEP\n"
    "Maria Lopez,1234567890,03/04/2011,7,yes\n"
    "James Smith,2234567890,05/06/2011,7,no\n"
    "Anna Brown,3234567890,07/08/2011,7,yes\n"
)


@pytest.fixture(autouse=True)
def library(transactional_db: None, settings: Settings, tmp_path: Path) -> LibraryIndexPage:
    settings.PRIVATE_FILES_ROOT = tmp_path / "files"
    return make_library()


def text_file(name: str, text: str) -> Any:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def begin(visit: Visit, user: User, *files: Any, **options: Any) -> Page:
    page = visit("/share/", user=user, **options)
    page.fill("#id_title", "Calls before nine")
    page.fill("#id_summary", "Advisers called home before nine.")
    page.set_input_files("#id_uploads", list(files))
    return page


def submit(page: Page) -> None:
    page.get_by_role("button", name="Submit", exact=True).click()


def test_a_file_says_how_its_check_goes(
    busy: None, visit: Visit, contributor: User, deliver: Callable[[], None]
) -> None:
    exe = {"name": "setup.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\0" + b"\0" * 99}
    pdf = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes()}
    page = begin(visit, contributor, pdf, exe, width=PHONE)
    good, bad = page.locator("[data-file]").nth(0), page.locator("[data-file]").nth(1)
    for row in (good, bad):
        expect(row.locator("[data-words]")).to_have_text("Being checked. This takes a few seconds.")
        expect(row.locator("a[data-file-name]")).to_have_count(0)
    assert_accessible(page)

    work_off()
    expect(good.locator("a[data-file-name]")).to_have_text("plan.pdf")
    expect(bad.locator("[data-words]")).to_contain_text("We can't tell what kind of file this is")
    expect(page.locator("[data-file-status]")).to_contain_text(".pdf:")
    work_off()
    expect(good).to_have_attribute("data-standing", "ready")
    assert_accessible(page)
    assert_no_sideways_scroll(page)

    submit(page)
    expect(page.locator(".error-summary")).to_contain_text("“setup.pdf” cannot be shared")
    page.get_by_role("button", name="Remove setup.pdf").click()
    submit(page)
    expect(page.locator("body")).to_contain_text("Thank you")
    # Whatever the draft listed last may still have waited.
    work_off()
    deliver()
    assert Submission.objects.get().state == State.SUBMITTED


def test_who_hands_in_meanwhile_need_not_wait(
    busy: None, visit: Visit, contributor: User, deliver: Callable[[], None]
) -> None:
    page = begin(visit, contributor, text_file("plan.txt", PLAN), javascript=False)
    submit(page)
    expect(page.locator("body")).to_contain_text("as soon as its files are checked")
    work_off()
    deliver()
    page.reload()
    expect(page.locator("main")).to_contain_text("An editor will pick it up")


def test_what_is_there_already_is_asked_about(
    visit: Visit, library: LibraryIndexPage, contributor: User, leader: User
) -> None:
    theirs = make_file(leader, "Their plan.txt", PLAN.encode())
    examination.request(files=[theirs.pk])
    there: ResourcePage = make_listed(library, leader, theirs)

    page = begin(visit, contributor, text_file("plan.txt", PLAN.replace("families", "homes", 2)))
    question = page.locator("[data-alike]")
    expect(question).to_contain_text(there.title)
    assert_accessible(page)
    submit(page)
    expect(page.locator(".error-summary")).to_contain_text("Say how it is related to")
    assert_accessible(page)
    page.get_by_label("an adaptation of it").check()
    submit(page)
    expect(page.locator("body")).to_contain_text("Thank you")
    revision = Submission.objects.get().revision
    assert revision is not None
    assert [row.target_id for row in revision.as_object().relations.all()] == [there.pk]


def test_students_data_keep_a_file_back_until_an_editor_has_decided(
    visit: Visit, contributor: User, reviewer: User, deliver: Callable[[], None]
) -> None:
    page = begin(visit, contributor, text_file("class list.csv", ROSTER))
    row = page.locator("[data-file]")
    expect(row.locator("[data-words]")).to_contain_text("seems to have students' data")
    submit(page)
    expect(page.locator(".error-summary")).to_contain_text("students' data")
    form = page.url

    page.get_by_role("link", name="See what was found, and what you can do").click()
    found = page.locator(".findings")
    expect(found).to_contain_text("List of students")
    assert "Lopez" not in page.content()
    assert "1234567890" not in page.content()
    page.get_by_label("Why may it be shared?").fill("The names are made up, for a training.")
    page.get_by_role("button", name="Ask an editor").click()
    expect(page.locator("main")).to_contain_text("An editor decides by")
    page.goto(form)
    submit(page)
    expect(page.locator("body")).to_contain_text("as soon as its files are checked")

    editor = visit("/admin/held-files/", user=reviewer)
    editor.get_by_role("link", name="class list.csv").first.click()
    editor.get_by_label("Why? Whoever sent the file reads it.").fill("Made up indeed.")
    editor.get_by_role("button", name="Release it").click()
    expect(editor.locator("body")).to_contain_text("Released.")
    deliver()
    assert Submission.objects.get().state == State.SUBMITTED


def test_a_file_is_read_page_by_page_on_a_phone(
    visit: Visit, library: LibraryIndexPage, contributor: User
) -> None:
    stored_file = make_file(contributor, "Plan.pdf", pdf_bytes("Attendance plan"))
    there: ResourcePage = make_listed(library, contributor, stored_file)
    page = visit(there.url, width=PHONE)
    page.get_by_role("link", name="Read it here").click()
    picture = page.locator(".reader__page img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth") == 1000
    expect(page.locator(".reader__words")).to_contain_text("Attendance plan")
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_a_recording_loads_nothing_before_it_is_asked_for(
    live_server: LiveServer, chromium: Browser, library: LibraryIndexPage
) -> None:
    link = {"type": "link", "value": {"url": "https://youtu.be/abcDEF12_-3", "label": "A talk"}}
    there = make_published(library, "A talk to watch", links=json.dumps([link]))
    # Not by `visit`: it allows no other site at all.
    context = chromium.new_context(base_url=live_server.url)
    page = context.new_page()
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<title>A player</title>")

    page.route(lambda url: not url.startswith(live_server.url), answer)
    page.goto(there.url)
    assert_accessible(page)
    expect(page.get_by_text("YouTube learns that you watch it")).to_be_visible()
    assert asked == []
    page.get_by_role("button", name="Play it here").click()
    player = page.locator("iframe.player")
    expect(player).to_have_attribute("title", "A talk")
    expect(player).to_be_focused()
    assert asked == ["https://www.youtube-nocookie.com/embed/abcDEF12_-3"]
    context.close()


def test_without_a_script_a_recording_is_a_link(visit: Visit, library: LibraryIndexPage) -> None:
    link = {"type": "link", "value": {"url": "https://vimeo.com/123456789", "label": "A talk"}}
    there = make_published(library, "A talk to watch", links=json.dumps([link]))
    page = visit(there.url, javascript=False)
    expect(page.get_by_role("link", name="A talk", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Play it here")).to_have_count(0)
