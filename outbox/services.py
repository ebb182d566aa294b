"""Write side effects with the change that causes them, and deliver them after commit."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from .models import OutboxRow
from .registry import Handler, Payload, get_handler, topics

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 12
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=1)
KEEP_DELIVERED = timedelta(days=30)


def add(*, topic: str, payload: Payload, now: datetime | None = None) -> OutboxRow:
    """Write a side effect into the current transaction; it is delivered after commit.

    Args:
        topic: a registered topic.
        payload: JSON-able data for its handler.
        now: earliest delivery; the present by default.

    Raises:
        UnknownTopic: nobody registered the topic.
    """
    get_handler(topic)
    now = now or timezone.now()
    return OutboxRow.objects.create(topic=topic, payload=payload, created_at=now, available_at=now)


def queue_mail(*, to: str, template: str, context: Payload, now: datetime | None = None) -> None:
    """Queue one mail, rendered now from `emails/<template>.txt` and `…_subject.txt`.

    Args:
        to: the recipient's address.
        template: base name of the templates.
        context: what they need; only plain values that may be sent by mail.
    """
    subject = render_to_string(f"emails/{template}_subject.txt", context)
    queue_rendered_mail(
        to=to,
        subject=subject,
        body=render_to_string(f"emails/{template}.txt", context),
        now=now,
    )


def queue_rendered_mail(*, to: str, subject: str, body: str, now: datetime | None = None) -> None:
    """Queue one mail whose text stands already; line breaks in the subject are removed."""
    payload = {"to": to, "subject": " ".join(subject.split()), "body": body}
    add(topic="outbox.mail", payload=payload, now=now)


def drain(*, now: datetime | None = None, limit: int = 1000) -> int:
    """Deliver what is due and return how many rows were delivered.

    The topics take turns, a batch each, so that a flood in one does not hold up the others.

    Args:
        now: the present; tests pass a later time to see retries.
        limit: once so many rows are delivered, the round ends and the call with it.
    """
    delivered = 0
    waiting = [get_handler(topic) for topic in topics()]
    while waiting and delivered < limit:
        still_waiting = []
        for handler in waiting:
            if rows := _lease(handler, now or timezone.now()):
                delivered += _deliver(handler, rows, now)
                still_waiting.append(handler)
        waiting = still_waiting
    return delivered


def purge(*, now: datetime | None = None) -> int:
    """Delete the records of rows delivered more than 30 days ago; return how many."""
    before = (now or timezone.now()) - KEEP_DELIVERED
    return OutboxRow.objects.filter(delivered_at__lt=before).delete()[0]


@transaction.atomic
def _lease(handler: Handler, now: datetime) -> list[OutboxRow]:
    """Take the next batch of a topic for two minutes, so that a killed worker's rows come back."""
    due = OutboxRow.objects.due(now).filter(topic=handler.topic).order_by("id")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    rows = list(due[: handler.batch])
    if rows:
        OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).update(leased_until=now + LEASE)
    return rows


def _deliver(handler: Handler, rows: Sequence[OutboxRow], now: datetime | None) -> int:
    """Hand the rows to their handler; a failing batch is retried row by row to find the culprit."""
    try:
        handler.deliver([row.payload for row in rows])
    except Exception as error:
        if len(rows) > 1:
            return sum(_deliver(handler, [row], now) for row in rows)
        _postpone(rows[0], error, now or timezone.now())
        return 0
    OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).update(
        delivered_at=now or timezone.now(), leased_until=None, payload={}, last_error=""
    )
    return len(rows)


def _postpone(row: OutboxRow, error: Exception, now: datetime) -> None:
    """Try a failed row again later, each time after twice the delay, and give up in the end."""
    row.attempts += 1
    # The class only: an error's text may quote the mail, and the log is not for its readers.
    row.last_error = type(error).__name__
    row.leased_until = None
    row.available_at = now + min(FIRST_DELAY * 2 ** (row.attempts - 1), LONGEST_DELAY)
    if row.attempts >= MAX_ATTEMPTS:
        row.failed_at = now
    row.save(update_fields=["attempts", "last_error", "leased_until", "available_at", "failed_at"])
    logger.warning(
        "Delivery of %s failed (%s), attempt %d", row, type(error).__name__, row.attempts
    )
