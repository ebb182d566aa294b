"""What a change of many would do to each resource, or has done."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from library.enums import BulkOutcome
from library.models import BulkChange, BulkChangeItem, Term

from .states import Found, find, values_of
from .values import FIELDS, TERMS, State, Values, differing, told

CHUNK = 500
PAGE = 50


@dataclass(frozen=True)
class Row:
    """One resource: what would be different, or why nothing would."""

    title: str
    key: int
    outcome: BulkOutcome
    reason: str = ""
    changes: Sequence[tuple[str, str, str]] = ()


@dataclass
class Shown:
    """One page of resources, and how many come to what in all."""

    rows: list[Row] = field(default_factory=list)
    counts: Counter[BulkOutcome] = field(default_factory=Counter)
    page: int = 1
    pages: int = 1


def preview(change: BulkChange, *, page: int = 1) -> Shown:
    """Return what a change would do, in a few queries for every five hundred resources."""
    values = values_of(change)
    keys = list(change.items.order_by("pk").values_list("resource_id", flat=True))
    shown = _page(len(keys), page)
    wanted = set(keys[(shown.page - 1) * PAGE : shown.page * PAGE])
    labels = _labels()
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        found = find(chunk)
        for key in chunk:
            row = _row(key, found[key], values, labels)
            shown.counts[row.outcome] += 1
            if key in wanted:
                shown.rows.append(row)
    return shown


def outcomes(change: BulkChange, *, page: int = 1) -> Shown:
    """Return what became of each resource."""
    items = change.items.order_by("pk")
    shown = _page(items.count(), page)
    labels = _labels()
    shown.counts.update(
        Counter(BulkOutcome(each) for each in items.values_list("outcome", flat=True))
    )
    for item in items.select_related("resource")[(shown.page - 1) * PAGE : shown.page * PAGE]:
        shown.rows.append(_done(item, labels))
    return shown


def _page(number: int, page: int) -> Shown:
    pages = max(1, -(-number // PAGE))
    return Shown(page=max(1, min(page, pages)), pages=pages)


def _labels() -> dict[int, str]:
    terms = Term.objects.filter(vocabulary__in=TERMS.values())
    return dict(terms.values_list("pk", "label"))


def _row(key: int, found: Found, values: Values, labels: dict[int, str]) -> Row:
    if found.held:
        return Row(found.title, key, BulkOutcome.SKIPPED, found.held)
    after = values.wanted(found.live)
    changes = _told(found.live, after, labels)
    in_draft = found.draft is not None and differing(found.draft, values.wanted(found.draft))
    if not changes and not in_draft:
        return Row(found.title, key, BulkOutcome.UNCHANGED)
    # What stands in a draft is its author's to know.
    note = _("Its draft is changed in the same way.") if in_draft else ""
    return Row(found.title, key, BulkOutcome.CHANGED, note, changes)


def _done(item: BulkChangeItem, labels: dict[int, str]) -> Row:
    before, after = item.before.get("live", {}), item.after.get("live", {})
    changes = [
        (str(FIELDS[name]), told(name, before[name], labels), told(name, after[name], labels))
        for name in FIELDS
        if name in after
    ]
    return Row(
        item.resource.title, item.resource_id, BulkOutcome(item.outcome), item.reason, changes
    )


def _told(before: State, after: State, labels: dict[int, str]) -> list[tuple[str, str, str]]:
    return [
        (str(FIELDS[name]), told(name, before[name], labels), told(name, after[name], labels))
        for name in differing(before, after)
    ]
