"""The front page."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from core.memo import Memo
from home.blocks import (
    BODY_BLOCKS,
    FRONT_BLOCKS,
    OftenAskedBlock,
    ResourceChooserBlock,
    SpotlightBlock,
)
from home.models.base import READING
from home.querysets import entries_of, newest_entries

_newest: Memo[list[dict[str, Any]]] = Memo()


class HomePage(Page):
    """The front page: a question box, the newest practices, and what the association is for."""

    heading = models.CharField(
        _("heading"),
        max_length=120,
        blank=True,
        default="What is on your desk this week, another school has already tried.",
        help_text=_("The one large sentence of the page."),
    )
    introduction = models.CharField(
        _("introduction"),
        max_length=250,
        blank=True,
        default="Practices that Connecticut school leaders tested, told by the people who ran "
        "them, with the files they used.",
        help_text=_("One sentence under the heading."),
    )
    example_question = models.CharField(
        _("example of a question"),
        max_length=80,
        blank=True,
        default="ninth graders skipping first period",
        help_text=_("Stands in the empty question box, in a leader's own words."),
    )
    often_asked = StreamField(
        [("question", OftenAskedBlock())],
        blank=True,
        max_num=8,
        verbose_name=_("often asked"),
        help_text=_("Five or so, short, that find something in the library."),
    )
    spotlight = StreamField(
        [("page", SpotlightBlock())],
        blank=True,
        max_num=1,
        verbose_name=_("spotlight"),
        help_text=_("One page that everybody should see now."),
    )
    featured = StreamField(
        [("resource", ResourceChooserBlock())],
        blank=True,
        max_num=3,
        verbose_name=_("featured resources"),
        help_text=_("Up to three resources of your choice, before the newest."),
    )
    newest_heading = models.CharField(
        _("heading of the newest resources"),
        max_length=80,
        blank=True,
        default="New in the library",
        help_text=_("The newest public resources follow by themselves."),
    )
    body = StreamField(
        [*BODY_BLOCKS, *FRONT_BLOCKS],
        blank=True,
        verbose_name=_("below"),
        help_text=_("What stands under the newest resources."),
    )

    allowed_http_methods: ClassVar = READING
    max_count = 1
    # Questions of others: whoever asks one of them looks for an answer, not for this page.
    unsearched_fields: ClassVar = (
        "example_question",
        "often_asked",
        "newest_heading",
        "spotlight",
        "featured",
    )
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    template = "home/home_page.html"
    content_panels: ClassVar = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("heading"),
                FieldPanel("introduction"),
                FieldPanel("example_question"),
                FieldPanel("often_asked"),
            ],
            heading=_("Question box"),
        ),
        MultiFieldPanel(
            [FieldPanel("spotlight"), FieldPanel("featured"), FieldPanel("newest_heading")],
            heading=_("What is new"),
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("front page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the featured and the newest public resources."""
        chosen = [block.value.pk for block in self.featured if block.value is not None]
        return {
            **super().get_context(request, *args, **kwargs),
            "featured": entries_of(chosen) if chosen else [],
            "newest": _newest.get(newest_entries),
        }
