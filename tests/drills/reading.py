"""Readers of a site over HTTP, who note what they got and how long it took."""

import http.client
import itertools
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

HOST = "127.0.0.1"
BANNER = "Search is being repaired"


@dataclass(frozen=True)
class Got:
    """An answer: when it was asked for, its status (0 for none), its seconds and its text."""

    asked: float
    status: int
    seconds: float
    text: str

    @property
    def is_plain(self) -> bool:
        """Whether the database answered, and the page says so."""
        return BANNER in self.text


def get(port: int, path: str, seconds: float = 30) -> Got:
    """Ask for a page."""
    start = time.monotonic()
    connection = http.client.HTTPConnection(HOST, port, timeout=seconds)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read().decode()
        return Got(start, answer.status, time.monotonic() - start, text)
    except (OSError, http.client.HTTPException) as error:
        return Got(start, 0, time.monotonic() - start, repr(error))
    finally:
        connection.close()


def percentile(got: Sequence[Got], share: float) -> float:
    """The seconds within which so large a share was answered."""
    took = sorted(one.seconds for one in got)
    return took[min(len(took) - 1, int(len(took) * share))]


@dataclass
class Readers:
    """So many readers who ask for the paths in turn, each time anew, until the end of the block."""

    port: int
    paths: Sequence[str]
    count: int
    got: list[Got] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        self._numbers: Iterator[int] = itertools.count()
        self._threads = [threading.Thread(target=self._read) for _ in range(self.count)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType
    ) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _read(self) -> None:
        while not self._stop.is_set():
            number = next(self._numbers)
            # With a parameter that no page knows it is not one that was kept.
            path = f"{self.paths[number % len(self.paths)]}&fresh={number}"
            self.got.append(get(self.port, path))
            self._stop.wait(0.05)
