"""The text of real files of each kind, and what becomes of files that are none or mean harm."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pikepdf
import pptx
import pytest
from reportlab.pdfgen import canvas

from files import extraction
from files.enums import Refusal, Refused
from files.intake import isolation
from files.limits import LONGEST_EXAMINATION
from search.documents import LONGEST_FILE_TEXT
from tests.factories.documents import (
    docx_bytes,
    locked_pdf_bytes,
    odf_bytes,
    pdf_bytes,
    scan_bytes,
    with_members,
    zip_bytes,
)
from tests.factories.foreign import find_documents

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(tmp_path: Path, extension: str, data: bytes) -> dict[str, Any]:
    """Read bytes as the slow worker does, in a process with limits."""
    path = tmp_path / "file"
    path.write_bytes(data)
    answer = isolation.call("files.extraction", [extension, str(path)], longest=LONGEST_EXAMINATION)
    assert isinstance(answer, dict)
    return answer


def words(tmp_path: Path, extension: str, data: bytes) -> str:
    return " ".join(read(tmp_path, extension, data)["text"].split())


def saved(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def body(xml: str) -> bytes:
    """A Word document with this body."""
    part = f"<w:document {W}><w:body>{xml}</w:body></w:document>"
    return with_members(docx_bytes(), {"word/document.xml": part})


def test_a_pdf(tmp_path: Path) -> None:
    target = io.BytesIO()
    page = canvas.Canvas(target)
    for line in ("Attendance plan", "Second page"):
        page.drawString(72, 720, line)
        page.showPage()
    page.save()
    answer = read(tmp_path, "pdf", target.getvalue())
    assert answer["text"].split() == ["Attendance", "plan", "Second", "page"]
    assert answer["pages"] == 2


def test_a_word_document(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Phone tree")
    paragraph = document.add_paragraph("Call the fam")
    paragraph.add_run("ilies").bold = True
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Monday", "Tuesday"
    assert words(tmp_path, "docx", saved(document)) == (
        "Phone tree Call the families Monday Tuesday"
    )


def test_what_word_hides_stays_inside(tmp_path: Path) -> None:
    xml = (
        "<w:p><w:r><w:t>Kept</w:t></w:r><w:del><w:r><w:delText>Deleted</w:delText></w:r></w:del>"
        "<w:r><w:tab/><w:t>too</w:t></w:r></w:p>"
    )
    data = with_members(
        body(xml),
        {"word/comments.xml": f"<w:comments {W}><w:p><w:t>Secret</w:t></w:p></w:comments>"},
    )
    assert words(tmp_path, "docx", data) == "Kept too"


def test_slides_in_their_order_without_notes(tmp_path: Path) -> None:
    slides = pptx.Presentation()
    for number in range(11):
        slide = slides.slides.add_slide(slides.slide_layouts[5])
        slide.shapes.title.text = f"Slide {number}"
    slides.slides[0].notes_slide.notes_text_frame.text = "Say hello"
    answer = read(tmp_path, "pptx", saved(slides))
    assert answer["text"].split() == [w for n in range(11) for w in ("Slide", str(n))]
    assert answer["pages"] == 11


def test_a_workbook(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = "Absences"
    workbook.active.append(["School", "Advisory", 12])
    assert words(tmp_path, "xlsx", saved(workbook)) == "Absences School Advisory"


def test_open_documents_without_comments(tmp_path: Path) -> None:
    content = (
        '<office:document-content xmlns:office="o" xmlns:text="t"><office:text>'
        "<text:h>Plan</text:h><text:p>First <text:span>st</text:span>ep"
        "<office:annotation><text:p>Secret</text:p></office:annotation><text:s/>done</text:p>"
        "</office:text></office:document-content>"
    )
    assert words(tmp_path, "odt", odf_bytes(content=content)) == "Plan First step done"


@pytest.mark.parametrize(
    ("extension", "data", "text"),
    [
        ("txt", "Käse\x0cund Brot".encode(), "Käse und Brot"),
        ("txt", "Käse".encode("cp1252"), "Käse"),
        ("txt", b"\xef\xbb\xbfPlan", "Plan"),
        ("csv", b"School,Absent\r\nElm,3", "School,Absent Elm,3"),
        ("md", b"# Plan\n\n* **first** step\n\n| a | b |\n|---|---|", "Plan first step a b"),
        ("txt", b"", ""),
    ],
)
def test_plain_text(tmp_path: Path, extension: str, data: bytes, text: str) -> None:
    assert words(tmp_path, extension, data) == text


@pytest.mark.parametrize("numbered", [False, True])
def test_a_scan_has_no_text(tmp_path: Path, numbered: bool) -> None:
    data = scan_bytes(12)
    if numbered:
        with pikepdf.open(io.BytesIO(data)) as scan, pikepdf.open(io.BytesIO(pdf_bytes("12"))) as n:
            scan.pages.append(n.pages[0])
            data = saved(scan)
    assert read(tmp_path, "pdf", data) == {"text": "", "pages": 12 + numbered}


def endless_sheet() -> bytes:
    """A workbook whose cells hold more than anybody keeps: 60 MB in 200 KB."""
    row = "<row><c t='inlineStr'><is><t>word </t></is></c></row>" * 20_000
    xml = f"<worksheet><sheetData>{row * 60}</sheetData></worksheet>"
    return zip_bytes({"xl/worksheets/sheet1.xml": xml})


def test_an_endless_file_is_read_in_part(tmp_path: Path) -> None:
    for extension, data in (("xlsx", endless_sheet()), ("txt", b"word " * 2_000_000)):
        assert len(read(tmp_path, extension, data)["text"]) == LONGEST_FILE_TEXT


def test_a_file_of_nothing_but_numbers_ends_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extraction, "SECONDS", 0.05)
    xml = f"<worksheet>{'<c><v>1</v></c>' * 2_000_000}</worksheet>"
    (tmp_path / "file").write_bytes(zip_bytes({"xl/worksheets/sheet1.xml": xml}))
    answer = extraction.read("xlsx", str(tmp_path / "file"))
    assert answer == {"text": "", "pages": None}


def laughing() -> bytes:
    entities = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">'
    part = f"<!DOCTYPE x [{entities}]><w:document {W}><w:p><w:t>&b;</w:t></w:p></w:document>"
    return with_members(docx_bytes(), {"word/document.xml": part})


def huge_page() -> bytes:
    """A PDF whose one page unpacks to 200 MB."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Contents = pdf.make_stream(b"q " * 100_000_000)
        return saved(pdf)


