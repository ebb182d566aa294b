"""What the slow worker does for the index, for the page that tells of it."""

from datetime import datetime, timedelta

from django.db import models

from ..enums import JobKind

# Whoever works gives a sign of life every second or so, but for the end of a large rebuild.
SILENCE = timedelta(minutes=2)


class IndexJob(models.Model):
    """The latest job of a kind: a comparison of index and database, or a rebuild.

    It waits until `started_at`, runs until `finished_at`, and has failed if there is a `failure`.
    """

    kind = models.CharField(max_length=10, choices=JobKind.choices, primary_key=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    seen_alive_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    holes = models.PositiveIntegerField(default=0)
    ghosts = models.PositiveIntegerField(default=0)
    stale = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def drift(self) -> int:
        """How many things a comparison found to be repaired."""
        return self.holes + self.ghosts + self.stale

    @property
    def is_waiting(self) -> bool:
        """Whether no worker has begun it yet."""
        return self.started_at is None

    @property
    def is_active(self) -> bool:
        """Whether it waits or runs; one whose worker was killed looks so as well."""
        return self.finished_at is None

    def is_lost(self, now: datetime) -> bool:
        """Whether the worker that ran it is gone."""
        return (
            self.finished_at is None
            and self.seen_alive_at is not None
            and now - self.seen_alive_at > SILENCE
        )
