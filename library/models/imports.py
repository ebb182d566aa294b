"""Imports that editors run from the admin."""

import uuid
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from files.storage import private_storage
from library.enums import ImportState

# So long without a sign of life, and the worker that had it is gone.
SIGN_OF_LIFE = timedelta(seconds=90)


def upload_name(run: "ImportRun", name: str) -> str:
    """Return where the upload of a run is kept, away from the files of resources."""
    return f"imports/{run.public_id}{PurePath(name).suffix.lower()}"


class ImportRun(models.Model):
    """One upload, what was found in it, and how far its import has come.

    `attempt` counts how often it was handed to the worker: one that comes back from the dead sees
    that another has taken over.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    file = models.FileField(storage=private_storage, upload_to=upload_name, blank=True)
    file_name = models.CharField(max_length=255)
    publish = models.BooleanField(default=False)
    create_schools = models.BooleanField(default=False)
    unknown_topics = models.CharField(max_length=10)
    topic_map = models.JSONField(default=dict)
    new_topics = models.JSONField(default=list)

    state = models.CharField(
        max_length=10, choices=ImportState.choices, default=ImportState.CHECKING
    )
    attempt = models.PositiveIntegerField(default=0)
    stop_requested = models.BooleanField(default=False)
    rows_total = models.PositiveIntegerField(null=True)
    rows_done = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    failure = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now)
    seen_alive_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_active(self) -> bool:
        """Whether a worker has it, or will."""
        return self.state in {ImportState.CHECKING, ImportState.IMPORTING}

    def is_stalled(self, now: datetime) -> bool:
        """Whether the worker that should have it gave no sign of life for a minute and a half."""
        return self.is_active and (self.seen_alive_at or self.queued_at) < now - SIGN_OF_LIFE

    @property
    def may_be_imported(self) -> bool:
        """Whether it was checked to its end, and its import is not just going on."""
        if self.state in {ImportState.STOPPED, ImportState.FAILED}:
            return not self.report.get("is_dry_run", True)
        return self.state in {ImportState.CHECKED, ImportState.IMPORTING}

    @property
    def counts(self) -> dict[str, Any]:
        """Rows by outcome."""
        counts: dict[str, Any] = self.report.get("counts", {})
        return counts

    @property
    def importable(self) -> int:
        """How many rows an import would write."""
        return sum(self.counts.get(outcome, 0) for outcome in ("new", "changed"))
