"""What addresses answer to HEAD, OPTIONS and methods they do not take."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from home.models import HomePage, NewsIndexPage
from library.models import ImportRun, LibraryIndexPage
from tests.factories.pages import add, add_news
from tests.factories.resources import make_published

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]

READING = "GET, HEAD, OPTIONS"


@pytest.fixture
def addresses(library: LibraryIndexPage) -> list[str]:
    page = make_published(library, "A phone tree")
    add_news(add(HomePage.objects.get(), NewsIndexPage(title="News", slug="news")))
    return [
        "/",
        "/news/",
        "/robots.txt",
        "/sitemap.xml",
        "/sitemap-pages-1.xml",
        "/feeds/news.rss",
        "/feeds/resources.atom",
        "/library/",
        "/library/?q=phone",
        f"/library/{page.slug}/",
        "/search/?q=phone",
        "/search/suggest?q=ph",
        "/api/v1/search",
        "/api/v1/openapi.json",
        f"/api/v1/resources/{page.pk}",
    ]


def test_head_is_answered_as_get_without_a_body(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        whole, head = client.get(address), client.head(address)
        assert head.status_code == whole.status_code == 200, address
        assert head.content == b"", address
        for name in ("Content-Type", "Cache-Control", "Content-Length"):
            assert head.headers.get(name) == whole.headers.get(name), (name, address)


@pytest.mark.parametrize("address", ["/api/v1/resources/0", "/api/v1/search?page=0", "/library/x/"])
def test_head_tells_the_same_errors(
    client: Client, library: LibraryIndexPage, address: str
) -> None:
    assert client.head(address).status_code == client.get(address).status_code >= 400


def test_options_names_what_can_be_done(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        answer = client.options(address)
        assert answer.status_code in {200, 204}, address
        assert answer.content == b"", address
        assert set(answer.headers["Allow"].split(", ")) >= set(READING.split(", ")), address
        assert "DELETE" not in answer.headers["Allow"], address
    assert client.options("/lists/").headers["Allow"] == "OPTIONS, POST"
    assert client.options("/share/").headers["Allow"] == f"{READING}, POST"
    assert client.options("/api/v1/nothing").status_code == 404


def test_other_methods_are_refused_and_told_what_is_taken(
    client: Client, addresses: list[str]
) -> None:
    for address in addresses:
        answer = client.delete(address)
        assert answer.status_code == 405, address
        assert answer.headers["Allow"] == READING, address


def test_head_never_does_what_only_a_post_does(signed_in: SignIn, leader: User) -> None:
    client = signed_in(leader)
    assert client.head("/lists/", {"name": "For August"}).status_code == 405
    assert not leader.save_lists.exists()


def test_the_review_queue_answers_head_to_those_it_is_for(
    signed_in: SignIn, reviewer: User, leader: User
) -> None:
    assert signed_in(reviewer).head("/admin/review/").status_code == 200
    assert signed_in(leader).head("/admin/review/").status_code == 302
    run = ImportRun.objects.create(file_name="table.csv")
    assert signed_in(reviewer).head(f"/admin/import/{run.public_id}/").status_code == 200
