"""Saving and lists in a real browser, with and without a script."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from playwright.sync_api import expect
from pytest_django import Settings

from accounts.models import User
from library.enums import Audience
from library.models import LibraryIndexPage, ResourcePage, SavedResource
from library.services import lists, saves
from tests.browser.conftest import Visit, assert_accessible, assert_no_sideways_scroll
from tests.browser.signing import fill_sign_up, press
from tests.factories.people import PASSWORD
from tests.factories.resources import make_library, make_published
from tests.integration.accounts.conftest import code_in

AT = "/library/a-phone-tree/"


@pytest.fixture(autouse=True)
def page_of_it(
    search_index: None,
    transactional_db: None,
    settings: Settings,
    tmp_path: Path,
    deliver: Callable[[], None],
) -> ResourcePage:
    made = make_published(make_library(), "A phone tree")
    deliver()
    return made


def test_saving_turns_the_button_around_in_place(visit: Visit, leader: User) -> None:
    page = visit(AT, user=leader)
    page.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Enter")
    back = page.get_by_role("button", name="Saved (take it back)")
    expect(back).to_be_focused()
    assert SavedResource.objects.filter(user=leader).exists()
    assert_accessible(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="No longer saved")).to_be_visible()
    assert not SavedResource.objects.exists()


def test_a_visitor_saves_by_signing_in(visit: Visit, leader: User) -> None:
    page = visit(AT)
    page.get_by_role("link", name="Save", exact=True).click()
    page.get_by_role("button", name="Sign in and save").click()
    page.get_by_label("E-mail").fill(leader.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{AT}")
    expect(page.get_by_role("button", name="Saved (take it back)")).to_be_visible()
    expect(page.locator(".messages")).to_contain_text("Saved.")


def test_a_visitor_saves_by_signing_up(visit: Visit, mail: Callable[[], EmailMessage]) -> None:
    page = visit(AT, width=360)
    page.get_by_role("link", name="Save", exact=True).click()
    page.get_by_role("button", name="Sign up and save").click()
    fill_sign_up(page)
    press(page, "Sign up")
    page.get_by_label("Code from the mail").fill(code_in(mail()))
    press(page, "Confirm")
    page.wait_for_url(f"**{AT}")
    expect(page.get_by_role("button", name="Saved (take it back)")).to_be_visible()
    expect(page.locator(".messages")).to_contain_text("Saved.")
    assert SavedResource.objects.get().user.email == "nia@example.org"


def test_a_session_that_ended_leads_to_signing_in(visit: Visit, leader: User) -> None:
    page = visit(AT, user=leader)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/accounts/login/**")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_list_from_making_to_sharing(visit: Visit, leader: User, javascript: bool) -> None:
    saves.save_resource(user=leader, resource=ResourcePage.objects.get())
    page = visit("/my/saved/", user=leader, javascript=javascript)
    page.get_by_label("Name of the list").fill("For August")
    page.get_by_role("button", name="Make a list").click()
    page.get_by_text("Lists for “A phone tree”").click()
    page.get_by_role("checkbox", name="For August").check()
    page.get_by_role("button", name="Keep these lists").click()
    page.get_by_role("link", name="For August").click()
    expect(page.get_by_role("link", name="A phone tree")).to_be_visible()
    page.get_by_role("button", name="Share by link").click()
    stranger = visit(page.locator("#list-address").inner_text())
    expect(stranger.get_by_role("heading", level=1)).to_have_text("For August")
    expect(stranger.get_by_role("link", name="A phone tree")).to_be_visible()


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_every_page_is_accessible(
    visit: Visit, leader: User, color_scheme: str, width: int
) -> None:
    page = visit("/my/saved/", user=leader, width=width, color_scheme=color_scheme)
    assert_accessible(page)
    made = saves.create_list(user=leader, name="For August")
    long = saves.create_list(user=leader, name="Donaudampfschifffahrtselektrizitätenhauptb" * 1)
    one = saves.save_resource(user=leader, resource=ResourcePage.objects.get())
    saves.put_on_lists(user=leader, saved=one, lists=[made])
    lists.set_audience(user=leader, save_list=made, audience=Audience.LINK)
    for path in (
        "/my/saved/",
        AT,
        f"{AT}save/",
        f"/lists/{made.public_id}/",
        f"/lists/{long.public_id}/",
        f"/lists/{made.public_id}/delete/",
    ):
        page.goto(path)
        assert page.locator("h1").count() == 1
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        page.set_viewport_size({"width": 320, "height": 700})
        assert_no_sideways_scroll(page)
        page.set_viewport_size({"width": width, "height": 800})


def test_a_refused_name_is_summed_up_and_kept(visit: Visit, leader: User) -> None:
    saves.create_list(user=leader, name="For August")
    page = visit("/my/saved/", user=leader)
    page.get_by_label("Name of the list").fill("For August")
    page.get_by_role("button", name="Make a list").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("Name of the list")).to_have_value("For August")
    assert_accessible(page)
    page.locator(".error-summary a").click()
    expect(page.get_by_label("Name of the list")).to_be_focused()


@pytest.fixture
def many(leader: User) -> None:
    """More than a page of saved resources."""
    library = LibraryIndexPage.objects.get()
    for number in range(31):
        saves.save_resource(user=leader, resource=make_published(library, f"Practice {number}"))


def test_after_a_refused_form_the_pages_still_lead_on(
    visit: Visit, leader: User, many: None
) -> None:
    made = saves.create_list(user=leader, name="For August")
    saves.create_list(user=leader, name="For May")
    for saved in leader.saved_resources.all():
        saves.put_on_lists(user=leader, saved=saved, lists=[made])
    page = visit("/my/saved/?page=2", user=leader)
    page.get_by_label("Name of the list").fill("For August")
    page.get_by_role("button", name="Make a list").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".results > li")).to_have_count(1)
    page.get_by_role("link", name="Previous").click()
    page.wait_for_url("**/my/saved/?page=1")
    expect(page.locator(".results > li")).to_have_count(30)
    lists.set_audience(user=leader, save_list=made, audience=Audience.LINK)
    page.goto(f"/lists/{made.public_id}/?page=2")
    address = page.locator("#list-address").inner_text()
    page.get_by_text("Rename or describe", exact=True).first.click()
    page.get_by_label("Name of the list").fill("For May")
    page.get_by_role("button", name="Save changes").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.locator("#list-address").inner_text() == address
    page.get_by_role("link", name="Previous").click()
    page.wait_for_url(f"**/lists/{made.public_id}/?page=1")
    expect(page.locator(".results > li")).to_have_count(30)


def test_what_one_does_on_a_later_page_leads_back_to_it(
    visit: Visit, leader: User, many: None
) -> None:
    saves.create_list(user=leader, name="For August")
    page = visit("/my/saved/?page=2", user=leader)
    page.locator(".saved__lists summary").click()
    page.get_by_role("checkbox", name="For August").check()
    page.get_by_role("button", name="Keep these lists").click()
    page.wait_for_url("**/my/saved/?page=2#saved-*")
    page.get_by_role("button", name="Take it off").click()
    expect(page.get_by_text("No longer saved.")).to_be_visible()
    # The second page is empty now: the last one there is answers.
    expect(page.locator(".results > li")).to_have_count(30)
