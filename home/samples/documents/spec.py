"""Read the description of a sample document from plain JSON values.

A paper (PDF or Word) is {"subtitle", "author", "language", "blocks"}. A block has one key:

    {"heading": text}  {"text": text}  {"note": text}  {"page_break": true}
    {"bullets": [text]}  {"steps": [text]}  {"checklist": [text]}  {"fields": [label]}
    {"table": {"columns": [text], "rows": [[text]], "widths": [number]}}

A deck is {"subtitle", "author", "language", "slides"}; a slide is {"title", "points", "figure",
"caption", "table", "notes"}, all but the title optional. A workbook is {"author", "language",
"sheets"}; a sheet is {"name", "intro", "columns", "rows", "blank_rows", "totals", "chart"} and a
column {"label", "width", "format", "formula", "choices"}. A cell that starts with "=" is a formula:
{r} stands for its own row, {first} and {last} for the first and last row of data.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Cell = str | int | float | None
Fields = Mapping[str, object]
Value = TypeVar("Value")


class SpecError(ValueError):
    """The description of a sample document does not make sense."""


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Note:
    text: str


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Steps:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Checklist:
    items: tuple[str, ...]


@dataclass(frozen=True)
class FillIn:
    labels: tuple[str, ...]


@dataclass(frozen=True)
class PageBreak:
    pass


@dataclass(frozen=True)
class Table:
    """Rows of text under column heads; widths are shares of the line, one a column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


Block = Heading | Text | Note | Bullets | Steps | Checklist | FillIn | PageBreak | Table


@dataclass(frozen=True)
class About:
    """What every document says about itself; language is a code such as "en"."""

    title: str
    subtitle: str
    author: str
    language: str


@dataclass(frozen=True)
class Paper:
    about: About
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Slide:
    title: str
    points: tuple[str, ...]
    figure: str
    caption: str
    table: Table | None
    notes: str


@dataclass(frozen=True)
class Deck:
    about: About
    slides: tuple[Slide, ...]


@dataclass(frozen=True)
class Column:
    """A column of a sheet; width is in characters, formula fills cells that a row leaves out."""

    label: str
    width: float
    format: str
    formula: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """A chart of a sheet; labels and series are column numbers that start at 0."""

    kind: str
    title: str
    labels: int
    series: tuple[int, ...]


@dataclass(frozen=True)
class Sheet:
    name: str
    intro: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    blank_rows: int
    totals: tuple[Cell, ...]
    chart: Chart | None


@dataclass(frozen=True)
class Workbook:
    about: About
    sheets: tuple[Sheet, ...]


def read_paper(title: str, spec: Fields) -> Paper:
    """Return the text document that the spec describes. Raises SpecError."""
    return Paper(_about(title, spec), _each(spec, "blocks", _block, required=True))


def read_deck(title: str, spec: Fields) -> Deck:
    """Return the slides that the spec describes. Raises SpecError."""
    return Deck(_about(title, spec), _each(spec, "slides", _slide, required=True))


def read_workbook(title: str, spec: Fields) -> Workbook:
    """Return the spreadsheet that the spec describes. Raises SpecError."""
    return Workbook(_about(title, spec), _each(spec, "sheets", _sheet, required=True))


def _about(title: str, spec: Fields) -> About:
    return About(
        title=title,
        subtitle=_text(spec, "subtitle"),
        author=_text(spec, "author"),
        language=_text(spec, "language") or "en",
    )


def _block(value: object) -> Block:
    block = _fields(value, "block")
    if len(block) != 1:
        raise SpecError(f"a block has one key, not {sorted(block)}")
    match next(iter(block)):
        case "heading":
            return Heading(_text(block, "heading"))
        case "text":
            return Text(_text(block, "text"))
        case "note":
            return Note(_text(block, "note"))
        case "bullets":
            return Bullets(_texts(block, "bullets"))
        case "steps":
            return Steps(_texts(block, "steps"))
        case "checklist":
            return Checklist(_texts(block, "checklist"))
        case "fields":
            return FillIn(_texts(block, "fields"))
        case "table":
            return _table(block["table"])
        case "page_break":
            return PageBreak()
        case key:
            raise SpecError(f"there is no block called {key!r}")


