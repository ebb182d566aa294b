"""Pages other than resources are found as soon and as long as everybody may see them."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from wagtail.models import Page, PageViewRestriction

from accounts.models import User
from core import page_stamp
from home.models import HomePage, MissionPage
from home.services import load_starter
from home.services.site_search import PagePresenter
from library.models import LibraryIndexPage
from outbox.services import drain
from search import presenters, services
from search.query import SearchQuery
from tests.factories.resources import make_published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(search_index: None, tmp_path: Path, settings: Settings, db: None) -> HomePage:
    """The starter pages, in an index of their own."""
    load_starter()
    drain()
    return HomePage.objects.get()


def make_page(parent: Page, title: str, text: str = "", slug: str = "") -> MissionPage:
    block = {"type": "text", "value": {"heading": "About it", "text": f"<p>{text}</p>"}}
    page = MissionPage(title=title, slug=slug, introduction="", body=json.dumps([block]))
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    drain()
    return page


def found(text: str, user: Any = None, *kinds: str) -> dict[str, str]:
    """What a visitor is shown for a question: excerpt or title by address."""
    user = user or AnonymousUser()
    presenter_of = {one.kind: one for one in presenters.registered()}
    query = SearchQuery(
        text=text,
        visibility=presenters.visibilities_for(user),
        kinds=kinds or tuple(presenter_of),
    )
    shown = {}
    for hit in services.search(query).hits:
        if card := presenter_of[hit.kind].cards([hit.id], user).get(hit.id):
            shown[card["url"]] = str(hit.highlights.get("body") or card["title"])
    return shown


def test_a_published_page_is_found_by_the_words_of_its_blocks(site: HomePage) -> None:
    make_page(site, "Coaching program", "Weekly visits by a <b>xylophonist</b>.")
    assert "<mark>xylophonist</mark>" in found("xylophonists")["/coaching-program/"]


def test_an_alias_of_a_page_is_found_as_soon_as_it_is_made(
    site: HomePage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    page = make_page(site, "Coaching program", "Weekly visits by a xylophonist.")
    below = Page.objects.get(pk=make_page(site, "Another section").pk)
    stamp = page_stamp.read_stamp()
    with django_capture_on_commit_callbacks(execute=True):
        page.create_alias(parent=below)
    drain()
    assert "/another-section/coaching-program/" in found("xylophonists")
    assert page_stamp.read_stamp() != stamp


def test_an_unpublished_page_is_not_found(site: HomePage) -> None:
    page = make_page(site, "Coaching program")
    page.unpublish()
    drain()
    assert "/coaching-program/" not in found("coaching program")
    page.save_revision().publish()
    drain()
    assert "/coaching-program/" in found("coaching program")


def test_a_draft_does_not_change_what_is_found(site: HomePage) -> None:
    page = make_page(site, "Coaching program")
    page.title = "Xylophone program"
    page.save_revision()
    services.reconcile()
    drain()
    assert "/coaching-program/" not in found("xylophone")


def test_a_page_is_found_under_its_new_title_and_address(site: HomePage) -> None:
    page = make_page(site, "Coaching program")
    page.title, page.slug = "Xylophone program", "xylophone"
    page.save_revision().publish()
    drain()
    assert "/xylophone/" in found("xylophone")
    assert "/xylophone/" not in found("coaching")


def test_a_deleted_page_and_what_was_below_it_are_gone(site: HomePage) -> None:
    parent = make_page(site, "Coaching program")
    make_page(parent, "Xylophone lessons")
    assert "/coaching-program/xylophone-lessons/" in found("lessons")
    Page.objects.get(pk=parent.pk).delete()
    drain()
    assert services.reconcile().total == 0
    assert "/coaching-program/" not in found("coaching program")


def test_a_private_section_is_not_found_nor_suggested_by_anyone(
    client: Client, site: HomePage, administrator: User
) -> None:
    section = make_page(site, "Staff room")
    make_page(section, "Xylophone lessons", "Ultraviolet drumsticks.")
    restriction = PageViewRestriction.objects.create(
        page=Page.objects.get(pk=section.pk), restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.create(name="Staff"))
    drain()
    for user in (AnonymousUser(), administrator):
        for text in ("xylophone", "drumsticks", '"staff room"'):
            assert found(text, user) == {}
        query = SearchQuery(text="xylofone", visibility=presenters.visibilities_for(user))
        assert services.search(query).suggestion is None
    assert client.get("/search/suggest", {"q": "xyl"}).json() == {"options": []}
    restriction.delete()
    drain()
    assert "/staff-room/xylophone-lessons/" in found("drumsticks")


def test_a_page_moved_into_a_private_section_is_not_found(site: HomePage) -> None:
    section = make_page(site, "Staff room")
    PageViewRestriction.objects.create(
        page=Page.objects.get(pk=section.pk), restriction_type=PageViewRestriction.LOGIN
    )
    page = make_page(site, "Xylophone lessons")
    make_page(page, "Drumsticks below")
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=section.pk), pos="last-child")
    drain()
    assert found("xylophone") == {}
    assert found("drumsticks") == {}


def test_a_restriction_that_the_index_does_not_know_yet_holds(site: HomePage) -> None:
    page = make_page(site, "Xylophone lessons")
    PageViewRestriction.objects.create(
        page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.LOGIN
    )
    assert "/xylophone-lessons/" not in found("xylophone")


def test_pages_and_resources_are_found_together_and_apart(site: HomePage) -> None:
    make_page(site, "Xylophone lessons")
    make_published(LibraryIndexPage.objects.get(), "A xylophone for every school")
    drain()
    resource = "/library/a-xylophone-for-every-school/"
    assert set(found("xylophone")) == {"/xylophone-lessons/", resource}
    assert set(found("xylophone", None, "page")) == {"/xylophone-lessons/"}
    assert set(found("xylophone", None, "resource")) == {resource}


def test_reconcile_knows_pages(site: HomePage) -> None:
    assert services.reconcile().total == 0
    page = make_page(site, "Xylophone lessons")
    Page.objects.filter(pk=page.pk).update(live_revision=None)
    assert services.reconcile().stale == 1
    Page.objects.filter(pk=page.pk).update(live=False)
    assert services.reconcile().ghosts == 1
    drain()
    assert services.reconcile().total == 0


def test_the_front_page_does_not_answer_its_own_questions(site: HomePage) -> None:
    assert site.example_question
    assert "/" not in found(site.example_question, None, "page")


def test_pages_answer_while_the_index_cannot(site: HomePage) -> None:
    make_page(site, "Xylophone lessons")
    (card,) = PagePresenter().find_in_database("XYLOPHONE", AnonymousUser(), 5)
    assert card["url"] == "/xylophone-lessons/"
