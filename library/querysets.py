"""Reads on the catalog."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Lower
from wagtail.query import PageQuerySet

from .enums import Visibility, Vocabulary

if TYPE_CHECKING:
    # Named in strings below.
    from .models import Follow, ResourceVersion, SaveList, Term, Use  # noqa: F401


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

    def with_uses(self) -> Self:
        """With how many schools used each (`schools_using`) and how many people found it helpful
        (`found_helpful`), in the same query."""
        uses = apps.get_model("library.Use").objects.filter(resource=OuterRef("pk"))
        grouped = uses.order_by().values("resource")
        schools = grouped.annotate(n=Count(Lower("place"), distinct=True)).values("n")
        helpful = grouped.annotate(n=Count("pk", filter=Q(is_helpful=True))).values("n")
        return self.annotate(
            schools_using=Coalesce(Subquery(schools), 0),
            found_helpful=Coalesce(Subquery(helpful), 0),
        )


class ResourceVersionQuerySet(models.QuerySet["ResourceVersion"]):
    """Sentences about versions."""

    def visible_to(self, visibilities: frozenset[str]) -> Self:
        """Those of the given visibilities: an older one may have been for fewer people than the
        present one."""
        return self.filter(revision__content__visibility__in=visibilities)


class UseQuerySet(models.QuerySet["Use"]):
    """Sentences about uses."""

    def told(self) -> Self:
        """Those with a word on them, with whose it is."""
        return self.exclude(note="").select_related("user")


class FollowQuerySet(models.QuerySet["Follow"]):
    """Sentences about follows."""

    def of(self, user: Any) -> Self:
        """What a person follows, the newest first."""
        return self.filter(user=user).select_related("term", "author")


class SaveListQuerySet(models.QuerySet["SaveList"]):
    """Sentences about lists."""

    def collections(self) -> Self:
        """Those that editors put before everybody, the latest changed first."""
        changed = Coalesce("changed_at", "created_at")
        return self.filter(is_public=True).order_by(changed.desc(), "-pk")
