"""Whether everybody can read a file: each planted fault is told, and nothing else."""

from pathlib import Path

import pytest

from bench.planted.readable import Readable, files
from files.accessibility.checks import ADVICE, Name, order_failures, passes
from files.accessibility.examining import examine
from files.accessibility.words import FAILED, PASSED, how_to_mend
from files.places import Place
from tests.factories.documents import docx_bytes

FILES = list(files())


@pytest.mark.parametrize("one", FILES, ids=lambda one: f"{one.extension}: {one.name}")
def test_a_fault_is_told_and_nothing_else(one: Readable, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(one.data)
    checks = examine(one.extension, str(path))
    assert {check.name.value for check in checks if not check.passed} == one.failing
    assert passes(checks) == (one.failing <= ADVICE)


@pytest.mark.parametrize("extension", ["txt", "md", "csv"])
def test_plain_text_neither_passes_nor_fails(extension: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("Plan")
    assert passes(examine(extension, str(path))) is None


def test_the_fix_list_says_where(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(
        next(o for o in FILES if (o.name, o.extension) == ("slide_titles", "pptx")).data
    )
    failed = [c for c in examine("pptx", str(path)) if not c.passed]
    assert [check.as_json() for check in failed] == [
        {
            "name": "slide_titles",
            "passed": False,
            "is_advice": False,
            "where": [{"code": "slide", "number": 2}],
            "count": 1,
        }
    ]


def test_headings_may_go_up_by_many_levels_but_down_by_one() -> None:
    levels = [(1, Place("page", 1)), (2, Place("page", 2)), (3, Place("page", 3))]
    assert list(order_failures([*levels, (1, Place("page", 4)), (2, Place("page", 5))])) == []
    assert list(order_failures([*levels, (5, Place("page", 4))])) == [Place("page", 4)]


def test_a_document_of_a_few_words_needs_no_headings(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(docx_bytes())
    names = {check.name for check in examine("docx", str(path))}
    assert Name.HEADINGS not in names


@pytest.mark.parametrize("name", Name)
def test_each_check_has_words(name: Name) -> None:
    assert PASSED[name] != FAILED[name]
    assert all(how_to_mend(name, extension) for extension in ("pdf", "docx"))
