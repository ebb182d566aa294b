"""Files that everybody can read, and the same files with one thing wrong each."""

import io
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import docx
import openpyxl
import pikepdf
import pptx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.chart import BarChart, Reference
from pptx.util import Inches
from reportlab.pdfgen import canvas

from tests.factories.documents import image_bytes, odf_bytes, scan_bytes

ADDRESS = "https://example.org/attendance"
LONG = "The team meets each week and calls every family whose child was away. " * 60


class Readable(NamedTuple):
    """A file, and the names of the checks that must fail."""

    name: str
    extension: str
    data: bytes
    failing: frozenset[str]


def _saved(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def word(wrong: str = "") -> bytes:
    document = docx.Document()
    document.core_properties.title = "" if wrong == "title" else "Attendance plan"
    if wrong == "headings":
        document.add_paragraph(LONG)
    else:
        document.add_heading("Attendance plan", 1)
        document.add_heading("Calls", 3 if wrong == "heading_order" else 2)
    document.add_picture(io.BytesIO(image_bytes(size=(80, 60))))
    properties = document.inline_shapes[0]._inline.docPr
    properties.set("descr", "" if wrong == "alternatives" else "Absences fall from May on")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 0).text = "School", "Elm"
    if wrong != "table_headers":
        row = table.rows[0]._tr.get_or_add_trPr()
        row.append(OxmlElement("w:tblHeader"))
    paragraph = document.add_paragraph("See ")
    link = OxmlElement("w:hyperlink")
    target = document.part.relate_to(ADDRESS, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), target)
    run = paragraph.add_run(ADDRESS if wrong == "link_texts" else "our plan")
    link.append(run._r)
    paragraph._p.append(link)
    if wrong == "language":
        for element in document.styles.element.iter(qn("w:lang")):
            element.attrib.clear()
    return _saved(document)


def slides(wrong: str = "") -> bytes:
    deck = pptx.Presentation()
    deck.core_properties.title = "" if wrong == "title" else "Attendance plan"
    for title in ("Calls", "Calls" if wrong == "unique_slide_titles" else "Visits"):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = "" if wrong == "slide_titles" and title == "Visits" else title
    picture = slide.shapes.add_picture(io.BytesIO(image_bytes()), Inches(1), Inches(2))
    described = "image.png" if wrong == "alternatives" else "Absences fall from May on"
    picture._element.nvPicPr.cNvPr.set("descr", described)
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(3), Inches(4), Inches(1)).table
    table.first_row = wrong != "table_headers"
    return _saved(deck)


def workbook(wrong: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.properties.title = "" if wrong == "title" else "Absences"
    sheet: Any = book.active
    sheet.title = "Sheet1" if wrong == "sheet_names" else "Absences"
    book.create_sheet("Sheet2" if wrong == "sheet_names" else "Notes")
    if wrong != "table_headers":
        sheet.append(["School", "Absent"])
    for number in range(4):
        sheet.append([number, number * 3])
    if wrong == "merged_cells":
        sheet.merge_cells("A6:B6")
    if wrong == "alternatives":
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=4))
        sheet.add_chart(chart, "D2")
    return _saved(book)


def pdf(wrong: str = "") -> bytes:
    if wrong == "text":
        return _tagged(scan_bytes(), wrong)
    target = io.BytesIO()
    page = canvas.Canvas(target)
    for number in range(22 if wrong == "bookmarks" else 2):
        page.drawString(72, 720, f"Attendance plan, page {number + 1}")
        page.showPage()
    page.save()
    return _tagged(target.getvalue(), wrong)


def _tagged(data: bytes, wrong: str) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as document:
        if wrong != "tags":
            kinds = [
                "/H1",
                "/H3" if wrong == "heading_order" else "/H2",
                "/Figure",
                "/Table",
                "/TH",
            ]
            if wrong == "table_headers":
                kinds[-1] = "/TD"
            children = []
            for kind in kinds:
                element = pikepdf.Dictionary(S=pikepdf.Name(kind), Pg=document.pages[0].obj)
                if kind == "/Figure" and wrong != "alternatives":
                    element.Alt = pikepdf.String("Absences fall from May on")
                children.append(document.make_indirect(element))
            top = pikepdf.Dictionary(S=pikepdf.Name("/Document"), K=pikepdf.Array(children))
            document.Root.StructTreeRoot = document.make_indirect(
                pikepdf.Dictionary(Type=pikepdf.Name("/StructTreeRoot"), K=top)
            )
            document.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        document.docinfo["/Title"] = "untitled" if wrong == "title" else "Attendance plan"
        if wrong != "language":
            document.Root.Lang = pikepdf.String("en-US")
        if wrong != "title_shown":
            document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        return _saved(document)


