"""Imports that editors run from the admin."""

from pathlib import PurePath
from typing import Any

from django.db import models

from files.storage import private_storage
from library.enums import ImportState

from .runs import Run


def upload_name(run: "ImportRun", name: str) -> str:
    """Return where the upload of a run is kept, away from the files of resources."""
    return f"imports/{run.public_id}{PurePath(name).suffix.lower()}"


class ImportRun(Run):
    """One upload, what was found in it, and how far its import has come."""

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
    report = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_active(self) -> bool:
        """Whether a worker has it, or will."""
        return self.state in {ImportState.CHECKING, ImportState.IMPORTING}

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
