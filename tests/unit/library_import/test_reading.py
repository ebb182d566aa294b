"""Tables are read as people and programs write them, and refused with a reason."""

import csv
import io
import json
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library.services.importing import UnreadableFile, count_rows
from library.services.importing.columns import (
    Invalid,
    add_formula_prefix,
    read_contributors,
    read_lines,
    read_moment,
    undo_formula_prefix,
    write_contributors,
    write_lines,
)
from library.services.importing.reading import LONGEST_CELL, RawRow, read_rows

HEADER = ("external_id", "title", "summary")
NOW = datetime.fromisoformat("2025-06-01T12:00:00+00:00")
CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


def rows_of(data: bytes, name: str = "table.csv") -> list[RawRow]:
    return list(read_rows(io.BytesIO(data), name, ignored=set()))


def cells_of(data: bytes, name: str = "table.csv") -> list[dict[str, Any]]:
    return [row.cells for row in rows_of(data, name)]


def as_csv(rows: list[tuple[str, ...]], **options: Any) -> bytes:
    text = io.StringIO()
    csv.writer(text, **options).writerows(rows)
    return text.getvalue().encode()


def workbook(rows: list[tuple[Any, ...]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@given(rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=5), mark=st.sampled_from(",;\t"))
def test_what_a_spreadsheet_writes_as_csv_is_read(
    rows: list[tuple[str, str, str]], mark: str
) -> None:
    data = as_csv([HEADER, *rows], delimiter=mark)
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    found = [tuple(each.values()) for each in cells_of(data)]
    assert found == [tuple(map(undo_formula_prefix, row)) for row in kept]


@given(rows=st.lists(st.dictionaries(st.sampled_from(HEADER), CELL, min_size=1), max_size=5))
def test_lines_of_json_are_read(rows: list[dict[str, str]]) -> None:
    data = "\n".join(json.dumps(row) for row in rows).encode()
    assert cells_of(data, "table.jsonl") == [
        {name: row[name] for name in HEADER if name in row} for row in rows
    ]


@given(data=st.binary(max_size=300), name=st.sampled_from(["a.csv", "a.jsonl", "a.xlsx"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    with suppress(UnreadableFile):
        rows_of(data, name)


@given(cell=CELL)
def test_the_prefix_of_a_formula_comes_off_again(cell: str) -> None:
    safe = add_formula_prefix(cell)
    assert safe[:1] not in {*"=+-@\t\r"}
    assert undo_formula_prefix(safe) == cell


@given(values=st.lists(st.text(max_size=20).map(lambda text: " ".join(text.split())), max_size=5))
def test_lists_are_read_as_they_were_written(values: list[str]) -> None:
    try:
        unique = read_lines([value for value in values if value], most=100)
    except Invalid:
        return
    assert read_lines(write_lines(unique), most=100) == unique


@given(
    people=st.lists(
        st.tuples(
            st.text(st.characters(categories=["L", "P", "N"]), min_size=1, max_size=12),
            st.text(st.characters(categories=["L", "P", "N"]), max_size=12),
        ),
        max_size=4,
    )
)
def test_contributors_are_read_as_they_were_written(people: list[tuple[str, str]]) -> None:
    objects = [{"name": name, "role": role} for name, role in people]
    try:
        wanted = read_contributors(objects)
    except Invalid:
        return
    assert read_contributors(write_contributors(wanted)) == wanted


def test_headings_may_be_written_for_people() -> None:
    data = b"\xef\xbb\xbfExternal ID;Title;Summary;Grade bands;Mood\n1;T;S;9-12;good"
    ignored: set[str] = set()
    (row,) = read_rows(io.BytesIO(data), "TABLE.CSV", ignored=ignored)
    assert row.cells == {
        "external_id": "1",
        "title": "T",
        "summary": "S",
        "grade_bands": "9-12",
    }
    assert row.number == 2
    assert ignored == {"mood"}


@pytest.mark.parametrize("name", ["table.csv", "table.xlsx", "table.jsonl"])
def test_reading_may_end_after_the_file_was_closed(name: str) -> None:
    line = {"external_id": "1", "title": "T", "summary": "S"}
    data = {
        "table.csv": as_csv([HEADER, ("1", "T", "S"), ("2", "T", "S")]),
        "table.xlsx": workbook([HEADER, ("1", "T", "S"), ("2", "T", "S")]),
        "table.jsonl": f"{json.dumps(line)}\n".encode() * 2,
    }[name]
    with io.BytesIO(data) as file:
        rows: Any = read_rows(file, name, ignored=set())
        assert next(rows).cells["title"] == "T"
    rows.close()


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "a.csv", "empty"),
        (b"title,summary\nT,S", "a.csv", "external_id is missing"),
        (b"external_id,title,title,summary\n", "a.csv", "two columns named title"),
        (b'external_id,title,summary\n1,"T,S\n2,T,S\n', "a.csv", "do not match up"),
        ("external_id,title,summary\n1,Café,S".encode("cp1252"), "a.csv", r"byte 32 is not"),
        ("external_id,title,summary".encode("utf-16"), "a.csv", "UTF-16"),
        ('{"title": "Café"}'.encode("latin-1"), "a.jsonl", "not encoded as UTF-8"),
        (b"PK\x03\x04", "a.xlsx", "not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0", "a.xls", "must end in"),
        (workbook([]), "a.xlsx", "empty"),
        (workbook([("a", "b")]), "a.xlsx", "missing"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, name: str, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        rows_of(data, name)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("1,T,S,more", "a.csv"),
        ("1,T", "a.csv"),
        ("[1, 2]", "a.jsonl"),
        ("{'title': 'T'}", "a.jsonl"),
        ("[" * 100_000, "a.jsonl"),
        ('{"title": ' + "9" * 5_000 + "}", "a.jsonl"),
    ],
)
def test_one_row_that_cannot_be_read_does_not_stop_the_others(line: str, name: str) -> None:
    good = "0,T,S" if name == "a.csv" else '{"external_id": "0", "title": "T", "summary": "S"}'
    lines = [*([",".join(HEADER)] if name == "a.csv" else []), good, line, good]
    found = rows_of("\n".join(lines).encode(), name)
    assert [bool(row.problem) for row in found] == [False, True, False]


def test_cells_of_a_workbook_are_read_as_they_look() -> None:
    data = workbook(
        [
            (*HEADER, "published_at", "tags"),
            (7, "T", 1.5, date(2024, 5, 31), True),
            (None, None, None, None, None),
            ("x", "=1+1", "S", datetime(2024, 5, 31, 8, 30), None),
            ("y", "T", "#N/A", "", ""),
        ]
    )
    first, formula, wrong = rows_of(data, "a.xlsx")
    assert first.cells == {
        "external_id": "7",
        "title": "T",
        "summary": "1.5",
        "published_at": "2024-05-31T00:00:00",
        "tags": "True",
    }
    assert (formula.number, formula.cells["title"]) == (4, "")
    assert formula.cells["published_at"] == "2024-05-31T08:30:00"
    assert "#N/A" in wrong.problem


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-05-31", "2024-05-31T04:00:00+00:00"),
        ("5/31/2024", "2024-05-31T04:00:00+00:00"),
        ("2024-05-31T08:00", "2024-05-31T12:00:00+00:00"),
        ("2024-05-31 08:00:00Z", "2024-05-31T08:00:00+00:00"),
        ("2024-05-31T00:00:00", "2024-05-31T04:00:00+00:00"),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, moment: str) -> None:
    found = read_moment(text, now=NOW)
    assert found is not None
    assert found.isoformat() == moment


@given(st.text(max_size=30) | st.integers() | st.floats() | st.booleans() | st.none())
def test_any_date_is_read_or_refused(raw: Any) -> None:
    with suppress(Invalid):
        read_moment(raw, now=NOW)


def test_a_cell_of_a_megabyte_is_read_and_one_more_refuses_the_file() -> None:
    for length, fits in ((LONGEST_CELL, True), (LONGEST_CELL + 1, False)):
        data = as_csv([HEADER, ("1", "T", "x" * length)])
        if fits:
            assert len(cells_of(data)[0]["summary"]) == length
        else:
            with pytest.raises(UnreadableFile, match="larger than"):
                rows_of(data)


def test_a_line_without_an_end_is_not_read_into_memory() -> None:
    data = b'{"title": "' + b"x" * 30_000_000
    with pytest.raises(UnreadableFile, match="longer than"):
        rows_of(data, "a.jsonl")


def bomb(size: int) -> bytes:
    """A workbook whose sheet unpacks to a multiple of what it weighs."""
    file = io.BytesIO(workbook([HEADER, ("1", "T", "S")]))
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/filler.bin", "w") as part,
    ):
        for _ in range(size // 1_000_000):
            part.write(b"\0" * 1_000_000)
    return file.getvalue()


def test_a_workbook_that_explodes_is_refused_without_unpacking_it() -> None:
    data = bomb(300_000_000)
    assert len(data) < 1_000_000
    tracemalloc.start()
    try:
        for read in (rows_of, lambda data, name: count_rows(io.BytesIO(data), name)):
            with pytest.raises(UnreadableFile, match="unpack"):
                read(data, "a.xlsx")
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_entities_in_a_workbook_do_not_multiply() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 50}">' for n in range(9))
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE x [{laughs}]><worksheet xmlns="http://schemas.'
        'openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" '
        't="inlineStr"><is><t>&a8;</t></is></c></row></sheetData></worksheet>'
    )
    source, target = io.BytesIO(workbook([HEADER])), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.infolist():
            is_sheet = item.filename == "xl/worksheets/sheet1.xml"
            new.writestr(item, sheet if is_sheet else old.read(item))
    with pytest.raises(UnreadableFile, match="cannot be read"):
        rows_of(target.getvalue(), "a.xlsx")


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_large_file_is_never_in_memory(name: str, tmp_path: Any) -> None:
    path = tmp_path / name
    body = "word " * 800
    with path.open("w") as file:
        if name == "a.csv":
            file.write("external_id,title,summary,body\n")
        for number in range(8_000):
            file.write(
                f"{number},T,S,{body}\n"
                if name == "a.csv"
                else json.dumps(
                    {"external_id": f"{number}", "title": "T", "summary": "S", "body": body}
                )
                + "\n"
            )
    assert path.stat().st_size > 30_000_000
    tracemalloc.start()
    try:
        with path.open("rb") as opened:
            assert count_rows(opened, name) == 8_000
            assert sum(1 for _ in read_rows(opened, name, ignored=set())) == 8_000
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


@settings(max_examples=20, deadline=None)
@given(rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=3))
def test_a_workbook_of_text_is_read(rows: list[tuple[str, str, str]]) -> None:
    illegal = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE
    texts = [tuple("'" + illegal.sub("", cell).replace("\r", "") for cell in row) for row in rows]
    found = [tuple(each.values()) for each in cells_of(workbook([HEADER, *texts]), "a.xlsx")]
    assert found == texts
