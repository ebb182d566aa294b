"""Issues the association speaks up on, and who follows them."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField

from home.blocks import ActionBlock, ResourceChooserBlock, ResultBlock, UpdateBlock
from home.blocks.text import TEXT_FEATURES
from home.models.base import PublicPage
from home.models.listing import ListingPage
from home.querysets import entries_of


class IssueIndexPage(ListingPage):
    """All issues."""

    page_description = _("Lists the issues.")
    max_count = 1
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["home.IssuePage"]
    empty_text = _("No issue is published yet.")
    template = "home/listing_page.html"

    class Meta:
        verbose_name = _("list of issues")


class IssuePage(PublicPage):
    """An issue: what the association says, why it matters, what is to be reached, what happened,
    and what the reader can do."""

    position = models.TextField(
        _("position"),
        blank=True,
        max_length=500,
        help_text=_("What the association stands for, in a sentence or two."),
    )
    why = RichTextField(_("why it matters"), blank=True, features=TEXT_FEATURES)
    results = StreamField(
        [("result", ResultBlock())],
        blank=True,
        max_num=12,
        verbose_name=_("results to reach"),
        help_text=_("A result without a target says “no target set yet”. Never make one up."),
    )
    progress = StreamField(
        [("update", UpdateBlock())],
        blank=True,
        verbose_name=_("progress"),
        help_text=_("Newest first. Whoever follows the issue is mailed once about each."),
    )
    actions = StreamField(
        [("action", ActionBlock())], blank=True, max_num=8, verbose_name=_("what you can do")
    )
    resources = StreamField(
        [("resource", ResourceChooserBlock())],
        blank=True,
        max_num=6,
        verbose_name=_("resources from the library"),
    )
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("Where the position is set down.")
    )

    page_description = _("A position, results to reach, progress, what the reader can do.")
    parent_page_types: ClassVar = ["home.IssueIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "home/issue_page.html"
    eyebrow = _("Issue")
    content_panels: ClassVar = [
        *PublicPage.intro_panels,
        FieldPanel("position"),
        FieldPanel("why"),
        FieldPanel("results"),
        FieldPanel("progress"),
        FieldPanel("actions"),
        FieldPanel("resources"),
        FieldPanel("source"),
        PublicPage.image_panel,
    ]

    class Meta:
        verbose_name = _("issue")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the resources that everybody may see, and whether the person follows the issue."""
        chosen = [block.value.pk for block in self.resources if block.value is not None]
        user = request.user
        return {
            **super().get_context(request, *args, **kwargs),
            "related": entries_of(chosen) if chosen else [],
            "is_followed": user.is_authenticated
            and IssueFollow.objects.filter(user=user, issue=self.pk).exists(),
        }


class IssueFollow(models.Model):
    """Somebody wants to hear when something happens."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="issue_follows"
    )
    issue = models.ForeignKey(IssuePage, on_delete=models.CASCADE, related_name="follows")
    created_at = models.DateTimeField()
    # The key of the last `IssueUpdateTold` that the person knows of: was mailed, or had on the
    # page before her when she began to follow.
    told_up_to = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "issue"], name="home_issue_followed_once")
        ]


class IssueUpdateTold(models.Model):
    """An update that was published; the keys of an issue's updates grow as they are published."""

    issue = models.ForeignKey(IssuePage, on_delete=models.CASCADE, related_name="told")
    update_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issue", "update_id"], name="home_issue_told_once")
        ]
