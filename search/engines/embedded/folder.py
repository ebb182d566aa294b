"""The folder of an embedded index: generations, the pointer to the one that serves, and locks.

    CURRENT          the name of the generation that serves
    BUILDING         the name of the one a rebuild is filling
    write.lock       held while a generation is changed or the pointer moves
    rebuild.lock     held during a rebuild
    g-<print>-<ns>/  a generation: its engine's files, facets.json, and a journal of what changed
                     while it was filled

Every file appears by rename, so that a process killed at any moment leaves the old state.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from ..base import IndexBusy, RebuildRunning

# A process that read the pointer just before it moved still opens the old generation.
GRACE_SECONDS = 60
LOCK_SECONDS = 60.0


class IndexFolder:
    """Everything about an index that is not the engine's own."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def current(self) -> str | None:
        """Return the name of the generation that serves, or None."""
        return self._read("CURRENT")

    def building(self) -> str | None:
        """Return the name of the generation that a rebuild is filling, or left behind."""
        return self._read("BUILDING")

    def generation(self, name: str) -> Path:
        """Return the folder of a generation."""
        return self.path / name

    def facets(self, name: str) -> tuple[str, ...]:
        """Return the facets that a generation was made for."""
        return tuple(json.loads((self.generation(name) / "facets.json").read_text()))

    def add_generation(self, fingerprint: str, facets: tuple[str, ...]) -> str:
        """Make the folder of a new generation and return its name."""
        name = f"g-{fingerprint}-{time.time_ns()}"
        self.generation(name).mkdir(parents=True)
        self._write(self.generation(name) / "facets.json", json.dumps(facets))
        return name

    def serve(self, name: str) -> None:
        """Move the pointer to a generation that is complete."""
        self._write(self.path / "CURRENT", name)
        (self.path / "BUILDING").unlink(missing_ok=True)

    def start_journal(self, name: str) -> None:
        """From now on `note` writes down what changes while this generation is filled."""
        self._write(self.generation(name) / "journal", "")
        self._write(self.path / "BUILDING", name)

    def note(self, keys: Iterable[str]) -> None:
        """Write down keys that are about to change, if a rebuild is running."""
        if name := self.building():
            # A rebuild that was killed leaves its name behind, but perhaps not its folder. The line
            # break in front ends a line that a killed writer left unfinished.
            with (
                suppress(FileNotFoundError),
                (self.generation(name) / "journal").open("a", encoding="utf-8") as journal,
            ):
                journal.write("\n" + "".join(f"{json.dumps(key)}\n" for key in keys))

    def noted(self, name: str, *, start: int) -> tuple[list[str], int]:
        """Return the keys written down from a byte offset on, and the offset to go on from."""
        with (self.generation(name) / "journal").open("rb") as journal:
            journal.seek(start)
            lines, _, _ = journal.read().rpartition(b"\n")
        keys = []
        for line in lines.splitlines():
            with suppress(ValueError):
                keys.append(json.loads(line))
        return list(dict.fromkeys(keys)), start + len(lines)

    def sweep(self) -> None:
        """Remove generations that neither serve nor are being filled, once nobody opens them."""
        current = self.current()
        names = [path.name for path in self.path.glob("g-*") if path.name != current]
        if not names or current is None:
            return
        if time.time() - (self.path / "CURRENT").stat().st_mtime < GRACE_SECONDS:
            return
        building = self.building() if self.rebuild_runs() else None
        for name in names:
            if name != building:
                shutil.rmtree(self.generation(name), ignore_errors=True)

    def last_commit(self, name: str) -> tuple[int, int]:
        """Return what differs after every commit: each one puts a new file in place."""
        found = (self.generation(name) / "meta.json").stat()
        return found.st_ino, found.st_mtime_ns

    def size(self, name: str) -> int:
        """Return the bytes of a generation."""
        total = 0
        for path in self.generation(name).iterdir():
            with suppress(FileNotFoundError):
                total += path.stat().st_size
        return total

    @contextmanager
    def write_lock(self, timeout: float = LOCK_SECONDS) -> Iterator[None]:
        """Be the only one to change the index.

        Raises:
            IndexBusy: another process kept the lock for `timeout` seconds.
        """
        with self._lock("write.lock", timeout) as held:
            if not held:
                raise IndexBusy(f"{self.path} has been locked for {timeout:.0f} seconds.")
            yield

    @contextmanager
    def rebuild_lock(self) -> Iterator[None]:
        """Be the only one to rebuild.

        Raises:
            RebuildRunning: another process is at it.
        """
        # Not at once: `rebuild_runs` of another process may hold it for a moment.
        with self._lock("rebuild.lock", timeout=1.0) as held:
            if not held:
                raise RebuildRunning(f"The index in {self.path} is being rebuilt already.")
            yield

    def rebuild_runs(self) -> bool:
        """Say whether some process is rebuilding."""
        if not self.path.is_dir():
            return False
        with self._lock("rebuild.lock", timeout=0) as held:
            return not held

    @contextmanager
    def _lock(self, name: str, timeout: float) -> Iterator[bool]:
        """Hold a lock of this machine that vanishes with its process; yield whether it is held."""
        self.path.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + timeout
        with (self.path / name).open("w") as file:
            while not (held := _try_lock(file)) and time.monotonic() < deadline:
                time.sleep(0.01)
            yield held

    def _read(self, name: str) -> str | None:
        try:
            return (self.path / name).read_text().strip() or None
        except FileNotFoundError:
            return None

    def _write(self, path: Path, content: str) -> None:
        """Put a file in place in one step, on the disk before its name is."""
        draft = path.with_name(f"{path.name}.{os.getpid()}.new")
        with draft.open("w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)


def _try_lock(file: IO[str]) -> bool:
    """Take the lock of an open file if nobody has it; closing the file gives it back."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
