"""Nothing that an editor types is lost, whatever becomes of session and line."""

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from home.models import IssuePage, Notice
from tests.browser.conftest import PATIENCE, Visit
from tests.browser.signing import sign_in

TYPED = "Typed while nobody was signed in."


@pytest.fixture(autouse=True)
def site(transactional_db: None) -> None:
    call_command("load_starter", verbosity=0)


@pytest.fixture
def issue(site: None) -> IssuePage:
    return IssuePage.objects.get()


def edit_address(issue: IssuePage) -> str:
    return f"/admin/pages/{issue.pk}/edit/"


def position(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Position")


def settle(page: Page) -> None:
    """Wait until Wagtail has begun to notice changes."""
    page.wait_for_timeout(2500)


def draft(issue: IssuePage) -> str:
    latest = IssuePage.objects.get(pk=issue.pk).get_latest_revision_as_object()
    return str(latest.position)


def until_saved(page: Page, issue: IssuePage, words: str) -> None:
    for _attempt in range(PATIENCE // 200):
        if draft(issue) == words:
            return
        page.wait_for_timeout(200)
    assert draft(issue) == words


def sign_in_again(page: Page, user: User) -> None:
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in another tab").click()
    tab = opened.value
    sign_in(tab, user.email)
    expect(tab.get_by_role("heading", name="What needs you")).to_be_visible()
    tab.close()


def test_a_session_that_ended_loses_nothing(visit: Visit, reviewer: User, issue: IssuePage) -> None:
    page = visit(edit_address(issue), user=reviewer)
    settle(page)
    before = draft(issue)
    Session.objects.all().delete()
    position(page).fill(TYPED)
    notice = page.get_by_role("alert").filter(has_text="You were signed out.")
    expect(notice).to_be_visible()
    page.get_by_role("button", name="Save draft").click()
    expect(notice).to_be_focused()
    expect(position(page)).to_have_value(TYPED)
    assert draft(issue) == before
    sign_in_again(page, reviewer)
    until_saved(page, issue, TYPED)
    expect(notice).to_be_hidden()
    with page.expect_response(lambda answer: "/ping/" in answer.url and answer.ok):
        pass  # and others are told again that she is here
    page.get_by_role("button", name="More actions").last.click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("published")
    assert IssuePage.objects.get(pk=issue.pk).position == TYPED
    assert page.evaluate("Object.keys(localStorage).join()").count("editing:") == 0


def test_a_window_that_was_closed_offers_it_back(
    visit: Visit, reviewer: User, issue: IssuePage
) -> None:
    page = visit(edit_address(issue), user=reviewer)
    settle(page)
    Session.objects.all().delete()
    position(page).fill(TYPED)
    expect(page.get_by_text("You were signed out.")).to_be_visible()
    context = page.context
    page.close(run_before_unload=False)
    other = context.new_page()
    other.goto(f"/accounts/login/?next={edit_address(issue)}")
    sign_in(other, reviewer.email)
    offered = other.get_by_role("region", name="Text that was not saved")
    expect(offered).to_be_visible()
    offered.get_by_role("button", name="Save it as a draft and show it").click()
    expect(position(other)).to_have_value(TYPED)
    assert draft(issue) == TYPED
    expect(offered).to_be_hidden()


def test_a_line_that_drops_holds_the_page_until_it_is_back(
    visit: Visit, reviewer: User, issue: IssuePage
) -> None:
    page = visit(edit_address(issue), user=reviewer)
    settle(page)
    page.context.set_offline(True)
    position(page).fill("Typed on a train.")
    expect(page.get_by_role("alert").filter(has_text="No connection.")).to_be_visible()
    page.context.set_offline(False)
    until_saved(page, issue, "Typed on a train.")
    expect(page.get_by_text("No connection.")).to_be_hidden()


def test_someone_else_gets_none_of_it(
    visit: Visit, reviewer: User, second_reviewer: User, issue: IssuePage
) -> None:
    page = visit(edit_address(issue), user=reviewer)
    settle(page)
    Session.objects.all().delete()
    position(page).fill("Mine alone.")
    expect(page.get_by_text("You were signed out.")).to_be_visible()
    other = page.context.new_page()
    other.goto(f"/accounts/login/?next={edit_address(issue)}")
    sign_in(other, second_reviewer.email)
    expect(position(other)).to_be_visible()
    expect(page.get_by_text("Someone else is signed in now.")).to_be_visible()
    expect(other.get_by_role("region", name="Text that was not saved")).to_be_hidden()
    assert draft(issue) != "Mine alone."


def test_a_setting_is_not_lost_either(visit: Visit, reviewer: User) -> None:
    page = visit("/admin/settings/home/notice/", user=reviewer)
    page.get_by_label("Last day").fill("2031-05-01")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="You were signed out.")).to_be_focused()
    sign_in_again(page, reviewer)
    expect(page.get_by_text("You were signed out.")).to_be_hidden()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("updated")
    assert str(Notice.objects.get().ends_on) == "2031-05-01"


def test_what_is_typed_at_once_is_saved_too(visit: Visit, reviewer: User, issue: IssuePage) -> None:
    page = visit(edit_address(issue), user=reviewer)
    position(page).fill("Typed in the first second.")
    until_saved(page, issue, "Typed in the first second.")
