"""Reads of the public pages."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from wagtail.models import Page
from wagtail.query import PageQuerySet

from home.enums import LinkProblem
from library.enums import Kind, Quality
from library.models import ResourcePage
from library.querysets import ResourceQuerySet

if TYPE_CHECKING:
    from home.models import PageLink  # noqa: F401  (named in a string below)

NEWEST = 6


class PageLinkQuerySet(models.QuerySet["PageLink"]):
    """Sentences about links."""

    def to_report(self) -> Self:
        """Links that do not lead where they should or moved for good, of pages that are still
        published and of what stands around them."""
        return self.exclude(problem="").filter(models.Q(page__live=True) | models.Q(page=None))

    def broken(self) -> Self:
        """Those of them that do not lead where they should."""
        return self.to_report().exclude(problem=LinkProblem.MOVED)

    def to_tell_of(self, before: datetime) -> Self:
        """Broken links that were found broken before that time too, and of which nobody was told
        that they are."""
        return self.broken().filter(
            broken_since__lte=before, checked_at__gt=models.F("broken_since"), told_at=None
        )

    def to_ask(self, before: datetime) -> Self:
        """Links to other sites that nobody followed since then."""
        unasked = models.Q(checked_at=None) | models.Q(checked_at__lt=before)
        return self.filter(unasked, is_external=True)


def newest_entries() -> list[dict[str, Any]]:
    """Return the newest public resources as `components/entry.html` takes them, in one flat query.

    Six, or three if there are fewer than six: whole rows on a wide screen.
    """
    entries = _entries(ResourcePage.objects.filter(pk__in=_newest_pages()).newest_first())
    return entries[:3] if 3 < len(entries) < NEWEST else entries


def entries_of(pks: Sequence[int]) -> list[dict[str, Any]]:
    """Return those of the resources that everybody may see, in the order given."""
    found = _entries(ResourcePage.objects.for_everybody().filter(pk__in=pks))
    return sorted(found, key=lambda entry: pks.index(entry["pk"]))


def pages_for_everybody() -> PageQuerySet:
    """Return the published pages that everybody may see, without resources, without what Wagtail
    itself made (the root), and without whoever no longer agrees to be named."""
    pages: PageQuerySet = Page.objects.live().public()
    pages = pages.not_exact_type(Page).not_type(ResourcePage)
    return pages.exclude(recognitionpage__consent=False)


def for_everybody(page: Page) -> Page | None:
    """Return a page as its own type if everybody may see it, a resource of the library included."""
    if page.specific_class is ResourcePage:
        return ResourcePage.objects.for_everybody().filter(pk=page.pk).first()
    found = pages_for_everybody().filter(pk=page.pk).first()
    return found.specific if found is not None else None


def trail_of(page: Page, request: HttpRequest | None = None) -> list[tuple[str, str]]:
    """Return title and address of the published pages above a page, the front page left out.

    Who may see the page may see these: a restriction holds for all that is below it.
    """
    if page.depth <= 3:
        return []
    above = page.get_ancestors().live().filter(depth__gt=2)
    return [(one.title, one.get_url(request) or "") for one in above]


def entries_below(page: Page) -> PageQuerySet:
    """Return the published pages right below a page, as their own types (see `open_children`)."""
    return open_children(Page, page).specific()


def open_children(model: type[Page], page: Page) -> PageQuerySet:
    """Return the published pages of one type right below a page, for whoever may see that page.

    What restricts the page itself was asked about already; of those below it only restrictions of
    their own count, and who has them is not told that they exist.
    """
    below: PageQuerySet = model.objects.child_of(page).live().filter(view_restrictions=None)
    return below


def _entries(resources: ResourceQuerySet) -> list[dict[str, Any]]:
    """Return resources as `components/entry.html` takes them, in one flat query."""
    return [
        {
            **row,
            "url": f"/library/{row['slug']}/",
            "kind": Kind(row["kind"]).label,
            "context": row["school_context"],
            "recognition": Quality(row["quality"]).label
            if row["quality"] == Quality.RECOGNIZED
            else "",
        }
        for row in resources.values(
            "pk",
            "slug",
            "title",
            "kind",
            "quality",
            "summary",
            "time_to_start",
            "cost",
            "school_context",
            "is_sample",
        )
    ]


def _newest_pages() -> PageQuerySet:
    """Return the keys of the newest public resources.

    Asked of the pages, by their index of dates: a join would sort the entire library.
    """
    public = ResourcePage.objects.for_everybody().filter(pk=OuterRef("pk"))
    pages: PageQuerySet = Page.objects.filter(Exists(public))
    return pages.order_by("-first_published_at", "-pk").values("pk")[:NEWEST]
