"""Pictures of pages: made once, shown to those who may read the file, and read in the page."""

import io
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import User
from files import office, previews
from files.audit import GRACE, find_faults, sweep
from files.enums import PreviewState, Refused
from files.intake import isolation
from files.models import Preview, PrivacyHold, StoredFile
from files.tasks import hand_over_previews
from library.enums import Visibility
from library.models import LibraryIndexPage
from tests.factories.documents import (
    docx_bytes,
    heic_bytes,
    image_bytes,
    odf_bytes,
    pdf_bytes,
    pptx_bytes,
    scan_bytes,
    xlsx_bytes,
)
from tests.factories.shared_files import make_file, make_listed
from tests.services import require

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def _own_store(store: Path) -> None:
    pass


def picture_url(stored_file: StoredFile, name: str = "t") -> str:
    return reverse("files:page", args=[stored_file.public_id, name])


def reader_url(slug: str, stored_file: StoredFile) -> str:
    return reverse("library:read", args=[slug, stored_file.public_id])


def test_a_pdf_is_read_in_the_page_with_its_words_beside(
    library: LibraryIndexPage, contributor: User, client: Client
) -> None:
    stored_file = make_file(contributor, "Plan.pdf", pdf_bytes("Attendance plan"))
    page = make_listed(library, contributor, stored_file)

    shown = client.get(page.url).content.decode()
    assert picture_url(stored_file) in shown
    assert reader_url(page.slug, stored_file) in shown
    read = client.get(reader_url(page.slug, stored_file)).content.decode()
    assert picture_url(stored_file, "1") in read
    assert "Attendance plan" in read
    assert "1 page" in read

    served = client.get(picture_url(stored_file, "1"))
    assert served["Content-Type"] == "image/webp"
    assert served["X-Content-Type-Options"] == "nosniff"
    with Image.open(io.BytesIO(served.getvalue())) as image:
        assert (image.format, image.width) == ("WEBP", 1000)


def test_a_page_without_words_says_so(
    library: LibraryIndexPage, contributor: User, client: Client
) -> None:
    stored_file = make_file(contributor, "Scan.pdf", scan_bytes(pages=2))
    page = make_listed(library, contributor, stored_file)
    read = client.get(reader_url(page.slug, stored_file)).content.decode()
    assert read.count("There are no words on this page") == 2


def test_a_picture_has_a_small_one_and_nothing_to_leaf_through(
    library: LibraryIndexPage, contributor: User, client: Client
) -> None:
    stored_file = make_file(contributor, "Board.heic", heic_bytes())
    page = make_listed(library, contributor, stored_file)
    shown = client.get(page.url).content.decode()
    assert picture_url(stored_file) in shown
    assert reader_url(page.slug, stored_file) not in shown
    assert client.get(reader_url(page.slug, stored_file)).status_code == 404


def test_who_may_not_read_the_file_gets_no_picture_of_it(
    library: LibraryIndexPage,
    contributor: User,
    leader: User,
    outsider: User,
    signed_in: SignIn,
    client: Client,
) -> None:
    stored_file = make_file(contributor, "Plan.pdf", pdf_bytes())
    page = make_listed(library, contributor, stored_file, visibility=Visibility.MEMBERS)
    for address in (picture_url(stored_file), reader_url(page.slug, stored_file)):
        assert client.get(address).status_code == 404
        assert signed_in(outsider).get(address).status_code == 404
        assert signed_in(leader).get(address).status_code == 200
    assert "private" in signed_in(leader).get(picture_url(stored_file))["Cache-Control"]

    PrivacyHold.objects.create(stored_file=stored_file)
    for address in (picture_url(stored_file), reader_url(page.slug, stored_file)):
        assert signed_in(leader).get(address).status_code == 404
    assert picture_url(stored_file) not in signed_in(leader).get(page.url).content.decode()


@pytest.mark.parametrize("name", ["2", "0", "T", "11111", "x"])
def test_there_are_no_other_pictures(
    name: str, library: LibraryIndexPage, contributor: User, client: Client
) -> None:
    stored_file = make_file(contributor, "Plan.pdf", pdf_bytes())
    make_listed(library, contributor, stored_file)
    assert client.get(picture_url(stored_file, name)).status_code == 404


def test_a_file_of_another_resource_is_not_read_here(
    library: LibraryIndexPage, contributor: User, client: Client
) -> None:
    one, two = (make_file(contributor, f"{n}.pdf", pdf_bytes(f"Plan {n}")) for n in (1, 2))
    first, second = make_listed(library, contributor, one), make_listed(library, contributor, two)
    assert client.get(reader_url(first.slug, two)).status_code == 404
    assert client.get(reader_url(second.slug, two)).status_code == 200


def test_pictures_go_with_the_bytes(contributor: User, stored: Callable[[], list[str]]) -> None:
    one = make_file(contributor, "Plan.pdf", pdf_bytes())
    previews.request(sha256s=[one.sha256])
    assert len(stored()) == 3
    one.delete()
    assert stored() == []
    assert not Preview.objects.exists()


def test_files_that_nobody_lists_have_no_pictures(contributor: User) -> None:
    make_file(contributor, "Plan.pdf", pdf_bytes())
    assert hand_over_previews() == 0
    assert not Preview.objects.exists()


