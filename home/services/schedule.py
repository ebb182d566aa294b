"""Pages that go live or leave at a time their editors chose."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, transaction
from django.utils import timezone
from wagtail.models import Page, Revision

logger = logging.getLogger(__name__)


def publish_due(*, now: datetime | None = None) -> int:
    """Take down what has expired and publish what is due; return how many pages changed.

    Wagtail's `publish_scheduled` does the same, but stops at the first page that fails, for good.
    """
    now = now or timezone.now()
    over = Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at")
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    changed = sum(_attempt(_take_down, pk, now) for pk in over.values_list("pk", flat=True))
    return changed + sum(_attempt(_publish, pk, now) for pk in due.values_list("pk", flat=True))


def _attempt(step: Callable[[int, datetime], bool], pk: int, now: datetime) -> bool:
    """Do one page in a transaction of its own: one that fails does not hold up the others."""
    try:
        with transaction.atomic():
            return step(pk, now)
    except DatabaseError:
        # Locked or away: that is for the worker to sit out.
        raise
    except Exception:
        logger.exception("Schedule: %s %d failed and is tried again", step.__name__, pk)
        return False


def _take_down(pk: int, now: datetime) -> bool:
    page = (
        Page.objects.select_for_update(of=("self",))
        .filter(pk=pk, live=True, expire_at__lt=now)
        .first()
    )
    if page is None:
        return False
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


def _publish(pk: int, now: datetime) -> bool:
    # Another worker may have come first: the row is locked and asked again.
    revision = (
        Revision.objects.select_for_update(of=("self",))
        .filter(pk=pk, approved_go_live_at__lt=now)
        .first()
    )
    if revision is None:
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    return True
