"""Resources reached through Wagtail: its page tree, its editor's preview, its links."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from library.models import LibraryIndexPage, ResourcePage
from library.services.publishing import withdraw
from tests.factories.resources import make_draft, make_published, members_only, publish

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def elsewhere(library: LibraryIndexPage) -> LibraryIndexPage:
    """The library under another address than the views': only the page tree leads there."""
    library.slug = "knowledge"
    library.save()
    return library


def test_the_page_tree_shows_what_the_view_shows(
    elsewhere: LibraryIndexPage, client: Client
) -> None:
    make_published(elsewhere, "Open to all")
    assert b"Open to all" in client.get("/knowledge/open-to-all/").content
    assert b"Ask the library" in client.get("/knowledge/").content


def test_the_page_tree_hides_what_the_view_hides(
    elsewhere: LibraryIndexPage, client: Client, signed_in: SignIn, leader: User, outsider: User
) -> None:
    make_published(elsewhere, "Members read this", **members_only())
    make_draft(elsewhere, "Not out yet")
    path = "/knowledge/members-read-this/"
    assert client.get(path).status_code == 404
    assert signed_in(outsider).get(path).status_code == 404
    assert b"Members read this" in signed_in(leader).get(path).content
    assert client.get("/knowledge/not-out-yet/").status_code == 404


def test_a_withdrawn_resource_is_no_page_any_more(
    elsewhere: LibraryIndexPage, client: Client, reviewer: User
) -> None:
    page = make_published(elsewhere, "Taken down")
    withdraw(resource=page, user=reviewer, reason="Out of date.")
    assert client.get("/knowledge/taken-down/").status_code == 404
    assert client.get("/library/taken-down/").status_code == 410


def test_the_admin_leads_to_the_address_of_the_view(library: LibraryIndexPage) -> None:
    page = make_published(library, "A phone tree")
    assert page.get_url() == "/library/a-phone-tree/"
    assert library.get_url() == "/library/"


def test_an_editor_previews_a_draft(
    library: LibraryIndexPage, signed_in: SignIn, reviewer: User, client: Client, leader: User
) -> None:
    draft = make_draft(library, "Not out yet", body="<p>Told in full</p>")
    path = f"/admin/pages/{draft.pk}/view_draft/"
    shown = signed_in(reviewer).get(path)
    assert shown.status_code == 200
    text = shown.content.decode()
    assert "Told in full" in text
    assert "Preview." in text
    assert "Copy citation" not in text
    assert 'action="/library/not-out-yet/save/"' not in text
    assert "Told in full" not in client.get(path, follow=True).content.decode()
    assert "Told in full" not in signed_in(leader).get(path, follow=True).content.decode()


def test_the_library_itself_can_be_previewed(
    library: LibraryIndexPage, signed_in: SignIn, reviewer: User
) -> None:
    library.save_revision()
    shown = signed_in(reviewer).get(f"/admin/pages/{library.pk}/view_draft/")
    assert b"Ask the library" in shown.content


def test_every_resource_survives_a_new_title_at_its_old_address(
    library: LibraryIndexPage,
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    page = make_published(library, "An old name")
    page.slug = "a-new-name"
    page.save_revision()
    with django_capture_on_commit_callbacks(execute=True):
        publish(page)
    assert client.get("/library/an-old-name/", follow=True).redirect_chain == [
        ("/library/a-new-name/", 301)
    ]
    assert ResourcePage.objects.get(pk=page.pk).slug == "a-new-name"
    assert client.get(f"/r/{page.pk}/").url == "/library/a-new-name/"
