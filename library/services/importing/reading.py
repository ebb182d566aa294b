"""Read a file of resources row by row, whatever its format, without holding it in memory."""

import codecs
import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import PurePath
from typing import Any, BinaryIO

from .columns import COLUMNS, REQUIRED, undo_formula_prefix

CSV_SUFFIXES = (".csv", ".tsv", ".txt")
XLSX_SUFFIXES = (".xlsx",)
JSONL_SUFFIXES = (".jsonl", ".ndjson")
SUFFIXES = (*CSV_SUFFIXES, *XLSX_SUFFIXES, *JSONL_SUFFIXES)

LONGEST_CELL = 1_000_000  # characters; an unclosed quotation mark swallows no more than this
MOST_COLUMNS = 100
LONGEST_LINE = 10_000_000  # bytes of a line of JSON
MOST_UNPACKED = 200 * 1024 * 1024  # bytes in an Excel workbook once unpacked
BLOCK = 1024 * 1024
DELIMITERS = ",;\t"
EXCEL_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}


class UnreadableFile(ValueError):
    """The file as a whole cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class RawRow:
    """One row as it stands in the file.

    Attributes:
        number: as a spreadsheet shows it (the header is row 1); the line of a JSONL file.
        cells: raw values by column; a column that the row does not have is left alone.
        problem: why the row cannot be read at all, else empty.
    """

    number: int
    cells: dict[str, Any] = field(default_factory=dict)
    problem: str = ""


def read_rows(file: BinaryIO, name: str, *, ignored: set[str]) -> Iterator[RawRow]:
    """Yield the rows of a CSV, Excel or JSONL file; empty ones are passed over.

    Args:
        file: open for reading bytes, at its start and seekable.
        name: file name, whose ending tells the format.
        ignored: takes the names of columns that mean nothing here.

    Raises:
        UnreadableFile: unknown format, wrong encoding, broken file, a required column missing.
    """
    suffix = PurePath(name.lower()).suffix
    if suffix in CSV_SUFFIXES:
        return _read_csv(file, ignored)
    if suffix in XLSX_SUFFIXES:
        return _read_xlsx(file, ignored)
    if suffix in JSONL_SUFFIXES:
        return _read_jsonl(file, ignored)
    raise UnreadableFile(f"The name must end in {', '.join(SUFFIXES)}.")


def count_rows(file: BinaryIO, name: str) -> int | None:
    """Return how many rows a file has, None where only reading it would tell, and rewind it.

    Raises:
        UnreadableFile: see `read_rows`.
    """
    if PurePath(name.lower()).suffix in XLSX_SUFFIXES:
        return _count_sheet_rows(file)
    number = sum(1 for _ in read_rows(file, name, ignored=set()))
    file.seek(0)
    return number


def _count_sheet_rows(file: BinaryIO) -> int | None:
    """Return the number of rows that the first sheet of a workbook states, if it does."""
    # Loaded by those who need it: twelve megabytes of memory.
    import openpyxl

    _check_unpacked_size(file)
    with _broken_workbook_refused():
        workbook = openpyxl.load_workbook(file, read_only=True, keep_links=False)
        rows = workbook.worksheets[0].max_row
        workbook.close()
    file.seek(0)
    return rows - 1 if rows else None


@contextmanager
def _broken_workbook_refused() -> Iterator[None]:
    """Turn whatever a broken part of a workbook makes the library raise into one error."""
    try:
        yield
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(
            "The workbook cannot be read. Open it in Excel and save it as .xlsx again."
        ) from error


def _read_csv(file: BinaryIO, ignored: set[str]) -> Iterator[RawRow]:
    """Read delimited text; the delimiter is the one that makes most sense of the first line."""
    _check_utf8(file)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        first = text.readline(BLOCK)
        delimiter = max(DELIMITERS, key=lambda mark: len(_known_columns(first, mark)))
        text.seek(0)
        csv.field_size_limit(LONGEST_CELL)
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        columns: list[str] = []
        for number, cells in enumerate(_csv_records(reader), start=1):
            if not columns:
                columns = _header(cells, ignored)
            elif any(cell.strip() for cell in cells):
                yield _row(number, columns, [undo_formula_prefix(cell) for cell in cells])
        if not columns:
            raise UnreadableFile("The file is empty.")
    finally:
        # Whoever reads only the first rows may close the file before this.
        if not file.closed:
            text.detach()


def _csv_records(reader: Any) -> Iterator[list[str]]:
    """Yield records, and say on which line quotation marks go wrong."""
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field larger" in str(error):
                raise UnreadableFile(
                    f"A cell near line {reader.line_num} is larger than {LONGEST_CELL:,} "
                    "characters; perhaps a quotation mark before it is not closed."
                ) from error
            raise UnreadableFile(
                f"Quotation marks do not match up near line {reader.line_num}; nothing after it "
                "can be read. Write a quotation mark inside a cell twice."
            ) from error
        yield record


def _known_columns(line: str, delimiter: str) -> set[str]:
    """Return the columns of ours that a header line names when cut at this delimiter."""
    return {_column_name(cell.strip(' "\r\n')) for cell in line.split(delimiter)} & {*COLUMNS}


def _read_xlsx(file: BinaryIO, ignored: set[str]) -> Iterator[RawRow]:
    """Read the first sheet of a workbook; of formulas their last result."""
    import openpyxl

    _check_unpacked_size(file)
    columns: list[str] = []
    with _broken_workbook_refused():
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = workbook.worksheets[0]
        # The size a file states may be wrong, and then costs rows or a million empty ones.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
        for number, values in enumerate(rows, start=1):
            cells = _without_empty_end([_cell_text(value) for value in values])
            if not cells:
                continue
            if not columns:
                columns = _header(cells, ignored)
                continue
            padded = cells + [""] * (len(columns) - len(cells))
            if wrong := EXCEL_ERRORS & {*padded}:
                yield RawRow(number, problem=f"A cell holds the Excel error {wrong.pop()}.")
            else:
                yield _row(number, columns, padded)
    if not columns:
        raise UnreadableFile("The first sheet is empty.")


def _check_unpacked_size(file: BinaryIO) -> None:
    """Refuse what is not a workbook, or would fill the memory once unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFile("The file is not an Excel workbook (.xlsx).") from error
    if size > MOST_UNPACKED:
        raise UnreadableFile(
            "The workbook would be too large when it is unpacked. Save the sheet as CSV instead."
        )
    file.seek(0)


