"""Links of the pages, as they fared when they were last looked at."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from home.enums import LinkProblem
from home.querysets import PageLinkQuerySet


class PageLink(models.Model):
    """A link of a published page or resource. `check_links` keeps these rows; nobody types them."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    target = models.CharField(_("leads to"), max_length=1000)
    # Of a page or document of this site that is told by its key: what it was called, if known.
    name = models.CharField(max_length=255, blank=True)
    is_external = models.BooleanField(default=False)
    problem = models.CharField(
        _("problem"), max_length=20, choices=LinkProblem.choices, blank=True, db_index=True
    )
    checked_at = models.DateTimeField(_("checked"), null=True)

    objects = PageLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "target"], name="home_page_link")
        ]

    def __str__(self) -> str:
        return self.name or self.target
