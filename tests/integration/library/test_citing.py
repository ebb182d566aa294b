"""The control that cites a resource: what it shows, where it leads, and to whom."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from library.enums import CitationStyle, Visibility
from library.models import LibraryIndexPage, ResourcePage
from library.services.publishing import withdraw
from tests.factories.resources import make_draft, make_published, members_only, publish

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
SITE = "http://127.0.0.1:8000"
FILES = ("cite.bib", "cite.json")


def addresses(page: ResourcePage, version: str = "") -> list[str]:
    at = f"/library/{page.slug}/"
    mark = f"?version={version}" if version else ""
    return [f"{at}cite/{mark}", *(f"{at}{name}{mark}" for name in FILES)]


@pytest.fixture
def two(library: LibraryIndexPage) -> ResourcePage:
    """A public resource in its second version."""
    contributors = [{"type": "contributor", "value": {"name": "Pat Example", "role": ""}}]
    page = make_published(library, "First title", contributors=json.dumps(contributors))
    page.title = "Second title"
    page.save_revision()
    return publish(page, what_changed="Renamed.")


def test_the_page_shows_one_citation_and_leads_to_all(two: ResourcePage, client: Client) -> None:
    text = client.get(f"/library/{two.slug}/").content.decode()
    assert "<i>Second title</i> (Version 2)" in text
    assert f"{SITE}/r/{two.pk}/" in text
    for style in CitationStyle:
        assert f'href="/library/{two.slug}/cite/?style={style.value}"' in text


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("apa", "Example, P. ("),
        ("mla", "Example, Pat. <i>Second Title</i>. Practice."),
        ("chicago", "<i>Second Title</i>. Practice. Version 2."),
        ("bibtex", "@techreport{cas-"),
        ("csl-json", "&quot;type&quot;: &quot;report&quot;"),
        ("nonsense", "Example, P. ("),
    ],
)
def test_every_style_has_a_page_and_a_part(
    two: ResourcePage, client: Client, style: str, said: str
) -> None:
    address = f"/library/{two.slug}/cite/?style={style}"
    page = client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert said in page
    assert said in part
    assert "<h1>" in page
    assert "<h1>" not in part


def test_files_are_given_under_a_name(two: ResourcePage, client: Client) -> None:
    bibtex = client.get(f"/library/{two.slug}/cite.bib")
    assert bibtex["Content-Disposition"] == f'attachment; filename="cas-{two.pk}-v2.bib"'
    assert bibtex["Content-Type"].startswith("application/x-bibtex")
    found = client.get(f"/library/{two.slug}/cite.json")
    assert found["Content-Disposition"] == f'attachment; filename="cas-{two.pk}-v2.json"'
    (entry,) = json.loads(found.content)
    assert entry["title"] == "Second title"
    assert entry["author"] == [{"family": "Example", "given": "Pat"}]


def test_an_old_version_cites_itself_at_an_address_that_leads_to_it(
    two: ResourcePage, client: Client
) -> None:
    own = f"/r/{two.pk}/v/1/"
    text = client.get(f"/library/{two.slug}/v/1/").content.decode()
    assert "<i>First title</i> (Version 1)" in text
    assert f"{SITE}{own}" in text
    assert f"/library/{two.slug}/cite/?style=mla&amp;version=1" in text
    for address in addresses(two, version="1"):
        told = client.get(address).content.decode()
        assert "First title" in told
        assert f"{SITE}{own}" in told
    led = client.get(own, follow=True)
    assert led.redirect_chain == [(f"/library/{two.slug}/v/1/", 302)]
    assert led.status_code == 200


@pytest.mark.parametrize("version", ["3", "0", "x", "-1", "9" * 30, "٣", ""])
def test_a_version_that_never_was_is_not_found(
    two: ResourcePage, client: Client, version: str
) -> None:
    for address in (f"/library/{two.slug}/cite/", f"/library/{two.slug}/cite.json"):
        assert client.get(address, {"version": version}).status_code == 404


def test_what_members_read_strangers_cannot_cite(
    library: LibraryIndexPage, client: Client, signed_in: SignIn, outsider: User, leader: User
) -> None:
    page = make_published(library, "For members", **members_only())
    for address in [*addresses(page), f"/r/{page.pk}/v/1/"]:
        assert client.get(address).status_code == 404
        assert signed_in(outsider).get(address).status_code == 404
        answer = signed_in(leader).get(address, follow=True)
        assert answer.status_code == 200
        assert "public" not in answer.get("Cache-Control", "")


def test_a_version_that_was_for_members_is_not_cited_to_others(
    library: LibraryIndexPage, client: Client, signed_in: SignIn, leader: User
) -> None:
    page = make_published(library, "Names in it", **members_only())
    page.visibility, page.title = Visibility.PUBLIC, "No names"
    page.save_revision()
    page = publish(page, what_changed="Names removed.")
    for address in addresses(page, version="1"):
        assert client.get(address).status_code == 404
        assert signed_in(leader).get(address).status_code == 200
    for address in addresses(page):
        assert client.get(address).status_code == 200


def test_drafts_and_previews_are_not_cited(
    library: LibraryIndexPage, client: Client, signed_in: SignIn, reviewer: User
) -> None:
    draft = make_draft(library, "Not yet")
    for address in addresses(draft):
        assert client.get(address).status_code == 404
        assert signed_in(reviewer).get(address).status_code == 404


def test_what_was_withdrawn_answers_as_its_page_does(
    two: ResourcePage, client: Client, reviewer: User
) -> None:
    withdraw(resource=two, user=reviewer, reason="The law changed.")
    for address in [*addresses(two), *addresses(two, version="1")]:
        answer = client.get(address)
        assert answer.status_code == 410
        assert "The law changed." in answer.content.decode()
    assert client.get(f"/r/{two.pk}/v/1/", follow=True).status_code == 410


def test_no_title_gets_out_of_where_it_stands(library: LibraryIndexPage, client: Client) -> None:
    hostile = '</pre></script><script>alert(1)</script>" onload="x'
    page = make_published(library, hostile, slug="hostile")
    styles = [f"/library/{page.slug}/cite/?style={style}" for style in CitationStyle]
    for address in [f"/library/{page.slug}/", *styles]:
        text = client.get(address).content.decode()
        assert "<script>alert" not in text
        assert '" onload="x' not in text


def test_a_citation_takes_few_queries(
    two: ResourcePage, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    # Site, menu and notice are read once per change; in the transaction of a test each time.
    for address in addresses(two):
        with django_assert_max_num_queries(1 + 3):
            assert client.get(address).status_code == 200
    for address in addresses(two, version="1"):
        with django_assert_max_num_queries(7 + 3):
            assert client.get(address).status_code == 200
