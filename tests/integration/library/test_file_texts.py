"""What stands inside the files of resources is found: by whom, until when, and how it is shown."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from contributions.models import Submission
from contributions.services import drafts, submitting
from files import texts
from files.enums import HoldState
from files.models import ExtractedText, PrivacyHold, StoredFile
from files.tasks import hand_over_texts
from library.enums import Visibility
from library.models import LibraryIndexPage, ResourceFile, ResourcePage
from library.services.indexing import ResourceSearchable
from library.services.publishing import withdraw
from search import registry
from search.services import reconcile
from tests.factories.documents import docx_bytes, scan_bytes
from tests.factories.resources import make_draft, make_published, publish
from tests.factories.shared_files import list_files, make_file, make_listed
from tests.integration.contributions.conftest import typed
from tests.integration.contributions.test_review_screens import screen, seen

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Work = Callable[[], None]


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path / "files"


@pytest.fixture
def work(deliver: Work) -> Work:
    """Let the workers do all that waits."""

    def run() -> None:
        hand_over_texts()
        deliver()

    return run


def plan(owner: User, text: str, name: str = "Plan.docx") -> StoredFile:
    return make_file(owner, name, docx_bytes(text))


def listed(library: LibraryIndexPage, owner: User, text: str, **fields: Any) -> ResourcePage:
    return make_listed(library, owner, plan(owner, text), **fields)


def titles(client: Client, words: str) -> list[str]:
    answer = client.get("/library/", {"q": words}).context["answer"]
    assert not answer.is_fallback
    return [card.title for card in answer.cards]


def test_a_word_that_stands_only_in_an_uploaded_file_finds_the_resource(
    contributor: User, reviewer: User, library: LibraryIndexPage, signed_in: SignIn, work: Work
) -> None:
    """The whole way: upload, hand in, approve, search."""
    data = docx_bytes("Every <adviser> & parent gets a laminated quokka card in the first week.")
    sent = typed(action="submit", uploads=[SimpleUploadedFile("Call list.docx", data)])
    assert signed_in(contributor).post(reverse("contributions:start"), sent).status_code == 302
    submission = Submission.objects.get()
    make_published(library, "Something else")
    work()
    visitor = Client()
    assert titles(visitor, "quokka") == []
    approval = {"action": "approve", **seen(submission)}
    assert signed_in(reviewer).post(screen(submission), approval).status_code == 302
    work()

    for address in ("/library/", "/search/"):
        page = visitor.get(address, {"q": "quokkas"}).content.decode()
        assert "A phone tree" in page
        assert "In the file Call list:" in page
        assert "&lt;adviser&gt; &amp; parent gets a laminated <mark>quokka</mark> card" in page
    hit = visitor.get("/api/v1/search", {"q": "quokka"}).json()["hits"][0]
    assert hit["file"] == "Call list"
    assert "<mark>quokka</mark>" in hit["highlights"]["file"]


def test_text_that_comes_after_publication_is_found(
    contributor: User, library: LibraryIndexPage, client: Client, deliver: Work, work: Work
) -> None:
    page = listed(library, contributor, "quokka")
    deliver()
    assert titles(client, "quokka") == []
    work()
    assert titles(client, "quokka") == [page.title]
    # The index agrees with the database, and an index that missed the text does not.
    assert reconcile().total == 0
    ExtractedText.objects.update(text="")
    assert reconcile().stale == 1


def test_files_for_members_are_found_by_members_alone(
    contributor: User, library: LibraryIndexPage, leader: User, signed_in: SignIn, work: Work
) -> None:
    page = listed(library, contributor, "quokka", visibility=Visibility.MEMBERS)
    work()
    visitor = Client()
    assert titles(visitor, "quokka") == []
    assert "quokka" not in visitor.get("/search/suggest", {"q": "quok"}).content.decode()
    assert visitor.get("/api/v1/search", {"q": "quokka"}).json()["total"] == 0
    assert titles(signed_in(leader), "quokka") == [page.title]


def test_files_of_what_was_withdrawn_are_not_found(
    contributor: User, reviewer: User, library: LibraryIndexPage, client: Client, work: Work
) -> None:
    page = listed(library, contributor, "quokka")
    work()
    withdraw(resource=page, user=reviewer, reason="Out of date.")
    work()
    assert titles(client, "quokka") == []


def test_the_file_of_a_new_version_takes_the_place_of_the_old_one(
    contributor: User, library: LibraryIndexPage, client: Client, work: Work
) -> None:
    page = listed(library, contributor, "quokka")
    work()
    list_files(page, plan(contributor, "wombat", "New plan.docx"))
    work()
    assert (titles(client, "quokka"), titles(client, "wombat")) == ([page.title], [])
    publish(page)
    work()
    assert (titles(client, "quokka"), titles(client, "wombat")) == ([], [page.title])


def test_drafts_are_found_by_nobody(
    contributor: User, library: LibraryIndexPage, work: Work, signed_in: SignIn
) -> None:
    stored = plan(contributor, "quokka")
    list_files(make_draft(library, owner=contributor), stored)
    make_published(library, "Something else")
    texts.request(sha256s=[stored.sha256])
    work()
    assert titles(signed_in(contributor), "quokka") == []


def test_two_resources_that_share_a_file_are_both_found(
    contributor: User, library: LibraryIndexPage, client: Client, work: Work
) -> None:
    for _ in range(2):
        listed(library, contributor, "quokka")
    work()
    assert len(titles(client, "quokka")) == 2


def test_the_index_is_up_to_date_without_the_words_of_what_is_held(
    library: LibraryIndexPage, contributor: User, client: Client, work: Work
) -> None:
    page = listed(library, contributor, "Ostriches run to school")
    work()
    assert titles(client, "ostriches") == [page.title]
    hold = PrivacyHold.objects.create(stored_file=page.resource_files.get().stored_file)
    assert reconcile().stale == 1
    work()
    assert titles(client, "ostriches") == []
    assert reconcile().total == 0
    hold.state = HoldState.RELEASED
    hold.save()
    work()
    assert titles(client, "ostriches") == [page.title]
    assert reconcile().total == 0


def test_more_files_than_the_index_takes_do_no_harm(
    contributor: User, library: LibraryIndexPage, client: Client, work: Work
) -> None:
    files = [make_file(contributor, f"{n}.txt", f"text{n} ".encode() * 20_000) for n in range(12)]
    page = make_listed(library, contributor, *files)
    for stored in files:
        texts.extract(sha256=stored.sha256)
    work()
    assert titles(client, "text9") == [page.title]
    assert reconcile().total == 0


def test_documents_take_the_same_queries_however_many(
    contributor: User,
    library: LibraryIndexPage,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    pages = [listed(library, contributor, f"quokka {number}") for number in range(4)]
    for sha256 in ExtractedText.objects.values_list("pk", flat=True):
        texts.extract(sha256=sha256)
    # Terms and synonyms, then seven for a chunk: of terms, tags, files, texts, resources, and what
    # everybody can read and what not.
    for some in (pages[:1], pages):
        with django_assert_num_queries(9):
            found = list(ResourceSearchable().documents([str(page.pk) for page in some]))
        assert [len(document.files) for document in found] == [1] * len(some)


def test_a_rebuilt_index_knows_the_files(
    contributor: User, library: LibraryIndexPage, client: Client, work: Work
) -> None:
    page = listed(library, contributor, "quokka")
    make_published(library, "Without files")
    work()
    known = dict(ResourceSearchable().versions())
    documents = {one.key: one.version for one in ResourceSearchable().all_documents()}
    assert documents == known
    assert f"resource:{page.pk}" in dict(registry.versions())


def test_who_shares_or_reviews_a_scan_is_told(
    contributor: User, reviewer: User, library: LibraryIndexPage, signed_in: SignIn, work: Work
) -> None:
    scan, readable = make_file(contributor, "Scan.pdf", scan_bytes()), plan(contributor, "Words")
    content = drafts.DraftContent(
        title="Calls", summary="We called.", files=((scan, "Scan"), (readable, "Plan"))
    )
    draft = drafts.start(user=contributor, content=content)
    told = "No text inside: people who use screen readers and the search cannot read it."
    form = reverse("contributions:edit", args=[draft.public_id])
    work()
    assert signed_in(contributor).get(form).content.decode().count(told) == 1
    submitting.submit(submission=draft, user=contributor)
    own = reverse("contributions:submission", args=[draft.public_id])
    for user, address in ((contributor, own), (reviewer, screen(draft))):
        assert signed_in(user).get(address).content.decode().count(told) == 1
    approval = {"action": "approve", **seen(draft)}
    signed_in(reviewer).post(screen(draft), approval)
    page = ResourcePage.objects.get(pk=draft.resource_id)
    assert ResourceFile.objects.filter(resource=page).count() == 2
    assert told not in Client().get(f"/library/{page.slug}/").content.decode()
