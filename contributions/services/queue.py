"""The one queue of the editors: submissions, new members, readers' corrections."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from contributions.enums import State
from contributions.models import Correction, Submission
from members.models import Membership

TYPES = ("submission", "membership", "correction", "suspect")


@dataclass(frozen=True)
class QueueItem:
    """A row of the queue. `record` is a Submission, Membership or Correction."""

    type: str
    record: Any
    since: datetime
    is_overdue: bool = False
    is_urgent: bool = False


@dataclass(frozen=True)
class QueueFilter:
    """What of the queue is wanted; empty means everything that waits."""

    type: str = ""
    state: str = ""
    mine: bool = False
    oldest_first: bool = True


def items(*, editor: Any, wanted: QueueFilter, today: date) -> list[QueueItem]:
    """Return the queue, oldest first unless asked otherwise, in at most three queries; reports
    about a person before all."""
    found: list[QueueItem] = []
    if wanted.type in {"", "submission"}:
        found += [
            QueueItem("submission", row, row.state_since, row.is_overdue(today))
            for row in _submissions(editor, wanted)
        ]
    plain = not wanted.state and not wanted.mine
    if wanted.type == "membership" or (not wanted.type and plain):
        found += [
            QueueItem("membership", row, row.created_at)
            for row in Membership.objects.waiting().select_related("user", "school__district")
        ]
    if wanted.type == "correction" or (not wanted.type and plain):
        found += [
            QueueItem("correction", row, row.created_at, is_urgent=row.is_urgent)
            for row in _corrections(editor, Correction.objects.waiting())
        ]
    if wanted.type == "suspect":
        rows = _corrections(editor, Correction.objects.suspect())
        found += [QueueItem("correction", row, row.created_at) for row in rows]
    found.sort(key=lambda item: item.since, reverse=not wanted.oldest_first)
    # What may harm somebody comes first, in whatever order the others are.
    return sorted(found, key=lambda item: not item.is_urgent)


def _submissions(editor: Any, wanted: QueueFilter) -> QuerySet[Submission]:
    rows = Submission.objects.select_related(
        "resource", "contributor__membership__school__district", "holder", "revision"
    ).defer("revision__content")
    if wanted.state == "self-approved":
        rows = rows.filter(is_self_approval=True)
    elif wanted.state in State.values and wanted.state != State.DRAFT:
        rows = rows.in_state(State(wanted.state))
    else:
        rows = rows.waiting()
    return rows.held_by(editor) if wanted.mine else rows


def _corrections(editor: Any, rows: QuerySet[Correction]) -> QuerySet[Correction]:
    """Corrections, each with whether somebody works unseen on a new version (`is_taken`): the page
    editor is closed then."""
    unseen = Submission.objects.unseen_by(editor).filter(resource=OuterRef("resource"))
    return rows.select_related("resource", "author").annotate(is_taken=Exists(unseen))


def is_taken(correction: Correction, editor: Any) -> bool:
    """Whether somebody works unseen on a new version of what was reported."""
    return Submission.objects.unseen_by(editor).filter(resource=correction.resource_id).exists()


def waiting_count() -> int:
    """How many things wait for an editor: the number beside the menu item."""
    return (
        Submission.objects.waiting().order_by().count()
        + Membership.objects.waiting().order_by().count()
        + Correction.objects.waiting().count()
    )


def urgent_count() -> int:
    """How many reports about a student or another person wait."""
    return Correction.objects.about_people().count()
