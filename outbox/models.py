"""The outbox: side effects written in the same transaction as the change that causes them."""

from django.db import models
from django.utils import timezone

from .querysets import OutboxRowQuerySet


class OutboxRow(models.Model):
    """One side effect (a mail, an index change), delivered after commit, at least once.

    The payload is erased once delivered; the row stays for a while as a record that it was.
    """

    topic = models.CharField(max_length=50)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    available_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxRowQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["topic", "available_at", "id"],
                name="outbox_pending",
                condition=models.Q(delivered_at=None, failed_at=None),
            ),
            models.Index(fields=["delivered_at"], name="outbox_delivered"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} #{self.pk}"

    @property
    def addressed_to(self) -> str:
        """The address of a mail, or several; nothing once it is delivered."""
        to = self.payload.get("to", "")
        return to if isinstance(to, str) else ", ".join(to)


class DailyChore(models.Model):
    """When something that is done once a night was last done."""

    name = models.CharField(max_length=50, primary_key=True)
    done_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
