"""What is asked and opened, counted without saying by whom."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.counting import Counts, Waiting
from search.models import QuestionCount, RankCount
from search.query import LONGEST_TEXT
from search.text import clean, fold

Question = tuple[date, str]

LAST_RANK = 20
# What waits in one process at most; more is somebody's program.
MOST_WAITING = 500
MOST_PER_DAY = 10_000
KEEP_DAYS = 396

_YEARS = re.compile(r"\b(?:19|20)\d\d\s?[-–—/]\s?(?:(?:19|20)?\d\d)\b")
_ADDRESS = re.compile(r"\S@\S|\S\s?\(at\)\s?\S|https?://\S*[?=]", re.IGNORECASE)
_DIGITS = re.compile(r"\d(?:[\s.()/+-]*\d){5,}")


def is_personal(text: str) -> bool:
    """Whether a question looks as if it named somebody: an address, a telephone or other number."""
    text = clean(text)
    return bool(_ADDRESS.search(text) or _DIGITS.search(_YEARS.sub(" ", text)))


def count_question(text: str, *, is_answered: bool) -> None:
    """Count that somebody asked; what looks personal is forgotten at once.

    Args:
        text: what was typed.
        is_answered: whether anything was found.
    """
    folded = fold(text[:LONGEST_TEXT])[:LONGEST_TEXT].strip()
    if folded and not is_personal(text):
        _questions.add((timezone.localdate(), folded), asked=1, unanswered=int(not is_answered))


def count_click(text: str, *, rank: int) -> bool:
    """Count that somebody opened a result; return whether there was room for it.

    Args:
        text: the question.
        rank: the place of the result in the list, from 1.
    """
    folded = fold(text[:LONGEST_TEXT])[:LONGEST_TEXT].strip()
    if not folded or not 1 <= rank <= LAST_RANK or is_personal(text):
        return True
    today = timezone.localdate()
    if not _questions.add((today, folded), clicks=1, ranks=rank):
        return False
    return _ranks.add((today, rank), clicks=1)


def flush() -> None:
    """Write what waits."""
    _questions.flush()
    _ranks.flush()


@transaction.atomic
def _write_questions(waiting: Waiting[Question]) -> None:
    _make_rows([key for key, tally in waiting.items() if tally["asked"]])
    for (day, text), tally in waiting.items():
        # What was never asked is not opened either: such a row does not exist.
        QuestionCount.objects.filter(day=day, text=text).update(
            asked=F("asked") + tally["asked"],
            unanswered=F("unanswered") + tally["unanswered"],
            clicks=F("clicks") + tally["clicks"],
            ranks=F("ranks") + tally["ranks"],
        )


def _make_rows(asked: Sequence[Question]) -> None:
    """Make the rows that are missing, as far as the day has room for them."""
    for day in {day for day, _text in asked}:
        room = MOST_PER_DAY - QuestionCount.objects.filter(day=day).count()
        rows = [QuestionCount(day=day, text=text) for of, text in asked if of == day]
        QuestionCount.objects.bulk_create(rows[: max(0, room)], ignore_conflicts=True)


@transaction.atomic
def _write_ranks(waiting: Waiting[tuple[date, int]]) -> None:
    rows = [RankCount(day=day, rank=rank) for day, rank in waiting]
    RankCount.objects.bulk_create(rows, ignore_conflicts=True)
    for (day, rank), tally in waiting.items():
        RankCount.objects.filter(day=day, rank=rank).update(clicks=F("clicks") + tally["clicks"])


_questions: Counts[Question] = Counts(_write_questions, most=MOST_WAITING)
_ranks: Counts[tuple[date, int]] = Counts(_write_ranks, most=MOST_WAITING)


def forget_old_counts(*, today: date | None = None) -> int:
    """Delete counts of more than thirteen months ago; return how many."""
    first = (today or timezone.localdate()) - timedelta(days=KEEP_DAYS)
    questions, _each = QuestionCount.objects.filter(day__lt=first).delete()
    ranks, _each = RankCount.objects.filter(day__lt=first).delete()
    return questions + ranks
