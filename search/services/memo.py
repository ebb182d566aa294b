"""What editors teach the search, as each process remembers it."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from core.page_stamp import StampUnavailable, read_stamp

# How old it may get where a process died between its commit and its call of `page_cache.empty`.
KEEP_SECONDS = 300
Value = TypeVar("Value")


class Memo(Generic[Value]):
    """Something read from the database once after each change, and not for each question.

    Whoever changes what it is read from empties the page cache, by which every process learns of
    it (`search.signals`).

    Args:
        load: reads it.
    """

    def __init__(self, load: Callable[[], Value]) -> None:
        self._load = load
        self._kept: tuple[str, float, Value] | None = None

    def get(self) -> Value:
        """Return it as it is now."""
        try:
            stamp = read_stamp()
        except StampUnavailable:
            return self._load()
        now, kept = time.monotonic(), self._kept
        if kept is None or kept[0] != stamp or kept[1] < now:
            kept = self._kept = (stamp, now + KEEP_SECONDS, self._load())
        return kept[2]

    def forget(self) -> None:
        """Have this process read it again, even what is not committed."""
        self._kept = None
