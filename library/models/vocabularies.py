"""Controlled vocabularies: topics, audiences, grade bands and standards.

One model serves all four, so that order, synonyms, merging and exchange are written once.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from library.enums import Vocabulary
from library.querysets import TermQuerySet


class Term(models.Model):
    """One entry of a controlled vocabulary, with an optional broader term."""

    vocabulary = models.CharField(max_length=10, choices=Vocabulary.choices)
    slug = models.SlugField(
        max_length=80, help_text=_("Stands in addresses. A former one keeps leading here.")
    )
    label = models.CharField(max_length=120)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("broader term"),
    )
    position = models.PositiveIntegerField(default=0)
    scope_note = models.TextField(blank=True, help_text=_("When to use it, in a sentence."))
    is_provisional = models.BooleanField(
        _("provisional"), default=False, help_text=_("The wording is not confirmed yet.")
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["vocabulary", "position", "label"]
        constraints = [
            models.UniqueConstraint(fields=["vocabulary", "slug"], name="library_term_slug")
        ]

    def __str__(self) -> str:
        return self.label


class TermSynonym(models.Model):
    """Another word for a term; search and suggestions know it."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="synonyms")
    label = models.CharField(max_length=120)

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["term", "label"], name="library_synonym_label")
        ]

    def __str__(self) -> str:
        return self.label
