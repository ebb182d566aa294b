"""Pages that moved are found under their old addresses; a page that never was helps on."""

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from clearinghouse.views import words_of
from home.models import HomePage, SectionPage, StandardPage
from library.models import LibraryIndexPage, ResourcePage
from tests.factories.pages import add
from tests.factories.resources import make_published

pytestmark = pytest.mark.django_db


Rename = Callable[[Page, str], None]


@pytest.fixture
def rename(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Rename:
    """Publishes a page under another slug; Wagtail makes redirects once that is committed."""

    def publish_as(page: Page, slug: str) -> None:
        page = page.specific_class.objects.get(pk=page.pk)
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            if isinstance(page, ResourcePage):
                page.save()
            else:
                page.save_revision().publish()

    return publish_as


def lands_at(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    path: str = answer.request["PATH_INFO"]
    return path


def test_a_page_renamed_twice_is_found_under_all_its_names(
    client: Client, front: HomePage, rename: Rename
) -> None:
    page = add(front, StandardPage(title="One", slug="one"))
    rename(page, "two")
    rename(page, "three")
    for old in ("/one/", "/two/", "/three/"):
        assert lands_at(client, old) == "/three/"
    assert len(client.get("/one/", follow=True).redirect_chain) == 1
    rename(page, "one")
    assert lands_at(client, "/three/") == lands_at(client, "/one/") == "/one/"


def test_a_section_that_moved_takes_the_addresses_below_along(
    client: Client, front: HomePage, rename: Rename
) -> None:
    section = add(front, SectionPage(title="Programs", slug="programs"))
    add(section, StandardPage(title="Coaching", slug="coaching"))
    about = add(front, SectionPage(title="About", slug="about"))
    Page.objects.get(pk=section.pk).move(Page.objects.get(pk=about.pk), "last-child")
    assert lands_at(client, "/programs/coaching/") == "/about/programs/coaching/"
    rename(SectionPage.objects.get(pk=section.pk), "offers")
    for old in ("/programs/coaching/", "/about/programs/coaching/"):
        assert lands_at(client, old) == "/about/offers/coaching/"


def test_a_resource_renamed_keeps_its_old_address_and_the_permanent_one(
    client: Client, library: LibraryIndexPage, rename: Rename
) -> None:
    page = make_published(library, "Phone tree", slug="phone-tree")
    rename(page, "phone-tree-2")
    assert lands_at(client, "/library/phone-tree/") == "/library/phone-tree-2/"
    assert lands_at(client, f"/r/{page.pk}/") == "/library/phone-tree-2/"


def test_an_editors_own_redirect_leads_to_a_page_or_elsewhere(
    client: Client, front: HomePage
) -> None:
    page = add(front, StandardPage(title="Flyer", slug="flyer"))
    Redirect.add_redirect("/printed-flyer/", redirect_to=page)
    Redirect.add_redirect("/old-site/", redirect_to="https://example.org/", is_permanent=False)
    assert lands_at(client, "/printed-flyer/") == lands_at(client, "/printed-flyer") == "/flyer/"
    answer = client.get("/old-site/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "https://example.org/")


def test_a_page_that_is_not_there_offers_the_words_of_its_address(
    client: Client, front: HomePage
) -> None:
    answer = client.get("/news/ninth-grade-attendance-2024.html")
    assert answer.status_code == 404
    html = answer.content.decode()
    assert 'value="ninth grade attendance"' in html
    assert '<a href="/library/"' in html
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", ""),
        ("/r/999999/", ""),
        ("/my/contributions/0f0e3b9c-98a5-4c51-9c7a-0d1e5a1b2c3d/", "contributions"),
        ("/Lehrer%20und-Schüler_2026/", "Lehrer und Schüler"),
        ('/"><script>alert(1)</script>', "script"),
        ("/" + "long-" * 60, ("long " * 16).strip()),
    ],
)
def test_the_words_of_an_address(path: str, words: str) -> None:
    assert words_of(path).strip() == words


def test_what_was_asked_for_stays_text(client: Client, front: HomePage) -> None:
    html = client.get("/%22%3E%3Cscript%3Ealert(1)%3C/x/").content.decode()
    assert "<script>alert" not in html


def test_the_page_for_our_own_faults_needs_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """No context, no database: both may be what broke."""
    with django_assert_num_queries(0):
        html = render_to_string("500.html")
    assert "Something went wrong on our side" in html
