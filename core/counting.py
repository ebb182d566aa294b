"""Counts without names: they wait in this process and are written together some seconds later.

No page waits for a write, and a process that is killed loses what waits. An app makes one `Counts`
per thing that it counts and says how they are written.
"""

import logging
import re
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar
from wsgiref.types import WSGIEnvironment

from django.db import Error, connection

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 5

Key = TypeVar("Key")
Waiting = Mapping[Key, Counter[str]]

# Who says what it is; whoever does not wants to be taken for a person, and is.
_PROGRAM = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|scan|monitor|headless|lighthouse|fetch|archiv"
    r"|curl|wget|python|java/|go-http|okhttp|libwww|axios|node|facebookexternalhit|feed",
    re.IGNORECASE,
)


class Counts(Generic[Key]):
    """Counts of one kind.

    Args:
        write: writes them, each key with its amounts by name; keys of nothing at all are not given.
        most: keys that wait in one process at most; more is somebody's program.
    """

    def __init__(self, write: Callable[[Waiting[Key]], None], *, most: int) -> None:
        self.most = most
        self._write = write
        self._lock = threading.Lock()
        self._waiting: dict[Key, Counter[str]] = {}
        _every.append(self)

    def add(self, key: Key, **amounts: int) -> bool:
        """Count; return whether there was room for it.

        Args:
            key: what is counted.
            amounts: how much of what, by name.
        """
        with self._lock:
            if key not in self._waiting:
                if len(self._waiting) >= self.most:
                    return False
                if not self._waiting:
                    start_timer(self)
                self._waiting[key] = Counter()
            self._waiting[key].update(amounts)
        return True

    def flush(self) -> None:
        """Write what waits."""
        if waiting := self.forget():
            self._write(waiting)

    def forget(self) -> dict[Key, Counter[str]]:
        """Leave nothing waiting, and return what did."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        return waiting

    def waits(self) -> dict[Key, Counter[str]]:
        """Return what waits."""
        with self._lock:
            return dict(self._waiting)


_every: list[Counts[Any]] = []


def start_timer(counts: Counts[Any]) -> None:
    """Have what waits written in some seconds, by a thread of its own."""
    timer = threading.Timer(FLUSH_SECONDS, _flush_in_thread, [counts])
    timer.daemon = True
    timer.start()


def forget_all() -> None:
    """Leave nothing waiting in this process."""
    for counts in _every:
        counts.forget()


def is_reader(environ: WSGIEnvironment | Mapping[str, Any]) -> bool:
    """Whether a request is a person's who looks: no program, nothing fetched in advance."""
    if environ.get("REQUEST_METHOD") != "GET":
        return False
    purpose = environ.get("HTTP_SEC_PURPOSE") or environ.get("HTTP_PURPOSE") or ""
    if purpose or environ.get("HTTP_X_MOZ") == "prefetch":
        return False
    agent = environ.get("HTTP_USER_AGENT", "")
    return bool(agent) and not _PROGRAM.search(agent)


def _flush_in_thread(counts: Counts[Any]) -> None:
    try:
        counts.flush()
    except Error:
        logger.warning("Counts could not be written and are lost", exc_info=True)
    finally:
        connection.close()
