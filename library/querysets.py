"""Reads on the catalog."""

from typing import TYPE_CHECKING, Self

from django.db import models
from wagtail.query import PageQuerySet

from .enums import Visibility, Vocabulary

if TYPE_CHECKING:
    from .models import Term  # noqa: F401  (named in a string below)


class TermQuerySet(models.QuerySet["Term"]):
    """Sentences about controlled terms."""

    def of(self, vocabulary: Vocabulary) -> Self:
        """The terms of one vocabulary, in its order."""
        return self.filter(vocabulary=vocabulary)


class ResourceQuerySet(PageQuerySet):
    """Sentences about resources."""

    def published(self) -> Self:
        """Resources that stand in the library now."""
        return self.filter(live=True, withdrawn_at=None)

    def visible_to(self, visibilities: frozenset[str]) -> Self:
        """Resources of the given visibilities (see `permissions.visibilities_for`)."""
        if visibilities >= set(Visibility.values):
            return self
        return self.filter(visibility__in=visibilities)

    def for_everybody(self) -> Self:
        """Published resources that any visitor may see."""
        return self.published().visible_to(frozenset({Visibility.PUBLIC.value}))

    def newest_first(self) -> Self:
        """Latest first publication first."""
        return self.order_by("-first_published_at", "-pk")
