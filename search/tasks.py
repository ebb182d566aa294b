"""What the workers do: carry changes into the index, look after it, forget old counts."""

from collections.abc import Sequence
from contextlib import suppress

from django_tasks import task

from outbox.registry import Payload, chore, daily, handler

from . import services, upkeep
from .documents import make_key
from .enums import JobKind
from .services.counting import forget_old_counts

WATCH_SECONDS = 2
LOOK_SECONDS = 30
_watch = upkeep.Watch()


@handler(services.TOPIC, batch=200, is_ready=upkeep.can_follow)
def update_index(payloads: Sequence[Payload]) -> None:
    """Index what changed and remove what is gone; doing it twice changes nothing."""
    services.update_index(
        keys=[make_key(payload["kind"], one) for payload in payloads for one in payload["ids"]]
    )


@handler(upkeep.TOPIC)
def hand_over_jobs(payloads: Sequence[Payload]) -> None:
    """Give it to the slow worker: it would hold up what follows it here."""
    for payload in payloads:
        perform_job.enqueue(payload["kind"])


@task
def perform_job(kind: str) -> None:
    """Compare or rebuild."""
    upkeep.perform(kind=JobKind(kind))


@chore("search.watch", seconds=WATCH_SECONDS)
def watch_engine() -> int:
    """See whether an engine that was away is back."""
    return _watch.look()


@chore("search.index", seconds=LOOK_SECONDS)
def watch_index() -> int:
    """Have an index built that is missing or lacks what is declared since an upgrade."""
    return upkeep.look_after_index()


@daily("search.compare")
def compare_nightly() -> None:
    """Have the index compared with the database."""
    with suppress(upkeep.JobRunning):
        upkeep.ask_for(kind=JobKind.COMPARE)


@daily("search.counts")
def forget() -> None:
    """Delete counts of questions once they are thirteen months old."""
    forget_old_counts()
