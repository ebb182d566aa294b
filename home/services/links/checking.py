"""Go through all published pages, menu, footer and notice, and keep what is wrong with links."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Page

from home.enums import LinkPlace, LinkProblem
from home.models import Navigation, Notice, PageLink
from home.querysets import PageLinkQuerySet
from home.services.links.asking import Finding, MovedTo, ask
from home.services.links.finding import LONGEST, Target, links_in, links_of
from home.services.links.judging import judge
from home.services.links.telling import tell_owners
from outbox.services import add

TOPIC = "home.links"
CHUNK = 50
# A run that was interrupted goes on where it stopped; the next night's begins anew.
FRESH = timedelta(hours=20)
MOST_ASKED = 2000
PAUSE_SECONDS = 1.0
# Silent sites take their time, and others wait for the slow worker. The next run goes on.
LONGEST_SECONDS = 3600.0

# What a look at a link within the site may change.
KEPT = ("name", "problem", "checked_at", "broken_since", "told_at")

Ask = Callable[[str], Finding]


class Holder(NamedTuple):
    """What has links: a page, or a place of a site."""

    page: int | None = None
    site: int | None = None
    place: str = ""


@dataclass
class LinkReport:
    """What a run did."""

    pages: int = 0
    asked: int = 0
    broken: int = 0


def ask_for_check() -> None:
    """Have the links looked at in the background."""
    add(topic=TOPIC, payload={})


def check_links(
    *,
    now: datetime | None = None,
    ask: Ask = ask,
    limit: int = MOST_ASKED,
    pause: float = PAUSE_SECONDS,
    seconds: float = LONGEST_SECONDS,
) -> LinkReport:
    """Look at the links of all published pages and resources, and of menu, footer and notice; safe
    to interrupt and to repeat.

    Links within the site are looked up; other sites are asked, one address after the other, at
    most once in twenty hours.

    Args:
        now: the present.
        ask: what is wrong with an address of another site.
        limit: most addresses to ask; those that wait longest come first.
        pause: seconds to leave a site alone between two questions.
        seconds: once they are over, no other site is asked any more.
    """
    ends_at = time.monotonic() + seconds
    started = timezone.now()
    now = now or started
    report = LinkReport()
    for pages in _chunks():
        found = {Holder(page=page.pk): links_of(page) for page in pages}
        _keep(found, PageLink.objects.filter(page__in=pages), now)
        report.pages += len(pages)
    _keep(_around_pages(timezone.localdate(now)), PageLink.objects.filter(page=None), now)
    PageLink.objects.filter(page__live=False).delete()
    host_before = ""
    for address in _to_ask(now, limit):
        if time.monotonic() >= ends_at:
            break
        host = urlsplit(address).hostname or ""
        if host == host_before:
            time.sleep(pause)
        host_before = host
        _note(address, ask(address), now + (timezone.now() - started))
        report.asked += 1
    report.broken = PageLink.objects.broken().count()
    tell_owners(now=now)
    return report


def _note(address: str, finding: Finding, now: datetime) -> None:
    """Keep what was found out about an address of another site, wherever it is linked from."""
    same = PageLink.objects.filter(target=address, is_external=True)
    if isinstance(finding, LinkProblem):
        same.filter(broken_since=None).update(broken_since=now)
        same.update(problem=finding, moved_to="", checked_at=now)
        return
    moved_to = finding.address if isinstance(finding, MovedTo) else ""
    if len(moved_to) > LONGEST:
        moved_to = ""
    problem = LinkProblem.MOVED if moved_to else ""
    same.update(problem=problem, moved_to=moved_to, checked_at=now, broken_since=None, told_at=None)


def _chunks() -> Iterator[Sequence[Page]]:
    """Yield the published pages as their own types, some at a time."""
    last = 0
    while True:
        pages = list(Page.objects.live().filter(pk__gt=last).order_by("pk").specific()[:CHUNK])
        if not pages:
            return
        yield pages
        last = pages[-1].pk


def _to_ask(now: datetime, limit: int) -> list[str]:
    """Return the addresses that wait longest, each with the others of its site."""
    # SQLite puts what has no date first, PostgreSQL last.
    never_first = F("checked_at").asc(nulls_first=True)
    due = PageLink.objects.to_ask(now - FRESH).values_list("target", flat=True)
    waiting = list(dict.fromkeys(due.order_by(never_first, "pk")))[:limit]
    hosts: dict[str, list[str]] = {}
    for address in waiting:
        hosts.setdefault(urlsplit(address).hostname or "", []).append(address)
    return [address for addresses in hosts.values() for address in addresses]


def _around_pages(today: date) -> dict[Holder, set[Target]]:
    """Return the links of menus, footers and notices; of a notice that is over nobody asks."""
    found = {}
    for navigation in Navigation.objects.all():
        for place in (LinkPlace.MENU, LinkPlace.FOOTER):
            links = links_in(navigation, Navigation._meta.get_field(place.value))
            found[Holder(site=navigation.site_id, place=place.value)] = links
    for notice in Notice.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today)):
        links = links_in(notice, Notice._meta.get_field("text"))
        found[Holder(site=notice.site_id, place=LinkPlace.NOTICE.value)] = links
    return found


@transaction.atomic
def _keep(found: Mapping[Holder, set[Target]], rows: PageLinkQuerySet, now: datetime) -> None:
    """Bring some rows up to date.

    Args:
        found: the links of pages or places.
        rows: all that is known of those until now.
        now: the present.
    """
    judged = judge(one for links in found.values() for one in links if one.kind != "url")
    fresh = {
        (holder, _text(one)): _row(holder, one, judged, now)
        for holder, links in found.items()
        for one in sorted(links, key=_text)
    }
    kept = {
        (Holder(row.page_id, row.site_id, row.place), row.target): row
        for row in rows.order_by("pk")
    }
    gone = [row.pk for place, row in kept.items() if place not in fresh]
    PageLink.objects.filter(pk__in=gone).delete()
    # Another run may have found them at the same time.
    PageLink.objects.bulk_create(
        [row for place, row in fresh.items() if place not in kept], ignore_conflicts=True
    )
    changed = []
    for place, row in fresh.items():
        old = kept.get(place)
        if old is None or row.is_external:
            continue
        # What leads somewhere is written only when it changes: there are many of those.
        if row.problem or (old.name, old.problem) != (row.name, row.problem):
            old.name, old.problem, old.checked_at = row.name, row.problem, now
            old.broken_since = (old.broken_since or now) if row.problem else None
            old.told_at = old.told_at if row.problem else None
            changed.append(old)
    PageLink.objects.bulk_update(changed, KEPT)


def _text(target: Target) -> str:
    is_key = target.kind in {"page", "document"}
    return f"{target.kind} {target.value}"[:LONGEST] if is_key else target.value


def _row(holder: Holder, target: Target, judged: dict, now: datetime) -> PageLink:
    row = PageLink(
        page_id=holder.page, site_id=holder.site, place=holder.place, target=_text(target)
    )
    if target.kind == "url":
        row.is_external = True
        return row
    name, problem = judged[target]
    row.name, row.problem, row.checked_at = name[:255], problem or "", now
    row.broken_since = now if problem else None
    return row
