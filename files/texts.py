"""The text inside files, for search: which files take part, and its extraction.

A file takes part only if an app says so: it registers what it lists (`register_lister`) and asks
for the text of what is new (`request`). Files that nobody names here are never read.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from search.documents import LONGEST_FILE_TEXT
from search.text import clean_line

from . import findings, previews
from .enums import Refusal, Refused, TextState
from .intake import isolation
from .intake.kinds import READABLE_EXTENSIONS
from .limits import LONGEST_EXAMINATION
from .models import Examination, ExtractedText, StoredFile
from .storage import blob_name, local_path

logger = logging.getLogger(__name__)

# Sent inside the transaction in which the text of `sha256` changes.
text_changed = Signal()

# Files that wait for the slow worker at once, and how long it has for them before they are handed
# over again: it may have been killed, or busy with an import.
HANDED_AT_ONCE = 40
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3
CHUNK = 500

# What those should know who share a file or review it.
_NOTES = {
    TextState.NO_TEXT: _(
        "No text inside: people who use screen readers and the search cannot read it."
    ),
    TextState.PROTECTED: _("Protected by a password: the search cannot read it."),
    TextState.FAILED: _("Its text could not be read: the search does not know what is inside."),
}

_NOT_LOOKED_THROUGH = _(
    "It could not be looked through for students' data: whoever reviews it must."
)

Lister = Callable[[], Iterable[str]]
_listers: list[Lister] = []


def register_lister(lister: Lister) -> Lister:
    """Register files that take part: `lister()` yields the SHA-256 of each, any number of times."""
    if lister not in _listers:
        _listers.append(lister)
    return lister


def request(*, sha256s: Iterable[str]) -> int:
    """Have the text of files extracted, unless that was done or asked for; return how many are new.

    Args:
        sha256s: of files that an app lists for readers or editors of the library.
    """
    wanted = set(sha256s)
    wanted -= set(ExtractedText.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if not wanted:
        return 0
    stored = (
        StoredFile.objects.available().filter(sha256__in=wanted).values_list("sha256", "extension")
    )
    rows = [
        ExtractedText(
            pk=sha256,
            state=TextState.WAITING if kind in READABLE_EXTENSIONS else TextState.UNSUPPORTED,
        )
        for sha256, kind in dict(stored).items()
    ]
    ExtractedText.objects.bulk_create(rows, ignore_conflicts=True)
    previews.request(sha256s=wanted)
    return len(rows)


def notes(sha256s: Iterable[str]) -> dict[str, str]:
    """Return a sentence for each of the files whose text nobody can search, or look through."""
    sha256s = set(sha256s)
    rows = ExtractedText.objects.filter(pk__in=sha256s, state__in=list(_NOTES))
    states = dict(rows.values_list("pk", "state"))
    found = {sha256: str(_NOTES[TextState(state)]) for sha256, state in states.items()}
    for sha256 in unseen(sha256s):
        found[sha256] = " ".join(filter(None, [found.get(sha256), str(_NOT_LOOKED_THROUGH)]))
    return found


def unseen(sha256s: Iterable[str]) -> set[str]:
    """Return those of the hashes whose bytes nobody could look through for students' data."""
    rows = Examination.objects.filter(pk__in=set(sha256s)).exclude(failed=[])
    return {pk for pk, failed in rows.values_list("pk", "failed") if {"all", "privacy"} & {*failed}}


def request_missing() -> int:
    """Ask for the text of all files that take part and have none; return how many are new.

    That is what an upgrade finds, or a restored backup.
    """
    listed = {sha256 for lister in _listers for sha256 in lister()}
    missing = iter(sorted(listed.difference(ExtractedText.objects.values_list("pk", flat=True))))
    new = 0
    while chunk := list(islice(missing, CHUNK)):
        new += request(sha256s=chunk)
    # Read by an earlier release, which did not look for all that is looked for now.
    read = ExtractedText.objects.exclude(state__in=[TextState.WAITING, TextState.UNSUPPORTED])
    read = read.exclude(pk__in=Examination.objects.values("pk"))
    return new + read.update(state=TextState.WAITING, attempts=0, handed_at=None)


