"""Reads on conversations."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from .models import Flag, Post  # noqa: F401  (named in strings below)


class PostQuerySet(models.QuerySet["Post"]):
    """Sentences about posts."""

    def readable(self) -> Self:
        """Those whose text stands there."""
        return self.filter(deleted_at=None, hidden_at=None)

    def shown(self) -> Self:
        """Those that have a place in the thread: a deleted one only where somebody answered it."""
        answers = self.model._default_manager.filter(answers=OuterRef("pk"), deleted_at=None)
        return self.filter(Q(deleted_at=None) | Exists(answers))


class FlagQuerySet(models.QuerySet["Flag"]):
    """Sentences about flags."""

    def open(self) -> Self:
        """Those that nobody decided yet, the oldest first."""
        return self.filter(decided_at=None)
