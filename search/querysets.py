"""Reads of what was asked."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.db import models
from django.db.models import F, FloatField, Sum
from django.db.models.functions import Cast, NullIf

if TYPE_CHECKING:
    from .models import QuestionCount  # noqa: F401  (named in a string below)

# Who asks something that nobody else asks could be known by it.
RARE = 3


class Sums(NamedTuple):
    """What was asked in a period, all questions together."""

    asked: int
    unanswered: int
    clicks: int
    ranks: int

    @property
    def mean_rank(self) -> float | None:
        """At which place, on average, what was opened stood."""
        return self.ranks / self.clicks if self.clicks else None


class QuestionCountQuerySet(models.QuerySet["QuestionCount"]):
    """Counts of questions."""

    def since(self, day: date) -> Self:
        """Those of a day and later."""
        return self.filter(day__gte=day)

    def by_question(self) -> Any:
        """One row per question: the sums of its days."""
        sums = {name: Sum(name) for name in ("asked", "unanswered", "clicks", "ranks")}
        # A name of its own: "asked" is a column already.
        return self.values("text").annotate(
            **{f"total_{name}": value for name, value in sums.items()},
            mean_rank=Cast(Sum("ranks"), FloatField()) / NullIf(Sum("clicks"), 0),
        )

    def often_asked(self) -> Any:
        """Questions that were asked often enough to be read."""
        return self.by_question().filter(total_asked__gte=RARE)

    def rare(self) -> Any:
        """Questions that nobody should read, only count."""
        return self.by_question().filter(total_asked__lt=RARE)

    def sums(self) -> Sums:
        """All questions together."""
        names: Sequence[str] = Sums._fields
        found = self.aggregate(**{f"total_{name}": Sum(F(name)) for name in names})
        return Sums(*(found[f"total_{name}"] or 0 for name in names))