def locked_part() -> bytes:
    data = bytearray(docx_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        start = archive.start_dir
    # The flag that says "encrypted", on every entry of the archive's directory.
    while (start := data.find(b"PK\x01\x02", start)) >= 0:
        data[start + 8] |= 1
        start += 4
    return bytes(data)


@pytest.mark.parametrize(
    ("extension", "make", "refusal"),
    [
        ("pdf", locked_pdf_bytes, Refusal.PASSWORD),
        ("docx", locked_part, Refusal.PASSWORD),
        ("pdf", lambda: pdf_bytes()[:200], Refusal.DAMAGED),
        ("pdf", lambda: b"%PDF-1.7\n" + b"junk" * 1000, Refusal.DAMAGED),
        ("docx", lambda: docx_bytes()[:2000], Refusal.DAMAGED),
        ("docx", lambda: body("<w:p>"), Refusal.DAMAGED),
        ("docx", laughing, Refusal.BOMB),
    ],
)
def test_what_cannot_be_read_says_why(
    tmp_path: Path, extension: str, make: Callable[[], bytes], refusal: Refusal
) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, extension, make())
    assert refused.value.refusal == refusal


def outcome(tmp_path: Path, extension: str, data: bytes) -> str | Refusal:
    try:
        return words(tmp_path, extension, data)
    except Refused as error:
        return error.refusal


def test_a_page_that_unpacks_without_end_ends_the_reading_at_most(tmp_path: Path) -> None:
    found = outcome(tmp_path, "pdf", huge_page())
    assert found in ("", Refusal.TOO_COMPLEX, Refusal.DAMAGED)


def test_documents_that_nobody_here_made_are_read(tmp_path: Path) -> None:
    documents = find_documents()
    found = {one: outcome(tmp_path, one.name.rpartition(".")[2], one.read()) for one in documents}
    assert [
        one.name for one, text in found.items() if one.is_chosen and text in list(Refusal)
    ] == []
    assert any(text not in ("", *Refusal) for text in found.values())


def test_it_needs_no_django() -> None:
    code = "import sys, files.extraction; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
