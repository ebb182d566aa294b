"""Write the published resources as a table of the very columns that an import reads.

Whatever the library holds, importing an export changes nothing; a test holds it to that. Memory
does not grow with the library: a few hundred resources are in it at a time.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from django.db import models
from django.db.models.functions import Length

from library.models import ResourcePage
from library.services.importing.columns import (
    COLUMNS,
    TERM_COLUMNS,
    add_formula_prefix,
    write_contributors,
    write_lines,
    write_moment,
)
from library.services.importing.contents import live_contents
from library.services.importing.existing import name_of
from members.models import School

CHUNK = 200
# What a cell of a spreadsheet holds, in characters.
LONGEST_CELL = 32_767
LISTS = (*TERM_COLUMNS, "tags", "url")

Progress = Callable[[int], None]


class Format(models.TextChoices):
    """What a table may be written as; the value is also the ending of its name."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel workbook"
    JSONL = "jsonl", "JSON, one resource a line"


class CellTooLong(ValueError):
    """A text does not fit into the cell of a spreadsheet; the message says what to do."""


def count() -> int:
    """Return how many resources an export has."""
    return ResourcePage.objects.published().count()


def export_resources(
    *, file: BinaryIO, file_format: Format, progress: Progress | None = None
) -> int:
    """Write all published resources, whoever may see them, and return how many.

    Args:
        file: open for writing bytes.
        file_format: what to write.
        progress: called with the number of resources written so far, now and then.

    Raises:
        CellTooLong: a text is too long for an Excel workbook.
    """
    written = 0

    def counted() -> Iterator[dict[str, Any]]:
        nonlocal written
        for entry in _entries():
            yield entry
            written += 1
            if progress and written % CHUNK == 0:
                progress(written)

    if file_format == Format.XLSX:
        _write_workbook(file, counted())
    else:
        lines = _csv_lines if file_format == Format.CSV else _json_lines
        for line in lines(counted()):
            file.write(line)
    if progress:
        progress(written)
    return written


def stream_csv() -> Iterator[bytes]:
    """Yield all published resources as lines of CSV."""
    return _csv_lines(_entries())


def _entries() -> Iterator[dict[str, Any]]:
    """Yield the values of every published resource by column, lists as lists."""
    schools = {school.pk: str(school) for school in School.objects.select_related("district")}
    last = 0
    while True:
        rows = ResourcePage.objects.published().filter(pk__gt=last).order_by("pk")
        pages = list(rows.values("pk", "external_id", "translation_key")[:CHUNK])
        if not pages:
            return
        last = pages[-1]["pk"]
        contents = live_contents([page["pk"] for page in pages])
        for page in pages:
            # Deleted in this very moment, it is not there any more.
            if content := contents.get(page["pk"]):
                yield {
                    **content,
                    "external_id": name_of(page),
                    "school": schools.get(content["school"], ""),
                    "published_at": write_moment(content["published_at"]),
                }


def _cells(entry: dict[str, Any]) -> list[str]:
    """Return an entry as cells of text, in the order of the columns."""
    texts = {**entry, **{name: write_lines(entry[name]) for name in LISTS}}
    texts["contributors"] = write_contributors(entry["contributors"])
    return [texts[name] for name in COLUMNS]


def _csv_lines(entries: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    """Yield CSV that Excel opens in the right encoding and in which nothing is a formula."""
    line = io.StringIO()
    writer = csv.writer(line)

    def take() -> bytes:
        text = line.getvalue()
        line.seek(0)
        line.truncate()
        return text.encode()

    writer.writerow(COLUMNS)
    yield b"\xef\xbb\xbf" + take()
    for entry in entries:
        writer.writerow([add_formula_prefix(cell) for cell in _cells(entry)])
        yield take()


def _json_lines(entries: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    for entry in entries:
        people = [{"name": name, "role": role} for name, role in entry["contributors"]]
        ordered = {name: entry[name] for name in COLUMNS} | {"contributors": people}
        yield json.dumps(ordered, ensure_ascii=False).encode() + b"\n"


def _write_workbook(file: BinaryIO, entries: Iterator[dict[str, Any]]) -> None:
    """Write a workbook of text cells, row by row into a temporary file of the library's."""
    # Loaded by those who need it: twelve megabytes of memory.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    _check_lengths()
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Resources")
    sheet.append(list(COLUMNS))
    for entry in entries:
        row = []
        for text in _cells(entry):
            cell = WriteOnlyCell(sheet, value=text)
            # Not a formula, not an error, not a number, whatever it looks like.
            cell.data_type = "s"
            row.append(cell)
        sheet.append(row)
    workbook.save(file)


def _check_lengths() -> None:
    """Refuse before anything is written what a spreadsheet would cut off without a word.

    Raises:
        CellTooLong: a text is longer than a cell.
    """
    long = ResourcePage.objects.published().annotate(length=Length("body"))
    found = long.filter(length__gt=LONGEST_CELL).values_list("title", flat=True).first()
    if found is not None:
        raise CellTooLong(
            f"The text of “{found}” has more than {LONGEST_CELL:,} characters, and no cell of an "
            "Excel workbook holds that. Export CSV or JSONL instead."
        )
