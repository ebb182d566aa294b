"""What search engines and other sites are told: robots, sitemap, metadata, JSON-LD."""

import json
import re
from datetime import datetime
from typing import Any
from unittest.mock import patch

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from files.models import Image
from home.models import (
    EventIndexPage,
    HomePage,
    NewsIndexPage,
    RecognitionIndexPage,
    RecognitionPage,
    StandardPage,
)
from library.models import LibraryIndexPage, ResourcePage
from library.services.publishing import withdraw
from tests.factories.pages import add, add_event, add_news, restrict
from tests.factories.resources import make_draft, make_published, members_only

pytestmark = pytest.mark.django_db

SITE = "https://clearinghouse.example.org"


@pytest.fixture(autouse=True)
def address(settings: Settings) -> None:
    """The site has an address that no request here names."""
    settings.SITE_URL = SITE


def locations(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "application/xml"
    return texts(answer.content, "loc")


def texts(xml: bytes, name: str) -> list[str]:
    """What stands in the elements of a name."""
    return [found.text or "" for found in ElementTree.fromstring(xml).findall(f".//{{*}}{name}")]


def in_sitemap(client: Client) -> set[str]:
    """Every address that the files of the index name, without that of the site."""
    found: set[str] = set()
    for file in locations(client, "/sitemap.xml"):
        found.update(locations(client, file.removeprefix(SITE)))
    assert all(one.startswith(SITE) for one in found)
    return {one.removeprefix(SITE) for one in found}


def head(client: Client, address: str) -> dict[str, str]:
    """Metadata of a page by name, and its canonical address."""
    html = client.get(address).content.decode()
    metas = re.findall(
        r'<meta (?:name="description" )?(?:name|property)="([^"]+)"[^>]*?content="([^"]*)"', html
    )
    canonical = re.findall(r'<link rel="canonical" href="([^"]*)"', html)
    assert len(canonical) <= 1
    return {**dict(metas), "canonical": "".join(canonical)}


def json_ld(client: Client, address: str) -> dict[str, dict[str, Any]]:
    """Things that a page describes, by type."""
    html = client.get(address).content.decode()
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert len(scripts) == 1
    return {thing["@type"]: thing for thing in json.loads(scripts[0])["@graph"]}


def test_the_sitemap_names_what_everybody_may_see(
    client: Client, front: HomePage, library: LibraryIndexPage, news_index: NewsIndexPage
) -> None:
    add_news(news_index, "A prize")
    make_published(library, "A phone tree")
    assert in_sitemap(client) == {
        "/",
        "/library/",
        "/news/",
        "/news/a-prize/",
        "/library/a-phone-tree/",
    }


def test_the_sitemap_is_silent_about_everything_else(
    client: Client, front: HomePage, library: LibraryIndexPage, reviewer: User
) -> None:
    make_published(library, "Hidden", **members_only())
    make_draft(library, "Draft")
    withdraw(resource=make_published(library, "Gone"), user=reviewer, reason="Old.")
    private = add(front, StandardPage(title="Private", slug="private"))
    add(private, StandardPage(title="Below", slug="below"))
    restrict(private)
    add(front, StandardPage(title="Taken down", slug="taken-down")).unpublish()
    prizes = add(front, RecognitionIndexPage(title="Prizes", slug="prizes"))
    named = add(
        prizes, RecognitionPage(title="X", slug="x", who="X", year=2026, why="x", consent=True)
    )
    RecognitionPage.objects.filter(pk=named.pk).update(consent=False)
    assert in_sitemap(client) == {"/", "/library/", "/prizes/"}


def test_the_index_asks_no_more_for_more_files(
    client: Client, library: LibraryIndexPage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        make_published(library, f"Practice {number}")
    client.get("/sitemap.xml")
    with CaptureQueriesContext(connection) as one_file:
        assert len(locations(client, "/sitemap.xml")) == 2
    with (
        patch("home.services.sitemaps.PER_FILE", 1),
        django_assert_num_queries(len(one_file)),
    ):
        assert len(locations(client, "/sitemap.xml")) > 3


def test_a_sitemap_of_many_resources_has_several_files_of_few_queries(
    client: Client,
    front: HomePage,
    library: LibraryIndexPage,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    titles = [f"Practice {number}" for number in range(5)]
    pages = [make_published(library, title) for title in titles]
    with patch("home.services.sitemaps.PER_FILE", 2):
        files = [file for file in locations(client, "/sitemap.xml") if "resources" in file]
        assert len(files) == 3
        named = [one for file in files for one in locations(client, file.removeprefix(SITE))]
        assert named == [f"{SITE}/library/{page.slug}/" for page in pages]
        assert client.get("/sitemap-resources-4.xml").status_code == 404
    with django_assert_max_num_queries(3):
        assert len(locations(client, "/sitemap-resources-1.xml")) == 5


def test_the_sitemap_tells_when_something_was_changed(
    client: Client, front: HomePage, library: LibraryIndexPage
) -> None:
    page = make_published(library, "A phone tree")
    changed = ResourcePage.objects.get(pk=page.pk).last_published_at
    for address in ("/sitemap.xml", "/sitemap-resources-1.xml"):
        told = texts(client.get(address).content, "lastmod")[-1]
        assert datetime.fromisoformat(told) == changed


@pytest.mark.parametrize(
    "address",
    ["/sitemap-resources-0.xml", "/sitemap-resources-9999999999999.xml", "/sitemap-secrets-1.xml"],
)
def test_a_file_that_is_not_there_is_not_found(
    client: Client, front: HomePage, address: str
) -> None:
    assert client.get(address).status_code == 404


def test_robots_are_led_to_the_sitemap_and_away_from_what_is_not_for_them(
    client: Client, front: HomePage, settings: Settings
) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    for path in ("/admin/", "/my/", "/accounts/", "/share/", "/search/"):
        assert f"Disallow: {path}" in lines
    assert not {"Disallow: /", "Disallow: /library/", "Disallow: /feeds/"} & set(lines)
    settings.DEBUG = True
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_each_page_names_its_one_address(
    client: Client, library: LibraryIndexPage, news_index: NewsIndexPage
) -> None:
    for number in range(21):
        add_news(news_index, f"Number {number}")
    page = make_published(library, "A phone tree")
    expected = {
        "/": "/",
        "/?from=mail": "/",
        "/news/?page=2&from=mail": "/news/?page=2",
        "/news/?page=1": "/news/",
        "/news/?page=99": "/news/?page=2",
        "/news/?page=abc": "/news/",
        "/news/?page=-1": "/news/?page=2",
        "/library/?kind=practice&from=mail": "/library/?kind=practice",
        f"/library/{page.slug}/v/1/": f"/library/{page.slug}/",
    }
    for asked, own in expected.items():
        found = head(client, asked)
        assert found["canonical"] == found["og:url"] == f"{SITE}{own}", asked


def test_other_sites_show_a_page_with_its_own_picture(
    client: Client, news_index: NewsIndexPage, settings: Settings, tmp_path: Any
) -> None:
    from wagtail.images.tests.utils import get_test_image_file

    settings.MEDIA_ROOT = str(tmp_path)
    image = Image.objects.create(title="Desk", file=get_test_image_file(size=(1600, 900)))
    add_news(
        news_index, "With", image=image, image_text="A desk & a chair", introduction="In short."
    )
    add_news(news_index, "Without")
    found = head(client, "/news/with/")
    assert found["og:type"] == "article"
    assert found["og:title"] == "With"
    assert found["og:description"] == "In short."
    assert found["og:image"].startswith(f"{SITE}/media/")
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image:alt"] == "A desk &amp; a chair"
    assert found["twitter:card"] == "summary_large_image"
    assert head(client, "/news/without/")["og:image"].endswith("/share.png")
    assert head(client, "/")["og:type"] == "website"


def test_a_resource_is_described_with_license_author_and_place(
    client: Client, library: LibraryIndexPage
) -> None:
    contributors = [{"type": "contributor", "value": {"name": "Ann Author", "role": ""}}]
    page = make_published(library, "A phone tree", contributors=json.dumps(contributors))
    found = json_ld(client, f"/library/{page.slug}/")
    resource = found["LearningResource"]
    assert resource["name"] == "A phone tree"
    assert resource["license"] == "https://creativecommons.org/licenses/by-nc/4.0/"
    assert resource["author"][0]["@type"] == "Person"
    assert resource["author"][0]["name"] == "Ann Author"
    assert resource["datePublished"][:4].isdigit()
    assert resource["@id"] == f"{SITE}/r/{page.pk}/"
    steps = found["BreadcrumbList"]["itemListElement"]
    assert [step["item"] for step in steps] == [
        f"{SITE}/",
        f"{SITE}/library/",
        f"{SITE}/library/{page.slug}/",
    ]
    assert head(client, f"/library/{page.slug}/")["og:type"] == "article"


def test_what_is_for_members_is_not_described_to_machines(
    library: LibraryIndexPage, leader: User, signed_in: Any
) -> None:
    page = make_published(library, "Hidden", **members_only())
    things = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>',
        signed_in(leader).get(f"/library/{page.slug}/").content.decode(),
    )
    assert "Hidden" not in "".join(things)


def test_no_text_ends_the_data_it_stands_in(
    client: Client, news_index: NewsIndexPage, library: LibraryIndexPage
) -> None:
    hostile = "</script><script>alert(1)</script> & \u2028 <!--"
    add_news(news_index, hostile, slug="hostile", introduction=hostile)
    page = make_published(library, hostile, summary=hostile)
    for address in ("/news/hostile/", f"/library/{page.slug}/"):
        things = json_ld(client, address)
        assert any(
            hostile in (thing.get("headline"), thing.get("name")) for thing in things.values()
        )
        assert b"<script>alert" not in client.get(address).content


def test_an_event_and_the_site_itself_are_described(
    client: Client, front: HomePage, event_index: EventIndexPage
) -> None:
    add_event(event_index, "A meeting", slug="meeting", is_canceled=True, place="Cheshire")
    event = json_ld(client, "/events/meeting/")["Event"]
    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert event["location"][0]["name"] == "Cheshire"
    assert event["url"] == f"{SITE}/events/meeting/"
    site = json_ld(client, "/")["WebSite"]
    assert site["potentialAction"]["target"] == f"{SITE}/search/?q={{search_term_string}}"


def test_addresses_stay_whole_where_there_are_several_sites(
    client: Client, front: HomePage, news_index: NewsIndexPage
) -> None:
    from wagtail.models import Page, Site

    add_news(news_index, "A prize")
    other = Page.objects.get(depth=1).add_child(instance=Page(title="Other", slug="other"))
    Site.objects.create(hostname="other.example.org", root_page=other)
    article = json_ld(client, "/news/a-prize/")["NewsArticle"]
    assert article["url"].count("://") == 1
    assert article["url"].endswith("/news/a-prize/")