def take_waiting(*, now: datetime | None = None) -> list[str]:
    """Return the hashes of files to hand to the slow worker now; those are not taken again soon."""
    now = now or timezone.now()
    waiting = ExtractedText.objects.waiting()
    # Most rounds find nothing; on SQLite they must not take the one writer's lock to see that.
    if not waiting.exists():
        return []
    with transaction.atomic():
        at_work = waiting.filter(handed_at__gt=now - LEASE)
        idle = waiting.exclude(pk__in=at_work.values("pk")).order_by("pk")
        taken = list(idle.values_list("pk", flat=True)[: max(0, HANDED_AT_ONCE - at_work.count())])
        ExtractedText.objects.filter(pk__in=taken).update(handed_at=now)
    return taken


def request_now(*, sha256: str, now: datetime | None = None) -> None:
    """Have one file read before others: its sender waits for it. What is read already is read
    again, for what an earlier release did not look for."""
    request(sha256s=[sha256])
    rows = ExtractedText.objects.filter(pk=sha256)
    now = now or timezone.now()
    if rows.update(state=TextState.WAITING, attempts=0, handed_at=now):
        extract_text.enqueue(sha256)


@task(priority=20)
def extract_text(sha256: str) -> None:
    """Read one file, in the slow worker."""
    extract(sha256=sha256)


def extract(*, sha256: str, again: bool = False, now: datetime | None = None) -> str | None:
    """Read the text of a file that waits for it, keep it, and return the state it is in.

    Call it outside a transaction: it takes its time. A file whose reading ended the worker
    itself is given up the third time.

    Args:
        sha256: hash of the file.
        again: read it even if that was done before.
        now: when; the present by default.

    Returns:
        None if there was nothing to do.
    """
    rows = ExtractedText.objects.filter(pk=sha256)
    if not again:
        rows = rows.waiting()
    if not rows.update(attempts=1 if again else F("attempts") + 1):
        return None
    attempts = rows.values_list("attempts", flat=True).first() or 0
    try:
        found = _read(sha256) if attempts <= MOST_ATTEMPTS else _Outcome(TextState.FAILED)
    except _NoRoom:
        # It is handed over again once the lease is over.
        return TextState.WAITING.value
    _keep(sha256, found, now or timezone.now())
    return found.state.value


class _NoRoom(Exception):
    """The disk is full; that says nothing about the file."""


class _Outcome:
    """What reading a file came to."""

    def __init__(
        self,
        state: TextState,
        text: str = "",
        pages: int | None = None,
        answer: dict[str, Any] | None = None,
    ) -> None:
        self.state, self.text, self.pages = state, text, pages
        # What else the process found; nothing if it gave up.
        self.answer = answer or {"failed": ["all"]}


def _read(sha256: str) -> _Outcome:
    """Read a file in a process of its own.

    Raises:
        _NoRoom: there is no room for its answer.
    """
    stored = StoredFile.objects.sharing_bytes(sha256).first()
    if stored is None or stored.extension not in READABLE_EXTENSIONS:
        return _Outcome(TextState.UNSUPPORTED)
    try:
        with local_path(blob_name(sha256)) as path:
            answer = isolation.call(
                "files.examining", [stored.extension, str(path)], longest=LONGEST_EXAMINATION
            )
        # The answer comes from a process that has met hostile input.
        text = clean_line(str(answer["text"]))[:LONGEST_FILE_TEXT]
        pages = min(int(answer["pages"]), 1_000_000) if answer["pages"] is not None else None
    except Refused as error:
        if error.refusal == Refusal.STORAGE_FULL:
            raise _NoRoom from error
        is_protected = error.refusal == Refusal.PASSWORD
        return _Outcome(TextState.PROTECTED if is_protected else TextState.FAILED)
    except (FileNotFoundError, KeyError, TypeError, ValueError):
        logger.warning("The text of %s cannot be read", sha256, exc_info=True)
        return _Outcome(TextState.FAILED)
    return _Outcome(TextState.DONE if text else TextState.NO_TEXT, text, pages, answer)


@transaction.atomic
def _keep(sha256: str, found: _Outcome, now: datetime) -> None:
    """Write down what was found, and tell those who show it."""
    row = ExtractedText.objects.select_for_update().filter(pk=sha256).first()
    if row is None:
        # Its last file was deleted meanwhile.
        return
    is_changed = row.text != found.text
    row.state, row.text, row.pages = found.state.value, found.text, found.pages
    row.handed_at, row.finished_at = None, now
    row.save()
    findings.keep(sha256=sha256, answer=found.answer, now=now)
    if is_changed:
        text_changed.send(sender=ExtractedText, sha256=sha256)
