"""What was withdrawn says so at every address it had, and is in no list, count, feed or mail."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import User
from contributions.models import WantedPractice
from core import page_cache
from home.models import HomePage
from library.enums import Audience, RelationKind
from library.models import (
    LibraryIndexPage,
    ResourcePage,
    ResourceRelation,
    ResourceTerm,
    SaveList,
    Term,
)
from library.services import comments, lists, saves
from library.services.publishing import withdraw
from tests.factories.resources import make_draft, make_published, publish
from tests.factories.shared_files import list_files, make_file

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
TITLE = "Quilted phone trees"
REASON = "A student is named in it."


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path / "files"


@pytest.fixture
def neighbor(library: LibraryIndexPage) -> ResourcePage:
    """A resource that is related to it and stays."""
    return make_published(library, "A neighbor")


@pytest.fixture
def page(
    library: LibraryIndexPage,
    vocabularies: None,
    contributor: User,
    neighbor: ResourcePage,
    deliver: Callable[[], None],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> ResourcePage:
    """A resource with two versions, a former address, a file, a topic, a tag and a relation, that
    is featured, the answer to what was wanted, talked about and found."""
    draft = make_draft(library, TITLE, owner=contributor, slug="former", body="<p>Quilted</p>")
    draft.resource_terms.set([ResourceTerm(term=Term.objects.get(slug="chronic-absence"))])
    draft.tags.set(["quilting"])
    first = publish(list_files(draft, make_file(contributor, "Quilted.txt")))
    first.slug = "present"
    first.save_revision()
    # The former address is noted once the change of it is committed.
    with django_capture_on_commit_callbacks(execute=True):
        made = publish(first)
    ResourceRelation.objects.create(resource=neighbor, target=made, kind=RelationKind.BASED_ON)
    WantedPractice.objects.create(title="How to quilt", answer=made)
    front = HomePage.objects.get()
    front.featured = [("resource", made)]
    front.save_revision().publish()
    comments.add_comment(user=contributor, resource=made, text="We quilted on.")
    deliver()
    return made


@pytest.fixture
def shared(reviewer: User, page: ResourcePage) -> SaveList:
    """A collection that it is in, and a person who saved it."""
    found = saves.create_list(user=reviewer, name="First weeks")
    saved = saves.save_resource(user=reviewer, resource=page)
    saves.put_on_lists(user=reviewer, saved=saved, lists=[found])
    lists.set_audience(user=reviewer, save_list=found, audience=Audience.PUBLIC)
    return found


@pytest.fixture
def gone(page: ResourcePage, shared: SaveList) -> Callable[[], None]:
    """Withdraw it, and let the workers do what follows."""

    def take_down() -> None:
        withdraw(resource=page, user=None, reason=REASON)
        page_cache.empty_now()

    return take_down


def addresses(page: ResourcePage) -> list[str]:
    at, stored = f"/library/{page.slug}/", page.resource_files.get().stored_file
    return [
        *(at, f"{at}v/1/", f"{at}v/2/", f"{at}versions/"),
        *(f"{at}cite/", f"{at}cite/?style=mla&version=1", f"{at}cite.bib", f"{at}cite.json"),
        *(f"{at}read/{stored.public_id}/", f"{at}readers/", f"{at}uses/", f"{at}used/"),
        *(f"{at}comments/", f"{at}follow/", f"{at}still-good/"),
        *(f"/r/{page.pk}/", f"/r/{page.pk}/v/1/", f"/r/{page.pk}/v/2/", "/library/former/"),
    ]


def test_every_address_says_so_and_why(
    page: ResourcePage,
    gone: Callable[[], None],
    client: Client,
    leader: User,
    contributor: User,
    reviewer: User,
    signed_in: SignIn,
) -> None:
    gone()
    for reader in (client, *map(signed_in, (leader, contributor, reviewer))):
        for address in addresses(page):
            answer = reader.get(address, follow=True)
            assert answer.status_code == 410, address
            assert REASON in answer.content.decode(), address
            assert "noindex" in answer.content.decode(), address
    told = client.get(f"/api/v1/resources/{page.pk}")
    assert (told.status_code, told.json()) == (410, {"detail": f"Withdrawn: {REASON}"})


def test_nobody_writes_to_it_any_more(
    page: ResourcePage, gone: Callable[[], None], leader: User, signed_in: SignIn
) -> None:
    gone()
    client, at = signed_in(leader), f"/library/{page.slug}/"
    for action in ("comments/", "used/", "follow/", "save/"):
        assert client.post(f"{at}{action}", {"text": "Hello"}).status_code in {404, 410}, action
    for action in (f"/share/correction/{page.pk}/", f"/share/new-version/{page.pk}/"):
        assert client.post(action, {"text": "Hello"}).status_code == 404


def test_its_files_are_its_senders_alone(
    page: ResourcePage,
    gone: Callable[[], None],
    client: Client,
    leader: User,
    contributor: User,
    signed_in: SignIn,
) -> None:
    url = page.resource_files.get().stored_file.get_absolute_url()
    assert client.get(url).status_code == 200
    gone()
    for reader in (client, signed_in(leader)):
        assert reader.get(url).status_code == 404
    assert signed_in(contributor).get(url).status_code == 200


PLACES = {
    "the front page": "/",
    "the library": "/library/",
    "the library by its words": "/library/?q=quilted",
    "its topic": "/library/?topic=chronic-absence",
    "its tag": "/library/?tag=quilting",
    "suggestions": "/search/suggest?q=quilt",
    "a feed": "/feeds/resources.rss",
    "another feed": "/feeds/resources.atom",
    "the map of the site": "/sitemap-resources-1.xml",
    "what was wanted": "/wanted/",
    "the resource it is related to": "/library/a-neighbor/",
    "the API": "/api/v1/search?q=quilted",
}


def text_at(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def shows_it(text: str) -> bool:
    return "Quilted phone" in text or "/library/present/" in text


@pytest.mark.parametrize("place", PLACES)
def test_it_vanishes_from(
    page: ResourcePage,
    gone: Callable[[], None],
    client: Client,
    deliver: Callable[[], None],
    place: str,
) -> None:
    assert shows_it(text_at(client, PLACES[place]))
    gone()
    deliver()
    assert not shows_it(text_at(client, PLACES[place]))


@pytest.mark.parametrize("place", ["the library by its words", "the API", "the front page"])
def test_the_database_keeps_it_back_before_the_index_knows(
    page: ResourcePage, gone: Callable[[], None], client: Client, place: str
) -> None:
    gone()
    assert not shows_it(text_at(client, PLACES[place]))


def test_it_vanishes_from_lists_of_people_and_from_their_counts(
    page: ResourcePage,
    gone: Callable[[], None],
    shared: SaveList,
    client: Client,
    reviewer: User,
    signed_in: SignIn,
) -> None:
    owner, collection = signed_in(reviewer), f"/collections/{shared.public_id}/"
    assert shows_it(text_at(client, collection))
    assert owner.get("/my/saved/").context["lists"].get().count == 1
    gone()
    own = f"/lists/{shared.public_id}/"
    for reader, address in ((client, collection), (owner, own), (owner, "/my/saved/")):
        assert not shows_it(text_at(reader, address)), address
    assert owner.get("/my/saved/").context["lists"].get().count == 0


def test_it_vanishes_from_counts(
    page: ResourcePage, gone: Callable[[], None], client: Client, deliver: Callable[[], None]
) -> None:
    def counted() -> dict[str, Any]:
        return client.get("/api/v1/search").json()

    before = counted()
    assert before["total"] == 2
    gone()
    deliver()
    after = counted()
    assert after["total"] == 1
    assert before["facets"]["topic"]
    assert not after["facets"].get("topic")
    term = reverse("library:term", args=["topic", "chronic-absence"])
    assert "1 resource" not in text_at(client, term)


def test_what_was_asked_for_is_wanted_again(
    page: ResourcePage, gone: Callable[[], None], client: Client
) -> None:
    assert "Answered by" in text_at(client, "/wanted/")
    gone()
    wanted = text_at(client, "/wanted/")
    assert "How to quilt" in wanted
    assert "Answered by" not in wanted
