"""Pages that say who the association is: mission, divisions, people, answers, plain pages."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from home.blocks import BODY_BLOCKS, SIMPLE_BLOCKS, PeopleGroupBlock, RequestBlock
from home.models.base import PublicPage


class MissionPage(PublicPage):
    """What the association is for, what it believes and what it does about it."""

    body = StreamField(BODY_BLOCKS, blank=True, verbose_name=_("content"))

    page_description = _("Mission, purpose, beliefs, theory of action.")
    parent_page_types: ClassVar = ["home.HomePage", "home.MissionPage"]
    template = "home/body_page.html"
    content_panels: ClassVar = [
        *PublicPage.intro_panels,
        FieldPanel("body"),
        PublicPage.image_panel,
    ]

    class Meta:
        verbose_name = _("mission page")


class DivisionPage(PublicPage):
    """A division of the association: who it is, what it does, and where to find it."""

    body = StreamField(SIMPLE_BLOCKS, blank=True, verbose_name=_("content"))
    website = models.URLField(_("website"), blank=True)
    not_here = models.CharField(
        _("what this page is not for"),
        max_length=300,
        blank=True,
        help_text=_("What visitors look for here in vain, and where they find it."),
    )

    page_description = _("A part of the association: who, what, and a link.")
    parent_page_types: ClassVar = ["home.SectionPage", "home.MissionPage", "home.HomePage"]
    template = "home/division_page.html"
    eyebrow = _("Division")
    content_panels: ClassVar = [
        *PublicPage.intro_panels,
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("website"), FieldPanel("not_here")], heading=_("Elsewhere")),
        PublicPage.image_panel,
    ]

    class Meta:
        verbose_name = _("division")


class PeoplePage(PublicPage):
    """Who works for the association and how to reach them."""

    groups = StreamField([("group", PeopleGroupBlock())], blank=True, verbose_name=_("people"))

    page_description = _("Names, roles, pictures and addresses, in groups.")
    parent_page_types: ClassVar = ["home.SectionPage", "home.MissionPage", "home.HomePage"]
    template = "home/people_page.html"
    content_panels: ClassVar = [*PublicPage.intro_panels, FieldPanel("groups")]

    class Meta:
        verbose_name = _("people page")


class AskedPage(PublicPage):
    """You asked, we did: what members asked for and what came of it."""

    requests = StreamField([("request", RequestBlock())], blank=True, verbose_name=_("requests"))

    page_description = _("What members asked for, and what the association did.")
    parent_page_types: ClassVar = ["home.SectionPage", "home.MissionPage", "home.HomePage"]
    template = "home/asked_page.html"
    content_panels: ClassVar = [*PublicPage.intro_panels, FieldPanel("requests")]

    class Meta:
        verbose_name = _("“You asked, we did”")


class StandardPage(PublicPage):
    """A plain page, such as a statement on privacy."""

    body = StreamField(SIMPLE_BLOCKS, blank=True, verbose_name=_("content"))

    page_description = _("Text, points, pictures: for whatever has no page of its own kind.")
    template = "home/body_page.html"
    content_panels: ClassVar = [
        *PublicPage.intro_panels,
        FieldPanel("body"),
        PublicPage.image_panel,
    ]

    class Meta:
        verbose_name = _("standard page")
