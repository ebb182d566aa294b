"""One pass over a file: everything at once, in the process with limits, whatever the file is."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bench.planted.documents import documents
from bench.planted.sheets import Planted
from files import examining, likeness
from files.enums import Refused
from files.intake import isolation
from files.intake.kinds import KINDS
from files.limits import LONGEST_EXAMINATION
from tests.factories.documents import docx_bytes, image_bytes, locked_pdf_bytes, pdf_bytes
from tests.factories.foreign import find_documents
from tests.factories.hostile import CASES, Case

KEYS = {
    *("text", "pages", "findings", "accessibility", "signature", "failed", "partial"),
}


def examine(tmp_path: Path, extension: str, data: bytes) -> dict[str, Any]:
    path = tmp_path / "file"
    path.write_bytes(data)
    answer = isolation.call("files.examining", [extension, str(path)], longest=LONGEST_EXAMINATION)
    assert isinstance(answer, dict)
    return answer


def test_all_is_told_at_once(tmp_path: Path) -> None:
    text = "Maya Chen has an IEP. " + "Each advisor calls five families a week. " * 9
    answer = examine(tmp_path, "docx", docx_bytes(text))
    assert set(answer) == KEYS
    assert answer["text"].strip() == text.strip()
    assert answer["failed"] == answer["partial"] == []
    assert [one["kind"] for one in answer["findings"]] == ["student", "named"]
    assert answer["accessibility"]["passes"] is False
    assert bytes.fromhex(answer["signature"]) == likeness.signature(text)


def test_a_picture_has_nothing_inside(tmp_path: Path) -> None:
    answer = examine(tmp_path, "png", image_bytes())
    assert (answer["text"], answer["findings"], answer["accessibility"]) == ("", [], None)


def test_a_locked_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        examine(tmp_path, "pdf", locked_pdf_bytes())


def test_a_fault_of_one_detector_does_not_lose_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file"
    path.write_bytes(pdf_bytes())

    def fall(*args: object, **kwargs: object) -> None:
        raise ValueError("Maya Chen")

    monkeypatch.setattr(examining, "scan", fall)
    answer = examining.examine("pdf", str(path))
    assert answer["failed"] == ["privacy"]
    assert answer["accessibility"]["checks"]
    assert "Maya" not in capsys.readouterr().err


FIRST_OF_KIND: dict[str, Planted] = {}
for _one in documents():
    if _one.kinds and not _one.name.startswith("comment"):
        FIRST_OF_KIND.setdefault(_one.extension, _one)


@pytest.mark.parametrize("extension", sorted(FIRST_OF_KIND))
def test_each_kind_of_file_is_examined_under_the_limits(extension: str, tmp_path: Path) -> None:
    planted = FIRST_OF_KIND[extension]
    answer = examine(tmp_path, extension, planted.data)
    assert answer["failed"] == []
    assert planted.kinds <= {one["kind"] for one in answer["findings"]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_hostile_file_does_no_harm(case: Case, tmp_path: Path) -> None:
    """It was refused before it came here; should it ever not be, this ends with an answer."""
    ending = case.name.rpartition(".")[2].lower()
    extension = next((k for k, kind in KINDS.items() if kind.is_named(ending)), "txt")
    try:
        answer = examine(tmp_path, extension, case.make())
    except Refused:
        return
    assert set(answer) == KEYS
    assert not re.search(r"\d{9}", json.dumps(answer["findings"]))


def test_documents_of_others_are_examined_without_a_fault(tmp_path: Path) -> None:
    faults = {}
    for document in find_documents():
        extension = document.name.rpartition(".")[2].lower()
        try:
            answer = examine(tmp_path, extension, document.read())
        except Refused:
            continue
        if answer["failed"]:
            faults[document.name] = answer["failed"]
    assert faults == {}
