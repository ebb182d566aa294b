"""One resource through the API."""

import hashlib
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from files.models import PrivacyHold
from files.services import store_bytes
from library.models import LibraryIndexPage, ResourceFile, ResourcePage
from library.services.publishing import withdraw
from tests.factories.resources import make_draft, make_published, members_only, publish
from tests.factories.shared_files import make_file, make_listed
from tests.integration.api.conftest import Get

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def test_a_resource_in_full(shelf: None, get: Get) -> None:
    page = ResourcePage.objects.get(external_id="row-7")
    found = get(f"resources/{page.pk}")
    assert found["title"] == "Attendance teams, part 7"
    assert found["parts"] == [
        {"heading": "", "html": "<p>First we met.</p><p>Then we did number7.</p>"}
    ]
    assert found["kind"] == {"value": "guide", "label": "Guide"}
    assert found["terms"]["topic"] == [{"value": "chronic-absence", "label": "Chronic absence"}]
    assert [tag["value"] for tag in found["tags"]] == ["other1", "phone-tree", "tag7"]
    assert found["contributors"] == [
        {"name": "Ann Author", "role": "Principal"},
        {"name": "Bo Writer", "role": ""},
    ]
    assert found["links"] == [{"url": "https://example.org/7", "label": "https://example.org/7"}]
    assert found["license"]["url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert found["permanent_url"] == f"http://127.0.0.1:8000/r/{page.pk}/"
    assert [version["number"] for version in found["versions"]] == [1]
    assert found["versions"][0]["url"].endswith(f"/library/{page.slug}/v/1/")
    assert found["permanent_url"] in found["citation"]


def test_files_are_listed_with_their_hashes(
    library: LibraryIndexPage, get: Get, reviewer: User
) -> None:
    data = b"Name,Days\nAnn,3\n"
    stored = store_bytes(uploaded_by=reviewer, name="days.csv", data=data)
    draft = make_draft(library, "With a file")
    draft.resource_files = [
        ResourceFile(stored_file=stored, title="The days", sha256=stored.sha256)
    ]
    draft.save_revision()
    page = publish(draft)
    (line,) = get(f"resources/{page.pk}")["files"]
    assert line["sha256"] == hashlib.sha256(data).hexdigest()
    assert (line["title"], line["size"]) == ("The days", len(data))
    assert line["url"].startswith("http://127.0.0.1:8000/")


def test_strangers_cannot_tell_members_only_from_nothing(
    library: LibraryIndexPage,
    client: Client,
    signed_in: SignIn,
    leader: User,
    outsider: User,
    reviewer: User,
) -> None:
    hidden = make_published(library, "For members", **members_only())
    draft = make_draft(library, "A draft")
    gone = make_published(library, "Withdrawn", **members_only())
    withdraw(resource=gone, user=reviewer, reason="Out of date.")
    for by in (client, signed_in(outsider)):
        for pk in (hidden.pk, draft.pk, gone.pk, library.pk, 999_999):
            response = by.get(f"/api/v1/resources/{pk}")
            assert response.status_code == 404
            assert response.json() == {"detail": "Not Found"}
    assert signed_in(leader).get(f"/api/v1/resources/{hidden.pk}").status_code == 200
    assert signed_in(leader).get(f"/api/v1/resources/{draft.pk}").status_code == 404


@pytest.mark.parametrize(
    "tail", ["0", "-1", "abc", "9" * 30, "9" * 5_000, "1/2", "%00", "", "1.5", "٣"]
)
def test_what_is_no_number_is_not_found(db: None, client: Client, tail: str) -> None:
    response = client.get(f"/api/v1/resources/{tail}")
    assert response.status_code == 404
    assert "detail" in response.json()


def test_the_number_of_queries_does_not_grow(
    shelf: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for external_id in ("row-7", "row-8"):
        pk = ResourcePage.objects.get(external_id=external_id).pk
        with django_assert_num_queries(5):
            client.get(f"/api/v1/resources/{pk}")


def test_it_can_be_read_only(shelf: None, client: Client) -> None:
    pk = ResourcePage.objects.get(external_id="row-7").pk
    for method in (client.post, client.put, client.delete, client.patch):
        assert method(f"/api/v1/resources/{pk}").status_code == 405


def test_a_citation_with_an_endless_number_is_not_found(db: None, client: Client) -> None:
    assert client.get(f"/r/{'9' * 30}/").status_code == 404


def test_what_changed_in_a_version_for_members_is_told_to_members_alone(
    library: LibraryIndexPage, get: Get, signed_in: SignIn, leader: User
) -> None:
    page = publish(make_draft(library, "Opened later", **members_only()), what_changed="Names in.")
    page.visibility = "public"
    page.save_revision()
    publish(page, what_changed="Names out.")
    told = {"": None, "member": signed_in(leader)}
    found = {who: get(f"resources/{page.pk}", by)["versions"] for who, by in told.items()}
    assert [one["what_changed"] for one in found[""]] == ["Names out."]
    assert [one["what_changed"] for one in found["member"]] == ["Names out.", "Names in."]


def test_a_held_file_has_no_address(library: LibraryIndexPage, get: Get, contributor: User) -> None:
    stored = make_file(contributor)
    page = make_listed(library, contributor, stored)
    PrivacyHold.objects.create(stored_file=stored)
    (line,) = get(f"resources/{page.pk}")["files"]
    assert line["url"] == ""
