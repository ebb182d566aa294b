"""Sample documents as spreadsheets."""

from io import BytesIO

from openpyxl import Workbook as Book
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from home.samples.documents.archive import settle
from home.samples.documents.spec import Cell, Chart, Sheet, Workbook
from home.samples.documents.style import FOOTER, INK, INK_SOFT, LINE, MADE_ON, OAK, OAK_WASH

HEAD_ROW = 4
FIRST_ROW = HEAD_ROW + 1
RULE = Side(style="thin", color=LINE)
BODY = Font(name="Calibri", size=11, color=INK)
HEAD = Font(name="Calibri", size=11, color=OAK, bold=True)


def make_xlsx(workbook: Workbook) -> bytes:
    """Return the spreadsheet, with its formulas, choices and charts, ready to print."""
    book = Book()
    book.remove(book.worksheets[0])
    _describe(book, workbook)
    for sheet in workbook.sheets:
        _add_sheet(book, workbook.about.title, sheet)
    output = BytesIO()
    book.save(output)
    return settle(output.getvalue())


def _describe(book: Book, workbook: Workbook) -> None:
    properties = book.properties
    properties.title = workbook.about.title
    properties.creator = workbook.about.author
    properties.lastModifiedBy = workbook.about.author
    properties.subject = workbook.about.subtitle
    properties.language = workbook.about.language
    properties.description = FOOTER
    properties.created = MADE_ON


def _add_sheet(book: Book, title: str, sheet: Sheet) -> None:
    page = book.create_sheet(sheet.name)
    page.sheet_view.showGridLines = False
    page["A1"] = title
    page["A1"].font = Font(name="Georgia", size=16, bold=True, color=OAK)
    page["A2"] = sheet.intro
    page["A2"].font = Font(name="Calibri", size=11, color=INK_SOFT)
    page["A3"] = FOOTER
    page["A3"].font = Font(name="Calibri", size=9, color=INK_SOFT)
    _add_head(page, sheet)
    last = _add_rows(page, sheet)
    _add_choices(page, sheet, last)
    if sheet.totals:
        _add_row(page, sheet, last + 1, last, sheet.totals, bold=True)
    if sheet.chart is not None:
        _add_chart(page, sheet, sheet.chart, last)
    _set_print(page)


def _add_head(page: Worksheet, sheet: Sheet) -> None:
    for number, column in enumerate(sheet.columns, 1):
        cell = page.cell(HEAD_ROW, number, column.label)
        cell.font = HEAD
        cell.fill = PatternFill("solid", fgColor=OAK_WASH)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.border = Border(bottom=Side(style="medium", color=OAK))
        page.column_dimensions[get_column_letter(number)].width = column.width
    page.row_dimensions[HEAD_ROW].height = 34
    page.freeze_panes = f"A{FIRST_ROW}"


def _add_rows(page: Worksheet, sheet: Sheet) -> int:
    rows = (*sheet.rows, *(((),) * sheet.blank_rows))
    last = HEAD_ROW + len(rows)
    for number, row in enumerate(rows, FIRST_ROW):
        cells = [*row, *([None] * (len(sheet.columns) - len(row)))]
        pairs = zip(cells, sheet.columns, strict=True)
        filled = [column.formula or None if cell is None else cell for cell, column in pairs]
        _add_row(page, sheet, number, last, tuple(filled))
    return last


def _add_row(
    page: Worksheet,
    sheet: Sheet,
    number: int,
    last: int,
    cells: tuple[Cell, ...],
    *,
    bold: bool = False,
) -> None:
    for place, value in enumerate(cells, 1):
        cell = page.cell(number, place, _resolve(value, number, last))
        cell.font = HEAD if bold else BODY
        cell.border = Border(bottom=RULE, top=Side(style="medium", color=OAK) if bold else None)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.number_format = sheet.columns[place - 1].format or "General"


def _resolve(value: Cell, number: int, last: int) -> Cell:
    if isinstance(value, str) and value.startswith("="):
        return value.format(r=number, first=FIRST_ROW, last=last)
    return value


def _add_choices(page: Worksheet, sheet: Sheet, last: int) -> None:
    for number, column in enumerate(sheet.columns, 1):
        if not column.choices:
            continue
        listed = ",".join(column.choices)
        validation = DataValidation("list", formula1=f'"{listed}"', allow_blank=True)
        letter = get_column_letter(number)
        validation.add(f"{letter}{FIRST_ROW}:{letter}{last}")
        page.add_data_validation(validation)


def _add_chart(page: Worksheet, sheet: Sheet, chart: Chart, last: int) -> None:
    drawing = LineChart() if chart.kind == "line" else BarChart()
    drawing.title = chart.title
    drawing.height, drawing.width = 8.5, 17
    drawing.x_axis.delete = drawing.y_axis.delete = False
    for column in chart.series:
        values = Reference(page, min_col=column + 1, min_row=HEAD_ROW, max_row=last)
        drawing.add_data(values, titles_from_data=True)
    names = Reference(page, min_col=chart.labels + 1, min_row=FIRST_ROW, max_row=last)
    drawing.set_categories(names)
    for series, color in zip(drawing.series, (OAK, "8A5A12", INK_SOFT, "7FD0AD"), strict=False):
        series.graphicalProperties.solidFill = color
        series.graphicalProperties.line.solidFill = color
    drawing.legend = drawing.legend if len(chart.series) > 1 else None
    page.add_chart(drawing, f"A{last + 4}")


def _set_print(page: Worksheet) -> None:
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_LETTER
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    footer = HeaderFooterItem()
    footer.left.text, footer.right.text = FOOTER, "&P"
    page.HeaderFooter.oddFooter = footer
