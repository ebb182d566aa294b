"""The date by which a resource is to be looked at again, and the one reminder of it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.log_actions import log
from wagtail.models import Revision

from accounts.enums import Role
from accounts.models import User
from core.addresses import site_address
from library.models import ResourcePage
from library.permissions import may_renew
from library.querysets import ResourceQuerySet
from library.services.publishing import NotPublished
from library.services.uses import in_review_now
from outbox.services import queue_mail

LOG_ACTION = "library.still_good"
# How long before the date owner and editors are asked.
SOON = timedelta(days=14)
# What a mail names; a page has the others.
MOST_NAMED = 50
CHUNK = 500


class MayNotRenew(PermissionDenied):
    """The person neither contributed the resource nor is an editor."""


class InReview(ValueError):
    """A new version is with the editors, who set the date in it."""


def in_a_year(today: date) -> date:
    """Return the same day next year, March 1 for a day that it does not have."""
    try:
        return today.replace(year=today.year + 1)
    except ValueError:
        return today.replace(year=today.year + 1, month=3, day=1)


@transaction.atomic
def still_good(*, resource: ResourcePage, user: Any, today: date | None = None) -> date:
    """Say that a resource is still good; return the day in a year by which to look at it again.

    Nothing that readers see changes, so this makes no version: the date is set on the page, and in
    the revisions from which the next version will be made.

    Raises:
        MayNotRenew: the person may not say so.
        NotPublished: it is not in the library.
        InReview: see there.
    """
    locked = ResourcePage.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    if not may_renew(user, locked):
        raise MayNotRenew
    if not locked.live or locked.withdrawn_at is not None:
        raise NotPublished
    if str(locked.pk) in in_review_now():
        raise InReview
    day = in_a_year(today or timezone.localdate())
    ResourcePage.objects.filter(pk=locked.pk).update(review_by=day)
    keys = [key for key in (locked.live_revision_id, locked.latest_revision_id) if key]
    for revision in Revision.objects.select_for_update().filter(pk__in=keys):
        content = {**revision.content, "review_by": day.isoformat()}
        Revision.objects.filter(pk=revision.pk).update(content=content)
    log(locked, LOG_ACTION, user=user, data={"review_by": day.isoformat()})
    return day


@transaction.atomic
def remind(*, now: datetime | None = None) -> int:
    """Ask owners and editors to look at resources again whose date comes within two weeks or has
    passed; return how many those were. For each date that is done once."""
    due = _to_remind_of(timezone.localdate(now or timezone.now()))
    by_owner: dict[User, list[ResourcePage]] = {}
    for page in due:
        if page.owner is not None and page.owner.is_active:
            by_owner.setdefault(page.owner, []).append(page)
    for owner, pages in by_owner.items():
        own = site_address(reverse("contributions:mine"))
        _mail(owner, "resources_due", pages, {"all_url": own})
    if due:
        report = site_address(reverse("desk:due_resources"))
        for editor in User.objects.active().with_role(Role.EDITOR):
            _mail(editor, "editors_resources_due", due, {"all_url": report})
    keys = [page.pk for page in due]
    for start in range(0, len(keys), CHUNK):
        rows = ResourcePage.objects.filter(pk__in=keys[start : start + CHUNK])
        rows.update(reminded_of=F("review_by"))
    return len(due)


def due_by(day: date) -> ResourceQuerySet:
    """Return the published resources that are to be looked at again by then."""
    found: ResourceQuerySet = ResourcePage.objects.published().filter(review_by__lte=day)
    return found


def _to_remind_of(today: date) -> list[ResourcePage]:
    found = due_by(today + SOON).exclude(reminded_of=F("review_by")).select_related("owner")
    return list(found.only("slug", "title", "review_by", "owner").order_by("review_by", "pk"))


def _mail(person: User, template: str, pages: Sequence[ResourcePage], more: dict[str, Any]) -> None:
    context = {
        "name": person.first_name,
        "count": len(pages),
        "entries": [_entry(page) for page in pages[:MOST_NAMED]],
        "others": max(0, len(pages) - MOST_NAMED),
        **more,
    }
    queue_mail(to=person.email, template=template, context=context)


def _entry(page: ResourcePage) -> dict[str, str]:
    return {
        "title": page.title,
        "day": date_format(page.review_by, "F j, Y") if page.review_by else "",
        "url": site_address(reverse("library:resource", args=[page.slug])),
        "renew_url": site_address(reverse("library:still_good", args=[page.slug])),
    }
