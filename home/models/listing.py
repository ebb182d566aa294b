"""Pages that list what is below them."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from home.blocks import SIMPLE_BLOCKS
from home.models.base import PublicPage
from home.querysets import entries_below


class ListingPage(PublicPage):
    """A page that lists the pages below it, in the order editors gave them."""

    body = StreamField(
        SIMPLE_BLOCKS,
        blank=True,
        verbose_name=_("content"),
        help_text=_("Stands below the list, which comes by itself."),
    )

    empty_text: ClassVar[Any] = _("Nothing is here yet.")
    content_panels: ClassVar = [
        *PublicPage.intro_panels,
        FieldPanel("body"),
        PublicPage.image_panel,
    ]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages below."""
        return {**super().get_context(request, *args, **kwargs), "entries": self.entries()}

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
