"""Signing up, signing in and one's account, as a person at a browser meets them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage
from playwright.sync_api import Page, Route, expect
from pytest_django import Settings

from accounts.models import User
from members.models import District, School
from tests.browser.conftest import PHONE, Visit, assert_accessible, assert_no_sideways_scroll
from tests.browser.signing import NEW_PASSWORD, fill_sign_up, press, sign_in
from tests.factories.people import PASSWORD
from tests.integration.accounts.conftest import add_app, app_code, code_in, path_in

Mail = Callable[[], EmailMessage]
LONG_NAME = "Regional School of Agricultural Science and Technology at the Old Post Road"

FOR_ANYONE = {
    "sign in": "/accounts/login/",
    "sign up": "/accounts/signup/",
    "reset": "/accounts/password/reset/",
    "reset sent": "/accounts/password/reset/done/",
    "reset link that is dead": "/accounts/password/reset/key/1-dead/",
    "reset done": "/accounts/password/reset/key/done/",
    "another confirmation": "/accounts/confirm/",
    "confirmation link that is dead": "/accounts/confirm/dead/",
    "closed account": "/accounts/inactive/",
    "nothing here": "/accounts/nothing/",
}
FOR_THE_SIGNED_IN = {
    "account": "/my/account/",
    "profile": "/my/profile/",
    "address": "/accounts/email/",
    "password": "/accounts/password/change/",
    "passkeys and codes": "/accounts/2fa/",
    "devices": "/accounts/sessions/",
    "sign out": "/accounts/logout/",
    "password once more": "/accounts/reauthenticate/",
    "set up": "/accounts/second-factor/",
    "not yours": "/admin/",
}


@pytest.mark.parametrize("path", FOR_ANYONE.values(), ids=FOR_ANYONE.keys())
def test_pages_for_anyone_on_a_phone(visit: Visit, path: str, db: None) -> None:
    page = visit(path, width=PHONE)
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize("path", FOR_THE_SIGNED_IN.values(), ids=FOR_THE_SIGNED_IN.keys())
def test_pages_of_the_account_on_a_phone(visit: Visit, path: str, leader: User) -> None:
    leader.membership.school_unlisted = LONG_NAME
    leader.membership.save()
    page = visit(path, user=leader, width=PHONE)
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_mistakes_are_listed_with_ways_to_them_and_nothing_is_lost(
    visit: Visit, width: int, javascript: bool, db: None
) -> None:
    page = visit("/accounts/signup/", width=width, javascript=javascript)
    page.get_by_label("First name").fill("Nia")
    page.get_by_label("Your school").fill("Nowhere Hall")
    press(page, "Sign up")
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error: ")
    assert page.get_by_label("First name").input_value() == "Nia"
    assert page.get_by_label("Your school").input_value() == "Nowhere Hall"
    summary.get_by_role("link", name=re.compile("Last name")).click()
    assert page.url.endswith("#id_last_name")
    if javascript:
        assert_accessible(page)
        assert_no_sideways_scroll(page)


def test_signing_in_with_the_keyboard_alone(visit: Visit, leader: User) -> None:
    page = visit("/accounts/login/?next=/my/profile/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type("leader@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    show = page.get_by_role("button", name="Show: Password")
    expect(show).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/profile/")


def test_who_types_before_the_script_has_come_goes_on_typing(visit: Visit, leader: User) -> None:
    page = visit("/accounts/nothing/")
    late: list[Route] = []
    page.route("**/js/account*.js", lambda route: late.append(route))
    page.goto("/accounts/login/?next=/my/profile/", wait_until="commit")
    page.get_by_label("E-mail address").fill("leader@example.org")
    password = page.get_by_label("Password", exact=True)
    password.press_sequentially(PASSWORD[:4])
    late[0].continue_()
    expect(page.get_by_role("button", name="Show: Password")).to_be_visible()
    expect(password).to_be_focused()
    page.keyboard.type(PASSWORD[4:])
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/profile/")


def test_signing_in_without_javascript(visit: Visit, leader: User) -> None:
    page = visit("/accounts/login/?next=/my/account/", javascript=False)
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    sign_in(page, "leader@example.org")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_one_of_many_schools_is_found(visit: Visit, javascript: bool, mail: Mail) -> None:
    district = District.objects.create(name="North District")
    School.objects.bulk_create(
        School(name=f"School {number:04d}", district=district) for number in range(1200)
    )
    page = visit("/accounts/signup/", width=360, javascript=javascript)
    assert page.locator("#schools option").count() == 1200
    school = page.get_by_label("Your school")
    assert school.get_attribute("list") == "schools"
    fill_sign_up(page, **{"My school is not listed": ""})
    school.fill("school 0815, north district")
    press(page, "Sign up")
    expect(page.get_by_role("heading", name="Confirm your e-mail address")).to_be_visible()
    assert str(User.objects.get().membership.school) == "School 0815, North District"


def test_from_sign_up_to_profile_by_code(visit: Visit, width: int, mail: Mail) -> None:
    page = visit("/accounts/signup/?next=/my/profile/", width=width)
    fill_sign_up(page)
    press(page, "Sign up")
    page.get_by_label("Code from the mail").fill("0000-0000")
    assert_accessible(page)
    press(page, "Confirm")
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
    page.get_by_label("Code from the mail").fill(code_in(mail()))
    press(page, "Confirm")
    page.wait_for_url("**/my/profile/")
    assert page.get_by_label("Last name").input_value() == "New"
    page.goto("/my/account/")
    expect(page.get_by_text("An editor will look at your membership")).to_be_visible()


def test_confirming_on_the_phone_while_the_desk_waits(visit: Visit, mail: Mail) -> None:
    desk = visit("/accounts/signup/?next=/my/profile/")
    fill_sign_up(desk)
    press(desk, "Sign up")
    expect(desk.get_by_label("Code from the mail")).to_be_visible()
    phone = visit(path_in(mail(), "/confirm/"), width=360)
    assert_accessible(phone)
    assert_no_sideways_scroll(phone)
    press(phone, "Yes, confirm this address")
    expect(phone.get_by_text("Sign in to go on")).to_be_visible()
    sign_in(phone, "nia@example.org", NEW_PASSWORD)
    expect(phone.get_by_role("heading", name="Your profile")).to_be_visible()
    desk.reload()
    desk.wait_for_url("**/my/profile/")


def with_authenticator(page: Page) -> None:
    """Give the browser a passkey device that always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_signs_in(visit: Visit, leader: User) -> None:
    page = visit("/accounts/login/?next=/accounts/2fa/webauthn/add/", width=360)
    with_authenticator(page)
    sign_in(page, "leader@example.org")
    page.get_by_label("A name for it").fill("Phone")
    assert_accessible(page)
    press(page, "Add the passkey")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert_accessible(page)
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("link", name="Rename Phone")).to_be_visible()
    assert_accessible(page)
    page.goto("/accounts/logout/")
    press(page, "Sign out")
    page.goto("/accounts/login/?next=/my/account/")
    press(page, "Sign in with a passkey")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()


def test_an_editor_sets_an_app_up_and_is_where_she_was(
    visit: Visit, width: int, reviewer: User, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    page = visit("/accounts/login/?next=/my/profile/", width=width)
    sign_in(page, "reviewer@example.org")
    expect(page.get_by_role("heading", name="Set up a second proof")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator("#secret").inner_text()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_label("Code from the app").fill(app_code(secret))
    press(page, "Set up")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert_no_sideways_scroll(page)
    page.get_by_role("link", name="Done").click()
    page.wait_for_url("**/my/profile/")


def test_an_editor_proves_herself_and_trusts_her_device(
    visit: Visit, width: int, reviewer: User, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    secret = add_app(reviewer)
    page = visit("/accounts/login/?next=/my/account/", width=width)
    sign_in(page, "reviewer@example.org")
    page.get_by_label("Code", exact=True).fill("000000")
    assert_accessible(page)
    press(page, "Sign in")
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
    page.get_by_label("Code", exact=True).fill(app_code(secret))
    press(page, "Sign in")
    assert_accessible(page)
    press(page, "Yes, for 30 days")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
