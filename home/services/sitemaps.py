"""The public addresses of the site, for search engines (sitemaps.org)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet
from django.urls import reverse
from wagtail.models import Site

from core.addresses import site_address
from home.querysets import pages_for_everybody
from library.models import ResourcePage, SaveList
from library.services.collections import address_of

# The most that a file may hold is 50,000; fewer are made in a moment.
PER_FILE = 5_000

Entry = tuple[str, datetime | None]


@dataclass(frozen=True)
class Section:
    """A part of the site with files of its own.

    Attributes:
        name: part of the address of its files.
        rows: its pages, in an order that lasts.
        entries: addresses and dates of some of them.
        changed: the field that says when one was changed.
    """

    name: str
    rows: QuerySet
    entries: Callable[[QuerySet], Iterable[Entry]]
    changed: str = "last_published_at"

    def files(self) -> int:
        """Return how many files its addresses fill."""
        return -(-self.rows.count() // PER_FILE)

    def file(self, number: int) -> list[Entry]:
        """Return addresses and dates of one file, counted from 1; none beyond the last."""
        start = (number - 1) * PER_FILE
        return list(self.entries(self.rows[start : start + PER_FILE]))

    def changed_at(self) -> datetime | None:
        """Return when something in it was last published."""
        newest = self.rows.order_by().aggregate(at=Max(self.changed))
        found: datetime | None = newest["at"]
        return found


def sections(site: Site | None) -> dict[str, Section]:
    """Return what is there for everybody: the pages of a site, the library's resources, and the
    collections of them."""
    resources = ResourcePage.objects.for_everybody()
    collections = SaveList.objects.collections().order_by("pk")
    found = [
        Section("resources", resources.order_by("pk"), _resource_entries),
        Section("collections", collections, _collection_entries, changed="changed_at"),
    ]
    if site is not None:
        pages = pages_for_everybody().descendant_of(site.root_page, inclusive=True)
        above = len(site.root_page.url_path) - 1
        found.insert(
            0, Section("pages", pages.order_by("path"), lambda rows: _page_entries(rows, above))
        )
    return {section.name: section for section in found}


def _page_entries(rows: QuerySet, above: int) -> Iterable[Entry]:
    """Yield addresses of pages; `above` is how much of their path leads to the site's root."""
    for path, changed in rows.values_list("url_path", "last_published_at"):
        yield site_address(path[above:]), changed


def _resource_entries(rows: QuerySet) -> Iterable[Entry]:
    # To ask the resolver 5,000 times takes longer than all the rest.
    base = site_address(reverse("library:browse"))
    for slug, changed in rows.values_list("slug", "last_published_at"):
        yield f"{base}{slug}/", changed


def _collection_entries(rows: QuerySet) -> Iterable[Entry]:
    for one in rows:
        yield site_address(address_of(one)), one.changed_at
