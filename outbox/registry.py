"""Who delivers which topic, and what is done now and then. Apps register both in their `tasks`
module."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Payload = dict[str, Any]
HandlerFunction = Callable[[Sequence[Payload]], None]


class UnknownTopic(LookupError):
    """No app has registered a handler for this topic."""


class Undeliverable(Exception):
    """Trying again is of no use. The text is kept and shown: it must not quote the payload."""


@dataclass(frozen=True)
class Handler:
    """How one topic is delivered: `deliver` takes up to `batch` payloads and must be idempotent.

    Whatever it raises means "try again later", except `Undeliverable`. While `is_ready` says no,
    the rows just wait: no attempt counts.
    """

    topic: str
    deliver: HandlerFunction
    batch: int
    is_ready: Callable[[], bool]


_handlers: dict[str, Handler] = {}


def handler(
    topic: str, *, batch: int = 1, is_ready: Callable[[], bool] = lambda: True
) -> Callable[[HandlerFunction], HandlerFunction]:
    """Register the decorated function as the handler of a topic.

    Args:
        topic: name of the topic, `<app>.<effect>`.
        batch: most payloads per call; a batch that fails is tried again one by one.
        is_ready: whether its receiver is there at all; asked before each batch and after failures.
    """

    def register(function: HandlerFunction) -> HandlerFunction:
        _handlers[topic] = Handler(topic, function, batch, is_ready)
        return function

    return register


def get_handler(topic: str) -> Handler:
    """Return the handler of a topic.

    Raises:
        UnknownTopic: nobody registered it.
    """
    try:
        return _handlers[topic]
    except KeyError as error:
        raise UnknownTopic(topic) from error


def topics() -> list[str]:
    """Return every registered topic."""
    return sorted(_handlers)


@dataclass(frozen=True)
class Chore:
    """What the fast worker does again and again: `work` returns how much it did.

    It must be safe to run twice at once, for there may be several workers, and to be killed.
    """

    name: str
    seconds: float
    work: Callable[[], int]


_chores: dict[str, Chore] = {}


def chore(name: str, *, seconds: float) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Register the decorated function as something to do every so many seconds.

    Args:
        name: `<app>.<effect>`, for the log.
        seconds: how long to wait after each time.
    """

    def register(function: Callable[[], int]) -> Callable[[], int]:
        _chores[name] = Chore(name, seconds, function)
        return function

    return register


def chores() -> list[Chore]:
    """Return every registered chore."""
    return sorted(_chores.values(), key=lambda one: one.name)


_daily: dict[str, Callable[[], None]] = {}


def daily(name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register the decorated function as something to do once a night, by one of the workers.

    It is done in the transaction that notes it, so that none is forgotten: it must be short.
    What may take long enqueues a task for the slow worker.

    Args:
        name: `<app>.<effect>`; when it was last done is kept under it.
    """

    def register(function: Callable[[], None]) -> Callable[[], None]:
        _daily[name] = function
        return function

    return register


def daily_chores() -> list[tuple[str, Callable[[], None]]]:
    """Return what is to be done once a night, by name."""
    return sorted(_daily.items())
