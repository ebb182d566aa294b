"""There is one door: right credentials at any other address sign nobody in."""

import json
from base64 import b64encode
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from library.models import LibraryIndexPage
from tests.addresses import every_address
from tests.factories.people import PASSWORD

from .conftest import is_signed_in, sign_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]

# What the forms of Django, Wagtail and allauth call the two things.
RIGHT = {
    "username": "reviewer@example.org",
    "login": "reviewer@example.org",
    "email": "reviewer@example.org",
    "password": PASSWORD,
    "password1": PASSWORD,
    "next": "/admin/",
}
ROUTED = {
    "/admin/login/": "/accounts/login/",
    "/admin/login/?next=/admin/pages/": "/accounts/login/?next=%2Fadmin%2Fpages%2F",
    "/admin/login/?next=https://evil.example/": "/accounts/login/",
    "/_util/login/": "/accounts/login/",
    "/_util/authenticate_with_password/1/1/": "/accounts/login/",
    "/documents/authenticate_with_password/1/": "/accounts/login/",
    "/admin/password_reset/": "/accounts/password/reset/",
    "/admin/password_reset/done/": "/accounts/password/reset/",
    "/admin/password_reset/confirm/MQ/set-password/": "/accounts/password/reset/",
    "/admin/password_reset/complete/": "/accounts/password/reset/",
}
MISSING = [
    "/django-admin/",
    "/django-admin/login/",
    "/accounts/login/code/",
    "/accounts/signup/passkey/",
    "/accounts/confirm-email/abc/",
    "/accounts/3rdparty/",
    "/accounts/3rdparty/signup/",
    "/accounts/google/login/",
    "/accounts/openid/login/",
    "/_allauth/browser/v1/auth/login/",
    "/_allauth/app/v1/auth/login/",
    "/accounts/password/reset/complete-login/",
    "/api-auth/login/",
    "/api/v1/token/",
]


def knock(client: Client, path: str) -> list[int]:
    """Offer the credentials in every way a form or a program would; return the answers."""
    as_json = json.dumps(RIGHT)
    answers = [
        client.post(path, RIGHT),
        client.post(path, RIGHT, headers={"HX-Request": "true"}),
        client.post(path, as_json, content_type="application/json"),
        client.put(path, as_json, content_type="application/json"),
        client.get(path, RIGHT),
        client.get(path, headers={"Authorization": _basic()}),
    ]
    return [answer.status_code for answer in answers]


def _basic() -> str:
    return "Basic " + b64encode(f"{RIGHT['email']}:{PASSWORD}".encode()).decode()


def test_the_one_door_opens(client: Client, reviewer: User) -> None:
    sign_in(client, reviewer)
    assert is_signed_in(client)


@pytest.mark.parametrize("path", ROUTED)
def test_other_doors_lead_to_it_and_sign_nobody_in(
    client: Client, reviewer: User, library: LibraryIndexPage, path: str
) -> None:
    assert client.get(path).headers["Location"] == ROUTED[path]
    assert set(knock(client, path)) == {302}
    assert not is_signed_in(client)


@pytest.mark.parametrize("path", MISSING)
def test_doors_we_do_not_have(
    client: Client, reviewer: User, library: LibraryIndexPage, path: str
) -> None:
    assert set(knock(client, path)) == {404}
    assert not is_signed_in(client)


def test_no_address_but_the_door_takes_a_password(
    client: Client, reviewer: User, library: LibraryIndexPage
) -> None:
    client.raise_request_exception = False
    for path in set(every_address()) - {"/accounts/login/"}:
        client.post(path, RIGHT)
        assert not is_signed_in(client), path


def test_nobody_but_allauth_checks_passwords() -> None:
    assert settings.AUTHENTICATION_BACKENDS == [
        "allauth.account.auth_backends.AuthenticationBackend"
    ]
    installed = set(settings.INSTALLED_APPS)
    assert not installed & {
        "django.contrib.admin",
        "allauth.socialaccount",
        "allauth.headless",
        "allauth.idp.oidc",
        "rest_framework.authtoken",
    }


def test_the_admin_does_not_change_passwords_or_addresses(
    signed_in: SignIn, reviewer: User
) -> None:
    page = signed_in(reviewer).get("/admin/account/").content.decode()
    assert "password" not in page.lower().replace("passwords", "")
    assert 'name="name_email-email"' not in page


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/pages/", "/_util/login/"])
def test_someone_without_a_right_is_told_so_and_not_sent_around_in_a_circle(
    signed_in: SignIn, leader: User, path: str
) -> None:
    answer = signed_in(leader).get(path, follow=True)
    assert answer.status_code == 403
    assert b"Your account may not open this" in answer.content


def test_an_old_bookmark_of_the_admins_door_works(signed_in: SignIn, reviewer: User) -> None:
    assert signed_in(reviewer).get("/admin/login/").headers["Location"] == "/admin/"
    answer = Client().get("/admin/pages/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2Fpages%2F"


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"],
)
def test_no_door_leads_off_the_site(client: Client, leader: User, address: str) -> None:
    for answer in (
        sign_in(client, leader, next=address),
        client.get("/accounts/login/", {"next": address}),
        client.get("/accounts/second-factor/", {"next": address}),
        client.post("/accounts/logout/", {"next": address}),
        client.post(f"/accounts/logout/?next={address}"),
    ):
        assert "evil" not in answer.headers.get("Location", "")
        assert "javascript" not in answer.headers.get("Location", "")


def test_signing_in_changes_the_session(client: Client, leader: User) -> None:
    session = client.session
    session["planted"] = "by whoever knows the key"
    session.save()
    planted = str(session.session_key)
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    sign_in(client, leader)
    assert is_signed_in(client)
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert not is_signed_in(thief)


def test_signing_out_ends_the_session_on_the_server(client: Client, leader: User) -> None:
    sign_in(client, leader)
    stolen = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert thief.get("/my/account/").status_code == 302
    assert not is_signed_in(thief)


def test_the_next_person_at_the_computer_gets_a_session_of_her_own(
    client: Client, leader: User, contributor: User
) -> None:
    sign_in(client, leader)
    session = client.session
    session["intent"] = {"name": "x", "params": {}, "next": "/", "at": 0}
    session.save()
    client.post("/accounts/logout/")
    sign_in(client, contributor)
    assert client.session["_auth_user_id"] == str(contributor.pk)
    assert "intent" not in client.session
