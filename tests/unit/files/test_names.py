"""Names that people can read and that fool nobody."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from files.intake.kinds import KINDS
from files.intake.names import MAX_BYTES, corrected_name, extension_of, safe_name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Plan.pdf", "Plan.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\me\\Plan.pdf", "Plan.pdf"),
        ("plan\u202efdp.exe.pdf", "planfdp.exe.pdf"),
        ("\u2066plan\u2069.pdf", "plan.pdf"),
        ("plan\u200b.pdf", "plan.pdf"),
        ("plan\0.pdf", "plan.pdf"),
        ("plan\r\nSet-Cookie: a=b.pdf", "plan Set-Cookie: a=b.pdf"),
        ("plan\x1b[31m.pdf", "plan[31m.pdf"),
        ("plan\u2028one.pdf", "plan one.pdf"),
        ("  .hidden.pdf  ", "hidden.pdf"),
        ("plan.pdf...", "plan.pdf"),
        ("Pla\u0308n.pdf", "Plän.pdf"),
        ("plan\ud800.pdf", "plan.pdf"),
        ("", "file"),
        ("...", "file"),
        ("\u202e", "file"),
    ],
)
def test_a_name_is_made_safe(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


def test_a_long_name_keeps_its_extension() -> None:
    name = safe_name("ä" * 400 + ".docx")

    assert len(name.encode()) <= MAX_BYTES
    assert name.endswith("ä.docx")


@pytest.mark.parametrize(
    ("name", "extension", "corrected"),
    [
        ("plan.pdf", "pdf", "plan.pdf"),
        ("photo.JPEG", "jpg", "photo.JPEG"),
        ("photo.heic", "jpg", "photo.jpg"),
        ("plan.doc", "docx", "plan.docx"),
        ("plan", "pdf", "plan.pdf"),
        ("plan.pdf.exe", "pdf", "plan.pdf"),
        ("version 1.5", "pdf", "version 1.5.pdf"),
    ],
)
def test_the_extension_agrees_with_the_content(name: str, extension: str, corrected: str) -> None:
    assert corrected_name(name, KINDS[extension]) == corrected


@given(st.text(max_size=400), st.sampled_from(sorted(KINDS)))
def test_no_name_holds_what_is_not_seen_or_leads_elsewhere(name: str, extension: str) -> None:
    kept = corrected_name(safe_name(name), KINDS[extension])

    assert kept
    assert kept not in {".", ".."}
    assert not {"/", "\\", "\0", "\n", "\r"} & set(kept)
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in kept)
    assert len(kept.encode()) <= MAX_BYTES
    assert KINDS[extension].is_named(extension_of(kept))
