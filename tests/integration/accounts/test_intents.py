"""What someone was about to do is done once she has signed in, and she is where she was."""

import time
from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import Settings

from accounts import intents
from accounts.models import User
from library.models import LibraryIndexPage, ResourcePage, SavedResource
from tests.factories.resources import make_draft, make_published, members_only

from .conftest import SIGN_UP, add_app, app_code, code_in, is_signed_in, path_in, sign_in

pytestmark = pytest.mark.django_db
Mail = Callable[[], EmailMessage]


@pytest.fixture
def tree(library: LibraryIndexPage) -> ResourcePage:
    return make_published(library, "A phone tree")


def wish(client: Client, resource: ResourcePage, **data: str) -> str:
    """Press "Save" as a visitor; return where that leads."""
    return client.post(f"/library/{resource.slug}/save/", data).headers["Location"]


def saved_by(email: str) -> list[str]:
    rows = SavedResource.objects.filter(user__email=email)
    return [row.resource.title for row in rows]


class TestAtSignIn:
    def test_it_is_done_and_said_where_one_was(
        self, client: Client, leader: User, tree: ResourcePage
    ) -> None:
        assert wish(client, tree) == "/accounts/login/"
        answer = sign_in(client, leader)
        assert answer.headers["Location"] == f"/library/{tree.slug}/"
        assert b"Saved. You find it under" in client.get("/my/account/").content
        assert saved_by(leader.email) == ["A phone tree"]

    def test_only_once(self, client: Client, leader: User, tree: ResourcePage) -> None:
        wish(client, tree)
        sign_in(client, leader)
        SavedResource.objects.all().delete()
        client.post("/accounts/logout/")
        sign_in(client, leader)
        assert saved_by(leader.email) == []

    def test_not_an_hour_later_for_the_next_person(
        self, client: Client, leader: User, tree: ResourcePage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wish(client, tree)
        now = time.time()
        monkeypatch.setattr("time.time", lambda: now + 3601)
        sign_in(client, leader)
        assert saved_by(leader.email) == []

    def test_what_may_not_be_seen_is_not_saved(
        self, client: Client, newcomer: User, library: LibraryIndexPage
    ) -> None:
        hidden = make_published(library, "Members only", **members_only())
        draft = make_draft(library, "A draft")
        for resource in (hidden, draft):
            session = client.session
            session["intent"] = {
                "name": "library.save",
                "params": {"resource": resource.pk},
                "next": "/",
                "at": time.time(),
            }
            session.save()
            answer = sign_in(client, newcomer)
            assert answer.headers["Location"] == "/"
            client.post("/accounts/logout/")
        assert saved_by(newcomer.email) == []

    @pytest.mark.parametrize("name", ["library.save", "nobody.knows"])
    def test_a_broken_one_does_not_keep_anyone_out(
        self, client: Client, leader: User, name: str
    ) -> None:
        session = client.session
        session["intent"] = {
            "name": name,
            "params": {"surprise": 1},
            "next": "https://evil.example/",
            "at": time.time(),
        }
        session.save()
        answer = sign_in(client, leader)
        assert is_signed_in(client)
        assert "evil" not in answer.headers["Location"]

    def test_privileged_people_prove_themselves_first(
        self, client: Client, reviewer: User, tree: ResourcePage, settings: Settings
    ) -> None:
        settings.REQUIRE_SECOND_FACTOR = True
        secret = add_app(reviewer)
        wish(client, tree)
        sign_in(client, reviewer)
        assert saved_by(reviewer.email) == []
        client.post("/accounts/2fa/authenticate/", {"code": app_code(secret)})
        answer = client.post("/accounts/2fa/trust/", {"action": "skip"})
        assert answer.headers["Location"] == f"/library/{tree.slug}/"
        assert saved_by(reviewer.email) == ["A phone tree"]

    def test_nobody_remembers_what_nobody_performs(self) -> None:
        with pytest.raises(LookupError):
            intents.remember(None, "nobody.knows", {}, "/")


class TestAtSignUp:
    def sign_up(self, client: Client, tree: ResourcePage) -> None:
        assert wish(client, tree, new="yes") == "/accounts/signup/"
        client.post("/accounts/signup/", SIGN_UP)
        assert saved_by("nia@example.org") == []

    def test_by_code(self, client: Client, tree: ResourcePage, mail: Mail) -> None:
        self.sign_up(client, tree)
        answer = client.post("/accounts/confirm-email/", {"code": code_in(mail())})
        assert answer.headers["Location"] == f"/library/{tree.slug}/"
        assert saved_by("nia@example.org") == ["A phone tree"]

    def test_by_link_in_the_same_browser(
        self, client: Client, tree: ResourcePage, mail: Mail
    ) -> None:
        self.sign_up(client, tree)
        answer = client.post(path_in(mail(), "/confirm/"))
        assert answer.headers["Location"] == f"/library/{tree.slug}/"
        assert saved_by("nia@example.org") == ["A phone tree"]

    def test_by_link_on_another_device(
        self, client: Client, tree: ResourcePage, mail: Mail
    ) -> None:
        self.sign_up(client, tree)
        phone = Client()
        answer = phone.post(path_in(mail(), "/confirm/"))
        assert saved_by("nia@example.org") == ["A phone tree"]
        assert answer.headers["Location"] == f"/library/{tree.slug}/"
        assert b"Saved. You find it under" in phone.get("/accounts/login/").content

    def test_by_link_that_a_scanner_opened_before(
        self, client: Client, tree: ResourcePage, mail: Mail
    ) -> None:
        self.sign_up(client, tree)
        link = path_in(mail(), "/confirm/")
        Client().get(link)
        assert saved_by("nia@example.org") == []
        client.post(link)
        assert saved_by("nia@example.org") == ["A phone tree"]

    def test_where_one_was_is_kept_even_without_a_wish(
        self, client: Client, tree: ResourcePage, mail: Mail
    ) -> None:
        client.post("/accounts/signup/", {**SIGN_UP, "next": "/share/"})
        answer = Client().post(path_in(mail(), "/confirm/"))
        assert answer.headers["Location"] == "/share/"

    def test_where_one_was_is_on_this_site(self, client: Client, mail: Mail) -> None:
        client.post("/accounts/signup/", {**SIGN_UP, "next": "https://evil.example/"})
        answer = Client().post(path_in(mail(), "/confirm/"))
        assert answer.headers["Location"] == "/accounts/login/"

    def test_whoever_has_an_account_already_gets_nothing_done_by_a_stranger(
        self, client: Client, leader: User, tree: ResourcePage
    ) -> None:
        wish(client, tree, new="yes")
        client.post("/accounts/signup/", {**SIGN_UP, "email": leader.email})
        leader.refresh_from_db()
        assert leader.intent is None
        assert saved_by(leader.email) == []
