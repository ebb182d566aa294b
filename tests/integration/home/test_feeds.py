"""Feeds: readable whatever is in a title, and silent about what is not public."""

from datetime import date
from typing import Any

import pytest
from defusedxml import ElementTree
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from home.models import HomePage, NewsIndexPage, NewsPage
from library.models import LibraryIndexPage
from tests.factories.pages import add_news, restrict
from tests.factories.resources import make_published, members_only

pytestmark = pytest.mark.django_db

SITE = "https://clearinghouse.example.org"
ATOM = "{http://www.w3.org/2005/Atom}"
RSS = {"/feeds/news.rss", "/feeds/resources.rss"}
FEEDS = sorted({*RSS, "/feeds/news.atom", "/feeds/resources.atom"})
HOSTILE = "Reading & <b>writing</b> ]]> \x0b\x1b\u2028\ufffe </title>"
READABLE = "Reading & <b>writing</b> ]]>  </title>"


@pytest.fixture(autouse=True)
def address(settings: Settings) -> None:
    settings.SITE_URL = SITE


def read(client: Client, feed: str) -> Any:
    return ElementTree.fromstring(client.get(feed).content)


def entries(client: Client, feed: str) -> list[Any]:
    root = read(client, feed)
    return list(root.iter("item")) if feed in RSS else list(root.iter(f"{ATOM}entry"))


def titles(client: Client, feed: str) -> list[str]:
    name = "title" if feed in RSS else f"{ATOM}title"
    return [entry.find(name).text for entry in entries(client, feed)]


@pytest.mark.parametrize("feed", FEEDS)
def test_an_empty_feed_is_a_feed(client: Client, front: HomePage, feed: str) -> None:
    answer = client.get(feed)
    kind = "rss" if feed in RSS else "atom"
    assert answer.headers["Content-Type"] == f"application/{kind}+xml; charset=utf-8"
    root = read(client, feed)
    assert entries(client, feed) == []
    selfs = [link.get("href") for link in root.iter(f"{ATOM}link") if link.get("rel") == "self"]
    assert selfs == [f"{SITE}{feed}"]


@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_survives_whatever_is_in_a_title(
    client: Client, library: LibraryIndexPage, news_index: NewsIndexPage, feed: str
) -> None:
    news = add_news(news_index, "x", slug="x")
    page = make_published(library, "x")
    for one in (news, page):
        type(one).objects.filter(pk=one.pk).update(title=HOSTILE)
    assert [" ".join(one.split()) for one in titles(client, feed)] == [" ".join(READABLE.split())]


@pytest.mark.parametrize("feed", FEEDS)
def test_a_summary_is_text_to_those_who_take_it_for_html(
    client: Client, library: LibraryIndexPage, news_index: NewsIndexPage, feed: str
) -> None:
    add_news(news_index, "x", introduction="<img src=x onerror=alert(1)>")
    make_published(library, "x", summary="<img src=x onerror=alert(1)>")
    name = "description" if feed in RSS else f"{ATOM}summary"
    assert entries(client, feed)[0].find(name).text == "&lt;img src=x onerror=alert(1)&gt;"


@pytest.mark.parametrize("feed", FEEDS)
def test_every_address_in_a_feed_is_a_full_one_of_this_site(
    client: Client, library: LibraryIndexPage, news_index: NewsIndexPage, feed: str
) -> None:
    add_news(news_index)
    make_published(library)
    root = ElementTree.fromstring(client.get(feed, headers={"host": "evil.example.com"}).content)
    links = [one.get("href") or one.text for one in root.iter() if one.tag.endswith("link")]
    assert len(links) >= 3
    assert all(link.startswith(f"{SITE}/") for link in links)


def test_private_news_is_in_no_feed(client: Client, news_index: NewsIndexPage) -> None:
    add_news(news_index, "For all")
    restrict(add_news(news_index, "For some"))
    add_news(news_index, "Taken down").unpublish()
    add_news(news_index, "Changed").unpublish()
    for feed in ("/feeds/news.rss", "/feeds/news.atom"):
        assert titles(client, feed) == ["For all"]
    restrict(news_index)
    assert titles(client, "/feeds/news.rss") == []


def test_resources_for_members_are_in_no_feed(
    library: LibraryIndexPage, signed_in: Any, leader: Any
) -> None:
    make_published(library, "For all")
    make_published(library, "For members", **members_only())
    for feed in ("/feeds/resources.rss", "/feeds/resources.atom"):
        assert titles(signed_in(leader), feed) == ["For all"]


def test_news_keeps_its_name_when_its_address_changes(
    client: Client, news_index: NewsIndexPage
) -> None:
    news = add_news(news_index, "A prize", date=date(2026, 5, 4))

    def name() -> str:
        return entries(client, "/feeds/news.rss")[0].find("guid").text

    before = name()
    news.slug = "another-address"
    news.save_revision().publish()
    assert name() == before
    assert NewsPage.objects.get().slug in client.get("/feeds/news.rss").content.decode()


def test_a_feed_asks_the_database_the_same_few_times_however_long_it_is(
    client: Client,
    library: LibraryIndexPage,
    news_index: NewsIndexPage,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(8):
        add_news(news_index, f"News {number}")
        make_published(library, f"Resource {number}")
    for feed in FEEDS:
        client.get(feed)
        with django_assert_max_num_queries(6):
            assert len(entries(client, feed)) == 8


def test_pages_name_their_feeds(
    client: Client, library: LibraryIndexPage, news_index: NewsIndexPage
) -> None:
    for address, feeds in {"/": FEEDS, "/library/": FEEDS[2:], "/news/": FEEDS[:2]}.items():
        html = client.get(address).content.decode()
        for feed in feeds:
            assert f'rel="alternate" type="application/{feed.split(".")[1]}+xml"' in html
            assert f'href="{feed}"' in html, (address, feed)
