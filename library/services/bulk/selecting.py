"""The published resources that an editor filters in the admin."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from library.enums import Vocabulary
from library.models import ResourcePage, ResourceTerm
from library.services.indexing import terms_under

OVERDUE, NO_DATE = "overdue", "none"


def selected(filters: Mapping[str, Any], *, today: date | None = None) -> QuerySet[ResourcePage]:
    """Return the published resources of these filters, by title.

    Args:
        filters: `q` (words of the title), `kind`, `license`, `tag` (a name), `topic`,
            `audience`, `grade` and `standard` (terms, narrower ones included), `review` ("overdue"
            or "none"); what is empty does not filter.
        today: the present day.
    """
    found: Any = ResourcePage.objects.published()
    for word in filters.get("q", "").split():
        found = found.filter(title__icontains=word)
    for name in ("kind", "license"):
        if filters.get(name):
            found = found.filter(**{name: filters[name]})
    for name in Vocabulary.values:
        if filters.get(name):
            carrying = ResourceTerm.objects.filter(term_id__in=terms_under([filters[name].pk]))
            found = found.filter(pk__in=carrying.values("resource"))
    if filters.get("tag"):
        named = ResourcePage.objects.filter(tagged_items__tag__name__iexact=filters["tag"])
        found = found.filter(pk__in=named.values("pk"))
    if filters.get("review") == OVERDUE:
        found = found.filter(review_by__lt=today or timezone.localdate())
    elif filters.get("review") == NO_DATE:
        found = found.filter(review_by=None)
    ordered: QuerySet[ResourcePage] = found.order_by("title", "pk")
    return ordered
