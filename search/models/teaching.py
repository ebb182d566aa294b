"""What editors teach the search."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, Page

from ..enums import Direction
from ..querysets import QuestionCountQuerySet
from ..text import clean_line, fold


def lines_of(text: str) -> list[str]:
    """Return the words and phrases of a field, one on a line or between semicolons."""
    return [line for part in text.replace(";", "\n").splitlines() if (line := clean_line(part))]


class SynonymSet(models.Model):
    """Words and phrases that stand for each other, or that find others and not the reverse."""

    direction = models.CharField(
        _("direction"), max_length=10, choices=Direction.choices, default=Direction.BOTH
    )
    terms = models.TextField(
        _("words and phrases"), max_length=1_000, help_text=_("One on a line, or with semicolons.")
    )
    targets = models.TextField(
        _("find these too"),
        max_length=1_000,
        blank=True,
        help_text=_("Only where the words above find others and not the reverse. One on a line."),
    )
    only_in_capitals = models.BooleanField(
        _("abbreviations only in capitals"),
        default=False,
        help_text=_(
            "For an abbreviation that is also an ordinary word, such as TEAM: it counts only where "
            "somebody types it in capitals, and is never looked for itself."
        ),
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering: ClassVar = ["terms", "pk"]

    def __str__(self) -> str:
        if self.is_one_way:
            return f"{', '.join(lines_of(self.terms))} → {', '.join(lines_of(self.targets))}"
        return " = ".join(lines_of(self.terms))

    @property
    def is_one_way(self) -> bool:
        """Whether the terms find the targets and not the reverse."""
        return bool(self.direction == Direction.ONE_WAY)


class StarterSynonyms(models.Model):
    """A set that came with the site; it does not come again once an editor deleted it."""

    name = models.CharField(max_length=50, unique=True)

    def __str__(self) -> str:
        return self.name


class PinnedQuestion(ClusterableModel):
    """A question for which editors say what comes first."""

    question = models.CharField(
        _("question"),
        max_length=512,
        help_text=_("As readers type it; case, accents and punctuation do not matter."),
    )
    key = models.CharField(max_length=512, unique=True, editable=False)

    class Meta:
        verbose_name = _("pinned results")
        verbose_name_plural = _("pinned results")
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return self.question

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the bare words, by which the question is recognized."""
        self.key = fold(self.question)[:512]
        super().save(*args, **kwargs)


class PinnedPage(Orderable):
    """A resource or page that comes first."""

    entry = ParentalKey(PinnedQuestion, on_delete=models.CASCADE, related_name="pages")
    page = models.ForeignKey(
        Page, verbose_name=_("resource or page"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta(Orderable.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "page"], name="search_pinned_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.page}"


class QuestionCount(models.Model):
    """How often a question was asked on a day: no person, no session, no address.

    `ranks` adds up the places of the results that were opened.
    """

    day = models.DateField()
    text = models.CharField(max_length=512)
    asked = models.PositiveIntegerField(default=0)
    unanswered = models.PositiveIntegerField(default=0)
    clicks = models.PositiveIntegerField(default=0)
    ranks = models.PositiveIntegerField(default=0)

    objects = QuestionCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "text"], name="search_question_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.text}"


class RankCount(models.Model):
    """How often the result at a place was opened on a day, whatever the question."""

    day = models.DateField()
    rank = models.PositiveSmallIntegerField()
    clicks = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "rank"], name="search_rank_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.rank}"
