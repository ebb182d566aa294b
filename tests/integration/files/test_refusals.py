"""Every hostile file is turned away in plain words and leaves nothing behind."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from files.enums import Refusal
from files.models import StoredFile
from files.refusals import FileRefused
from files.services import store_upload
from tests.factories.documents import (
    animation_bytes,
    docx_bytes,
    heic_bytes,
    image_bytes,
    odf_bytes,
    pdf_bytes,
    pptx_bytes,
    with_members,
    xlsx_bytes,
)
from tests.factories.hostile import CASES, Case
from tests.factories.hostile.office import related
from tests.factories.hostile.pictures import MAX_PIXELS

# Refused for what the person or the machine did, not for what the file is: tested elsewhere.
NOT_BY_CONTENT = {
    Refusal.TOO_LARGE,
    Refusal.TOO_COMPLEX,
    Refusal.STORAGE_FULL,
    Refusal.DAILY_LIMIT,
    Refusal.QUOTA,
    Refusal.VIRUS,
    Refusal.LOST,
}
JARGON = re.compile(
    r"\b(xml|zip|mime|ole|vba|ooxml|parse|parser|invalid|exception|error|stream|object|header|"
    r"extension|format not|null|byte|bytes|payload|malicious|exploit|archive bomb)\b",
    re.IGNORECASE,
)
MENDING = re.compile(
    r"\b(choose|save|make|add|open|print|shrink|shorten|remove|check|split|put|go on|try again)\b",
    re.IGNORECASE,
)

ACCEPTED: list[tuple[str, Callable[[], bytes], str]] = [
    ("plan.pdf", pdf_bytes, "pdf"),
    ("plan with blanks before.pdf", lambda: b"\n\n" + pdf_bytes(), "pdf"),
    ("plan.docx", docx_bytes, "docx"),
    ("slides.pptx", pptx_bytes, "pptx"),
    ("list.xlsx", xlsx_bytes, "xlsx"),
    ("plan.odt", odf_bytes, "odt"),
    ("list.ods", lambda: odf_bytes("spreadsheet"), "ods"),
    ("slides.odp", lambda: odf_bytes("presentation"), "odp"),
    ("plan.txt", lambda: "Größe und Ziel\n".encode(), "txt"),
    ("old plan.txt", lambda: "Größe und Ziel\n".encode("cp1252"), "txt"),
    ("plan.md", lambda: b"<!-- a comment -->\n# Plan\n\n<b>bold</b>\n", "md"),
    ("list.csv", lambda: b"School,Change\nNorth,-3\nSouth,=A1|B1\n", "csv"),
    ("a.jpg", lambda: image_bytes("JPEG"), "jpg"),
    ("a.png", lambda: image_bytes("PNG", (1000, 1000)), "png"),
    ("a.gif", lambda: image_bytes("GIF", mode="P"), "gif"),
    ("moving.gif", lambda: animation_bytes(5, (20, 20)), "gif"),
    ("a.webp", lambda: image_bytes("WEBP"), "webp"),
    ("IMG_0001.HEIC", heic_bytes, "jpg"),
    (
        "made from a template of this computer.docx",
        related("attachedTemplate", "file:///C:/Users/me/School.dotm"),
        "docx",
    ),
    ("with a picture of a web page.docx", related("image", "https://example.org/a.png"), "docx"),
    ("with a link.docx", related("hyperlink", "https://example.org/"), "docx"),
    (
        "with an ordinary field.docx",
        lambda: with_members(
            docx_bytes(), {"word/a.xml": "<w:instrText> PAGEREF DDE \\h </w:instrText>"}
        ),
        "docx",
    ),
]


@pytest.fixture(autouse=True)
def _small_pictures(settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = MAX_PIXELS


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_hostile_file_is_refused(
    case: Case,
    contributor: User,
    signed_in: Callable[[User], Client],
    stored: Callable[[], list[str]],
) -> None:
    client, data = signed_in(contributor), case.make()

    answer = client.post(reverse("files:upload"), {"file": SimpleUploadedFile(case.name, data)})

    assert answer.status_code == (201 if data else 422)
    words = answer.json()["words" if data else "error"]
    assert words == FileRefused(case.refusal).reason
    assert "url" not in answer.json()
    assert stored() == []
    for stored_file in StoredFile.objects.all():
        assert (stored_file.state, stored_file.refusal) == ("refused", case.refusal)
        assert client.get(stored_file.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(("name", "make", "extension"), ACCEPTED, ids=[row[0] for row in ACCEPTED])
def test_an_honest_file_is_kept(
    name: str,
    make: Callable[[], bytes],
    extension: str,
    contributor: User,
    stored: Callable[[], list[str]],
) -> None:
    upload = SimpleUploadedFile(name, make())

    stored_file = store_upload(uploaded_by=contributor, upload=upload)

    assert (stored_file.state, stored_file.extension) == ("available", extension)
    assert stored() == [f"{stored_file.sha256[:2]}/{stored_file.sha256}"]


def test_the_table_is_long_and_has_every_reason() -> None:
    assert len(CASES) >= 60
    assert len({case.title for case in CASES}) == len(CASES)
    assert {case.refusal for case in CASES} == set(Refusal) - NOT_BY_CONTENT


@pytest.mark.parametrize("refusal", Refusal)
def test_a_reason_says_in_plain_words_what_happened_and_how_to_mend_it(refusal: Refusal) -> None:
    reason = FileRefused(refusal).reason

    assert reason.endswith(".")
    assert len(reason) <= 200
    assert "%" not in reason
    assert MENDING.search(reason)
    assert not JARGON.search(reason)
