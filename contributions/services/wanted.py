"""What readers look for and do not find: put before everybody, answered by a contribution."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contributions.models import Submission, WantedPractice
from library.permissions import visibilities_for

MOST_ANSWERED = 20


@dataclass(frozen=True, slots=True)
class Answered:
    """A wanted practice and what answers it.

    Attributes:
        is_hidden: whether this person may not see the answer, only that there is one.
    """

    wanted: WantedPractice
    is_hidden: bool


def open_ones() -> Sequence[WantedPractice]:
    """Return what is wanted now, the newest first."""
    return list(WantedPractice.objects.shown().unanswered())


def answered_ones(*, user: Any) -> Sequence[Answered]:
    """Return what was answered lately, as the person may see it."""
    seen = visibilities_for(user)
    rows = WantedPractice.objects.shown().answered().select_related("answer")[:MOST_ANSWERED]
    return [Answered(one, bool(one.answer and one.answer.visibility not in seen)) for one in rows]


def find_wanted(public_id: str) -> WantedPractice | None:
    """Return a wanted practice that may be answered; None for whatever else an address says."""
    try:
        key = UUID(public_id)
    except ValueError:
        return None
    return WantedPractice.objects.shown().filter(public_id=key).first()


def note_answer(submission: Submission) -> None:
    """Say that a contribution, now published, answers what was wanted; the first one counts."""
    if submission.wanted_id is not None:
        WantedPractice.objects.unanswered().filter(pk=submission.wanted_id).update(
            answer=submission.resource_id
        )
