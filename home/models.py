"""Mission pages: the front page and what the association is for."""

from http import HTTPMethod
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from home.blocks import OftenAskedBlock, ProgramBlock, StatementBlock, TextBlock, TheoryBlock
from home.querysets import newest_entries

# Wagtail would answer whatever else is sent, a DELETE too, with the page.
READING = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

BODY_BLOCKS = [
    ("statement", StatementBlock()),
    ("text", TextBlock()),
    ("theory", TheoryBlock()),
    ("program", ProgramBlock()),
]


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
    newest_heading = models.CharField(
        _("heading of the newest resources"),
        max_length=80,
        blank=True,
        default="New in the library",
        help_text=_("The newest public resources follow by themselves."),
    )
    body = StreamField(
        BODY_BLOCKS,
        blank=True,
        verbose_name=_("below"),
        help_text=_("What stands under the newest resources."),
    )

    allowed_http_methods: ClassVar = READING
    max_count = 1
    # Questions of others: whoever asks one of them looks for an answer, not for this page.
    unsearched_fields: ClassVar = ("example_question", "often_asked", "newest_heading")
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
        FieldPanel("newest_heading"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("front page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the newest public resources."""
        return {**super().get_context(request, *args, **kwargs), "newest": newest_entries()}


class MissionPage(Page):
    """What the association is for, what it believes and what it does about it."""

    introduction = models.CharField(
        _("introduction"),
        max_length=250,
        blank=True,
        help_text=_("One or two sentences under the title."),
    )
    body = StreamField(BODY_BLOCKS, blank=True, verbose_name=_("content"))

    allowed_http_methods: ClassVar = READING
    parent_page_types: ClassVar = ["home.HomePage", "home.MissionPage"]
    subpage_types: ClassVar = ["home.MissionPage"]
    template = "home/mission_page.html"
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("mission page")
