"""Sample documents as Word files."""

from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Inches, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from home.samples.documents.archive import settle
from home.samples.documents.spec import (
    About,
    Block,
    Bullets,
    Checklist,
    FillIn,
    Heading,
    Note,
    PageBreak,
    Paper,
    Steps,
    Table,
    Text,
)
from home.samples.documents.style import FOOTER, INK, INK_SOFT, LINE, MADE_ON, OAK, OAK_WASH

LINE_WIDTH = 6.5
BLANK_ROW = Pt(27)
BOX = "\u2610"


def make_docx(paper: Paper) -> bytes:
    """Return the document as a Word file, with real headings, lists and table heads."""
    document = Document()
    _describe(document, paper.about)
    _set_styles(document, paper.about.language)
    _set_page(document)
    document.add_paragraph(paper.about.title, style="Title")
    if paper.about.subtitle:
        document.add_paragraph(paper.about.subtitle, style="Subtitle")
    for block in paper.blocks:
        _add(document, block)
    output = BytesIO()
    document.save(output)
    return settle(output.getvalue())


def _describe(document: WordDocument, about: About) -> None:
    properties = document.core_properties
    properties.title = about.title
    properties.author = about.author
    properties.subject = about.subtitle
    properties.language = about.language
    properties.comments = FOOTER
    properties.last_modified_by = about.author
    properties.created = MADE_ON
    properties.modified = MADE_ON


def _style(document: WordDocument, name: str) -> ParagraphStyle:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is not a paragraph style")
    return style


def _set_styles(document: WordDocument, language: str) -> None:
    looks = {
        "Normal": ("Calibri", 11, INK, False),
        "Title": ("Georgia", 23, OAK, True),
        "Subtitle": ("Calibri", 12, INK_SOFT, False),
        "Heading 1": ("Georgia", 14.5, OAK, True),
    }
    for name, (font, size, color, bold) in looks.items():
        style = _style(document, name)
        style.font.name = font
        style.font.size = Pt(size)
        style.font.bold = bold
        style.font.italic = False
        style.font.color.rgb = RGBColor.from_string(color)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    _style(document, "Normal").paragraph_format.space_after = Pt(7)
    _style(document, "Heading 1").paragraph_format.space_before = Pt(14)
    _style(document, "Heading 1").paragraph_format.space_after = Pt(4)
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), {"en": "en-US", "es": "es-US"}.get(language, language))


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(1)
    section.top_margin = section.bottom_margin = Inches(0.95)
    footer = section.footer.paragraphs[0]
    footer.paragraph_format.tab_stops.clear_all()
    footer.paragraph_format.tab_stops.add_tab_stop(Inches(LINE_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    run = footer.add_run(f"{FOOTER}\t")
    run.font.size = Pt(8.5)
    run.font.color.rgb = RGBColor.from_string(INK_SOFT)
    _add_page_number(footer)


def _add_page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = paragraph.add_run("1")
    run.font.size = Pt(8.5)
    field.append(run._r)
    paragraph._p.append(field)


def _add(document: WordDocument, block: Block) -> None:
    match block:
        case Heading(text):
            document.add_heading(text, level=1)
        case Text(text):
            document.add_paragraph(text)
        case Note(text):
            _shade(document.add_paragraph(text))
        case Bullets(items):
            _add_lines(document, items, "List Bullet")
        case Steps(items):
            _add_steps(document, items)
        case Checklist(items):
            _add_lines(document, tuple(f"{BOX}  {item}" for item in items), "Normal")
        case FillIn(labels):
            for label in labels:
                _add_fill_in(document, label)
        case Table():
            _add_table(document, block)
        case PageBreak():
            document.add_page_break()


def _add_lines(document: WordDocument, items: tuple[str, ...], style: str) -> None:
    for item in items:
        paragraph = document.add_paragraph(item, style=style)
        paragraph.paragraph_format.space_after = Pt(4)
        if style == "Normal":
            paragraph.paragraph_format.left_indent = Inches(0.28)
            paragraph.paragraph_format.first_line_indent = Inches(-0.28)


def _add_steps(document: WordDocument, items: tuple[str, ...]) -> None:
    """Number by hand: Word's built-in list style would go on counting across lists."""
    for number, item in enumerate(items, 1):
        paragraph = document.add_paragraph(f"{number}.\t{item}")
        paragraph.paragraph_format.space_after = Pt(4)
        paragraph.paragraph_format.left_indent = Inches(0.28)
        paragraph.paragraph_format.first_line_indent = Inches(-0.28)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Inches(0.28))


def _add_fill_in(document: WordDocument, label: str) -> None:
    paragraph = document.add_paragraph(label)
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", LINE)):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().append(borders)
    paragraph.paragraph_format.space_before = Pt(8)


def _shade(paragraph: Paragraph) -> None:
    """Shade first, indent after: the schema wants them in this order."""
    paragraph._p.get_or_add_pPr().append(_fill())
    paragraph.paragraph_format.left_indent = Inches(0.1)
    paragraph.paragraph_format.right_indent = Inches(0.1)


def _fill() -> BaseOxmlElement:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", OAK_WASH)):
        shading.set(qn(f"w:{name}"), value)
    return shading


def _add_table(document: WordDocument, table: Table) -> None:
    grid = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    grid.autofit = False
    share = LINE_WIDTH / sum(table.widths)
    widths = [Inches(width * share) for width in table.widths]
    for cell, label in zip(grid.rows[0].cells, table.columns, strict=True):
        _write(cell, label, bold=True)
        cell._tc.get_or_add_tcPr().append(_fill())
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    grid.rows[0]._tr.get_or_add_trPr().append(head)
    for row in table.rows:
        line = grid.add_row()
        line.height = None if any(row) else BLANK_ROW
        for cell, text in zip(line.cells, row, strict=True):
            _write(cell, text)
    for column, width in zip(grid.columns, widths, strict=True):
        for cell in column.cells:
            cell.width = width
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _write(cell: _Cell, text: str, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(text)
    run.font.size = Pt(10)
    run.font.bold = bold
