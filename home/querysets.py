"""Reads of the mission pages."""

from typing import Any

from django.db.models import Exists, OuterRef
from wagtail.models import Page
from wagtail.query import PageQuerySet

from library.enums import Kind, Visibility
from library.models import ResourcePage

NEWEST = 6


def newest_entries() -> list[dict[str, Any]]:
    """Return the newest public resources as `components/entry.html` takes them, in one flat query.

    Six, or three if there are fewer than six: whole rows on a wide screen.
    """
    rows = list(
        ResourcePage.objects.filter(pk__in=_newest_pages())
        .newest_first()
        .values(
            "slug",
            "title",
            "kind",
            "summary",
            "time_to_start",
            "cost",
            "school_context",
            "is_sample",
        )
    )
    if 3 < len(rows) < NEWEST:
        rows = rows[:3]
    return [
        {
            **row,
            "url": f"/library/{row['slug']}/",
            "kind": Kind(row["kind"]).label,
            "context": row["school_context"],
        }
        for row in rows
    ]


def _newest_pages() -> PageQuerySet:
    """Return the keys of the newest public resources.

    Asked of the pages, by their index of dates: a join would sort the entire library.
    """
    public = ResourcePage.objects.published().visible_to(frozenset({Visibility.PUBLIC.value}))
    pages: PageQuerySet = Page.objects.filter(Exists(public.filter(pk=OuterRef("pk"))))
    return pages.order_by("-first_published_at", "-pk").values("pk")[:NEWEST]
