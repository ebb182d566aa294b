"""What the slow worker does for an editor who watches: how far it is, and whether it lives."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

# So long without a sign of life, and the worker that had it is gone.
SIGN_OF_LIFE = timedelta(seconds=90)


class Run(models.Model):
    """One piece of work, its owner and its signs of life; `state` is each model's own.

    `attempt` counts how often it was handed to the worker: one that comes back from the dead sees
    that another has taken over.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    attempt = models.PositiveIntegerField(default=0)
    stop_requested = models.BooleanField(default=False)
    rows_total = models.PositiveIntegerField(null=True)
    rows_done = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now)
    seen_alive_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    # Its choices are each model's own.
    state: str

    class Meta:
        abstract = True
        ordering = ["-created_at", "-id"]

    @property
    def is_active(self) -> bool:
        """Whether a worker has it, or will."""
        raise NotImplementedError

    def is_stalled(self, now: datetime) -> bool:
        """Whether the worker that should have it gave no sign of life for a minute and a half."""
        return self.is_active and (self.seen_alive_at or self.queued_at) < now - SIGN_OF_LIFE