def test_each_planted_fault_is_found_and_leftovers_are_swept(
    contributor: User, store: Path
) -> None:
    stored_file = make_file(contributor, "Scan.pdf", scan_bytes(pages=2))
    previews.request(sha256s=[stored_file.sha256])
    assert list(find_faults()) == []

    folder = store / "previews" / stored_file.sha256[:2]
    (folder / f"{stored_file.sha256}.1.webp").unlink()
    (folder / f"{stored_file.sha256}.2.webp").write_bytes(b"spoiled")
    left = folder / f"{'ab' * 32}.t.webp"
    shutil.copy(folder / f"{stored_file.sha256}.t.webp", left)
    Preview.objects.create(pk="cd" * 32, state=PreviewState.DONE)

    prefix = f"previews/{stored_file.sha256[:2]}"
    assert sorted(str(fault) for fault in find_faults()) == [
        f"corrupt: {prefix}/{stored_file.sha256}.2.webp",
        f"missing: {prefix}/{stored_file.sha256}.1.webp",
        f"orphan: preview {'cd' * 32}",
        f"orphan: {prefix}/{left.name}",
    ]
    assert sweep(now=timezone.now() + GRACE * 2) == [f"{prefix}/{left.name}"]


def test_lost_pictures_are_made_again_and_hopeless_ones_given_up(
    contributor: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    stored_file = make_file(contributor, "Plan.pdf", pdf_bytes())
    previews.request(sha256s=[stored_file.sha256])
    assert previews.take_waiting() == []
    Preview.objects.update(handed_at=timezone.now() - previews.LEASE)
    assert previews.take_waiting() == [stored_file.sha256]
    assert previews.make(sha256=stored_file.sha256) == PreviewState.DONE

    Preview.objects.update(state=PreviewState.WAITING, attempts=0, pictures={})
    monkeypatch.setattr(isolation, "WALL_SECONDS", 0.01)
    assert previews.make(sha256=stored_file.sha256) == PreviewState.FAILED
    assert previews.make(sha256=stored_file.sha256) is None


@pytest.fixture
def libreoffice(settings: Any) -> None:
    program = shutil.which("soffice")
    require("LibreOffice", available=program is not None)
    settings.LIBREOFFICE = program


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Plan.docx", docx_bytes),
        ("Slides.pptx", pptx_bytes),
        ("Table.xlsx", xlsx_bytes),
    ],
)
def test_office_files_are_read_as_pages(
    name: str, data: Callable[[], bytes], libreoffice: None, contributor: User
) -> None:
    stored_file = make_file(contributor, name, data())
    previews.request(sha256s=[stored_file.sha256])
    found = previews.pages_of(stored_file)
    assert found.shown[0].width == 1000
    assert Preview.objects.get().state == PreviewState.DONE


@pytest.fixture
def neighbor() -> Iterator[tuple[str, list[str]]]:
    """A machine that only we can reach, and who called on it."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with suppress(OSError):
                while True:
                    caller, _address = server.accept()
                    with caller:
                        calls.append(caller.recv(1000).decode(errors="replace"))

        threading.Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", calls


@pytest.mark.parametrize(
    ("styles", "text"),
    [
        (
            "",
            '<draw:frame svg:width="5cm" svg:height="5cm">'
            '<draw:image xlink:href="{at}/a.png" xlink:actuate="onLoad"/></draw:frame>',
        ),
        (
            '<style:style style:name="P1" style:family="paragraph"><style:paragraph-properties>'
            '<style:background-image xlink:href="{at}/b.png" xlink:actuate="onLoad"/>'
            "</style:paragraph-properties></style:style>",
            "Words",
        ),
    ],
    ids=["picture", "background"],
)
def test_what_a_document_links_to_is_not_loaded(
    styles: str,
    text: str,
    libreoffice: None,
    contributor: User,
    neighbor: tuple[str, list[str]],
) -> None:
    address, calls = neighbor
    names = {
        name: f"urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"
        for name, space in (
            *(("office", "office"), ("text", "text"), ("style", "style"), ("draw", "drawing")),
            *(("svg", "svg-compatible"),),
        )
    } | {"xlink": "http://www.w3.org/1999/xlink"}
    declared = " ".join(f'xmlns:{name}="{space}"' for name, space in names.items())
    content = (
        f'<office:document-content {declared} office:version="1.2">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>"
        f'<text:p text:style-name="P1">{text}</text:p></office:text></office:body>'
        "</office:document-content>"
    ).replace("{at}", address)
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    data = odf_bytes(content=content, extra={"META-INF/manifest.xml": manifest})
    stored_file = make_file(contributor, "Linked.odt", data)
    previews.request(sha256s=[stored_file.sha256])
    assert Preview.objects.get().state == PreviewState.DONE
    assert calls == []


def test_without_libreoffice_office_files_have_no_pages(contributor: User) -> None:
    stored_file = make_file(contributor, "Plan.docx", docx_bytes())
    assert previews.request(sha256s=[stored_file.sha256]) == 0
    assert previews.pages_of(stored_file).shown == []


@pytest.mark.parametrize("program", ["/bin/false", "/bin/true", "/nowhere/soffice"])
def test_a_libreoffice_that_fails_is_no_error(
    program: str, settings: Any, tmp_path: Path, contributor: User
) -> None:
    settings.LIBREOFFICE = program
    stored_file = make_file(contributor, "Plan.docx", docx_bytes())
    previews.request(sha256s=[stored_file.sha256])
    assert Preview.objects.get().state == PreviewState.FAILED
    with pytest.raises(Refused):
        office.as_pdf(tmp_path / "none.docx", "docx", tmp_path)


def test_a_picture_as_tall_as_a_street_is_shown_whole(contributor: User) -> None:
    stored_file = make_file(contributor, "Tall.png", image_bytes("PNG", (40, 4000)))
    previews.request(sha256s=[stored_file.sha256])
    shown = previews.shown_for([stored_file])[stored_file.pk]
    assert (shown.thumbnail.width, shown.thumbnail.height) == (40, 4000)
