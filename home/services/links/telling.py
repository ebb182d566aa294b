"""Tell those who shared resources which of their links are broken, once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from core.addresses import site_address
from home.models import PageLink
from library.models import ResourcePage
from outbox.services import queue_mail

# What is broken today may be mended tomorrow: a site is down for a night now and then.
PATIENCE = timedelta(days=1)
# In one run and its transaction; the next run tells the others.
MOST_TOLD = 2000


@transaction.atomic
def tell_owners(*, now: datetime | None = None) -> int:
    """Mail those who shared resources whose links were found broken twice, at least a day apart;
    return how many were mailed. They hear of a link again only if it was mended and broke anew."""
    now = now or timezone.now()
    owned = ResourcePage.objects.published().filter(owner__is_active=True)
    rows = PageLink.objects.select_for_update(of=("self",)).to_tell_of(now - PATIENCE)
    rows = rows.filter(page__in=owned.values("pk")).order_by("page_id", "pk")
    links = list(rows.select_related("page__owner")[:MOST_TOLD])
    by_owner: dict[User, dict[Page, list[PageLink]]] = {}
    for link in links:
        if link.page is not None and link.page.owner is not None:
            by_owner.setdefault(link.page.owner, {}).setdefault(link.page, []).append(link)
    for owner, found in by_owner.items():
        _mail(owner, found)
    PageLink.objects.filter(pk__in=[link.pk for link in links]).update(told_at=now)
    return len(by_owner)


def _mail(owner: User, found: dict[Page, list[PageLink]]) -> None:
    entries = [
        {
            "title": page.title,
            # The page has the button that begins a new version.
            "url": site_address(reverse("library:still_good", args=[page.slug])),
            "links": [f"{link}: {link.get_problem_display()}" for link in links],
        }
        for page, links in found.items()
    ]
    context = {
        "name": owner.first_name,
        "entries": entries,
        "count": sum(len(links) for links in found.values()),
    }
    queue_mail(to=owner.email, template="links_broken", context=context)
