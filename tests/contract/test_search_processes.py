"""What every search engine must do when several processes use it at once."""

import signal
import subprocess
import time
from collections.abc import Callable

import pytest

from search.engines.base import Engine, RebuildRunning
from search.query import SearchQuery
from tests.contract.search_world import PUBLIC, Shelf

Start = Callable[..., "subprocess.Popen[str]"]
PATIENCE_SECONDS = 60


def total(engine: Engine, text: str) -> int:
    return engine.search(SearchQuery(visibility=PUBLIC, text=text)).total


def line_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def fill(engine: Engine, shelf: Shelf, count: int) -> None:
    keys = [shelf.put(f"{number:03d}", 1) for number in range(count)]
    engine.refresh(keys, shelf.load)


def test_two_processes_write_at_once_and_nothing_is_lost(
    engine: Engine, shelf: Shelf, start: Start
) -> None:
    others = [start("write", first, 40) for first in (1_000, 2_000)]
    for number in range(3_000, 3_040):
        engine.refresh([shelf.put(number, 1)], shelf.load)
    assert [process.wait(PATIENCE_SECONDS) for process in others] == [0, 0]
    assert dict(engine.versions()) == shelf.versions()
    assert len(shelf.versions()) == 120


def test_an_open_reader_sees_what_another_process_commits(
    engine: Engine, shelf: Shelf, start: Start
) -> None:
    fill(engine, shelf, 1)
    assert total(engine, "known") == 1
    assert start("write", 500, 3).wait(PATIENCE_SECONDS) == 0
    assert total(engine, "known") == 4


def test_a_process_forked_from_a_reader_sees_later_commits(
    engine: Engine, shelf: Shelf, start: Start
) -> None:
    fill(engine, shelf, 2)
    process = start("fork")
    assert line_of(process) == "child sees 1 more"
    assert process.wait(PATIENCE_SECONDS) == 0


def test_a_rebuild_loses_no_write_and_no_reader_waits(
    engine: Engine, shelf: Shelf, start: Start
) -> None:
    fill(engine, shelf, 60)
    rebuild = start("rebuild", 0.02)
    assert line_of(rebuild) == "thing:000"
    engine.refresh([shelf.put("000", 2), shelf.put("059", 2)], shelf.load)
    engine.refresh([shelf.remove("001"), shelf.remove("058")], shelf.load)
    number = 0
    while rebuild.poll() is None:
        # Before the place where the stream is, and behind it.
        engine.refresh([shelf.put(f"002-{number}", 1), shelf.put(f"z{number}", 1)], shelf.load)
        assert total(engine, '"known thing number030"') == 1
        number += 1
        assert number < 2_000
    assert rebuild.returncode == 0
    assert number > 2
    assert dict(engine.versions()) == shelf.versions()
    assert total(engine, "number000 edition2") == 1
    assert total(engine, "number059 edition2") == 1
    assert total(engine, '"number058"') == 0


def test_only_one_rebuild_runs_at_a_time(engine: Engine, shelf: Shelf, start: Start) -> None:
    fill(engine, shelf, 100)
    other = start("rebuild", 0.05)
    assert line_of(other) == "thing:000"
    assert engine.status().building
    with pytest.raises(RebuildRunning):
        engine.rebuild(shelf.stream(), load=shelf.load)
    other.kill()


def test_a_killed_rebuild_leaves_the_old_index_serving(
    engine: Engine, shelf: Shelf, start: Start
) -> None:
    fill(engine, shelf, 20)
    before = engine.status().name
    rebuild = start("rebuild", 0.05)
    assert line_of(rebuild) == "thing:000"
    rebuild.send_signal(signal.SIGKILL)
    rebuild.wait(PATIENCE_SECONDS)
    assert engine.status().name == before
    assert not engine.status().building
    assert total(engine, "known") == 20
    engine.refresh([shelf.put("new", 1)], shelf.load)
    assert dict(engine.versions()) == shelf.versions()
    assert engine.rebuild(shelf.stream(), load=shelf.load) == 21
    assert engine.status().name != before
    assert dict(engine.versions()) == shelf.versions()


def test_a_killed_writer_leaves_an_index_that_others_can_write(
    engine: Engine, shelf: Shelf, start: Start
) -> None:
    fill(engine, shelf, 5)
    writer = start("write", 1_000, 100_000)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while total(engine, "known") < 10 and time.monotonic() < deadline:
        time.sleep(0.01)
    writer.send_signal(signal.SIGKILL)
    writer.wait(PATIENCE_SECONDS)
    # What the killed process had not yet delivered is delivered again.
    engine.refresh(shelf.versions(), shelf.load)
    assert dict(engine.versions()) == shelf.versions()


def test_an_interrupted_rebuild_is_swept_away_later(engine: Engine, shelf: Shelf) -> None:
    fill(engine, shelf, 3)

    def interrupted(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.rebuild(shelf.stream(), load=shelf.load, progress=interrupted)
    assert total(engine, "known") == 3
    assert not engine.status().building
    assert engine.rebuild(shelf.stream(), load=shelf.load) == 3
