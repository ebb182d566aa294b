"""A library whose index is a test's own, seen by other processes too."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def empty_index(settings: Settings, tmp_path: Path) -> None:
    settings.SEARCH_URL = f"embedded:{tmp_path / 'index'}"
