"""A library whose index is a test's own, seen by other processes too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search import breaker, registry, services
from tests.far_engine import Door, FarEngine


@pytest.fixture(autouse=True)
def empty_index(search_index: None) -> None:
    """The index of the test's own."""


@pytest.fixture
def door() -> Iterator[Door]:
    """The door before a remote engine."""
    with Door() as opened:
        yield opened


@pytest.fixture
def far(door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FarEngine:
    """A remote engine as the engine of the site; looks at it may follow each other at once."""
    engine = FarEngine(door.port, tmp_path / "far", registry.facets())
    monkeypatch.setattr(services, "get_engine", lambda facets: engine)
    monkeypatch.setattr(breaker, "SHORTEST_PAUSE", 0)
    monkeypatch.setattr(breaker._CachePause, "until", 0.0)
    breaker._own.clear()
    return engine
