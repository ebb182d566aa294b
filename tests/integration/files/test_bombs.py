"""Bombs cost the web process next to nothing, however large they would unpack."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from accounts.models import User
from files.refusals import FileRefused
from tests.factories.hostile import CASES
from tests.factories.shared_files import make_file
from tests.services import require

BOMBS = [
    "a large bomb",
    "a bomb of entities",
    "a page that unpacks without end",
    "as wide as a street",
    "a comment that unpacks without end",
]
ALLOWED = 100 * 1024 * 1024


def memory(key: str) -> int:
    """Resident memory of this process, bytes: "VmHWM" its peak, "VmRSS" now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(key):
            return int(line.split()[1]) * 1024
    raise LookupError(key)


@pytest.fixture
def reset_peak() -> Callable[[], int]:
    """Let the peak of memory count from now on."""
    control = Path("/proc/self/clear_refs")
    require("Linux with /proc/self/clear_refs", available=control.exists())
    return partial(control.write_text, "5")


@pytest.mark.parametrize("title", BOMBS)
def test_a_bomb_stays_outside(
    title: str, contributor: User, store: Path, reset_peak: Callable[[], int]
) -> None:
    [case] = [case for case in CASES if case.title == title]
    data = case.make()
    assert len(data) < 2 * 1024 * 1024

    reset_peak()
    before = memory("VmRSS")
    for _ in range(2):
        with pytest.raises(FileRefused) as refused:
            make_file(contributor, case.name, data)

    assert refused.value.refusal == case.refusal
    assert memory("VmHWM") - before <= ALLOWED
