"""Signatures of texts: copies are alike, others are not, everywhere in the same way."""

import subprocess
import sys
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.detectors import told_pairs
from bench.planted.copies import COPIES
from files.likeness import BANDS, FEWEST_WORDS, PLACES, bands, estimate, signature

TEXT = " ".join(f"word{number}" for number in range(300))


@pytest.mark.parametrize("is_held_out", [False, True], ids=["tuned", "held out"])
def test_copies_are_found_and_others_left_alone(is_held_out: bool) -> None:
    table = {kind: told for (kind, out), told in told_pairs().items() if out == is_held_out}
    assert {kind for kind in COPIES if mean(table[kind]) < 0.9} == set()
    assert mean(table["another text"]) <= 0.02
    assert mean(table["same form"]) <= 0.05


def test_a_signature_is_the_same_in_another_process() -> None:
    command = f"from files.likeness import signature; print(signature({TEXT!r}).hex())"
    other = subprocess.run(
        [sys.executable, "-c", command],
        env={"PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == signature(TEXT).hex()


def test_a_signature_stays_what_it_was() -> None:
    """Those in the database were made by earlier versions."""
    assert signature(TEXT).hex()[:32] == "bb3086209a8e9d5985b52b24a237566f"
    assert bands(signature(TEXT))[0] == -4356104966707987426


def test_a_short_text_has_none() -> None:
    words = TEXT.split()
    assert signature(" ".join(words[: FEWEST_WORDS - 1])) == b""
    assert bands(b"") == []
    assert estimate(b"", b"") == 0
    assert signature(" ".join(words[:FEWEST_WORDS])) != b""


@given(st.text())
def test_any_text_is_like_itself(text: str) -> None:
    for one in (text, f"{text} {TEXT}"):
        signed = signature(one)
        assert len(signed) in (0, 4 * PLACES)
        assert estimate(signed, signed) == bool(signed)
        assert len(bands(signed)) in (0, BANDS)
        assert all(-(2**63) <= band < 2**63 for band in bands(signed))


def test_words_over_and_over_have_a_signature() -> None:
    assert estimate(signature("no " * 500), signature("no " * 60)) == 1
