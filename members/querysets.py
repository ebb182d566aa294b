"""Reads on memberships."""

from typing import TYPE_CHECKING, Self

from django.db import models

from .enums import MembershipState

if TYPE_CHECKING:
    pass


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Sentences about memberships."""

    def waiting(self) -> Self:
        """Those no editor has decided yet, oldest first."""
        return self.filter(state=MembershipState.WAITING).order_by("created_at")
