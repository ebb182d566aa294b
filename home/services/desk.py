"""What waits for a person who opens the admin."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, Revision, TaskState

from accounts.permissions import is_editor
from contributions.permissions import may_review
from contributions.services.queue import urgent_count, waiting_count
from files.models import PrivacyHold
from home.models import ContactMessage, PageLink
from library.models import ResourcePage
from library.permissions import may_moderate
from library.querysets import ResourceQuerySet
from library.services.comments import waiting_count as waiting_comments
from library.services.review_dates import due_by
from outbox.models import OutboxRow
from outbox.permissions import may_see_deliveries

SHOWN = 5
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing by name, such as a page, and where to go for it."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Things of one kind that wait: how many in words, where they all are, some by name."""

    icon: str
    words: str
    url: str = ""
    entries: tuple[Entry, ...] = ()
    more: int = 0


def waiting_for(*, user: Any, now: datetime | None = None) -> list[Waiting]:
    """Return what needs the person, the most urgent first; empty if nothing does.

    Args:
        user: who opened the admin.
        now: the present.
    """
    now = now or timezone.now()
    found: list[Waiting] = []
    if may_review(user):
        found += _about_people()
        found += _contributions()
    if may_moderate(user):
        found += _comments()
    if is_editor(user):
        found += _held_files()
        found += _approvals(user)
        found += _messages()
        found += _drafts(user)
        found += _scheduled(now)
        found += _links()
        found += _due(timezone.localdate(now))
    if may_see_deliveries(user):
        found += _deliveries()
    return found


def resources_to_look_at(today: date) -> ResourceQuerySet:
    """Return the published resources that are to be looked at again within two weeks."""
    return due_by(today + SOON)


def _about_people() -> Iterator[Waiting]:
    if count := urgent_count():
        words = ngettext(
            "%(n)d report about a student or another person: look at it first",
            "%(n)d reports about students or other people: look at them first",
            count,
        )
        yield Waiting("warning", words % {"n": count}, reverse("review:queue") + "?type=correction")


def _contributions() -> Iterator[Waiting]:
    if count := waiting_count():
        words = ngettext(
            "%(n)d contribution, member or correction waits for an editor",
            "%(n)d contributions, members or corrections wait for an editor",
            count,
        )
        yield Waiting("tasks", words % {"n": count}, reverse("review:queue"))


def _comments() -> Iterator[Waiting]:
    if count := waiting_comments():
        words = ngettext("%(n)d comment is flagged", "%(n)d comments are flagged", count)
        yield Waiting("comment", words % {"n": count}, reverse("comments:queue"))


def _held_files() -> Iterator[Waiting]:
    if count := PrivacyHold.objects.to_decide().count():
        words = ngettext(
            "%(n)d held file waits for a decision", "%(n)d held files wait for a decision", count
        )
        yield Waiting("lock", words % {"n": count}, reverse("held_files:holds"))


def _approvals(user: Any) -> Iterator[Waiting]:
    states = (
        TaskState.objects.reviewable_by(user)
        .select_related("revision__user", "workflow_state")
        .defer("revision__content")
        .order_by("started_at")
    )
    entries = [
        Entry(
            state.revision.object_str,
            _edit(state.revision.object_id),
            _("from %(name)s, %(day)s")
            % {"name": state.revision.user or _("somebody"), "day": _day(state.started_at)},
        )
        for state in states
    ]
    words = ngettext("%(n)d page waits for approval", "%(n)d pages wait for approval", len(entries))
    yield from _listed("check", words, entries)


def _messages() -> Iterator[Waiting]:
    if count := ContactMessage.objects.filter(is_handled=False, is_suspect=False).count():
        words = ngettext("%(n)d message is not handled", "%(n)d messages are not handled", count)
        address = reverse("contact_messages:index") + "?is_handled=false&is_suspect=false"
        yield Waiting("mail", words % {"n": count}, address)


def _drafts(user: Any) -> Iterator[Waiting]:
    """What she typed last and nobody published: neither handed in nor scheduled."""
    pages = (
        Page.objects.not_type(ResourcePage)
        .filter(has_unpublished_changes=True, latest_revision__user=user)
        .exclude(latest_revision__approved_go_live_at__isnull=False)
        .order_by("-latest_revision_created_at")
        .values_list("pk", "draft_title", "latest_revision_created_at")
    )
    handed_in = set(
        TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values_list(
            "workflow_state__object_id", flat=True
        )
    )
    entries = [
        Entry(title, _edit(pk), _("changed %(day)s") % {"day": _day(at)})
        for pk, title, at in pages
        if str(pk) not in handed_in
    ]
    words = ngettext(
        "%(n)d draft of yours is not published",
        "%(n)d drafts of yours are not published",
        len(entries),
    )
    yield from _listed("edit", words, entries)


def _scheduled(now: datetime) -> Iterator[Waiting]:
    coming = Revision.objects.page_revisions().filter(approved_go_live_at__lte=now + SOON)
    leaving = Page.objects.live().filter(expire_at__lte=now + SOON)
    dated = [
        (at, Entry(title, _edit(key), _("goes live %(time)s") % {"time": _time(at)}))
        for key, title, at in coming.values_list("object_id", "object_str", "approved_go_live_at")
    ]
    dated += [
        (at, Entry(title, _edit(key), _("leaves %(time)s") % {"time": _time(at)}))
        for key, title, at in leaving.values_list("pk", "title", "expire_at")
    ]
    entries = [entry for _at, entry in sorted(dated, key=lambda pair: pair[0])]
    words = ngettext(
        "%(n)d page changes by itself within two weeks",
        "%(n)d pages change by themselves within two weeks",
        len(entries),
    )
    yield from _listed("calendar-alt", words, entries)


def _links() -> Iterator[Waiting]:
    if count := PageLink.objects.broken().count():
        words = ngettext("%(n)d link leads nowhere", "%(n)d links lead nowhere", count)
        yield Waiting("link", words % {"n": count}, reverse("desk:broken_links"))


def _due(today: date) -> Iterator[Waiting]:
    if count := resources_to_look_at(today).count():
        words = ngettext(
            "%(n)d resource is to be looked at again",
            "%(n)d resources are to be looked at again",
            count,
        )
        yield Waiting("time", words % {"n": count}, reverse("desk:due_resources"))


def _deliveries() -> Iterator[Waiting]:
    if count := OutboxRow.objects.given_up().count():
        words = ngettext(
            "%(n)d mail could not be delivered", "%(n)d mails could not be delivered", count
        )
        yield Waiting("warning", words % {"n": count}, reverse("outbox:deliveries"))


def _listed(icon: str, words: str, entries: list[Entry]) -> Iterator[Waiting]:
    """Yield a kind with its first entries by name, if it has any."""
    if entries:
        count = len(entries)
        yield Waiting(
            icon,
            words % {"n": count},
            entries=tuple(entries[:SHOWN]),
            more=max(0, count - SHOWN),
        )


def _edit(pk: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[pk])


def _day(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "M j") if at else ""


def _time(at: datetime) -> str:
    return date_format(timezone.localtime(at), "M j, g:i a")
