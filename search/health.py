"""How the search is, for the people who look after it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from outbox.models import OutboxRow

from . import breaker, services
from .engines.base import Status
from .models import IndexJob

# Changes that wait longer are a sign of trouble.
LATE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the search is.

    Attributes:
        engine: what kind it is.
        address: where it is, without names and passwords.
        away_since: when it was found not to answer; None if it answers.
        reason: what it failed with then.
        waiting: changes that are not in the index yet.
        oldest: when the first of them was made.
        given_up: changes that were tried in vain too often.
        reasons: what these failed with.
        jobs: the last comparison and the last rebuild.
        lost: those of the jobs whose worker is gone.
    """

    engine: str
    address: str
    away_since: datetime | None
    reason: str
    index: Status
    waiting: int
    oldest: datetime | None
    given_up: int
    reasons: list[str]
    jobs: dict[str, IndexJob]
    lost: list[str]

    @property
    def is_well(self) -> bool:
        """Whether nobody has to do anything."""
        is_late = self.oldest is not None and timezone.now() - self.oldest > LATE
        is_fit = self.away_since is None and self.index.ready and self.index.current
        return is_fit and not is_late and not self.given_up

    @property
    def is_busy(self) -> bool:
        """Whether something is being done that will end."""
        return any(job.is_active and kind not in self.lost for kind, job in self.jobs.items())


def look() -> Health:
    """Look at engine, index, changes that wait, and jobs."""
    is_away = not services.answers()
    state = breaker.state() if is_away else None
    rows = OutboxRow.objects.filter(topic=services.TOPIC)
    waiting = rows.pending().order_by("created_at")
    first = waiting.first()
    now = timezone.now()
    jobs = {job.kind: job for job in IndexJob.objects.all()}
    index = Status(ready=False) if is_away else services.status()
    return Health(
        engine=services.current_engine().__class__.__name__.removesuffix("Engine"),
        address=breaker.without_credentials(settings.SEARCH_URL),
        away_since=_since(state, now) if is_away else None,
        reason=state["reason"] if state else "",
        index=index,
        waiting=waiting.count(),
        oldest=first.created_at if first else None,
        given_up=rows.given_up().count(),
        reasons=sorted({row.last_error for row in rows.given_up()[:50]}),
        jobs=jobs,
        lost=[kind for kind, job in jobs.items() if job.is_lost(now) and not index.building],
    )


def _since(state: breaker.State | None, now: datetime) -> datetime:
    return datetime.fromtimestamp(state["since"], UTC) if state else now
