"""News and events."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from home.blocks import SIMPLE_BLOCKS
from home.models.base import PublicPage
from home.models.listing import ListingPage, one_page, own_address
from home.querysets import open_children

MOST_COMING = 100


class NewsIndexPage(ListingPage):
    """News, the newest first."""

    page_description = _("Lists the news, the newest first.")
    max_count = 1
    parent_page_types: ClassVar = ["home.HomePage", "home.SectionPage"]
    subpage_types: ClassVar = ["home.NewsPage"]
    template = "home/news_index_page.html"
    empty_text = _("There is no news yet.")

    class Meta:
        verbose_name = _("list of news")

    def entries(self) -> Any:
        """Return the news, the newest first."""
        return open_children(NewsPage, self).order_by("-date", "-pk")


class NewsPage(PublicPage):
    """One piece of news."""

    date = models.DateField(_("date"), default=timezone.localdate)
    body = StreamField(SIMPLE_BLOCKS, blank=True, verbose_name=_("content"))

    page_description = _("Something that happened, with its date.")
    parent_page_types: ClassVar = ["home.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "home/news_page.html"
    content_panels: ClassVar = [
        *PublicPage.intro_panels,
        FieldPanel("date"),
        FieldPanel("body"),
        PublicPage.image_panel,
    ]

    class Meta:
        verbose_name = _("news")


class EventIndexPage(ListingPage):
    """Events: what comes, then what was."""

    page_description = _("Lists the events: what comes first, then what was.")
    max_count = 1
    parent_page_types: ClassVar = ["home.HomePage", "home.SectionPage"]
    subpage_types: ClassVar = ["home.EventPage"]
    template = "home/event_index_page.html"
    empty_text = _("No event is planned at the moment.")

    class Meta:
        verbose_name = _("list of events")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add past events, a page of them at a time; those that come stand before them all."""
        context = super().get_context(request, *args, **kwargs)
        past = open_children(EventPage, self).filter(ends_at__lt=timezone.now())
        shown = one_page(past.order_by("-starts_at", "-pk"), request)
        coming = self.entries()[:MOST_COMING]
        return {
            **context,
            "entries": coming,
            "past": shown,
            "canonical": own_address(request, shown),
        }

    def entries(self) -> Any:
        """Return the events that are not over, the next first."""
        coming = open_children(EventPage, self).filter(ends_at__gte=timezone.now())
        return coming.order_by("starts_at", "pk")


class EventPage(PublicPage):
    """Something one can come to."""

    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(
        _("place"), max_length=160, blank=True, help_text=_("Empty if it is online only.")
    )
    address = models.CharField(_("address"), max_length=250, blank=True)
    online_url = models.URLField(_("online at"), blank=True)
    cost = models.CharField(_("cost"), max_length=80, blank=True, help_text=_("Such as: None."))
    register_url = models.URLField(_("sign up at"), blank=True)
    is_canceled = models.BooleanField(_("canceled"), default=False)
    body = StreamField(SIMPLE_BLOCKS, blank=True, verbose_name=_("content"))

    page_description = _("Something one can come to, with a file for calendars.")
    parent_page_types: ClassVar = ["home.EventIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "home/event_page.html"
    content_panels: ClassVar = [
        *PublicPage.intro_panels,
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        MultiFieldPanel(
            [FieldPanel("place"), FieldPanel("address"), FieldPanel("online_url")],
            heading=_("Where"),
        ),
        FieldRowPanel([FieldPanel("cost"), FieldPanel("register_url")]),
        FieldPanel("is_canceled"),
        FieldPanel("body"),
        PublicPage.image_panel,
    ]

    class Meta:
        verbose_name = _("event")

    def clean(self) -> None:
        """Refuse an event that ends before it begins, or lasts more than a month.

        Raises:
            ValidationError: at `ends_at`.
        """
        super().clean()
        if self.starts_at and self.ends_at:
            if self.ends_at <= self.starts_at:
                raise ValidationError({"ends_at": _("The end comes after the beginning.")})
            if self.ends_at - self.starts_at > timedelta(days=31):
                raise ValidationError({"ends_at": _("An event lasts a month at most.")})

    def is_past(self, now: datetime | None = None) -> bool:
        """Whether it is over."""
        return self.ends_at < (now or timezone.now())
