"""Sample documents as slide decks."""

from io import BytesIO

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation as Show
from pptx.shapes.base import BaseShape
from pptx.slide import Slide as Page
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Emu, Inches, Length, Pt

from home.samples.documents.archive import settle
from home.samples.documents.spec import About, Deck, Slide, Table
from home.samples.documents.style import FOOTER, INK, INK_SOFT, MADE_ON, OAK, OAK_WASH

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.9)
LINE_WIDTH = Emu(WIDTH - 2 * MARGIN)
TITLE_LAYOUT, CONTENT_LAYOUT, TITLE_ONLY_LAYOUT = 0, 1, 5
ROW_HEIGHT = Inches(0.6)
SERIF, SANS = "Georgia", "Calibri"


def make_pptx(deck: Deck) -> bytes:
    """Return the deck: a title slide, then one slide for each in the spec."""
    show = Presentation()
    show.slide_width, show.slide_height = WIDTH, HEIGHT
    _describe(show, deck.about)
    _add_title_slide(show, deck.about)
    for slide in deck.slides:
        _add_slide(show, slide)
    for number, page in enumerate(show.slides, 1):
        _add_footer(page, number)
        _set_language(page, deck.about.language)
    output = BytesIO()
    show.save(output)
    return settle(output.getvalue())


def _describe(show: Show, about: About) -> None:
    properties = show.core_properties
    properties.title = about.title
    properties.author = about.author
    properties.subject = about.subtitle
    properties.language = about.language
    properties.comments = FOOTER
    properties.last_modified_by = about.author
    properties.created = MADE_ON
    properties.modified = MADE_ON


def _add_title_slide(show: Show, about: About) -> None:
    page = show.slides.add_slide(show.slide_layouts[TITLE_LAYOUT])
    _add_bar(page, Inches(0.9), Inches(2.25), Inches(1.4), Inches(0.08))
    title, subtitle = page.shapes.title, page.placeholders[1]
    if title is None:
        raise LookupError("the layout has no title")
    _place(title, MARGIN, Inches(2.45), LINE_WIDTH, Inches(1.9))
    _write(title.text_frame, [about.title], size=40, color=OAK, font=SERIF, bold=True)
    title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    _place(subtitle, MARGIN, Inches(4.5), LINE_WIDTH, Inches(1.4))
    lines = [line for line in (about.subtitle, about.author) if line]
    _write(subtitle.text_frame, lines, size=20, color=INK_SOFT)


def _add_slide(show: Show, slide: Slide) -> None:
    layout = CONTENT_LAYOUT if slide.points else TITLE_ONLY_LAYOUT
    page = show.slides.add_slide(show.slide_layouts[layout])
    title = page.shapes.title
    if title is None:
        raise LookupError("the layout has no title")
    _place(title, MARGIN, Inches(0.6), LINE_WIDTH, Inches(1.1))
    _write(title.text_frame, [slide.title], size=34, color=OAK, font=SERIF, bold=True)
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    _add_bar(page, MARGIN, Inches(1.8), LINE_WIDTH, Inches(0.025))
    top: Length = Inches(2.1)
    if slide.figure:
        top = _add_figure(page, slide, top)
    if slide.table is not None:
        _add_table(page, slide.table, top)
        top = Emu(top + ROW_HEIGHT * (len(slide.table.rows) + 1) + Inches(0.3))
    if slide.points:
        points = page.placeholders[1]
        _place(points, MARGIN, top, LINE_WIDTH, Emu(HEIGHT - Inches(0.95) - top))
        _write(points.text_frame, list(slide.points), size=28, color=INK, gap=14)
    if slide.notes:
        notes = page.notes_slide.notes_text_frame
        if notes is not None:
            notes.text = slide.notes


def _add_figure(page: Page, slide: Slide, top: Length) -> Length:
    number = page.shapes.add_textbox(MARGIN, top, LINE_WIDTH, Inches(1.7))
    _write(number.text_frame, [slide.figure], size=88, color=OAK, font=SERIF, bold=True)
    caption = page.shapes.add_textbox(MARGIN, Emu(top + Inches(1.75)), LINE_WIDTH, Inches(0.9))
    _write(caption.text_frame, [slide.caption], size=26, color=INK_SOFT)
    return Emu(top + Inches(2.8))


def _add_table(page: Page, table: Table, top: Length) -> None:
    height = Emu(ROW_HEIGHT * (len(table.rows) + 1))
    frame = page.shapes.add_table(
        len(table.rows) + 1, len(table.columns), MARGIN, top, LINE_WIDTH, height
    )
    frame.name = "Table"
    grid = frame.table
    for number, width in enumerate(table.widths):
        grid.columns[number].width = Emu(int(LINE_WIDTH * width / sum(table.widths)))
    for number, row in enumerate((table.columns, *table.rows)):
        for place, text in enumerate(row):
            cell = grid.cell(number, place)
            _write(cell.text_frame, [text], size=20, color=OAK if number == 0 else INK)
            cell.text_frame.paragraphs[0].font.bold = number == 0
            cell.fill.solid()
            fill = OAK_WASH if number == 0 else "FFFFFF"
            cell.fill.fore_color.rgb = RGBColor.from_string(fill)


def _add_footer(page: Page, number: int) -> None:
    box = page.shapes.add_textbox(MARGIN, Inches(6.95), LINE_WIDTH, Inches(0.35))
    box.name = "Footer"
    _write(box.text_frame, [f"{FOOTER}  |  {number}"], size=12, color=INK_SOFT)


def _add_bar(page: Page, left: Length, top: Length, width: Length, height: Length) -> None:
    bar = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top, width, height)
    bar.name = "Rule"
    bar.fill.solid()
    bar.fill.fore_color.rgb = RGBColor.from_string(OAK)
    bar.line.fill.background()


def _place(shape: BaseShape, left: Length, top: Length, width: Length, height: Length) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _write(
    frame: TextFrame,
    lines: list[str],
    *,
    size: float,
    color: str,
    font: str = SANS,
    bold: bool = False,
    gap: float = 0,
) -> None:
    """Put one paragraph a line into the frame; size and gap are in points."""
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = line
        _set_font(paragraph, size=size, color=color, font=font, bold=bold)
        paragraph.space_after = Pt(gap)
        paragraph.alignment = PP_ALIGN.LEFT


def _set_font(paragraph: _Paragraph, *, size: float, color: str, font: str, bold: bool) -> None:
    paragraph.font.size = Pt(size)
    paragraph.font.name = font
    paragraph.font.bold = bold
    paragraph.font.color.rgb = RGBColor.from_string(color)


def _set_language(page: Page, language: str) -> None:
    code = {"en": "en-US", "es": "es-US"}.get(language, language)
    runs: list[BaseOxmlElement] = page.shapes._spTree.xpath(".//a:rPr")
    for run in runs:
        run.set("lang", code)
