"""Pages that list what is below them."""

from typing import Any, ClassVar

from django.core.paginator import Page as Part
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from home.blocks import SIMPLE_BLOCKS
from home.models.base import PublicPage
from home.querysets import entries_below

PAGE_SIZE = 20


class ListingPage(PublicPage):
    """A page that lists the pages below it, in the order editors gave them."""

    body = StreamField(
        SIMPLE_BLOCKS,
        blank=True,
        verbose_name=_("content"),
        help_text=_("Stands below the list, which comes by itself."),
    )

    # The page cache keeps every page of the list.
    kept_parameters: ClassVar = ("page",)
    empty_text: ClassVar[Any] = _("Nothing is here yet.")
    content_panels: ClassVar = [
        *PublicPage.intro_panels,
        FieldPanel("body"),
        PublicPage.image_panel,
    ]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of those below, and its one address."""
        context = super().get_context(request, *args, **kwargs)
        shown = one_page(self.entries(), request)
        return {**context, "entries": shown, "canonical": own_address(request, shown)}

    def entries(self) -> Any:
        """Return the pages to list, in their order."""
        return entries_below(self)


class SectionPage(ListingPage):
    """A section of the site: an introduction and what is below it."""

    page_description = _("Lists the pages below it, such as programs or divisions.")
    parent_page_types: ClassVar = ["home.HomePage", "home.SectionPage", "home.MissionPage"]
    template = "home/listing_page.html"

    class Meta:
        verbose_name = _("section")


def one_page(found: QuerySet, request: HttpRequest) -> Part:
    """Return the page asked for; the first or the last one for what is no page."""
    return Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))


def own_address(request: HttpRequest, part: Part) -> str:
    """Return the one address of a page of a list, whatever else was in the address asked for."""
    return request.path if part.number == 1 else f"{request.path}?page={part.number}"