def _table(value: object) -> Table:
    table = _fields(value, "table")
    columns = _texts(table, "columns")
    rows = tuple(_strings(row, "row") for row in _list(table, "rows"))
    widths = tuple(_number(width, "widths") for width in _list(table, "widths"))
    widths = widths or (1.0,) * len(columns)
    if any(len(row) != len(columns) for row in (*rows, widths)):
        raise SpecError(f"the table {columns} has a row or widths of another length")
    return Table(columns, rows, widths)


def _slide(value: object) -> Slide:
    slide = _fields(value, "slide")
    return Slide(
        title=_text(slide, "title"),
        points=_texts(slide, "points"),
        figure=_text(slide, "figure"),
        caption=_text(slide, "caption"),
        table=_table(slide["table"]) if "table" in slide else None,
        notes=_text(slide, "notes"),
    )


def _sheet(value: object) -> Sheet:
    sheet = _fields(value, "sheet")
    columns = _each(sheet, "columns", _column, required=True)
    rows = tuple(_cells(row, len(columns)) for row in _list(sheet, "rows"))
    return Sheet(
        name=_text(sheet, "name"),
        intro=_text(sheet, "intro"),
        columns=columns,
        rows=rows,
        blank_rows=int(_number(sheet.get("blank_rows", 0), "blank_rows")),
        totals=_cells(sheet.get("totals", []), len(columns)),
        chart=_chart(sheet["chart"]) if "chart" in sheet else None,
    )


def _column(value: object) -> Column:
    column = _fields(value, "column")
    return Column(
        label=_text(column, "label"),
        width=_number(column.get("width", 14), "width"),
        format=_text(column, "format"),
        formula=_text(column, "formula"),
        choices=_texts(column, "choices"),
    )


def _chart(value: object) -> Chart:
    chart = _fields(value, "chart")
    kind = _text(chart, "kind")
    if kind not in {"line", "bar"}:
        raise SpecError(f"a chart is a line or a bar chart, not {kind!r}")
    return Chart(
        kind=kind,
        title=_text(chart, "title"),
        labels=int(_number(chart.get("labels", 0), "labels")),
        series=tuple(int(_number(number, "series")) for number in _list(chart, "series")),
    )


def _each(
    fields: Fields, key: str, read: Callable[[object], Value], *, required: bool = False
) -> tuple[Value, ...]:
    values = tuple(read(value) for value in _list(fields, key))
    if required and not values:
        raise SpecError(f"{key!r} is missing or empty")
    return values


def _fields(value: object, what: str) -> Fields:
    if not isinstance(value, Mapping):
        raise SpecError(f"a {what} is a mapping, not {value!r}")
    return value


def _list(fields: Fields, key: str) -> Sequence[object]:
    value = fields.get(key, [])
    if not isinstance(value, list | tuple):
        raise SpecError(f"{key!r} is a list, not {value!r}")
    return value


def _text(fields: Fields, key: str) -> str:
    value = fields.get(key, "")
    if not isinstance(value, str):
        raise SpecError(f"{key!r} is text, not {value!r}")
    return value


def _texts(fields: Fields, key: str) -> tuple[str, ...]:
    return _strings(fields.get(key, []), key)


def _strings(value: object, what: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise SpecError(f"{what!r} is a list of texts, not {value!r}")
    return tuple(value)


def _number(value: object, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SpecError(f"{what!r} is a number, not {value!r}")
    return float(value)


def _cells(value: object, columns: int) -> tuple[Cell, ...]:
    if not isinstance(value, list | tuple) or len(value) > columns:
        raise SpecError(f"a row of a sheet has up to {columns} cells, not {value!r}")
    if not all(cell is None or isinstance(cell, str | int | float) for cell in value):
        raise SpecError(f"a cell is text, a number or null: {value!r}")
    return tuple(value)
