"""An export is a table that, imported again, changes nothing."""

import csv
import io
import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Revision

from accounts.models import User
from library.models import LibraryIndexPage, ResourcePage, ResourceTag
from library.services.exporting import CellTooLong, Format, export_resources
from library.services.importing.columns import COLUMNS
from members.models import District, School
from tests.factories.resources import make_draft, make_published, members_only
from tests.factories.tables import as_csv, as_jsonl, entry, run_import

pytestmark = pytest.mark.django_db
FORMATS = list(Format)

ODD = [
    {"title": "=1+1", "summary": "+41 555", "tags": "-5; @home; 'quoted'; =SUM(A1)"},
    {"title": "'=already prefixed", "summary": "''=twice", "contributors": "=CMD() (-role)"},
    {"title": "Semicolons; in; titles", "tags": '["a; b", "[c]", "d \\"e\\""]'},
    {"title": "007", "summary": "1e5", "tags": "2024; 1.50; true; null"},
    {"title": "Ünïcödé 学校 🏫", "summary": "Line one\nline two\n\nline four", "url": ""},
    {"title": 'Comma, "quote" and \ttab', "body": "<h3>Head</h3><ul><li>a</li></ul>"},
    {"title": "Markup <b>as</b> text", "summary": "<script>alert(1)</script> & more"},
    {"title": "_x000D_ and _x0041_", "body": "A < B && C > D\n\n  indented"},
    {"contributors": '[{"name": "Ann (the elder)", "role": "a; b"}, {"name": "Bo"}]'},
    {"published_at": "2024-05-31T08:15:30.123456+02:00", "language": "und"},
    {"title": "x" * 255, "summary": "y" * 600, "body": "z " * 10_000},
]


def export(file_format: Format) -> bytes:
    file = BytesIO()
    export_resources(file=file, file_format=file_format)
    return file.getvalue()


@pytest.fixture
def oddities(library: LibraryIndexPage, vocabularies: None) -> None:
    """Resources with everything that is awkward in a table."""
    district = District.objects.create(name="Elm District")
    for name in ("Central School", "Elm; School (upper)"):
        School.objects.create(name=name, district=district)
    School.objects.create(name="Central School")
    rows = [entry(number, **cells) for number, cells in enumerate(ODD)]
    rows[0]["school"] = "Elm; School (upper)"
    rows[1]["school"] = str(School.objects.get(name="Central School", district=district))
    report = run_import(as_jsonl(rows), "rows.jsonl")
    assert report.problems == []
    make_published(library, "Without an identifier", **members_only(body="<p>By hand.</p>"))
    make_draft(library, "Not published")


@pytest.mark.parametrize("file_format", FORMATS)
def test_importing_an_export_changes_nothing(
    oddities: None, file_format: Format, reviewer: User
) -> None:
    data = export(file_format)
    before = (Revision.objects.count(), ResourcePage.objects.count(), ResourceTag.objects.count())
    report = run_import(data, f"export.{file_format}", user=reviewer)
    assert report.problems == []
    assert report.summary() == f"{len(ODD) + 1} unchanged."
    now = (Revision.objects.count(), ResourcePage.objects.count(), ResourceTag.objects.count())
    assert now == before
    assert export(file_format) == data or file_format == Format.XLSX


@pytest.mark.parametrize("file_format", FORMATS)
def test_an_export_fills_an_empty_library(
    oddities: None, library: LibraryIndexPage, file_format: Format
) -> None:
    data = export(Format.JSONL)
    moved = export(file_format)
    for page in ResourcePage.objects.all():
        page.delete()
    ResourceTag.objects.all().delete()
    report = run_import(moved, f"export.{file_format}")
    assert report.summary() == f"{len(ODD) + 1} new."
    assert sorted(map(without_id, export(Format.JSONL).splitlines())) == sorted(
        map(without_id, data.splitlines())
    )


def without_id(line: bytes) -> str:
    return json.dumps(json.loads(line), sort_keys=True)


# Control characters are refused; everything else a person can type is here, what is awkward
# in a table more often.
LETTERS = st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n;\"',=+-@([{<&_x0")


def texts(smallest: int, most: int) -> st.SearchStrategy[str]:
    return st.text(LETTERS, min_size=smallest, max_size=most)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    title=texts(1, 40),
    summary=texts(1, 80),
    body=texts(0, 120),
    tags=st.lists(texts(1, 20), max_size=3),
    name=texts(1, 20),
    role=texts(0, 20),
)
def test_any_text_makes_the_round_trip(
    library: LibraryIndexPage, vocabularies: None, **cells: Any
) -> None:
    people = [{"name": cells.pop("name"), "role": cells.pop("role")}]
    row = {"external_id": "any", "contributors": people, **cells}
    report = run_import(as_jsonl([row]), "any.jsonl")
    if report.has_errors:
        assert {problem.message for problem in report.problems} <= {
            "This is required.",
            "A contributor has no name.",
        }
        return
    for file_format in FORMATS:
        again = run_import(export(file_format), f"export.{file_format}")
        assert again.problems == [], file_format
        assert again.summary() == "1 unchanged.", file_format


def test_no_cell_of_a_table_is_a_formula(oddities: None) -> None:
    text = export(Format.CSV).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == list(COLUMNS)
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r")]
    assert rows[1][COLUMNS.index("title")] == "'=1+1"
    sheet = openpyxl.load_workbook(BytesIO(export(Format.XLSX))).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    titles = [row[1] for row in sheet.iter_rows(values_only=True)]
    assert titles[1] == "=1+1"


def test_a_text_too_long_for_a_cell_is_not_cut_off(
    library: LibraryIndexPage, vocabularies: None
) -> None:
    run_import(as_csv([entry(1, body="long " * 10_000)]))
    with pytest.raises(CellTooLong, match="Practice 1"):
        export(Format.XLSX)
    assert run_import(export(Format.CSV), "export.csv").summary() == "1 unchanged."


def test_queries_do_not_grow_with_resources(
    library: LibraryIndexPage,
    vocabularies: None,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number, length in ((1, 5), (5, 100)):
        run_import(as_csv([entry(number * 1000 + each) for each in range(length)]))
        with django_assert_num_queries(6):
            export(Format.CSV)


def test_the_command_writes_a_whole_file_or_none(
    oddities: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = StringIO()
    for file_format in FORMATS:
        path = tmp_path / f"library.{file_format}"
        call_command("export_resources", path, stdout=out)
        assert run_import(path.read_bytes(), path.name).counts == {"unchanged": len(ODD) + 1}
    assert out.getvalue().count("Exported: 12 resources.") == 3
    for arguments, message in (
        ([tmp_path / "library.pdf"], "must end in"),
        (["--format", "xlsx"], "Name a file"),
        ([tmp_path / "nowhere" / "library.csv"], "No such file"),
    ):
        with pytest.raises(CommandError, match=message):
            call_command("export_resources", *arguments)

    def stop(**kwargs: Any) -> int:
        kwargs["file"].write(b"half")
        raise KeyboardInterrupt

    module = "library.management.commands.export_resources.export_resources"
    monkeypatch.setattr(module, stop)
    with pytest.raises(CommandError, match="Interrupted"):
        call_command("export_resources", tmp_path / "half.csv")
    assert not list(tmp_path.glob("half*"))
