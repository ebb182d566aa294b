"""Links of the pages and around them, as they fared when they were last looked at."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from home.enums import LinkPlace, LinkProblem
from home.querysets import PageLinkQuerySet


class PageLink(models.Model):
    """A link of a published page or resource, or of a site's menu, footer or notice.

    `check_links` keeps these rows; nobody types them.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, related_name="+")
    # Of what stands around the pages: of which site, and what.
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, related_name="+")
    place = models.CharField(max_length=10, choices=LinkPlace.choices, blank=True, db_default="")
    target = models.CharField(_("leads to"), max_length=1000)
    # Of a page or document of this site that is told by its key: what it was called, if known.
    name = models.CharField(max_length=255, blank=True)
    is_external = models.BooleanField(default=False)
    problem = models.CharField(
        _("problem"), max_length=20, choices=LinkProblem.choices, blank=True, db_index=True
    )
    # Where the other site says it is from now on.
    moved_to = models.CharField(_("now at"), max_length=1000, blank=True, db_default="")
    broken_since = models.DateTimeField(_("broken since"), null=True)
    # When who shared the resource was told; both are forgotten once the link is mended.
    told_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(_("checked"), null=True)

    objects = PageLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "target"], name="home_page_link"),
            models.UniqueConstraint(fields=["site", "place", "target"], name="home_place_link"),
        ]

    def __str__(self) -> str:
        return self.name or self.target

    @property
    def found_in(self) -> str:
        """Title of the page it stands on, or "Menu", "Footer", "Notice"."""
        return self.page.title if self.page else str(LinkPlace(self.place).label)
