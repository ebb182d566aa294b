"""Files in an object store, behind a web server, and on a host of their own."""

import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from moto.server import ThreadedMotoServer

from accounts.models import User
from clearinghouse.settings.stores import stores_of
from files import texts
from files.audit import GRACE, find_faults, sweep
from files.enums import Delay, FileState, TextState
from files.models import ExtractedText, StoredFile
from files.quarantine import check
from files.services import remove_file, store_upload
from library.models import LibraryIndexPage
from tests.factories.documents import image_bytes, pdf_bytes
from tests.factories.shared_files import make_file, make_listed

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
HOST = "files.example.org"


@pytest.fixture(scope="module")
def object_store() -> Iterator[str]:
    """An object store on a port of this machine, with one bucket."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def bucket(object_store: str, settings: Any, monkeypatch: pytest.MonkeyPatch, store: Any) -> Any:
    """The site keeps its files in a bucket, empty at first; returns it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "site")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    client = boto3.resource("s3", endpoint_url=object_store)
    found = client.create_bucket(Bucket="clearinghouse")
    found.objects.all().delete()
    address = f"s3://clearinghouse/site?endpoint={object_store}&region=us-east-1"
    settings.STORAGES = {**settings.STORAGES, **stores_of(address)}
    return found


def names(bucket: Any) -> list[str]:
    return sorted(each.key for each in bucket.objects.all())


def test_a_file_comes_in_and_goes_out_by_a_signed_address(
    bucket: Any, contributor: User, outsider: User, signed_in: SignIn
) -> None:
    upload = SimpleUploadedFile("Größe.pdf", pdf_bytes())
    stored_file = store_upload(uploaded_by=contributor, upload=upload)

    assert stored_file.state == FileState.AVAILABLE
    name = f"site/files/{stored_file.sha256[:2]}/{stored_file.sha256}"
    assert names(bucket) == [name]
    assert signed_in(outsider).get(stored_file.get_absolute_url()).status_code == 404
    answer = signed_in(contributor).get(stored_file.get_absolute_url())
    assert answer.status_code == 302
    assert answer["Cache-Control"] == "private, no-store"
    with urlopen(answer["Location"]) as served:
        assert served.read() == pdf_bytes()
        assert served.headers["Content-Type"] == "application/pdf"
        assert "attachment" in served.headers["Content-Disposition"]
    assert "X-Amz-Expires=60" in answer["Location"]


def test_text_is_read_and_the_store_is_checked_there_too(bucket: Any, contributor: User) -> None:
    note = make_file(contributor, "Note.txt", b"Call by 8:20.\n")
    texts.request(sha256s=[note.sha256])
    texts.extract(sha256=note.sha256)
    assert ExtractedText.objects.get().state == TextState.DONE
    assert list(find_faults()) == []

    bucket.put_object(Key="site/files/ab/" + "ab" * 32, Body=b"left over")
    bucket.put_object(Key="site/files/quarantine/" + "0" * 32, Body=b"left over")
    blob = f"site/files/{note.sha256[:2]}/{note.sha256}"
    bucket.put_object(Key=blob, Body=b"Call by 9:20.\n")
    found = sorted(fault.problem for fault in find_faults())
    assert found == ["corrupt", "orphan", "orphan"]
    bucket.Object(blob).delete()
    assert "missing" in {fault.problem for fault in find_faults()}

    from django.utils import timezone

    sweep(now=timezone.now() + GRACE * 2)
    assert names(bucket) == []


def test_bytes_go_with_their_last_row(bucket: Any, contributor: User, leader: User) -> None:
    first, second = (
        make_file(contributor, "a.txt", b"Same\n"),
        make_file(leader, "b.txt", b"Same\n"),
    )
    remove_file(actor=contributor, stored_file=first)
    assert len(names(bucket)) == 1
    remove_file(actor=leader, stored_file=second)
    assert names(bucket) == []


def test_pictures_on_pages_are_kept_there_and_served_by_us(bucket: Any, client: Client) -> None:
    from wagtail.images import get_image_model

    image = get_image_model()(title="A board", description="A board")
    image.file.save("board.png", SimpleUploadedFile("board.png", image_bytes("PNG", (80, 60))))
    image.save()
    rendition = image.get_rendition("width-40")
    assert names(bucket)[0].startswith("site/media/")
    shown = client.get(f"/media/{rendition.file.name}")
    assert shown.status_code == 200
    assert shown.getvalue()[:4] == b"\x89PNG"


