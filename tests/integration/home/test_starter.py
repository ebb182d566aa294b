"""`manage.py load_starter`: an empty site becomes usable, a used one keeps what it has."""

import io

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, Site

from home.models import (
    ContactPage,
    HomePage,
    MissionPage,
    NewsIndexPage,
    PeerOrganizationPage,
    StarterPage,
)
from library.models import LibraryIndexPage, Term
from tests.factories.pages import add_news

pytestmark = pytest.mark.django_db


def load() -> str:
    out = io.StringIO()
    call_command("load_starter", stdout=out)
    return out.getvalue()


def test_an_empty_site_gets_its_pages(client: Client) -> None:
    load()

    assert client.get("/").status_code == 200
    assert b"Theory of action" in client.get("/about/").content
    library = LibraryIndexPage.objects.get()
    assert library.url == "/library/"
    assert library.live
    assert Term.objects.exists()


def test_the_welcome_page_of_wagtail_is_gone(client: Client) -> None:
    load()

    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert Site.objects.get().root_page.specific == HomePage.objects.get()
    assert b"Welcome to your new Wagtail site" not in client.get("/").content


def test_the_tree_is_sound_and_has_a_history() -> None:
    load()

    assert Page.find_problems() == ([], [], [], [], [])
    for page in [HomePage.objects.get(), MissionPage.objects.get(), LibraryIndexPage.objects.get()]:
        assert page.live_revision is not None
        assert not page.has_unpublished_changes


def test_running_it_again_changes_nothing() -> None:
    load()
    about = MissionPage.objects.get()
    about.title = "Who we are"
    about.save_revision().publish()
    before = list(Page.objects.order_by("pk").values())

    assert "Made" not in load()

    assert list(Page.objects.order_by("pk").values()) == before
    assert MissionPage.objects.get().title == "Who we are"


def test_a_page_that_editors_deleted_stays_away() -> None:
    load()
    MissionPage.objects.get().delete()
    PeerOrganizationPage.objects.get(slug="conncan").delete()

    assert "Made" not in load()

    assert not MissionPage.objects.exists()
    assert not PeerOrganizationPage.objects.filter(slug="conncan").exists()


def test_without_the_library_there_is_no_site() -> None:
    load()
    LibraryIndexPage.objects.get().delete()

    assert load().count("Made the page") == 1

    assert LibraryIndexPage.objects.get().url == "/library/"


def test_a_page_of_the_editors_in_the_same_place_is_kept() -> None:
    load()
    StarterPage.objects.all().delete()
    mine = ContactPage.objects.get()
    mine.title = "Ask us"
    mine.save_revision().publish()

    assert "Made" not in load()

    assert ContactPage.objects.get().title == "Ask us"


def test_pages_beside_the_welcome_page_survive() -> None:
    """A site that someone already began keeps her pages."""
    welcome = Site.objects.get().root_page
    mine = welcome.add_child(instance=Page(title="Mine", slug="mine"))

    load()

    assert Page.objects.filter(pk=mine.pk).exists()
    assert Site.objects.get().root_page.specific == HomePage.objects.get()


def test_it_fits_the_tree_an_earlier_setup_made(library: LibraryIndexPage) -> None:
    load()

    assert LibraryIndexPage.objects.get() == library
    assert MissionPage.objects.get().get_parent().specific == HomePage.objects.get()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_front_page_takes_five_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """With every block of the starter; what every visitor gets is read once per change."""
    load()
    # An unknown parameter passes the page cache by.
    assert "A prize" not in client.get("/?unkept=1").content.decode()
    add_news(NewsIndexPage.objects.get(), "A prize")
    client.get("/?unkept=2")
    with django_assert_num_queries(5):
        shown = client.get("/?unkept=3").content.decode()
    assert "A prize" in shown
