"""Programs for those who lead schools, or will."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from home.blocks import PROGRAM_BLOCKS
from home.enums import ForWhom
from home.models.base import PublicPage


class ProgramPage(PublicPage):
    """A program: why, what, for whom, who does what, when, and how to take part."""

    for_whom = models.CharField(
        _("for whom"), max_length=20, choices=ForWhom.choices, default=ForWhom.ALL
    )
    offered_by = models.CharField(
        _("offered by"), max_length=120, blank=True, help_text=_("The division that offers it.")
    )
    body = StreamField(
        PROGRAM_BLOCKS,
        blank=True,
        verbose_name=_("content"),
        block_counts={
            name: {"max_num": 1}
            for name in ("why", "what", "goals", "coach_duties", "cas_duties", "sessions")
        },
    )

    page_description = _("A program for aspiring, beginning or experienced leaders.")
    parent_page_types: ClassVar = ["home.SectionPage", "home.DivisionPage", "home.HomePage"]
    template = "home/program_page.html"
    eyebrow = _("Program")
    content_panels: ClassVar = [
        *PublicPage.intro_panels,
        FieldPanel("for_whom"),
        FieldPanel("offered_by"),
        FieldPanel("body"),
        PublicPage.image_panel,
    ]

    class Meta:
        verbose_name = _("program")
