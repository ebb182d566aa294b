"""Reads on the outbox."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from .models import OutboxRow  # noqa: F401  (named in a string below)


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