@pytest.mark.parametrize("moment", ["as it comes in", "at its check"])
def test_a_store_that_does_not_answer_loses_nothing(
    moment: str, bucket: Any, settings: Any, contributor: User, signed_in: SignIn
) -> None:
    works = settings.STORAGES
    away = {**works, **stores_of("s3://clearinghouse/site?endpoint=http://127.0.0.1:1")}
    away["private"]["OPTIONS"]["client_config"] = _impatient()
    if moment == "as it comes in":
        settings.STORAGES = away
        answer = signed_in(contributor).post(
            "/files/upload/", {"file": SimpleUploadedFile("a.txt", b"Calls\n")}
        )
        assert answer.status_code == 507
        assert "does not answer" in answer.json()["error"]
        assert not StoredFile.objects.exists()
        return
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    upload = SimpleUploadedFile("a.txt", b"Calls\n")
    stored_file = store_upload(uploaded_by=contributor, upload=upload)
    settings.STORAGES = away
    assert check(public_id=stored_file.public_id) == FileState.QUARANTINED
    stored_file.refresh_from_db()
    assert (stored_file.delay, stored_file.attempts) == (Delay.STORAGE, 0)
    settings.STORAGES = works
    assert check(public_id=stored_file.public_id) == FileState.AVAILABLE


def _impatient() -> Any:
    from botocore.config import Config

    return Config(connect_timeout=0.2, retries={"max_attempts": 0})


@pytest.mark.parametrize("address", ["s3://", "https://example.org/a", "s3://a/b?color=red"])
def test_a_wrong_address_is_said_at_the_start(address: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        stores_of(address)


def test_a_web_server_in_front_is_told_what_to_send(
    contributor: User, outsider: User, signed_in: SignIn, settings: Any, store: Any
) -> None:
    settings.FILES_ACCEL = "/sent-by-order/"
    stored_file = make_file(contributor, "Plan.pdf", pdf_bytes())
    answer = signed_in(contributor).get(stored_file.get_absolute_url())
    name = f"{stored_file.sha256[:2]}/{stored_file.sha256}"
    assert answer["X-Accel-Redirect"] == f"/sent-by-order/{name}"
    assert answer.content == b""
    assert answer["Content-Type"] == "application/pdf"
    assert signed_in(outsider).get(stored_file.get_absolute_url()).status_code == 404


@pytest.fixture
def own_host(settings: Any, store: Any) -> str:
    settings.FILES_HOST = f"https://{HOST}"
    return HOST


def test_on_a_host_of_their_own_files_ask_for_the_right_each_time(
    own_host: str, contributor: User, leader: User, library: LibraryIndexPage, signed_in: SignIn
) -> None:
    stored_file = make_file(contributor, "Plan.pdf", pdf_bytes())
    answer = signed_in(contributor).get(stored_file.get_absolute_url() + "?view=1")
    assert answer.status_code == 302
    address = urlsplit(answer["Location"])
    assert address.netloc == own_host

    stranger = Client(HTTP_HOST=own_host)
    served = stranger.get(address.path)
    assert served.getvalue() == pdf_bytes()
    assert served["Content-Disposition"].startswith("inline")
    assert "sandbox" in served["Content-Security-Policy"]
    assert stranger.get(address.path, HTTP_RANGE="bytes=0-4").getvalue() == pdf_bytes()[:5]

    # Who is no longer there, or may no longer, is refused although the address is signed.
    contributor.is_active = False
    contributor.save()
    assert stranger.get(address.path).status_code == 404


def test_a_public_file_needs_no_name_of_a_person(
    own_host: str, contributor: User, library: LibraryIndexPage, client: Client
) -> None:
    stored_file = make_file(contributor, "Plan.txt", b"Calls\n")
    make_listed(library, contributor, stored_file)
    address = urlsplit(client.get(stored_file.get_absolute_url())["Location"])
    assert Client(HTTP_HOST=own_host).get(address.path).getvalue() == b"Calls\n"


def test_that_host_has_nothing_else(own_host: str, contributor: User, client: Client) -> None:
    stored_file = make_file(contributor, "Plan.txt", b"Calls\n")
    there = Client(HTTP_HOST=own_host)
    there.force_login(contributor)
    for path in ("/", "/accounts/login/", "/admin/", stored_file.get_absolute_url(), "/x/y"):
        assert there.get(path).status_code == 404, path
    # However its name is written: cookies of people would come along to another way of writing it.
    for host in (f"{own_host}:443", own_host.upper(), f"{own_host}."):
        assert Client(HTTP_HOST=host).get("/accounts/login/").status_code == 404, host
    # And what is signed for it is nothing here.
    assert client.get("/forged/Plan.txt").status_code == 404
