"""Looking after the index without anybody asking: it is built where there is none, compared with
the database every night, and caught up when its engine is back.

The slow worker does what takes long. Of each kind there is one job at a time.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from outbox.services import add as add_to_outbox
from outbox.services import hurry

from . import breaker, registry, services
from .enums import JobKind
from .models import IndexJob

logger = logging.getLogger(__name__)

TOPIC = "search.job"
# After a rebuild another one is not begun by itself before this, if the index is gone again; or
# this, if the rebuild failed or did not help: while an upgrade goes on, two releases may disagree.
SHORT_REST = timedelta(minutes=1)
LONG_REST = timedelta(minutes=10)
SIGN_OF_LIFE_SECONDS = 1.0


class JobRunning(Exception):
    """There is such a job already."""


@transaction.atomic
def ask_for(*, kind: JobKind, now: datetime | None = None) -> IndexJob:
    """Have the slow worker compare or rebuild.

    Raises:
        JobRunning: it is at it, or will be soon.
    """
    now = now or timezone.now()
    job, _ = IndexJob.objects.select_for_update().get_or_create(
        pk=kind, defaults={"asked_at": now, "finished_at": now}
    )
    if job.is_active and not job.is_lost(now):
        raise JobRunning
    # What the last comparison found is shown until there is news.
    job.asked_at, job.failure, job.done, job.total = now, "", 0, 0
    job.started_at = job.seen_alive_at = job.finished_at = None
    job.save()
    add_to_outbox(topic=TOPIC, payload={"kind": kind.value}, now=now)
    return job


def perform(*, kind: JobKind) -> None:
    """Do the job that waits; nothing if another worker has begun it."""
    now = timezone.now()
    waiting = IndexJob.objects.filter(pk=kind, started_at=None)
    if not waiting.update(started_at=now, seen_alive_at=now):
        return
    work: Callable[[], dict[str, int]] = {
        JobKind.COMPARE: _compare,
        JobKind.REBUILD: _rebuild,
    }[kind]
    try:
        outcome, failure = work(), ""
    except Exception as error:
        logger.exception("The job %r of the search index failed", kind.value)
        outcome, failure = {}, breaker.without_credentials(f"{type(error).__name__}: {error}")
    IndexJob.objects.filter(pk=kind, started_at=now).update(
        finished_at=timezone.now(), failure=failure[:300], **outcome
    )


def can_follow() -> bool:
    """Whether changes can be written to the index now; one that is missing is asked for."""
    if not services.has_index():
        look_after_index()
        # Where tasks are done at once, it is there by now.
        return services.has_index()
    return True


def look_after_index(*, now: datetime | None = None) -> bool:
    """Have the index built if it is missing or lacks what is declared; return whether it is asked
    for."""
    if not services.is_reachable():
        return False
    status = services.status()
    if status.building or (status.current if status.ready else not services.lacks_index()):
        return False
    if _must_rest(now or timezone.now(), has_index=status.ready):
        return False
    try:
        ask_for(kind=JobKind.REBUILD, now=now)
    except JobRunning:
        return False
    logger.warning("The search index is %s: it is rebuilt", "old" if status.ready else "missing")
    return True


class Watch:
    """What one process knows of the engine: when it last came back."""

    seen = 0.0

    def look(self) -> int:
        """See whether the engine is back, and if so have everything delivered that waits for it;
        return how many rows that was."""
        engine = services.current_engine()
        state = breaker.state() if engine.is_remote and breaker.lets_through(engine) else None
        if state is None or state["since"] == self.seen:
            return 0
        self.seen = state["since"]
        return hurry(topic=services.TOPIC)


def _must_rest(now: datetime, *, has_index: bool) -> bool:
    """Whether the last rebuild was so recent that nobody begins another one unasked."""
    job = IndexJob.objects.filter(pk=JobKind.REBUILD).first()
    if job is None or job.finished_at is None:
        return False
    return now - job.finished_at < (LONG_REST if job.failure or has_index else SHORT_REST)


def _compare() -> dict[str, int]:
    drift = services.reconcile()
    return {"holes": drift.holes, "ghosts": drift.ghosts, "stale": drift.stale}


def _rebuild() -> dict[str, int]:
    IndexJob.objects.filter(pk=JobKind.REBUILD).update(total=registry.count())
    last = 0.0

    def say(done: int) -> None:
        nonlocal last
        if time.monotonic() - last > SIGN_OF_LIFE_SECONDS:
            last = time.monotonic()
            IndexJob.objects.filter(pk=JobKind.REBUILD).update(
                done=done, seen_alive_at=timezone.now()
            )

    return {"done": services.rebuild(progress=say)}
