"""What every page needs and editors change now and then, as each process remembers it."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, NamedTuple, TypeVar

from django.db import connection

from core.page_cache import KEEP_SECONDS
from core.page_stamp import StampUnavailable, read_stamp

Value = TypeVar("Value")
# A visitor may name any port of the site, and each makes a key.
MOST_KEYS = 16


class _Kept(NamedTuple, Generic[Value]):
    """What was read under one stamp of the page cache."""

    stamp: str
    until: float
    values: dict[tuple[Hashable, ...], Value]


class Memo(Generic[Value]):
    """Something read from the database once after each change, and not for each page.

    Whoever changes what it is read from empties the page cache, by which every process learns of
    it. Within a transaction it is read each time and not kept: it may never be committed.
    """

    def __init__(self) -> None:
        self._kept: _Kept[Value] | None = None

    def get(self, load: Callable[[], Value], *key: Hashable) -> Value:
        """Return what belongs to the key as it is now, or at most `KEEP_SECONDS` ago where a
        process died between its commit and the emptying of the cache.

        Args:
            load: reads it.
            key: what `load` depends on besides the database.
        """
        if connection.in_atomic_block:
            return load()
        try:
            stamp = read_stamp()
        except StampUnavailable:
            return load()
        now, kept = time.monotonic(), self._kept
        if kept is None or kept.stamp != stamp or kept.until < now:
            kept = self._kept = _Kept(stamp, now + KEEP_SECONDS, {})
        if key in kept.values:
            return kept.values[key]
        value = load()
        if len(kept.values) < MOST_KEYS:
            kept.values[key] = value
        return value