def _cell_text(value: object) -> str:
    """Return what a spreadsheet cell shows, dates in ISO form."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _without_empty_end(cells: list[str]) -> list[str]:
    """Drop empty cells at the end of a row."""
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _read_jsonl(file: BinaryIO, ignored: set[str]) -> Iterator[RawRow]:
    """Read one JSON object per line."""
    _check_utf8(file)
    for number, line in enumerate(iter(partial(file.readline, LONGEST_LINE + 1), b""), start=1):
        if len(line) > LONGEST_LINE:
            raise UnreadableFile(f"Line {number} is longer than {LONGEST_LINE:,} bytes.")
        text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        if not text:
            continue
        try:
            entry = json.loads(text)
        except (ValueError, RecursionError):
            yield RawRow(number, problem="The line is not a JSON object.")
            continue
        if not isinstance(entry, dict):
            yield RawRow(number, problem="The line is not a JSON object.")
            continue
        named = {_column_name(name): value for name, value in entry.items()}
        ignored.update(named.keys() - {*COLUMNS})
        yield RawRow(number, {name: named[name] for name in COLUMNS if name in named})


def _check_utf8(file: BinaryIO) -> None:
    """Refuse another encoding before anything is imported, and rewind."""
    start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableFile(
            "The file is encoded as UTF-16. Save it as “CSV UTF-8”, or as an Excel workbook."
        )
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    position = 0
    try:
        while block := file.read(BLOCK):
            decoder.decode(block)
            position += len(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"The file is not encoded as UTF-8 (byte {position + error.start + 1} is not). "
            "Save it as “CSV UTF-8”, or as an Excel workbook."
        ) from error
    file.seek(0)


def _column_name(text: str) -> str:
    """Return a heading as the name of a column: “Grade bands” is `grade_bands`."""
    return re.sub(r"[\s_-]+", "_", text.strip().lower())


def _header(cells: Sequence[str], ignored: set[str]) -> list[str]:
    """Return the columns in their order; a heading that means nothing here stays for the count."""
    columns = [_column_name(cell) for cell in cells]
    twice = sorted({name for name in columns if name in COLUMNS and columns.count(name) > 1})
    if twice:
        raise UnreadableFile(f"There are two columns named {', '.join(twice)}.")
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise UnreadableFile(
            f"The first row must name the columns; {', '.join(missing)} is missing."
        )
    ignored.update(name for name in columns if name and name not in COLUMNS)
    return columns


def _row(number: int, columns: Sequence[str], cells: Sequence[str]) -> RawRow:
    """Pair cells with their columns."""
    if len(cells) != len(columns):
        return RawRow(
            number,
            problem=f"The row has {len(cells)} cells, the first row {len(columns)}. "
            "Put a cell that holds the delimiter in quotation marks.",
        )
    pairs = zip(columns, cells, strict=True)
    return RawRow(number, {name: cell for name, cell in pairs if name in COLUMNS})
