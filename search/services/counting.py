"""What is asked and opened, counted without saying by whom.

A count waits in this process and is written with others some seconds later, so that no search
waits for a write; a process that is killed loses what waits.
"""

import logging
import re
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import Error, connection, transaction
from django.db.models import F
from django.utils import timezone

from search.models import QuestionCount, RankCount
from search.query import LONGEST_TEXT
from search.text import clean, fold

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 5
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


@dataclass(slots=True)
class _Tally:
    asked: int = 0
    unanswered: int = 0
    clicks: int = 0
    ranks: int = 0


@dataclass(slots=True)
class _Waiting:
    """What this process has not written yet."""

    questions: dict[tuple[date, str], _Tally] = field(default_factory=dict)
    ranks: Counter[tuple[date, int]] = field(default_factory=Counter)


_lock = threading.Lock()
_waiting = _Waiting()


def count_question(text: str, *, is_answered: bool) -> None:
    """Count that somebody asked; what looks personal is forgotten at once.

    Args:
        text: what was typed.
        is_answered: whether anything was found.
    """
    folded = fold(text[:LONGEST_TEXT])[:LONGEST_TEXT].strip()
    if folded and not is_personal(text):
        with _lock:
            if tally := _tally(folded):
                tally.asked += 1
                tally.unanswered += not is_answered


def count_click(text: str, *, rank: int) -> bool:
    """Count that somebody opened a result; return whether there was room for it.

    Args:
        text: the question.
        rank: the place of the result in the list, from 1.
    """
    folded = fold(text[:LONGEST_TEXT])[:LONGEST_TEXT].strip()
    if not folded or not 1 <= rank <= LAST_RANK or is_personal(text):
        return True
    with _lock:
        tally = _tally(folded)
        if tally is None:
            return False
        tally.clicks += 1
        tally.ranks += rank
        _waiting.ranks[timezone.localdate(), rank] += 1
    return True


def _tally(folded: str) -> _Tally | None:
    """Return what is counted for a question, None if too much waits; the caller holds the lock."""
    key = (timezone.localdate(), folded)
    if key not in _waiting.questions:
        if len(_waiting.questions) >= MOST_WAITING:
            return None
        if not _waiting.questions:
            start_timer()
        _waiting.questions[key] = _Tally()
    return _waiting.questions[key]


def start_timer() -> None:
    """Have what waits written in some seconds, by a thread of its own."""
    timer = threading.Timer(FLUSH_SECONDS, _flush_in_thread)
    timer.daemon = True
    timer.start()


def _flush_in_thread() -> None:
    try:
        flush()
    except Error:
        logger.warning("Counts of questions could not be written and are lost", exc_info=True)
    finally:
        connection.close()


def flush() -> None:
    """Write what waits."""
    global _waiting
    with _lock:
        waiting, _waiting = _waiting, _Waiting()
    if waiting.questions:
        _write(waiting)


@transaction.atomic
def _write(waiting: _Waiting) -> None:
    _write_questions({key: tally for key, tally in waiting.questions.items() if tally.asked})
    for (day, text), tally in waiting.questions.items():
        # What was never asked is not opened either: such a row does not exist.
        QuestionCount.objects.filter(day=day, text=text).update(
            asked=F("asked") + tally.asked,
            unanswered=F("unanswered") + tally.unanswered,
            clicks=F("clicks") + tally.clicks,
            ranks=F("ranks") + tally.ranks,
        )
    rows = [RankCount(day=day, rank=rank) for day, rank in waiting.ranks]
    RankCount.objects.bulk_create(rows, ignore_conflicts=True)
    for (day, rank), clicks in waiting.ranks.items():
        RankCount.objects.filter(day=day, rank=rank).update(clicks=F("clicks") + clicks)


def _write_questions(asked: dict[tuple[date, str], _Tally]) -> None:
    """Make the rows that are missing, as far as the day has room for them."""
    for day in {day for day, _text in asked}:
        room = MOST_PER_DAY - QuestionCount.objects.filter(day=day).count()
        rows = [QuestionCount(day=day, text=text) for of, text in asked if of == day]
        QuestionCount.objects.bulk_create(rows[: max(0, room)], ignore_conflicts=True)


def forget_old_counts(*, today: date | None = None) -> int:
    """Delete counts of more than thirteen months ago; return how many."""
    first = (today or timezone.localdate()) - timedelta(days=KEEP_DAYS)
    questions, _each = QuestionCount.objects.filter(day__lt=first).delete()
    ranks, _each = RankCount.objects.filter(day__lt=first).delete()
    return questions + ranks
