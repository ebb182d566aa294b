"""Planted documents as files of every kind with text."""

import csv
import io
from collections.abc import Callable
from html import escape
from random import Random
from typing import Any

import docx
import openpyxl
import pikepdf
import pptx
from docx.oxml import parse_xml
from openpyxl.comments import Comment
from pptx.util import Inches, Pt
from reportlab.lib import colors
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as PdfTable

from bench.planted.sheets import Heading, Sheet, Table, Text
from tests.factories.documents import ODF, with_members, zip_bytes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{}'
    "</Properties>"
)
CUSTOM_ONE = '<property fmtid="{{D5CDD505}}" pid="2" name="{}"><vt:lpwstr>{}</vt:lpwstr></property>'
ROWS_OF_A_SLIDE = 8


def render(extension: str, sheet: Sheet, source: Random) -> bytes:
    """Return the bytes of a document."""
    return RENDERERS[extension](sheet, source)


def _saved(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _with_custom(data: bytes, sheet: Sheet) -> bytes:
    if not sheet.custom:
        return data
    entries = "".join(CUSTOM_ONE.format(escape(k), escape(v)) for k, v in sheet.custom.items())
    return with_members(data, {"docProps/custom.xml": CUSTOM.format(entries)})


def _describe(properties: Any, sheet: Sheet) -> None:
    for name, value in sheet.properties.items():
        # openpyxl calls "description" what python-docx calls "comments".
        key = name if hasattr(properties, name) else {"comments": "description"}[name]
        setattr(properties, key, value)


def _docx(sheet: Sheet, source: Random) -> bytes:
    document = docx.Document()
    for block in sheet.blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, 1)
        elif isinstance(block, Text):
            paragraph = document.add_paragraph()
            # Word cuts a line into runs at will.
            cut = source.randrange(len(block.text))
            paragraph.add_run(block.text[:cut])
            paragraph.add_run(block.text[cut:])
        else:
            table = document.add_table(len(block.rows), len(block.rows[0]))
            for row, cells in zip(table.rows, block.rows, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
    anchor = document.add_paragraph("Draft for discussion. ")
    for author, text in sheet.comments:
        document.add_comment(anchor.runs, text=text, author=author, initials="x")
    for tag, inner, entries in (("del", "delText", sheet.deleted), ("ins", "t", sheet.inserted)):
        for author, text in entries:
            anchor._p.append(
                parse_xml(
                    f'<w:{tag} xmlns:w="{W}" w:id="9" w:author="{escape(author)}">'
                    f'<w:r><w:{inner} xml:space="preserve">{escape(text)}</w:{inner}></w:r>'
                    f"</w:{tag}>"
                )
            )
    section = document.sections[0]
    section.header.paragraphs[0].text = sheet.header
    section.footer.paragraphs[0].text = sheet.footer
    _describe(document.core_properties, sheet)
    return _with_custom(_saved(document), sheet)


def _pptx(sheet: Sheet, source: Random) -> bytes:
    deck = pptx.Presentation()
    title, body = "Overview", deck.slide_layouts[1]
    for block in sheet.blocks:
        if isinstance(block, Heading):
            title = block.text
            continue
        pieces = (
            [block.rows[n : n + ROWS_OF_A_SLIDE] for n in range(0, len(block.rows), 8)]
            if (isinstance(block, Table))
            else [None]
        )
        for piece in pieces:
            slide = deck.slides.add_slide(deck.slide_layouts[5] if piece else body)
            slide.shapes.title.text = title
            if piece is None:
                assert isinstance(block, Text)
                slide.placeholders[1].text_frame.text = block.text
                continue
            size = (Inches(0.4), Inches(1.6), Inches(9), Inches(4))
            table = slide.shapes.add_table(len(piece), len(piece[0]), *size).table
            for i, cells in enumerate(piece):
                for j, text in enumerate(cells):
                    table.cell(i, j).text = text
                    table.cell(i, j).text_frame.paragraphs[0].font.size = Pt(10)
    for text in sheet.hidden_slides:
        slide = deck.slides.add_slide(body)
        slide.shapes.title.text = "Backup"
        slide.placeholders[1].text_frame.text = text
        slide._element.set("show", "0")
    for slide, note in zip(deck.slides, sheet.notes, strict=False):
        slide.notes_slide.notes_text_frame.text = note
    _describe(deck.core_properties, sheet)
    data = _with_custom(_saved(deck), sheet)
    comments = "".join(f"<p:cm><p:text>{escape(t)}</p:text></p:cm>" for _a, t in sheet.comments)
    if comments:
        part = f'<p:cmLst xmlns:p="{P}">{comments}</p:cmLst>'
        data = with_members(data, {"ppt/comments/comment1.xml": part})
    return data


def _xlsx(sheet: Sheet, source: Random) -> bytes:
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = "Read me"
    for block in sheet.blocks:
        if not isinstance(block, Table):
            page.append([block.text])
            continue
        data = book.create_sheet(block.name[:31])
        for row in block.rows:
            data.append([int(c) if c.isdecimal() and source.random() < 0.7 else c for c in row])
        if block.hidden == "sheet":
            data.sheet_state = "hidden"
        elif block.hidden == "rows":
            for number in range(2, len(block.rows) + 1):
                data.row_dimensions[number].hidden = True
        elif block.hidden == "columns":
            for number in range(len(block.rows[0])):
                data.column_dimensions["ABCDEFGHIJ"[number]].hidden = True
    for number, (author, text) in enumerate(sheet.comments, start=1):
        page.cell(number, 1).comment = Comment(text, author)
    page.oddHeader.left.text, page.oddFooter.left.text = sheet.header, sheet.footer
    _describe(book.properties, sheet)
    return _with_custom(_saved(book), sheet)


def _odf_table(block: Table) -> str:
    hidden = {
        "sheet": ' table:style-name="hid"',
        "rows": "",
        "columns": "",
        "": "",
    }[block.hidden]
    columns = len(block.rows[0])
    collapse = ' table:visibility="collapse"'
    rows = "".join(
        f"<table:table-row{collapse if block.hidden == 'rows' and n else ''}>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(c)}</text:p></table:table-cell>"
            for c in row
        )
        + "</table:table-row>"
        for n, row in enumerate(block.rows)
    )
    return (
        f'<table:table table:name="{escape(block.name)}"{hidden}><table:table-column'
        f' table:number-columns-repeated="{columns}"'
        f"{collapse if block.hidden == 'columns' else ''}/>{rows}</table:table>"
    )


