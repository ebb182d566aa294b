"""Write side effects with the change that causes them, and deliver them after commit."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import OperationalError
from django.template.loader import render_to_string
from django.utils import timezone

from core.text import clean_line

from .messages import new_message_id
from .models import DailyChore, OutboxRow
from .querysets import OutboxRowQuerySet
from .registry import Handler, Payload, Undeliverable, daily_chores, get_handler, topics

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
# With the delays below this is three days: a mail server may be down over a weekend.
MAX_ATTEMPTS = 80
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=1)
KEEP_RECORDS = timedelta(days=30)
# By the clock of the site; whoever was not running then makes up for it later.
NIGHT_HOUR = 3


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


def queue_mail(
    *,
    to: str,
    template: str,
    context: Payload,
    headers: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> None:
    """Queue one mail, rendered now from `emails/<template>.txt` and `…_subject.txt`.

    Args:
        to: the recipient's address.
        template: base name of the templates.
        context: what they need beside `site_name`; only plain values that may be sent by mail.
        headers: more headers, such as "Reply-To"; they become one line each.
        now: earliest delivery; the present by default.
    """
    context = {"site_name": settings.WAGTAIL_SITE_NAME, **context}
    subject = render_to_string(f"emails/{template}_subject.txt", context)
    queue_rendered_mail(
        to=to,
        subject=subject,
        body=render_to_string(f"emails/{template}.txt", context),
        headers=headers,
        now=now,
    )


def queue_rendered_mail(
    *,
    to: str,
    subject: str,
    body: str,
    headers: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> None:
    """Queue one mail whose text stands already; its subject becomes one line, without
    characters that nobody sees."""
    payload = {
        "to": to,
        "subject": clean_line(" ".join(subject.split())),
        "body": body,
        "headers": {name: clean_line(value) for name, value in (headers or {}).items()},
        "message_id": new_message_id(),
    }
    add(topic="outbox.mail", payload=payload, now=now)


def drain(*, now: datetime | None = None, limit: int = 1000, only: Sequence[str] = ()) -> int:
    """Deliver what is due and return how many rows were delivered.

    The topics take turns, a batch each, so that a flood in one does not hold up the others.

    Args:
        now: the present; tests pass a later time to see retries.
        limit: once so many rows are delivered, the round ends and the call with it.
        only: these topics; all by default.

    Raises:
        UnknownTopic: nobody registered one of them.
    """
    delivered = 0
    waiting = [get_handler(topic) for topic in only or topics()]
    while waiting and delivered < limit:
        still_waiting = []
        for handler in waiting:
            if rows := _lease(handler, now or timezone.now()):
                delivered += _deliver(handler, rows, now)
                still_waiting.append(handler)
        waiting = still_waiting
    return delivered


@transaction.atomic
def retry_given_up(*, now: datetime | None = None) -> int:
    """Put everything that was given up back in line; return how many rows."""
    return OutboxRow.objects.given_up().update(
        failed_at=None, attempts=0, last_error="", available_at=now or timezone.now()
    )


@transaction.atomic
def hurry(*, topic: str, now: datetime | None = None) -> int:
    """Have what failed of a topic tried again at once, what was given up as well; return how many.

    For whoever sees that its receiver is back.
    """
    now = now or timezone.now()
    return (
        OutboxRow.objects.filter(topic=topic, delivered_at=None, leased_until=None)
        .exclude(failed_at=None, attempts=0)
        .update(failed_at=None, attempts=0, last_error="", available_at=now)
    )


def purge(*, now: datetime | None = None) -> int:
    """Delete the records of rows delivered or given up more than 30 days ago; return how many."""
    before = (now or timezone.now()) - KEEP_RECORDS
    old = OutboxRow.objects.filter(delivered_at__lt=before) | OutboxRow.objects.filter(
        failed_at__lt=before
    )
    return old.delete()[0]


def do_daily_chores(*, now: datetime | None = None) -> int:
    """Do what has not been done since last night; return how many chores were done.

    What is new waits for the next night.
    """
    now = now or timezone.now()
    night = timezone.localtime(now).replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    since = night if night <= now else night - timedelta(days=1)
    return sum(_do_once(name, work, since, now) for name, work in daily_chores())


def _do_once(name: str, work: Callable[[], None], since: datetime, now: datetime) -> bool:
    """Do a chore unless it was done since; one that fails is tried again at the next look."""
    # Most looks find nothing to do; on SQLite they must not take the one writer's lock.
    if DailyChore.objects.filter(name=name, done_at__gte=since).exists():
        return False
    try:
        with transaction.atomic():
            # Another worker may have come first: the row is locked and asked again.
            row, is_new = DailyChore.objects.select_for_update().get_or_create(
                name=name, defaults={"done_at": now}
            )
            if is_new or row.done_at >= since:
                return False
            row.done_at = now
            row.save(update_fields=["done_at"])
            work()
            return True
    except OperationalError:
        # The database is locked or away: that is for the worker to sit out.
        raise
    except Exception:
        logger.exception("Daily chore %s failed and is tried again", name)
        return False


def _lease(handler: Handler, now: datetime) -> list[OutboxRow]:
    """Take the next batch of a topic for two minutes, so that a killed worker's rows come back."""
    due = OutboxRow.objects.due(now).filter(topic=handler.topic).order_by("id")
    # Most rounds find nothing; on SQLite they must not take the one writer's lock to see that.
    return _take(due, handler.batch, now) if due.exists() and handler.is_ready() else []


@transaction.atomic
def _take(due: OutboxRowQuerySet, most: int, now: datetime) -> list[OutboxRow]:
    """Mark the first of the due rows as ours and return them."""
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    rows = list(due[:most])
    if rows:
        OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).update(leased_until=now + LEASE)
    return rows


def _deliver(handler: Handler, rows: Sequence[OutboxRow], now: datetime | None) -> int:
    """Hand the rows to their handler; a failing batch is retried row by row to find the culprit,
    unless it is the receiver that is away."""
    try:
        handler.deliver([row.payload for row in rows])
    except Exception as error:
        if not handler.is_ready():
            OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).update(leased_until=None)
            return 0
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
    is_final = isinstance(error, Undeliverable)
    row.attempts += 1
    # Of others the class only: an error's text may quote the mail, and is not for our readers.
    row.last_error = str(error)[:300] if is_final else type(error).__name__
    row.leased_until = None
    row.available_at = now + min(FIRST_DELAY * 2 ** min(row.attempts - 1, 20), LONGEST_DELAY)
    if is_final or row.attempts >= MAX_ATTEMPTS:
        row.failed_at = now
    row.save(update_fields=["attempts", "last_error", "leased_until", "available_at", "failed_at"])
    level = logging.WARNING if row.failed_at is None else logging.ERROR
    logger.log(level, "Delivery of %s failed (%s), attempt %d", row, row.last_error, row.attempts)
