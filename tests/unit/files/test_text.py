"""Text is told from what only looks like it, in no more time than reading takes."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from files.enums import Refusal, Refused
from files.inspection import _inspect
from files.intake.kinds import Family, family_of
from files.intake.text import inspect_table

HEADS = [
    b"", b"\xff\xfe", b"\xef\xbb\xbf", b"<!--", b"<", b"#!", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"RIFF", b"\0\0\0\x18ftyp", b"\x1a\x45\xdf\xa3", b"OggS", b"ID3", b"BM", b"II*\0", b"{\\rtf",
    b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"ustar", b"MZ", b"\x7fELF", b"PK\x05\x06",
]  # fmt: skip

# Each once kept, or would keep, a search for patterns busy for minutes.
SLOW = {
    "comments": b"<!---->" * 9_000 + b"x",
    "an open comment": b"<!--" * 16_000,
    "comments and blanks": b"<!-- --> \n" * 6_000 + b"x",
    "blanks": b" \n" * 30_000 + b"x",
    "cells": b'"=|' * 300_000,
    "cells on one line": b",=a|" * 300_000,
    "signs": b"=" * 1_000_000,
    "quotes": b"'=" * 500_000,
}


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(HEADS),
    st.binary(max_size=200),
    st.sampled_from(["txt", "md", "pdf", "exe", ""]),
)
@example(b"ftyp", b"", "txt")
def test_no_bytes_are_an_error(
    tmp_path_factory: pytest.TempPathFactory, head: bytes, data: bytes, extension: str
) -> None:
    data = head + data or b"x"
    if family_of(data) not in {Family.UNKNOWN, Family.COMPOUND}:
        return
    path = tmp_path_factory.getbasetemp() / "sample"
    path.write_bytes(data)

    try:
        kind, kept = _inspect(path, extension)
    except Refused:
        return
    assert kind.is_named(extension)
    assert kept == path


@pytest.mark.parametrize("name", SLOW)
def test_no_text_keeps_the_check_busy(name: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(SLOW[name])
    code = (
        "import sys\n"
        "from files.intake.text import inspect_table\n"
        "from files.enums import Refused\n"
        "try: inspect_table(sys.argv[1])\n"
        "except Refused: pass\n"
    )

    # Half a second is usual; the limit only ends what would never end.
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False, timeout=60)

    assert done.returncode == 0


@pytest.mark.parametrize(
    "row",
    [
        b"=cmd|'/C calc'!A0",
        b"North,=cmd|'/C calc'!A0",
        b"North,\"=cmd|'/C calc, now'!A0\"",
        b"North;+cmd|'/C calc'!A0",
        b"North\t  -2+3+cmd|'/C calc'!A0",
        b"@SUM(1+9)*cmd|'/C calc'!A0",
    ],
)
def test_a_cell_that_starts_a_program_is_refused(row: bytes, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"School,Absent\n" + row + b"\n")

    with pytest.raises(Refused) as refused:
        inspect_table(str(path))

    assert refused.value.refusal == Refusal.REMOTE_CONTENT


@pytest.mark.parametrize(
    "row",
    [
        b"North,-3",
        b"=SUM(A1:A9)",
        b'-3,"Yes | No","Great!"',
        b"a|b|c!",
        b"@principal,Great!",
        b"- read | write\nWell done!",
    ],
)
def test_an_honest_cell_is_kept(row: bytes, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"School,Absent\n" + row + b"\n")

    inspect_table(str(path))
