"""An editor's day: an issue from the first word to its end, without a developer."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from home.models import IssueIndexPage, IssuePage
from home.services.schedule import publish_due
from tests.browser.conftest import DESKTOP, PHONE, Visit, assert_accessible

TITLE = "Phones away, minds here"
ADDRESS = "/issues/phones-away-minds-here/"
FIRST = "Phones belong in the bag while the lesson lasts."
SECOND = "Phones belong in a locker all day."
RESULT = "Every classroom has a rule that students know"


@pytest.fixture(autouse=True)
def site(transactional_db: None) -> None:
    call_command("load_starter", verbosity=0)


def saved_by_itself(page: Page) -> None:
    indicator = page.locator("#w-autosave-indicator")
    expect(indicator).to_have_attribute("data-w-autosave-state-value", "saved")


def choose_action(page: Page, name: str) -> None:
    """Open the menu of the editor's main button and press one of its entries."""
    page.get_by_role("button", name="More actions").last.click()
    page.get_by_role("button", name=name, exact=True).click()


def said(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator(".messages")).to_contain_text(words)


def write_issue(page: Page) -> None:
    page.goto(f"/admin/pages/{IssueIndexPage.objects.get().pk}/")
    page.get_by_role("link", name="Add child page").first.click()
    page.locator("#id_title").fill(TITLE)
    page.get_by_role("textbox", name="Introduction").fill("What schools say about phones.")
    page.get_by_role("textbox", name="Position").fill(FIRST)
    results = page.get_by_role("region", name="Results to reach")
    results.get_by_role("button", name="Insert a block").first.click()
    results.get_by_role("textbox", name="Result").first.fill(RESULT)
    results.get_by_role("textbox", name="Target").fill("100 percent")
    results.get_by_role("spinbutton", name="Year to reach it").fill("2028")
    page.wait_for_url("**/edit/")
    saved_by_itself(page)


def look_at_preview(page: Page) -> None:
    """At three widths, and with the checks of the content."""
    page.get_by_role("button", name="Toggle preview").click()
    shown = page.frame_locator("[data-side-panel=preview] iframe").first
    widths = []
    for size in ("mobile", "tablet", "desktop"):
        page.locator(f"input[name=preview-size][value={size}]").check(force=True)
        expect(shown.get_by_role("heading", name=TITLE)).to_be_visible()
        expect(shown.get_by_text(RESULT)).to_be_visible()
        widths.append(shown.locator("html").evaluate("() => window.innerWidth"))
    assert widths == sorted(set(widths)), widths
    page.get_by_role("button", name="Toggle checks").click()
    expect(page.locator("[data-content-word-count]")).to_have_text(re.compile(r"^\d+$"))


def schedule_for_next_hour(page: Page) -> None:
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    soon = timezone.localtime() + timedelta(hours=1)
    page.get_by_label("Go live date/time").fill(f"{soon:%Y-%m-%d %H:%M}")
    # By key: the calendar of the field may lie over the button.
    page.get_by_role("button", name="Save schedule").press("Enter")
    expect(page.get_by_text("Once scheduled:")).to_be_visible()


def the_hour_passes() -> None:
    """Have the worker find a page whose time has come."""
    past = timezone.now() - timedelta(minutes=1)
    revision = IssuePage.objects.get(title=TITLE).scheduled_revision
    assert revision.approved_go_live_at > past
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    assert publish_due() == 1


def test_an_issue_from_the_first_word_to_its_end(
    visit: Visit, reviewer: User, second_reviewer: User
) -> None:
    page = visit("/admin/", user=reviewer)
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()
    write_issue(page)
    look_at_preview(page)
    schedule_for_next_hour(page)
    choose_action(page, "Submit to Editorial review")
    said(page, "has been submitted")

    other = visit("/admin/", user=second_reviewer)
    waiting = other.get_by_role("region", name="What needs you")
    expect(waiting).to_contain_text("1 page waits for approval")
    waiting.get_by_role("link", name=TITLE).click()
    choose_action(other, "Approve and Publish")
    said(other, "has been")
    other.goto("/admin/")
    expect(waiting).to_contain_text("goes live")

    visitor = visit(ADDRESS)
    expect(visitor.get_by_role("heading", name=TITLE)).to_be_hidden()
    the_hour_passes()
    visitor.reload()
    expect(visitor.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(visitor.get_by_text(FIRST)).to_be_visible()
    expect(visitor.get_by_text("100 percent")).to_be_visible()
    assert_accessible(visitor)

    go_back_to_the_first_version(page, visitor)
    page.goto(f"/admin/pages/{IssuePage.objects.get(title=TITLE).pk}/unpublish/")
    page.get_by_role("button", name="Yes, unpublish it").click()
    said(page, "unpublished")
    visitor.reload()
    expect(visitor.get_by_role("heading", name=TITLE)).to_be_hidden()


def go_back_to_the_first_version(page: Page, visitor: Page) -> None:
    issue = IssuePage.objects.get(title=TITLE)
    page.goto(f"/admin/pages/{issue.pk}/edit/")
    page.get_by_role("textbox", name="Position").fill(SECOND)
    saved_by_itself(page)
    choose_action(page, "Publish")
    said(page, "published")
    visitor.reload()
    expect(visitor.get_by_text(SECOND)).to_be_visible()

    page.goto(f"/admin/pages/{issue.pk}/edit/")
    page.get_by_role("link", name="History").first.click()
    published = page.get_by_role("row").filter(has_text="published")
    published.get_by_role("button", name="Bring it back").first.click()
    said(page, "is the draft now")
    expect(page.get_by_role("textbox", name="Position")).to_have_value(FIRST)
    choose_action(page, "Publish")
    said(page, "published")
    visitor.reload()
    expect(visitor.get_by_text(FIRST)).to_be_visible()


def test_who_else_is_editing_and_saving_is_shown(
    visit: Visit, reviewer: User, second_reviewer: User
) -> None:
    edit = f"/admin/pages/{IssuePage.objects.get().pk}/edit/"
    other = visit(edit, user=second_reviewer)
    page = visit(edit, user=reviewer)
    sessions = page.locator("#w-editing-sessions")
    sessions.get_by_role("button").hover()
    expect(page.get_by_role("tooltip")).to_contain_text("Sol Second")
    other.get_by_role("textbox", name="Position").fill(SECOND)
    page.mouse.move(400, 400)  # what is pointed at is not exchanged
    expect(sessions.get_by_role("button", name="Sol Second saved a new version")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_desk_reads_well(visit: Visit, reviewer: User, width: int) -> None:
    page = visit("/admin/", user=reviewer, width=width)
    expect(page.get_by_role("heading", name="What needs you")).to_be_visible()