def _odf(kind: str, body: str, wrong: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{p}="{p}"'
        for p in ("office", "text", "table", "draw", "svg", "presentation", "xlink", "dc", "fo")
    )
    title = "" if wrong == "title" else "<dc:title>Attendance plan</dc:title>"
    language = "" if wrong == "language" else "<dc:language>en-US</dc:language>"
    return odf_bytes(
        kind,
        content=f"<office:document-content {spaces}><office:body>{body}</office:body>"
        "</office:document-content>",
        extra={
            "meta.xml": f"<office:document-meta {spaces}><office:meta>{title}{language}"
            "</office:meta></office:document-meta>"
        },
    )


def _picture(wrong: str) -> str:
    said = "" if wrong == "alternatives" else "<svg:desc>Absences fall from May on</svg:desc>"
    return f"<draw:frame><draw:image/>{said}</draw:frame>"


def open_text(wrong: str = "") -> bytes:
    cell = "<table:table-cell><text:p>Elm</text:p></table:table-cell>"
    row = f"<table:table-row>{cell}</table:table-row>"
    header = (
        row
        if wrong == "table_headers"
        else f"<table:table-header-rows>{row}</table:table-header-rows>"
    )
    level = 3 if wrong == "heading_order" else 2
    headings = (
        f"<text:p>{LONG}</text:p>"
        if wrong == "headings"
        else '<text:h text:outline-level="1">Plan</text:h>'
        f'<text:h text:outline-level="{level}">Calls</text:h>'
    )
    link = ADDRESS if wrong == "link_texts" else "our plan"
    return _odf(
        "text",
        f"<office:text>{headings}<text:p>{_picture(wrong)}</text:p>"
        f'<table:table table:name="A">{header}{row}</table:table>'
        f'<text:p><text:a xlink:href="{ADDRESS}">{link}</text:a></text:p></office:text>',
        wrong,
    )


def open_slides(wrong: str = "") -> bytes:
    titles = ["Calls", "Calls" if wrong == "unique_slide_titles" else "Visits"]
    if wrong == "slide_titles":
        titles[1] = ""
    pages = "".join(
        '<draw:page><draw:frame presentation:class="title"><draw:text-box>'
        f"<text:p>{title}</text:p></draw:text-box></draw:frame>{_picture(wrong)}</draw:page>"
        for title in titles
    )
    return _odf("presentation", f"<office:presentation>{pages}</office:presentation>", wrong)


def open_sheets(wrong: str = "") -> bytes:
    names = ("Sheet1", "Sheet2") if wrong == "sheet_names" else ("Absences", "Notes")
    tables = "".join(f'<table:table table:name="{name}"/>' for name in names)
    return _odf("spreadsheet", f"<office:spreadsheet>{tables}</office:spreadsheet>", wrong)


MAKERS: dict[str, tuple[Callable[[str], bytes], str]] = {
    "docx": (word, "title headings heading_order alternatives table_headers link_texts language"),
    "pptx": (slides, "title slide_titles unique_slide_titles alternatives table_headers"),
    "xlsx": (workbook, "title sheet_names table_headers merged_cells alternatives"),
    "pdf": (
        pdf,
        "text tags title title_shown language alternatives heading_order table_headers bookmarks",
    ),
    "odt": (
        open_text,
        "title headings heading_order alternatives table_headers link_texts language",
    ),
    "odp": (open_slides, "title slide_titles unique_slide_titles alternatives language"),
    "ods": (open_sheets, "title sheet_names language"),
}


def files() -> Iterator[Readable]:
    """Yield each file without a fault, and with each."""
    for extension, (make, faults) in MAKERS.items():
        yield Readable("right", extension, make(""), frozenset())
        for fault in faults.split():
            yield Readable(fault, extension, make(fault), frozenset({fault}))
