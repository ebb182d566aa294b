"""Readers look for files that everybody can read; what is held is found by nobody."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from files.models import Examination, ExtractedText, PrivacyHold, StoredFile
from files.readiness import Standing, standing_of
from library.models import LibraryIndexPage, ResourcePage
from search.engines.base import SearchUnavailable
from tests.factories.shared_files import make_file, make_listed

pytestmark = pytest.mark.django_db


def make(library: LibraryIndexPage, owner: User, *passes: bool | None) -> ResourcePage:
    """A published resource with a file for each judgment."""
    files = []
    for number, passed in enumerate(passes):
        name = f"Plan-{ResourcePage.objects.count()}-{number}.txt"
        stored_file = make_file(owner, name, f"{name} zebra crossing\n".encode())
        Examination.objects.create(pk=stored_file.sha256, is_accessible=passed)
        files.append(stored_file)
    return make_listed(library, owner, *files)


def titles(client: Client, **asked: str) -> set[str]:
    return {card.url for card in client.get("/library/", asked).context["answer"].cards}


def test_only_resources_with_nothing_wrong_are_found(
    library: LibraryIndexPage,
    contributor: User,
    client: Client,
    deliver: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    good = make(library, contributor, True, None)
    make(library, contributor, True, False)
    make(library, contributor, None)
    deliver()
    assert "Made to be read by everybody" in client.get("/library/").content.decode()
    assert titles(client, access="readable") == {good.url}
    assert titles(client, access="other") == set()

    def away(*args: object, **kwargs: object) -> None:
        raise SearchUnavailable

    monkeypatch.setattr("library.services.answering.search", away)
    assert titles(client, access="readable") == {good.url}
    assert titles(client, access="other") == set()


def test_the_page_marks_the_files_that_passed(
    library: LibraryIndexPage, contributor: User, client: Client
) -> None:
    page = make(library, contributor, True, False)
    assert client.get(page.url).content.decode().count("Made to be read by everybody") == 1


def test_the_words_of_a_held_file_are_not_found(
    library: LibraryIndexPage,
    contributor: User,
    client: Client,
    deliver: Callable[[], None],
) -> None:
    page = make(library, contributor, None)
    stored_file = StoredFile.objects.get()
    ExtractedText.objects.filter(pk=stored_file.sha256).update(text="zebra crossing", state="done")
    hold = PrivacyHold.objects.create(stored_file=stored_file)
    deliver()
    assert standing_of([stored_file])[stored_file.pk] == Standing.HELD
    assert page.url not in client.get("/library/?q=zebra").content.decode()
    hold.state = "released"
    hold.save()
    deliver()
    assert page.url in client.get("/library/?q=zebra&again=1").content.decode()
