"""What people save and the lists they keep: their own, and what they share by link."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from library.models import LibraryIndexPage, ResourcePage, SavedResource, SaveList
from library.services import saves
from library.services.publishing import withdraw
from tests.factories.people import PASSWORD
from tests.factories.resources import make_published, members_only

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def page(library: LibraryIndexPage) -> ResourcePage:
    return make_published(library, "A phone tree")


@pytest.fixture
def saved(page: ResourcePage, leader: User) -> SavedResource:
    return saves.save_resource(user=leader, resource=page)


@pytest.fixture
def save_list(leader: User) -> SaveList:
    return saves.create_list(user=leader, name="For August")


def test_saving_taking_back_and_finding_again(
    page: ResourcePage, signed_in: SignIn, leader: User
) -> None:
    client = signed_in(leader)
    at = f"/library/{page.slug}/"
    assert client.post(f"{at}save/").url == at
    client.post(f"{at}save/")
    assert SavedResource.objects.filter(user=leader).count() == 1
    assert f'action="{at}unsave/"' in client.get(at).content.decode()
    assert page.title in client.get("/my/saved/").content.decode()
    client.post(f"{at}unsave/")
    assert f'action="{at}save/"' in client.get(at).content.decode()
    assert "not saved anything yet" in client.get("/my/saved/").content.decode()


def test_a_visitor_signs_in_and_comes_back_to_the_saved_thing(
    page: ResourcePage, client: Client, leader: User
) -> None:
    at = f"/library/{page.slug}/"
    assert "Sign in and save" in client.get(f"{at}save/").content.decode()
    assert client.post(f"{at}save/").url == "/accounts/login/"
    answer = client.post("/accounts/login/", {"login": leader.email, "password": PASSWORD})
    assert answer.url == at
    assert SavedResource.objects.filter(user=leader, resource=page).exists()
    assert "Saved." in client.get(at).content.decode()


def test_a_visitor_without_an_account_is_led_to_signing_up(
    page: ResourcePage, client: Client
) -> None:
    answer = client.post(f"/library/{page.slug}/save/", {"new": "1"})
    assert answer.url == "/accounts/signup/"


@pytest.mark.parametrize("action", ["save", "unsave"])
def test_a_session_that_ended_leads_the_whole_page_to_signing_in(
    page: ResourcePage, client: Client, action: str
) -> None:
    answer = client.post(f"/library/{page.slug}/{action}/", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"].startswith("/accounts/login/")


def test_what_one_may_not_see_cannot_be_saved(
    library: LibraryIndexPage, signed_in: SignIn, outsider: User
) -> None:
    page = make_published(library, "For members", **members_only())
    assert signed_in(outsider).post(f"/library/{page.slug}/save/").status_code == 404
    assert not SavedResource.objects.exists()


def test_a_list_is_made_renamed_filled_and_deleted(
    saved: SavedResource, signed_in: SignIn, leader: User
) -> None:
    client = signed_in(leader)
    client.post("/lists/", {"name": " For  \u200bAugust "})
    made = SaveList.objects.get()
    assert (made.name, made.is_shared) == ("For August", False)
    at = f"/lists/{made.public_id}/"
    client.post(f"/my/saved/{saved.pk}/lists/", {"lists": [made.pk]})
    assert saved.resource.title in client.get(at).content.decode()
    client.post(f"{at}rename/", {"name": "For September"})
    assert "For September" in client.get("/my/saved/").content.decode()
    client.post(f"/my/saved/{saved.pk}/lists/", {})
    assert "Nothing is on this list yet" in client.get(at).content.decode()
    assert "For September" in client.get(f"{at}delete/").content.decode()
    client.post(f"{at}delete/")
    assert not SaveList.objects.exists()
    assert SavedResource.objects.filter(pk=saved.pk).exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Give the list a name."),
        (" \u200b ", "Give the list a name."),
        ("a\x00b", "Null characters are not allowed"),
        ("For August", "You have a list of this name already."),
        ("x" * 81, "at most 80 characters"),
        # One letter as it is sent, two as it is kept.
        ("\u0958" * 41, "at most 80 characters"),
    ],
)
def test_a_name_that_will_not_do_is_said_at_the_field(
    save_list: SaveList, signed_in: SignIn, leader: User, name: str, said: str
) -> None:
    client = signed_in(leader)
    answer = client.post("/lists/", {"name": name})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert 'href="#id_name"' in text
    assert SaveList.objects.count() == 1
    other = saves.create_list(user=leader, name="Other")
    answer = client.post(f"/lists/{other.public_id}/rename/", {"name": name})
    assert answer.status_code == 422
    other.refresh_from_db()
    assert other.name == "Other"


def test_a_refused_name_keeps_its_owner_s_place(
    save_list: SaveList, signed_in: SignIn, leader: User
) -> None:
    answer = signed_in(leader).post(f"/lists/{save_list.public_id}/rename/", {"name": "x" * 81})
    assert f"<h1>{save_list.name}</h1>" in answer.content.decode()


def test_a_private_list_does_not_exist_for_others(
    save_list: SaveList, client: Client, signed_in: SignIn, contributor: User, reviewer: User
) -> None:
    at = f"/lists/{save_list.public_id}/"
    for stranger in (client, signed_in(contributor), signed_in(reviewer)):
        assert stranger.get(at).status_code == 404
    for action in ("rename", "share", "delete"):
        answer = signed_in(contributor).post(f"{at}{action}/", {"name": "Mine", "shared": "yes"})
        assert answer.status_code == 404
    save_list.refresh_from_db()
    assert (save_list.name, save_list.is_shared) == ("For August", False)


def test_a_shared_list_shows_strangers_what_they_may_see(
    saved: SavedResource,
    save_list: SaveList,
    library: LibraryIndexPage,
    client: Client,
    signed_in: SignIn,
    leader: User,
) -> None:
    hidden = make_published(library, "Zebra crossing", **members_only())
    both = [saved, saves.save_resource(user=leader, resource=hidden)]
    for one in both:
        saves.put_on_lists(user=leader, saved=one, lists=[save_list])
    own = signed_in(leader)
    at = f"/lists/{save_list.public_id}/"
    own.post(f"{at}share/", {"shared": "yes"})
    text = client.get(at).content.decode()
    assert saved.resource.title in text
    assert "Zebra" not in text
    assert "no longer in the library" not in text
    assert "Rename" not in text
    own.post(f"{at}share/", {"shared": "no"})
    assert client.get(at).status_code == 404


def test_nobody_touches_what_another_saved(
    saved: SavedResource, save_list: SaveList, signed_in: SignIn, contributor: User
) -> None:
    client = signed_in(contributor)
    mine = saves.create_list(user=contributor, name="Mine")
    for path, data in (
        (f"/my/saved/{saved.pk}/remove/", {}),
        (f"/my/saved/{saved.pk}/lists/", {"lists": [mine.pk]}),
    ):
        assert client.post(path, data).status_code == 404
    own = saves.save_resource(user=contributor, resource=saved.resource)
    answer = client.post(f"/my/saved/{own.pk}/lists/", {"lists": [save_list.pk]})
    assert answer.status_code == 404
    assert not save_list.saved_resources.exists()
    assert SavedResource.objects.filter(pk=saved.pk).exists()


def test_what_left_the_library_is_named_as_gone_and_can_be_removed(
    saved: SavedResource, signed_in: SignIn, leader: User, reviewer: User
) -> None:
    withdraw(resource=saved.resource, user=reviewer, reason="Old.")
    client = signed_in(leader)
    text = client.get("/my/saved/").content.decode()
    assert "no longer in the library" in text
    assert saved.resource.title not in text
    client.post(f"/my/saved/{saved.pk}/remove/")
    assert not SavedResource.objects.exists()


@pytest.mark.parametrize("number", ["-1", "0", "abc", "999999999", "\x00"])
def test_bad_page_numbers_show_a_page(
    saved: SavedResource, save_list: SaveList, signed_in: SignIn, leader: User, number: str
) -> None:
    client = signed_in(leader)
    assert client.get("/my/saved/", {"page": number}).status_code == 200
    assert client.get(f"/lists/{save_list.public_id}/", {"page": number}).status_code == 200


def test_what_one_saved_takes_as_many_queries_for_one_as_for_thirty(
    library: LibraryIndexPage,
    saved: SavedResource,
    signed_in: SignIn,
    leader: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    lists = [saves.create_list(user=leader, name=f"List {number}") for number in range(3)]
    saves.put_on_lists(user=leader, saved=saved, lists=lists)
    client = signed_in(leader)
    client.get("/my/saved/")
    with CaptureQueriesContext(connection) as taken:
        client.get("/my/saved/")
    for number in range(29):
        made = make_published(library, f"Practice {number}")
        more = saves.save_resource(user=leader, resource=made)
        saves.put_on_lists(user=leader, saved=more, lists=lists)
    with django_assert_num_queries(len(taken)):
        client.get("/my/saved/")
