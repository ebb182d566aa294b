"""The circuit breaker: a remote engine that is away holds nobody up twice.

One failure opens it, in all processes at once, for it stands in the cache that they share. While it
is open nobody asks the engine; now and then one caller looks whether it answers again, which closes
it. Where even the cache is away, each process has a breaker of its own.
"""

import logging
import re
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any, TypedDict, TypeVar

from django.conf import settings
from django.core.cache import BaseCache, cache
from django.core.cache.backends.locmem import LocMemCache

from .engines.base import Engine, IndexBusy, NoIndex, SearchUnavailable

logger = logging.getLogger(__name__)
T = TypeVar("T")

# A look takes so long at most; whoever searches at that moment waits for it.
LOOK_SECONDS = 0.3
# Between two looks. An engine that answers a look and then fails again is looked at less often.
SHORTEST_PAUSE = 2
LONGEST_PAUSE = 6
SOON_AGAIN = 60
# How long nobody asks a cache that failed.
CACHE_PAUSE = 10
_CREDENTIALS = re.compile(r"(?<=//)[^/\s]*@|(?<=api_key=)[^&\s]*")


class State(TypedDict):
    """How the breaker is.

    Attributes:
        is_open: whether nobody asks the engine.
        since: when that began, as seconds of the epoch.
        reason: what the engine failed with.
        relapses: how many times in a row it failed soon after it had seemed well.
        next_look: when somebody may look again whether it answers.
    """

    is_open: bool
    since: float
    reason: str
    relapses: int
    next_look: float


class EngineAway(SearchUnavailable):
    """Nobody asked the engine, because it failed a moment ago."""


def ask(engine: Engine, question: Callable[[Engine], T]) -> T:
    """Ask the engine, unless it is known to be away; whatever fails is `SearchUnavailable`.

    Args:
        engine: an embedded one is asked in any case.
        question: what to do with it.

    Raises:
        SearchUnavailable: fall back to the database.
    """
    try:
        return change(engine, question)
    except (SearchUnavailable, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    # A panic of the embedded engine is not even an Exception. Such a fault is about this question
    # alone: others may do well, so the breaker stays closed.
    except BaseException as error:
        logger.exception("The search engine failed on a question")
        raise SearchUnavailable(f"The engine failed: {type(error).__name__}") from error


def change(engine: Engine, work: Callable[[Engine], T]) -> T:
    """Have the engine do something, unless it is known to be away.

    Raises:
        SearchUnavailable: it is away. Other errors are raised as they are.
    """
    if not engine.is_remote:
        return work(engine)
    if not lets_through(engine):
        raise EngineAway("The search engine is away.")
    try:
        return work(engine)
    except (IndexBusy, NoIndex):
        raise
    except SearchUnavailable as error:
        report_failure(error)
        raise


def lets_through(engine: Engine) -> bool:
    """Whether the engine may be asked; while it is away, look now and then if it is back."""
    if not engine.is_remote:
        return True
    found = state()
    if found is None or not found["is_open"]:
        return True
    if time.time() < found["next_look"] or not _take_turn():
        return False
    try:
        engine.ping(LOOK_SECONDS)
    except Exception:
        _write({**found, "next_look": time.time() + _pause(found["relapses"])})
        return False
    _write({**found, "is_open": False, "since": time.time(), "reason": ""})
    logger.warning("The search engine answers again")
    return True


def report_failure(error: Exception) -> None:
    """Open the breaker."""
    found, now = state(), time.time()
    if found is not None and found["is_open"]:
        return
    is_relapse = found is not None and now - found["since"] < SOON_AGAIN
    relapses = found["relapses"] + 1 if found is not None and is_relapse else 0
    opened = State(
        is_open=True,
        since=now,
        reason=without_credentials(str(error))[:200],
        relapses=relapses,
        next_look=now + _pause(relapses),
    )
    _write(opened)
    logger.warning("The search engine is away: %s", opened["reason"])


def state() -> State | None:
    """Return how the breaker is; None if the engine has not failed yet."""
    found: State | None = _in_cache(lambda store: store.get(_key()))
    return found


def without_credentials(text: str) -> str:
    """Return a text without the names, passwords and keys of the addresses in it."""
    return _CREDENTIALS.sub("", text)


def _pause(relapses: int) -> int:
    return min(SHORTEST_PAUSE * 2 ** min(relapses, 10), LONGEST_PAUSE)


def _take_turn() -> bool:
    """Be the one of all processes that looks."""
    return bool(_in_cache(lambda store: store.add(f"{_key()}:look", True, SHORTEST_PAUSE)))


def _write(new: State) -> None:
    def put(store: BaseCache) -> None:
        store.set(_key(), new, None)
        # A full disk is no error to the database's cache: it just keeps nothing.
        if (store.get(_key()) or {}).get("is_open") != new["is_open"]:
            raise OSError("The cache keeps nothing.")

    _in_cache(put)


def _key() -> str:
    """Another engine has another breaker."""
    return f"search-breaker:{sha256(settings.SEARCH_URL.encode()).hexdigest()[:16]}"


_own = LocMemCache("search-breaker", {})


class _CachePause:
    """Until when the shared cache is not asked, by this process's clock."""

    until = 0.0


def _in_cache(act: Callable[[BaseCache], Any]) -> Any:
    """Act on the shared cache, on this process's own memory while that fails."""
    if time.monotonic() >= _CachePause.until:
        try:
            return act(cache)
        # Each kind of cache has errors of its own, and none may keep anybody from searching.
        except Exception:
            logger.exception("The breaker of the search is this process's own for a while")
            _CachePause.until = time.monotonic() + CACHE_PAUSE
    return act(_own)
