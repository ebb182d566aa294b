"""What visitors get from the page cache of the whole site."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings
from wagtail.models import Page, PageViewRestriction

from accounts.models import User
from clearinghouse.wsgi import application
from home.models import HomePage, MissionPage
from library.enums import Audience
from library.models import LibraryIndexPage, ResourcePage
from library.services import lists, saves
from tests.factories.resources import make_published, members_only
from tests.visitors import Visitor, visit

pytestmark = pytest.mark.django_db
Capture = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]
TREE = "/library/a-phone-tree/"


KEPT = [
    "/",
    "/about/",
    "/library/",
    "/library/?q=phone&topic=chronic-absence&grade=&sort=title&page=1&more=topic",
    TREE,
    f"{TREE}v/1/",
    "/search/",
    "/search/?q=phone&kind=&page=1",
]


@pytest.mark.parametrize("path", KEPT)
def test_a_page_for_everybody_is_made_once(visitor: Visitor, path: str) -> None:
    assert visitor.gets_again(path)
    answer = visitor.get(path)
    assert answer.status == 200
    assert "Set-Cookie" not in answer.headers
    assert "csrfmiddlewaretoken" not in answer.text
    assert "nonce" not in answer.text
    assert "Content-Security-Policy" in answer.headers
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "path",
    [
        *(f"{path}{'&' if '?' in path else '?'}utm_source=x" for path in KEPT),
        f"{TREE}versions/",
        f"{TREE}save/",
        "/share/",
        "/accounts/login/",
        "/api/v1/search",
        "/api/v1/openapi.json",
        "/search/suggest?q=phone",
        "/nowhere/",
        "/admin/",
    ],
)
def test_everything_else_is_made_each_time(visitor: Visitor, path: str) -> None:
    assert not visitor.gets_again(path)


def test_a_change_behind_the_back_is_seen_when_the_cache_is_emptied(visitor: Visitor) -> None:
    visitor.get("/")
    HomePage.objects.update(heading="Another heading")
    assert "Another heading" not in visitor.get("/").text
    call_command("empty_page_cache")
    assert "Another heading" in visitor.get("/").text


def test_it_works_with_the_cache_of_the_default_deployment(
    visitor: Visitor, settings: Settings
) -> None:
    backend = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "a_cache"}}
    call_command("createcachetable", verbosity=0)
    assert visitor.gets_again("/")
    HomePage.objects.update(heading="Another heading")
    call_command("empty_page_cache")
    assert "Another heading" in visitor.get("/").text


def test_the_site_that_is_served_keeps_pages(tree: ResourcePage) -> None:
    visit(application, "/")
    HomePage.objects.update(heading="Another heading")
    assert "Another heading" not in visit(application, "/").text


def test_a_wrong_host_neither_gets_nor_leaves_a_page(visitor: Visitor, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    assert visitor.get("/", host="evil.example.org").status == 400
    assert visitor.get("/").status == 200
    assert visitor.get("/", host="evil.example.org").status == 400
    assert not visitor.gets_again("/", host="evil.example.org")


def test_plain_http_leads_on_where_the_same_page_is_kept_for_https(
    visitor: Visitor, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    visitor.django.application = WSGIHandler()
    assert visitor.get("/", secure=True).status == 200
    assert visitor.get("/").status == 301


def test_htmx_gets_an_answer_of_its_own(visitor: Visitor) -> None:
    for _ in range(2):
        assert "HX-Push-Url" not in visitor.get("/library/?q=phone").headers
        answer = visitor.get("/library/?q=phone", HX_Request="true")
        assert answer.headers["HX-Push-Url"] == "/library/?q=phone"
    assert visitor.django.answered == 2


def test_signed_in_people_get_their_own_page(
    visitor: Visitor, leader: User, signed_in: Callable[[User], Client]
) -> None:
    cookie = f"sessionid={signed_in(leader).cookies['sessionid'].value}"
    for path in (TREE, "/", "/library/"):
        assert "Your account" not in visitor.get(path).text
        theirs = visitor.get(path, Cookie=cookie)
        assert "Your account" in theirs.text
        assert "private" in theirs.headers["Cache-Control"]
        assert "Your account" not in visitor.get(path).text


def test_a_resource_for_members_is_not_kept(
    visitor: Visitor, leader: User, signed_in: Callable[[User], Client]
) -> None:
    page = make_published(LibraryIndexPage.objects.get(), "Zebra duty", **members_only())
    at = f"/library/{page.slug}/"
    cookie = f"sessionid={signed_in(leader).cookies['sessionid'].value}"
    for address in (at, f"{at}v/1/"):
        assert visitor.get(address, Cookie=cookie).status == 200
        assert visitor.get(address).status == 404


def test_a_list_shared_by_link_is_not_kept(
    visitor: Visitor, leader: User, tree: ResourcePage
) -> None:
    save_list = saves.create_list(user=leader, name="For August")
    lists.set_audience(user=leader, save_list=save_list, audience=Audience.LINK)
    at = f"/lists/{save_list.public_id}/"
    assert visitor.get(at).status == 200
    lists.set_audience(user=leader, save_list=save_list, audience=Audience.PRIVATE)
    assert visitor.get(at).status == 404


def test_below_a_private_section_nothing_is_kept(visitor: Visitor, about: MissionPage) -> None:
    child = about.add_child(instance=MissionPage(title="Board", slug="board"))
    PageViewRestriction.objects.create(page=about, restriction_type="login")
    for page in (about, child):
        assert visitor.get(page.url).status == 302
        assert not visitor.gets_again(page.url)


def test_what_stands_in_for_the_index_is_not_kept(
    visitor: Visitor, settings: Settings, tmp_path: Path
) -> None:
    settings.SEARCH_URL = f"embedded:{tmp_path / 'gone'}"
    for path in ("/library/", "/search/?q=phone"):
        assert "Search is being repaired" in visitor.get(path).text
        assert not visitor.gets_again(path)


def test_a_page_reached_through_the_tree_follows_the_same_rules(
    visitor: Visitor, about: MissionPage
) -> None:
    LibraryIndexPage.objects.get().move(Page.objects.get(pk=about.pk), pos="last-child")
    at = "/about/library/a-phone-tree/"
    assert visitor.gets_again(at)
    ResourcePage.objects.update(visibility="members")
    call_command("empty_page_cache")
    assert visitor.get(at).status == 404