NAMESPACES = (
    " ".join(
        f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for p, n in (
            *(("office", "office"), ("text", "text"), ("table", "table"), ("style", "style")),
            *(("draw", "drawing"), ("presentation", "presentation"), ("meta", "meta")),
        )
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
STYLES = (
    '<office:automatic-styles><style:style style:name="hid" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
    '<style:style style:name="hidpage" style:family="drawing-page">'
    '<style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    "</office:automatic-styles>"
)


def _annotations(sheet: Sheet) -> str:
    return "".join(
        f"<office:annotation><dc:creator>{escape(a)}</dc:creator>"
        f"<text:p>{escape(t)}</text:p></office:annotation>"
        for a, t in sheet.comments
    )


def _odf(kind: str, body: str, sheet: Sheet) -> bytes:
    names = {"title": "dc:title", "subject": "dc:subject", "comments": "dc:description"}
    meta = "".join(
        f"<{names.get(k, 'meta:keyword')}>{escape(v)}</{names.get(k, 'meta:keyword')}>"
        for k, v in sheet.properties.items()
    ) + "".join(
        f'<meta:user-defined meta:name="{escape(k)}">{escape(v)}</meta:user-defined>'
        for k, v in sheet.custom.items()
    )
    return zip_bytes(
        {
            "mimetype": ODF + kind,
            "content.xml": f"<office:document-content {NAMESPACES}>{STYLES}<office:body>"
            f"<office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {NAMESPACES}><office:meta>{meta}</office:meta>"
            "</office:document-meta>",
            "styles.xml": f"<office:document-styles {NAMESPACES}><office:master-styles>"
            f'<style:master-page style:name="m"><style:header><text:p>{escape(sheet.header)}'
            f"</text:p></style:header><style:footer><text:p>{escape(sheet.footer)}</text:p>"
            "</style:footer></style:master-page></office:master-styles></office:document-styles>",
            "META-INF/manifest.xml": "<manifest:manifest/>",
        }
    )


def _odt(sheet: Sheet, source: Random) -> bytes:
    body = ""
    if sheet.deleted or sheet.inserted:
        regions = [("deletion", *entry) for entry in sheet.deleted]
        regions += [("insertion", author, "") for author, _t in sheet.inserted]
        body += "<text:tracked-changes>"
        for number, (what, author, text) in enumerate(regions):
            inner = f"<text:p>{escape(text)}</text:p>" if text else ""
            body += (
                f'<text:changed-region text:id="c{number}"><text:{what}><office:change-info>'
                f"<dc:creator>{escape(author)}</dc:creator></office:change-info>{inner}"
                f"</text:{what}></text:changed-region>"
            )
        body += "</text:tracked-changes>"
    for block in sheet.blocks:
        if isinstance(block, Heading):
            body += f'<text:h text:outline-level="1">{escape(block.text)}</text:h>'
        elif isinstance(block, Text):
            body += f"<text:p>{escape(block.text)}</text:p>"
        else:
            body += _odf_table(block)
    body += "".join(f"<text:p>{escape(t)}</text:p>" for _a, t in sheet.inserted)
    body += f"<text:p>Draft for discussion.{_annotations(sheet)}</text:p>"
    return _odf("text", body, sheet)


def _ods(sheet: Sheet, source: Random) -> bytes:
    lines = [[b.text] for b in sheet.blocks if not isinstance(b, Table)] or [["Data"]]
    body = _odf_table(Table(lines, name="Read me"))
    if sheet.comments:
        at = body.index("<text:p>")
        body = body[:at] + _annotations(sheet) + body[at:]
    body += "".join(_odf_table(b) for b in sheet.blocks if isinstance(b, Table))
    return _odf("spreadsheet", body, sheet)


def _odp_note(text: str) -> str:
    box = f"<draw:text-box><text:p>{escape(text)}</text:p></draw:text-box>"
    return (
        f"<presentation:notes><draw:frame>{box}</draw:frame></presentation:notes>" if text else ""
    )


def _odp(sheet: Sheet, source: Random) -> bytes:
    pages, title, notes = "", "Overview", iter(sheet.notes)
    contents = [
        *((b, False) for b in sheet.blocks),
        *((Text(text), True) for text in sheet.hidden_slides),
    ]
    for block, is_hidden in contents:
        if isinstance(block, Heading):
            title = block.text
            continue
        inner = (
            f"<draw:frame>{_odf_table(block)}</draw:frame>"
            if isinstance(block, Table)
            else f"<draw:frame><draw:text-box><text:p>{escape(block.text)}</text:p>"
            "</draw:text-box></draw:frame>"
        )
        style = ' draw:style-name="hidpage"' if is_hidden else ""
        pages += (
            f'<draw:page draw:name="p"{style}><draw:frame presentation:class="title">'
            f"<draw:text-box><text:p>{escape(title)}</text:p></draw:text-box></draw:frame>{inner}"
            f"{_odp_note(next(notes, ''))}{'' if pages else _annotations(sheet)}</draw:page>"
        )
    return _odf("presentation", pages, sheet)


def _pdf(sheet: Sheet, source: Random) -> bytes:
    target, styles, story = io.BytesIO(), getSampleStyleSheet(), []
    is_ruled = source.random() < 0.5
    for block in sheet.blocks:
        if isinstance(block, Table):
            grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.grey)] if is_ruled else []
            story.append(PdfTable([list(row) for row in block.rows], style=grid, repeatRows=1))
        else:
            style = styles["Heading2" if isinstance(block, Heading) else "BodyText"]
            story.append(Paragraph(escape(block.text), style))
        story.append(Spacer(1, 8))

    def edge(page: Any, document: Any) -> None:
        page.drawString(72, 760, sheet.header)
        page.drawString(72, 30, sheet.footer)

    SimpleDocTemplate(target, pagesize=letter).build(story, onFirstPage=edge, onLaterPages=edge)
    with pikepdf.open(io.BytesIO(target.getvalue())) as pdf:
        names = {"title": "/Title", "subject": "/Subject", "comments": "/Keywords"}
        for key, value in (sheet.properties | sheet.custom).items():
            pdf.docinfo[names.get(key, "/" + key.replace(" ", ""))] = value
        if sheet.comments:
            notes = [
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Text,
                    Rect=[10, 10, 30, 30],
                    Contents=pikepdf.String(text),
                    T=pikepdf.String(author),
                )
                for author, text in sheet.comments
            ]
            pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array(notes))
        return _saved(pdf)


