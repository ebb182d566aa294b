"""What all runs of the slow worker have in common: hand over, take up, sign, stop, end.

One that comes back from the dead sees by `attempt` that another has taken over.
"""

from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

from library.models.runs import Run
from outbox.services import add as add_to_outbox

R = TypeVar("R", bound=Run)


class WrongState(ValueError):
    """The run is not in a state in which this can be done; someone else was faster."""


class Stopped(Exception):
    """An editor has stopped the run."""


class Superseded(Exception):
    """Another worker has the run by now."""


def hand_over(run: R, *, topic: str, key: str, now: datetime) -> R:
    """Hand a locked run, whose state says what is to be done, to the worker after commit.

    Args:
        run: the run.
        topic: of the outbox.
        key: under which the payload names it.
        now: the present.
    """
    run.attempt += 1
    run.rows_done = 0
    run.queued_at = now
    run.seen_alive_at = run.finished_at = None
    run.stop_requested = False
    run.failure = ""
    run.save()
    add_to_outbox(topic=topic, payload={key: run.pk, "attempt": run.attempt})
    return run


def take_up(model: type[R], *, pk: int, attempt: int) -> R | None:
    """Return a run for the worker that it was handed to; None if that is over, or another call
    has it."""
    waiting = model._default_manager.filter(pk=pk, attempt=attempt, seen_alive_at=None)
    if not waiting.update(seen_alive_at=timezone.now()):
        return None
    run: R = model._default_manager.select_related("user").get(pk=pk)
    return run if run.is_active else None


def request_stop(run: Run, *, stopped: str) -> None:
    """Have the worker stop at its next sign of life; a run that nobody is at is stopped at once.

    Args:
        run: locked.
        stopped: the state of a run that was stopped.

    Raises:
        WrongState: it is not running.
    """
    if not run.is_active:
        raise WrongState
    run.stop_requested = True
    if run.seen_alive_at is None or run.is_stalled(timezone.now()):
        # Nobody is at it who could stop.
        run.state = stopped
        run.attempt += 1
    run.save()


class Attempt:
    """The row of a run as long as this attempt has it."""

    def __init__(self, run: Run) -> None:
        self._rows: models.QuerySet[Any] = type(run)._default_manager.filter(
            pk=run.pk, attempt=run.attempt
        )

    def update(self, **fields: Any) -> bool:
        """Write something down; return whether the run is still this attempt's."""
        return bool(self._rows.update(**fields))

    def sign(self, done: int) -> None:
        """Show how far it is, and find out whether to go on.

        Raises:
            Superseded: another attempt has begun.
            Stopped: an editor said so.
        """
        if not self.update(rows_done=done, seen_alive_at=timezone.now()):
            raise Superseded
        if self._rows.filter(stop_requested=True).exists():
            raise Stopped

    def end(self, state: str, *, failure: str = "", **fields: Any) -> bool:
        """Write down how it ended; return whether it was still this attempt's to end."""
        failure = failure[:300]
        return self.update(state=state, failure=failure, finished_at=timezone.now(), **fields)
