"""Reads of the mission pages."""

from typing import Any

from library.enums import Kind, Visibility
from library.models import ResourcePage

NEWEST = 6


def newest_entries() -> list[dict[str, Any]]:
    """Return the newest public resources as `components/entry.html` takes them, in one flat query.

    Six, or three if there are fewer than six: whole rows on a wide screen.
    """
    rows = list(
        ResourcePage.objects.published()
        .visible_to(frozenset({Visibility.PUBLIC.value}))
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
        )[:NEWEST]
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
