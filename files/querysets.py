"""Reads of stored files."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models

from .enums import FileState, HoldState, TextState

ONE_DAY = timedelta(days=1)


class StoredFileQuerySet(models.QuerySet[Any]):
    """Stored files, chainable."""

    def uploaded_by(self, user: Any) -> Self:
        """Those a person uploaded; none for a visitor."""
        return self.filter(uploaded_by=user) if user.is_authenticated else self.none()

    def of_the_past_day(self, now: datetime) -> Self:
        """Those uploaded within the 24 hours before `now`."""
        return self.filter(created_at__gt=now - ONE_DAY)

    def available(self) -> Self:
        """Those that were checked and found fit."""
        return self.filter(state=FileState.AVAILABLE)

    def quarantined(self) -> Self:
        """Those that still wait for their check."""
        return self.filter(state=FileState.QUARANTINED)

    def taking_room(self) -> Self:
        """Those of which bytes are kept."""
        return self.exclude(state=FileState.REFUSED)

    def sharing_bytes(self, sha256: str) -> Self:
        """Those whose bytes are kept under this hash."""
        return self.available().filter(sha256=sha256)

    def uploaded_before(self, moment: datetime) -> Self:
        """Those that came in before a moment."""
        return self.filter(created_at__lt=moment)

    def without_references(self) -> Self:
        """Those that no foreign key of any app refers to, but for what goes with them."""
        relations = [
            relation
            for relation in self.model._meta.related_objects
            if relation.on_delete is not models.CASCADE
        ]
        return self.filter(**{f"{relation.name}__isnull": True for relation in relations})

    def in_order(self, public_ids: Iterable[str]) -> list[Any]:
        """Return the files with these public ids in their order, each once.

        Ids that are malformed or not in this query set are left out: they come from a form.
        """
        wanted: dict[uuid.UUID, None] = {}
        for public_id in public_ids:
            try:
                wanted[uuid.UUID(public_id)] = None
            except ValueError:
                continue
        found = {file.public_id: file for file in self.filter(public_id__in=wanted)}
        return [found[public_id] for public_id in wanted if public_id in found]


class ExtractedTextQuerySet(models.QuerySet[Any]):
    """Texts of files, chainable."""

    def waiting(self) -> Self:
        """Those that are not extracted yet."""
        return self.filter(state=TextState.WAITING)

    def with_words(self) -> Self:
        """Those that hold something to be found."""
        return self.exclude(text="")


class PrivacyHoldQuerySet(models.QuerySet[Any]):
    """Holds, chainable."""

    def in_force(self) -> Self:
        """Those of files that nobody but their senders gets."""
        return self.exclude(state=HoldState.RELEASED)

    def to_decide(self) -> Self:
        """Those that wait for an editor, the most pressing first."""
        nobodys = models.Q(state=HoldState.OPEN, stored_file__uploaded_by=None)
        waiting = self.filter(models.Q(state=HoldState.JUSTIFIED) | nobodys)
        return waiting.order_by(models.F("decide_by").asc(nulls_last=True), "pk")
