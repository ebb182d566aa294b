"""How often a resource is read: counted without names, shown to who shared it and editors."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from files.models import StoredFile
from files.services import store_bytes
from library.models import DailyCount, LibraryIndexPage, ResourceFile, ResourcePage
from library.services import comments, readers, saves, using
from library.services.using import Said
from tests.factories.resources import make_draft, make_published, publish
from tests.visitors import Visitor

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"}
HEADERS = {"User_Agent": BROWSER["HTTP_USER_AGENT"]}


@pytest.fixture
def page(library: LibraryIndexPage, contributor: User) -> ResourcePage:
    return make_published(library, "A phone tree", owner=contributor)


@pytest.fixture
def stored(
    library: LibraryIndexPage, contributor: User, settings: Settings, tmp_path: Path
) -> StoredFile:
    settings.PRIVATE_FILES_ROOT = tmp_path / "files"
    file = store_bytes(uploaded_by=contributor, name="calls.txt", data=b"Call each family.\n")
    draft = make_draft(library, "With a file", owner=contributor)
    draft.resource_files = [ResourceFile(stored_file=file, title="Calls", sha256=file.sha256)]
    draft.save_revision()
    publish(draft)
    return file


def counts() -> dict[str, int]:
    readers.flush()
    return {row.kind: row.number for row in DailyCount.objects.all()}


def test_looking_is_counted_and_writes_nothing(page: ResourcePage, client: Client) -> None:
    with CaptureQueriesContext(connection) as taken:
        client.get(f"/library/{page.slug}/", **BROWSER)
    assert [q["sql"] for q in taken if not q["sql"].startswith("SELECT")] == []
    client.get(f"/library/{page.slug}/", **BROWSER)
    assert counts() == {"view": 2}
    client.get(f"/library/{page.slug}/", **BROWSER)
    assert counts() == {"view": 3}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://example.org/bot)"},
        {"HTTP_USER_AGENT": "curl/8.0"},
        {**BROWSER, "HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {**BROWSER, "HTTP_PURPOSE": "prefetch"},
    ],
)
def test_programs_and_what_is_fetched_in_advance_do_not_count(
    page: ResourcePage, client: Client, headers: dict[str, str]
) -> None:
    client.get(f"/library/{page.slug}/", **headers)
    assert counts() == {}


def test_who_shared_it_editors_heads_and_other_pages_do_not_count(
    page: ResourcePage,
    client: Client,
    signed_in: SignIn,
    contributor: User,
    reviewer: User,
    leader: User,
) -> None:
    at = f"/library/{page.slug}/"
    for user in (contributor, reviewer):
        signed_in(user).get(at, **BROWSER)
    client.head(at, **BROWSER)
    client.get(f"{at}versions/", **BROWSER)
    client.get(f"{at}v/1/", **BROWSER)
    assert counts() == {}
    signed_in(leader).get(at, **BROWSER)
    assert counts() == {"view": 1}


def test_a_page_that_is_kept_counts_each_person_and_no_program(
    page: ResourcePage, deliver: Callable[[], None]
) -> None:
    deliver()
    visitor, at = Visitor(), f"/library/{page.slug}/"
    for _ in range(3):
        visitor.get(at, **HEADERS)
    visitor.get(at, User_Agent="Googlebot/2.1")
    visitor.get(at, Sec_Purpose="prefetch", **HEADERS)
    assert visitor.django.answered == 1
    assert counts() == {"view": 3}


def test_a_download_counts_once_however_many_parts_it_has(
    stored: StoredFile, client: Client, signed_in: SignIn, contributor: User, reviewer: User
) -> None:
    at = stored.get_absolute_url()
    assert client.get(at, **BROWSER).status_code == 200
    assert client.get(at, HTTP_RANGE="bytes=0-3", **BROWSER).status_code == 206
    assert client.get(at, HTTP_RANGE="bytes=4-", **BROWSER).status_code == 206
    etag = client.get(at, **BROWSER).headers["ETag"]
    assert client.get(at, HTTP_IF_NONE_MATCH=etag, **BROWSER).status_code == 304
    client.head(at, **BROWSER)
    for user in (contributor, reviewer):
        signed_in(user).get(at, **BROWSER)
    client.get(at, HTTP_USER_AGENT="Wget/1.21")
    assert counts() == {"download": 3}


def test_what_was_deleted_meanwhile_keeps_nothing_else_from_being_counted(
    page: ResourcePage, library: LibraryIndexPage, client: Client
) -> None:
    gone = make_published(library, "Gone")
    for one in (page, gone):
        client.get(f"/library/{one.slug}/", **BROWSER)
    gone.delete()
    assert counts() == {"view": 1}


def test_who_shared_it_sees_charts_and_the_table_behind_them(
    page: ResourcePage, signed_in: SignIn, contributor: User, leader: User, reviewer: User
) -> None:
    today = timezone.localdate()
    DailyCount.objects.create(resource=page, day=today, kind="view", number=40)
    DailyCount.objects.create(resource=page, day=today - timedelta(weeks=2), kind="view", number=61)
    DailyCount.objects.create(
        resource=page, day=today - timedelta(weeks=30), kind="view", number=500
    )
    using.record_use(user=leader, resource=page, said=Said(True, "Test School"))
    saves.save_resource(user=leader, resource=page)
    comments.add_comment(user=leader, resource=page, text="How long?")
    for user in (contributor, reviewer):
        client = signed_in(user)
        assert "readers/" in client.get(f"/library/{page.slug}/").content.decode()
        text = client.get(f"/library/{page.slug}/readers/").content.decode()
        assert '<strong class="chart__total">101</strong>' in text
        assert "at most 61" in text
        assert "<td>40</td><td>0</td><td>1</td><td>1</td><td>1</td>" in text
        assert text.count('role="img"') == 5
        assert text.count("<rect") == 5
        assert "leader@example.org" not in text


def test_nobody_else_sees_them(
    page: ResourcePage, client: Client, signed_in: SignIn, leader: User, outsider: User
) -> None:
    at = f"/library/{page.slug}/readers/"
    assert client.get(at).url.startswith("/accounts/login/")
    for user in (leader, outsider):
        assert signed_in(user).get(at).status_code == 403
        assert "readers/" not in signed_in(user).get(f"/library/{page.slug}/").content.decode()


def test_what_nobody_read_says_so(page: ResourcePage, signed_in: SignIn, contributor: User) -> None:
    empty = signed_in(contributor).get(f"/library/{page.slug}/readers/").content.decode()
    assert empty.count("None in these 26 weeks.") == 10


def test_counts_are_deleted_after_thirteen_months(page: ResourcePage) -> None:
    today = timezone.localdate()
    for days in (400, 390):
        day = today - timedelta(days=days)
        DailyCount.objects.create(resource=page, day=day, kind="view", number=1)
    assert readers.forget_old_counts() == 1


def test_a_flood_of_resources_is_cut_off(
    page: ResourcePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("library.services.readers._counts.most", 3)
    for pk in range(10):
        readers.count_reading(pk, readers.CountKind.VIEW, {"REQUEST_METHOD": "GET", **BROWSER})
    assert len(readers._counts.waits()) == 3


def test_counting_does_not_make_a_public_file_one_persons(
    stored: StoredFile, client: Client
) -> None:
    answer = client.get(stored.get_absolute_url(), **BROWSER)
    assert "Vary" not in answer.headers
    assert counts() == {"download": 1}
