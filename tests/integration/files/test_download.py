"""A file goes up, is reachable by those who may, and comes down byte for byte."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from files.models import StoredFile
from library.models import LibraryIndexPage
from tests.factories.documents import docx_bytes, image_bytes, pdf_bytes
from tests.factories.shared_files import make_file, make_listed

SignIn = Callable[[User], Client]


def body_of(response: Any) -> bytes:
    return response.getvalue()


@pytest.fixture
def shared(store: Path, library: LibraryIndexPage, contributor: User) -> StoredFile:
    """A PDF that every visitor may read."""
    stored_file = make_file(contributor, "Plän.pdf", pdf_bytes())
    make_listed(library, contributor, stored_file)
    return stored_file


def test_it_comes_down_byte_for_byte_and_cannot_do_harm(client: Client, shared: StoredFile) -> None:
    response = client.get(shared.get_absolute_url())

    assert body_of(response) == pdf_bytes()
    headers = response.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Length"] == str(len(pdf_bytes()))
    assert headers["Content-Disposition"] == (
        "attachment; filename=\"Plan.pdf\"; filename*=UTF-8''Pl%C3%A4n.pdf"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in headers
    assert "Vary" not in headers


def test_the_tag_tells_nothing_about_the_bytes(client: Client, shared: StoredFile) -> None:
    other = make_file(shared.uploaded_by, "Same.pdf", pdf_bytes())
    make_listed(LibraryIndexPage.objects.get(), shared.uploaded_by, other)

    tags = {client.get(each.get_absolute_url()).headers["ETag"] for each in (shared, other)}

    assert shared.sha256 == other.sha256
    assert len(tags) == 2
    assert not any(shared.sha256[:8] in tag for tag in tags)


@pytest.mark.parametrize(
    ("name", "data", "shown"),
    [
        ("a.pdf", pdf_bytes(), True),
        ("a.png", image_bytes("PNG"), True),
        ("a.docx", docx_bytes(), False),
        ("a.txt", b"Plan\n", False),
        ("a.csv", b"a,b\n", False),
    ],
)
def test_only_pdfs_and_pictures_are_shown_in_the_browser_and_only_when_asked(
    name: str, data: bytes, shown: bool, contributor: User, signed_in: SignIn, store: Path
) -> None:
    client = signed_in(contributor)
    url = make_file(contributor, name, data).get_absolute_url()

    def disposition(address: str) -> str:
        return client.get(address).headers["Content-Disposition"].partition(";")[0]

    assert disposition(url) == "attachment"
    assert disposition(f"{url}?view=1") == ("inline" if shown else "attachment")
    assert disposition(f"{url}?view=yes") == "attachment"
    policy = client.get(f"{url}?view=1").headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; sandbox"


def test_head_tells_the_same_without_the_bytes(client: Client, shared: StoredFile) -> None:
    url = shared.get_absolute_url()
    got, head = client.get(url), client.head(url)

    assert head.status_code == 200
    assert head.content == b""
    assert dict(head.headers) == dict(got.headers)


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=100-", 100, -1), ("bytes=-7", -7, -1)],
)
def test_a_part_is_served(
    client: Client, shared: StoredFile, header: str, first: int, last: int
) -> None:
    whole, size = pdf_bytes(), len(pdf_bytes())
    first, last = first % size, last % size

    response = client.get(shared.get_absolute_url(), headers={"Range": header})

    assert response.status_code == 206
    assert body_of(response) == whole[first : last + 1]
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/{size}"
    assert response.headers["Content-Length"] == str(last - first + 1)


def test_a_part_behind_the_end_is_refused(client: Client, shared: StoredFile) -> None:
    response = client.get(shared.get_absolute_url(), headers={"Range": "bytes=9999999-"})

    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{shared.size}"
    assert body_of(response) == b""


def test_a_part_of_another_state_is_not_mixed_in(client: Client, shared: StoredFile) -> None:
    url = shared.get_absolute_url()
    etag = client.get(url).headers["ETag"]

    fits = client.get(url, headers={"Range": "bytes=0-9", "If-Range": etag})
    stale = client.get(url, headers={"Range": "bytes=0-9", "If-Range": '"old"'})

    assert (fits.status_code, stale.status_code) == (206, 200)
    assert body_of(stale) == pdf_bytes()


@pytest.mark.parametrize("method", ["get", "head"])
def test_what_the_browser_has_is_not_sent_again(
    client: Client, shared: StoredFile, method: str
) -> None:
    url = shared.get_absolute_url()
    etag = client.get(url).headers["ETag"]

    response = getattr(client, method)(url, headers={"If-None-Match": etag})

    assert response.status_code == 304
    assert response.headers["ETag"] == etag
    assert "max-age" in response.headers["Cache-Control"]
    assert client.get(url, headers={"If-None-Match": '"x"'}).status_code == 200
    assert client.get(url, headers={"If-Match": '"x"'}).status_code == 412


def test_another_last_part_leads_to_the_right_name(client: Client, shared: StoredFile) -> None:
    url = reverse("files:download", args=[shared.public_id, "whatever.html"])

    response = client.get(f"{url}?view=1&next=//evil.example")

    assert response.status_code == 302
    assert response.headers["Location"] == f"{shared.get_absolute_url()}?view=1"


def test_a_wrong_name_tells_a_stranger_nothing(client: Client, contributor: User) -> None:
    stored_file = make_file(contributor)
    right = stored_file.get_absolute_url()
    wrong = reverse("files:download", args=[stored_file.public_id, "x"])
    nowhere = reverse("files:download", args=[uuid.uuid4(), "Plan.txt"])

    answers = [client.get(url) for url in (right, wrong, nowhere)]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not any(str(stored_file.sha256) in answer.text for answer in answers)


@pytest.mark.parametrize("name", ["a\0b", "%2e%2e%2fx", "\u202e.pdf", "a\nb", "x" * 2000, "é"])
def test_no_name_in_an_address_is_an_error(client: Client, shared: StoredFile, name: str) -> None:
    url = reverse("files:download", args=[shared.public_id, name])

    assert client.get(url).status_code == 302


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_else_is_done_at_the_address(
    client: Client, shared: StoredFile, method: str
) -> None:
    assert getattr(client, method)(shared.get_absolute_url()).status_code == 405


def test_lost_bytes_are_not_found_and_make_no_error_page(
    client: Client, shared: StoredFile, store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (store / shared.sha256[:2] / shared.sha256).unlink()

    assert client.get(shared.get_absolute_url()).status_code == 404
    assert client.head(shared.get_absolute_url()).status_code == 404
    assert str(shared.public_id) in caplog.text


def test_a_large_file_is_not_read_at_once(
    contributor: User, signed_in: SignIn, store: Path, django_assert_max_num_queries: Any
) -> None:
    stored_file = make_file(contributor, "Long.txt", b"0123456789abcde\n" * 1_000_000)

    response = signed_in(contributor).get(stored_file.get_absolute_url())
    chunks = [len(chunk) for chunk in response.streaming_content]

    assert sum(chunks) == 16_000_000
    assert max(chunks) <= 64 * 1024
