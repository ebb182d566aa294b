"""Reads on submissions."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from .enums import OPEN, WAITING, State

if TYPE_CHECKING:
    from .models import Submission  # noqa: F401  (named in a string below)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Sentences about submissions."""

    def open(self) -> Self:
        """Those not decided yet."""
        return self.filter(state__in=OPEN)

    def waiting(self) -> Self:
        """Those with the editors, longest waiting first."""
        return self.filter(state__in=WAITING).order_by("state_since", "pk")

    def by(self, contributor: Any) -> Self:
        """Those of one contributor, latest change first."""
        return self.filter(contributor=contributor).order_by("-state_since", "-pk")

    def in_state(self, *states: State) -> Self:
        """Those in one of the states."""
        return self.filter(state__in=states)

    def held_by(self, editor: Any) -> Self:
        """Those an editor has claimed."""
        return self.filter(holder=editor)
