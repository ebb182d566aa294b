"""Reads on the outbox."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from .models import OutboxRow  # noqa: F401  (named in a string below)

LATE_AFTER = timedelta(minutes=5)


class OutboxRowQuerySet(models.QuerySet["OutboxRow"]):
    """Sentences about what is still to be delivered."""

    def pending(self) -> Self:
        """Rows neither delivered nor given up."""
        return self.filter(delivered_at=None, failed_at=None)

    def due(self, now: datetime) -> Self:
        """Pending rows whose time has come and that no living worker holds."""
        return self.pending().filter(
            models.Q(leased_until=None) | models.Q(leased_until__lt=now), available_at__lte=now
        )

    def given_up(self) -> Self:
        """Rows that will not be tried again unless somebody asks for it, newest first."""
        return self.exclude(failed_at=None).order_by("-failed_at")

    def late(self, now: datetime) -> Self:
        """Pending rows that failed before, or that wait for a worker that seems to be gone."""
        return self.pending().filter(
            models.Q(attempts__gt=0) | models.Q(available_at__lt=now - LATE_AFTER)
        )
