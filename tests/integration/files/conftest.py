"""A store of its own for every test, empty at its start."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def store(settings: Any, tmp_path: Path) -> Path:
    settings.PRIVATE_FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def stored(store: Path) -> Callable[[], list[str]]:
    """What lies in the store, unfinished uploads included; empty folders do not count."""

    def names() -> list[str]:
        return sorted(
            str(path.relative_to(store)) for path in store.rglob("*") if not path.is_dir()
        )

    return names
