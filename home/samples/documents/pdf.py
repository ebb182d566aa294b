"""Sample documents as PDF."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    LongTable,
    PageTemplate,
    Paragraph,
    TableStyle,
)
from reportlab.platypus import PageBreak as NewPage

from home.samples.documents.spec import (
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
from home.samples.documents.style import FOOTER, INK, INK_SOFT, LINE, OAK, OAK_WASH

MARGIN = 0.95 * inch
LINE_WIDTH = LETTER[0] - 2 * MARGIN
GROUP_GAP = 11.0
BLANK_ROW = 27.0


def _color(value: str) -> HexColor:
    return HexColor(f"#{value}")


BODY = ParagraphStyle(
    "body", fontName="Helvetica", fontSize=10.5, leading=15.5, textColor=_color(INK), spaceAfter=7
)
TITLE = ParagraphStyle(
    "title", BODY, fontName="Times-Bold", fontSize=23, leading=27, textColor=_color(OAK)
)
SUBTITLE = ParagraphStyle("subtitle", BODY, fontSize=11.5, leading=16, textColor=_color(INK_SOFT))
HEADING = ParagraphStyle(
    "heading", BODY, fontName="Times-Bold", fontSize=14.5, leading=18, textColor=_color(OAK),
    spaceBefore=11, spaceAfter=5,
)  # fmt: skip
ITEM = ParagraphStyle("item", BODY, leftIndent=20, bulletIndent=4, spaceAfter=4)
CELL = ParagraphStyle("cell", BODY, fontSize=9.5, leading=13, spaceAfter=0)
HEAD_CELL = ParagraphStyle("head-cell", CELL, fontName="Helvetica-Bold", textColor=_color(OAK))
NOTE = ParagraphStyle(
    "note", BODY, backColor=_color(OAK_WASH), borderPadding=(7, 9, 8, 9), leftIndent=9,
    rightIndent=9, spaceBefore=17, spaceAfter=15,
)  # fmt: skip


class CheckItem(Flowable):
    """A line of a checklist with an empty box in front."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.paragraph = Paragraph(escape(text), ParagraphStyle("check", ITEM, spaceAfter=0))
        self.spaceAfter = ITEM.spaceAfter

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size of the item in points, within the space offered."""
        size: tuple[float, float] = self.paragraph.wrap(width, height)
        self.height = size[1]
        return size

    def draw(self) -> None:
        """Draw the box and the text."""
        self.canv.setStrokeColor(_color(OAK))
        self.canv.setLineWidth(0.9)
        self.canv.rect(3, self.height - 12, 9, 9)
        self.paragraph.drawOn(self.canv, 0, 0)


class FillInLine(Flowable):
    """A label and a line to write on."""

    def __init__(self, label: str, width: float) -> None:
        super().__init__()
        self.label = label
        self.width = width
        self.height = 25.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size of the line in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the label and the line behind it."""
        self.canv.setFont("Helvetica", 9.5)
        self.canv.setFillColor(_color(INK_SOFT))
        self.canv.drawString(0, 7, self.label)
        label_width = self.canv.stringWidth(self.label, "Helvetica", 9.5)
        start = label_width + 6 if self.label else 0
        self.canv.setStrokeColor(_color(LINE))
        self.canv.setLineWidth(0.8)
        self.canv.line(min(start, self.width - 20), 5, self.width, 5)


def make_pdf(paper: Paper) -> bytes:
    """Return the document as PDF, with title, author and language in its properties."""
    output = BytesIO()
    document = BaseDocTemplate(
        output,
        pagesize=LETTER,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=0.85 * inch,
        bottomMargin=0.95 * inch,
        title=paper.about.title,
        author=paper.about.author,
        subject=paper.about.subtitle,
        creator=FOOTER,
        lang=paper.about.language,
        displayDocTitle=1,
        invariant=1,
    )
    frame = Frame(
        document.leftMargin, document.bottomMargin, document.width, document.height,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    on_page = partial(_footer, paper.about.title)
    document.addPageTemplates([PageTemplate("page", [frame], onPage=on_page)])
    document.build(_story(paper))
    return output.getvalue()


def _footer(title: str, canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.saveState()
    canvas.setStrokeColor(_color(LINE))
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN, 0.72 * inch, LETTER[0] - MARGIN, 0.72 * inch)
    canvas.setFont("Helvetica", 8.5)
    canvas.setFillColor(_color(INK_SOFT))
    canvas.drawString(MARGIN, 0.54 * inch, FOOTER)
    canvas.drawRightString(LETTER[0] - MARGIN, 0.54 * inch, str(canvas.getPageNumber()))
    canvas.restoreState()


def _story(paper: Paper) -> list[Flowable]:
    story: list[Flowable] = [Paragraph(escape(paper.about.title), TITLE)]
    if paper.about.subtitle:
        story.append(Paragraph(escape(paper.about.subtitle), SUBTITLE))
    rule = HRFlowable(width="100%", thickness=1.6, color=_color(OAK), spaceBefore=3, spaceAfter=12)
    story.append(rule)
    for block in paper.blocks:
        story.extend(_flowables(block))
    return story


def _flowables(block: Block) -> list[Flowable]:
    match block:
        case Heading(text):
            return [CondPageBreak(1.6 * inch), Paragraph(escape(text), HEADING)]
        case Text(text):
            return [Paragraph(escape(text), BODY)]
        case Note(text):
            return [Paragraph(escape(text), NOTE)]
        case Bullets(items):
            return _items(items, lambda number: "\u2022")
        case Steps(items):
            return _items(items, lambda number: f"{number}.")
        case Checklist(items):
            return _spaced([CheckItem(item) for item in items])
        case FillIn(labels):
            return [KeepTogether(_spaced([FillInLine(label, LINE_WIDTH) for label in labels]))]
        case Table():
            return [_table(block)]
        case PageBreak():
            return [NewPage()]


def _items(items: tuple[str, ...], bullet: Callable[[int], str]) -> list[Flowable]:
    return _spaced(
        [
            Paragraph(escape(item), ParagraphStyle("item", ITEM), bulletText=bullet(number))
            for number, item in enumerate(items, 1)
        ]
    )


def _spaced(lines: list[Flowable]) -> list[Flowable]:
    """Set the group apart from what follows; unlike a spacer, this never fills a new page."""
    lines[-1].spaceAfter = GROUP_GAP
    return lines


def _table(table: Table) -> Flowable:
    share = LINE_WIDTH / sum(table.widths)
    cells = [[Paragraph(escape(label), HEAD_CELL) for label in table.columns]]
    cells += [[Paragraph(escape(text), CELL) for text in row] for row in table.rows]
    style = TableStyle(
        [
            ("BACKGROUND", (0, 0), (-1, 0), _color(OAK_WASH)),
            ("LINEBELOW", (0, 0), (-1, 0), 1.1, _color(OAK)),
            ("LINEBELOW", (0, 1), (-1, -1), 0.5, _color(LINE)),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 6),
            ("RIGHTPADDING", (0, 0), (-1, -1), 6),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
        ]
    )
    grid = LongTable(
        cells,
        colWidths=[width * share for width in table.widths],
        rowHeights=[None, *(None if any(row) else BLANK_ROW for row in table.rows)],
        repeatRows=1,
        style=style,
        spaceBefore=3,
        spaceAfter=GROUP_GAP,
    )
    grid.hAlign = "LEFT"
    return grid
