"""Reads on schools and memberships."""

from typing import TYPE_CHECKING, Self

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models.functions import Concat

from .enums import MembershipState

if TYPE_CHECKING:
    from .models import Membership, School  # noqa: F401

SHORTEST_WORD = 3


class SchoolQuerySet(models.QuerySet["School"]):
    """Sentences about schools."""

    def with_district(self) -> Self:
        """Schools with what their full name needs, in order."""
        return self.select_related("district").order_by("name", "district__name")

    def called(self, text: str) -> Self:
        """Schools whose full name ("name, district") or name is the text, in any case."""
        full = Concat("name", models.Value(", "), "district__name")
        return self.annotate(full_name=full).filter(
            models.Q(full_name__iexact=text) | models.Q(name__iexact=text)
        )

    def like(self, text: str) -> Self:
        """Schools that share a longer word with the text."""
        words = [word for word in text.split() if len(word) >= SHORTEST_WORD]
        matches = models.Q(pk__in=[])
        for word in words[:8]:
            matches |= models.Q(name__icontains=word.strip(",."))
        return self.filter(matches)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Sentences about memberships."""

    def waiting(self) -> Self:
        """Those for an editor to decide, oldest first: the person has confirmed her address."""
        confirmed = EmailAddress.objects.filter(user=models.OuterRef("user"), verified=True)
        return (
            self.filter(models.Exists(confirmed), state=MembershipState.WAITING)
            .filter(user__is_active=True)
            .order_by("created_at")
        )

    def approved(self) -> Self:
        """Those an editor has approved."""
        return self.filter(state=MembershipState.APPROVED)

    def with_people(self) -> Self:
        """Memberships with all that a list of them shows."""
        return self.select_related("user", "school__district", "decided_by")
