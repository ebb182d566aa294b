"""The engines that must keep the contract, and a way to have another process use them."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from search.engines import get_engine
from search.engines.base import Engine
from tests.contract.search_world import FACETS, Shelf

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def engine(engine_url: str, settings: Settings) -> Engine:
    """An engine whose index does not exist yet."""
    settings.SEARCH_URL = engine_url
    return get_engine(FACETS)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An empty database that other processes see too."""
    return Shelf(tmp_path / "shelf")


@pytest.fixture
def start(engine: Engine, shelf: Shelf, settings: Settings) -> Iterator[Start]:
    """Start another process on the same engine and shelf; it is gone after the test."""
    running: list[subprocess.Popen[str]] = []

    def run(*arguments: object) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [
                sys.executable, "-m", "tests.contract.search_world",
                str(shelf.path), *map(str, arguments),
            ],
            env={**os.environ, "SEARCH_URL": settings.SEARCH_URL},
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.communicate()
