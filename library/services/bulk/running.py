"""Start, confirm, stop and undo changes of many resources; the slow worker does the work."""

import time
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from library.enums import BulkOutcome, BulkState
from library.models import BulkChange, BulkChangeItem, ResourcePage
from library.permissions import may_change_many
from library.services import runs
from library.services.importing.running import PAUSE_SECONDS, TRANSACTION_SECONDS
from library.services.publishing import FilesChanged
from library.services.runs import Attempt, Stopped, Superseded, WrongState

from .changing import change_one, undo_one
from .states import values_of
from .values import Values

TOPIC = "library.bulk_change"
MOST = 5_000
KEEP_CHOICES = timedelta(days=7)
ENDED = {BulkState.DONE, BulkState.STOPPED, BulkState.FAILED}


class TooMany(ValueError):
    """More resources than one change takes."""


class NothingToDo(ValueError):
    """No resource was chosen, or nothing to change about them."""


@transaction.atomic
def choose(*, user: Any, keys: Collection[int], now: datetime | None = None) -> BulkChange:
    """Keep which resources are to be changed; what about them comes next.

    Raises:
        PermissionDenied: the person may not change many.
        NothingToDo: none of them is published.
        TooMany: more than five thousand.
    """
    _require(user)
    now = now or timezone.now()
    BulkChange.objects.filter(state=BulkState.CHOSEN, created_at__lt=now - KEEP_CHOICES).delete()
    if len(keys) > MOST:
        raise TooMany
    found = ResourcePage.objects.published().filter(pk__in=keys).order_by("title", "pk")
    published = list(found.values_list("pk", flat=True))
    if not published:
        raise NothingToDo
    change = BulkChange.objects.create(user=user, created_at=now, rows_total=len(published))
    BulkChangeItem.objects.bulk_create(
        BulkChangeItem(change=change, resource_id=key) for key in published
    )
    return change


@transaction.atomic
def set_values(*, change: BulkChange, user: Any, values: Values) -> BulkChange:
    """Keep what is to be changed; nothing is changed yet.

    Raises:
        PermissionDenied: the person may not change many.
        NothingToDo: it is nothing.
        WrongState: it was confirmed already.
    """
    _require(user)
    change = BulkChange.objects.select_for_update().get(pk=change.pk)
    if change.state != BulkState.CHOSEN:
        raise WrongState
    if values.is_empty:
        raise NothingToDo
    change.values = values.as_data()
    change.save(update_fields=["values"])
    return change


@transaction.atomic
def confirm(*, change: BulkChange, user: Any) -> BulkChange:
    """Have it done, or go on with what was stopped, has failed or has stalled.

    Raises:
        PermissionDenied: the person may not change many.
        WrongState: it is running or done, or nothing was said to be changed.
    """
    _require(user)
    change = BulkChange.objects.select_for_update().get(pk=change.pk)
    startable = {BulkState.CHOSEN, BulkState.STOPPED, BulkState.FAILED}
    if change.state not in startable and not change.is_stalled(timezone.now()):
        raise WrongState
    if not change.values:
        raise WrongState
    return _send(change, user)


@transaction.atomic
def undo(*, change: BulkChange, user: Any) -> BulkChange:
    """Put back what it changed, where that is still what it made.

    Raises:
        PermissionDenied: the person may not change many.
        WrongState: it is running, not made, or undone already.
    """
    _require(user)
    change = BulkChange.objects.select_for_update().get(pk=change.pk)
    if change.state not in ENDED or change.is_undo:
        raise WrongState
    if not change.items.filter(outcome=BulkOutcome.CHANGED).exists():
        raise WrongState
    change.is_undo = True
    return _send(change, user)


@transaction.atomic
def stop(*, change: BulkChange, user: Any) -> None:
    """Have the worker stop after the resource it is at; what is changed stays.

    Raises:
        PermissionDenied: the person may not change many.
        WrongState: it is not running.
    """
    _require(user)
    change = BulkChange.objects.select_for_update().get(pk=change.pk)
    runs.request_stop(change, stopped=BulkState.STOPPED)


def perform(*, change_id: int, attempt: int) -> None:
    """Do what a change waits for; called by the slow worker, and harmless when called twice.

    Args:
        change_id: the change.
        attempt: as it was handed over; a later one takes it away from this call.
    """
    change = runs.take_up(BulkChange, pk=change_id, attempt=attempt)
    if change is not None:
        _Work(change).do()


class _Work:
    """One attempt at a change, in the worker."""

    def __init__(self, change: BulkChange) -> None:
        self.change = change
        self._attempt = Attempt(change)
        waits = BulkOutcome.CHANGED if change.is_undo else BulkOutcome.WAITING
        self._waiting = list(change.items.filter(outcome=waits).values_list("pk", flat=True))

    def do(self) -> None:
        """Go through the resources, and write down how it ended."""
        # Whose account is deleted is nobody.
        if self.change.user is None or not may_change_many(self.change.user):
            failure = _("Whoever started it may not do that any more.")
            self._attempt.end(BulkState.FAILED, failure=failure)
            return
        try:
            total = len(self._waiting)
            self._attempt.update(rows_total=total)
            for done, key in enumerate(self._waiting, start=1):
                start = time.monotonic()
                self._one(key, done)
                # One short transaction right after the other leaves nobody else a gap.
                if done < total and time.monotonic() - start > TRANSACTION_SECONDS / 4:
                    time.sleep(PAUSE_SECONDS)
        except Superseded:
            return
        except Stopped:
            self._attempt.end(BulkState.STOPPED)
        except Exception:
            failure = _("Something went wrong here; it is in the log.")
            self._attempt.end(BulkState.FAILED, failure=failure)
            raise
        else:
            self._attempt.end(BulkState.DONE)

    def _one(self, key: int, done: int) -> None:
        """Change one resource or put it back, unless another attempt or a stop came between."""
        try:
            with transaction.atomic():
                self._attempt.sign(done)
                item = BulkChangeItem.objects.filter(pk=key).first()
                # Deleted with its resource in the meantime.
                if item is not None and self.change.is_undo:
                    undo_one(item, self.change.user)
                elif item is not None:
                    change_one(item, values_of(self.change), self.change.user)
        except ValidationError as error:
            self._leave(key, " ".join(error.messages))
        except FilesChanged:
            self._leave(key, _("A file of the resource is not the one that was reviewed."))

    def _leave(self, key: int, reason: str) -> None:
        outcome = BulkOutcome.KEPT if self.change.is_undo else BulkOutcome.SKIPPED
        BulkChangeItem.objects.filter(pk=key).update(outcome=outcome, reason=reason[:300])


def _require(user: Any) -> None:
    if not may_change_many(user):
        raise PermissionDenied


def _send(change: BulkChange, user: Any) -> BulkChange:
    """Hand a change to the worker once this transaction is committed."""
    change.user = user
    change.state = BulkState.RUNNING
    return runs.hand_over(change, topic=TOPIC, key="change", now=timezone.now())