def _lines(table: Table, source: Random) -> str:
    """A table as people type it: padded columns, or tabs."""
    if source.random() < 0.4:
        return "\n".join("\t".join(row) for row in table.rows)
    widths = [max(map(len, column)) + 3 for column in zip(*table.rows, strict=True)]
    return "\n".join(
        "".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in table.rows
    )


def _txt(sheet: Sheet, source: Random) -> bytes:
    parts = [_lines(b, source) if isinstance(b, Table) else b.text for b in sheet.blocks]
    return "\n\n".join(filter(None, [sheet.header, *parts, sheet.footer])).encode()


def _md(sheet: Sheet, source: Random) -> bytes:
    parts = []
    for block in sheet.blocks:
        if isinstance(block, Heading):
            parts.append(f"# {block.text}")
        elif isinstance(block, Text):
            parts.append(block.text)
        else:
            head, *rows = [f"| {' | '.join(row)} |" for row in block.rows]
            parts.append("\n".join([head, "|" + "---|" * len(block.rows[0]), *rows]))
    return "\n\n".join(parts).encode()


def _csv(sheet: Sheet, source: Random) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, delimiter=source.choice(",,;"))
    for block in sheet.blocks:
        if isinstance(block, Table):
            writer.writerows(block.rows)
    return target.getvalue().encode()


RENDERERS: dict[str, Callable[[Sheet, Random], bytes]] = {
    "docx": _docx,
    "pptx": _pptx,
    "xlsx": _xlsx,
    "odt": _odt,
    "ods": _ods,
    "odp": _odp,
    "pdf": _pdf,
    "txt": _txt,
    "md": _md,
    "csv": _csv,
}
