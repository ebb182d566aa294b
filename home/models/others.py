"""Others: peer organizations, and the people and schools that are recognized."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Revision

from home.blocks import BODY_BLOCKS
from home.blocks.text import TEXT_FEATURES
from home.models.base import PublicPage
from home.models.listing import ListingPage
from home.querysets import entries_of, open_children


class PeerOrganizationPage(PublicPage):
    """Another association, presented from its own words; not a partner unless an editor says so."""

    website = models.URLField(_("website"), blank=True)
    source = models.CharField(
        _("source"), max_length=250, help_text=_("What this page was written from.")
    )
    as_of = models.CharField(
        _("as of"), max_length=60, default="undated", help_text=_("A date, or “undated”.")
    )
    body = StreamField(BODY_BLOCKS, blank=True, verbose_name=_("content"))

    page_description = _("Another association: mission, values, beliefs, issues, link.")
    parent_page_types: ClassVar = ["home.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "home/peer_organization_page.html"
    eyebrow = _("Peer organization")
    content_panels: ClassVar = [
        *PublicPage.intro_panels,
        MultiFieldPanel(
            [FieldPanel("website"), FieldRowPanel([FieldPanel("source"), FieldPanel("as_of")])],
            heading=_("Where it comes from"),
        ),
        FieldPanel("body"),
        PublicPage.image_panel,
    ]

    class Meta:
        verbose_name = _("peer organization")


class RecognitionIndexPage(ListingPage):
    """Everybody who was recognized, the newest year first."""

    page_description = _("Lists who was recognized, by year.")
    max_count = 1
    subpage_types: ClassVar = ["home.RecognitionPage"]
    parent_page_types: ClassVar = ["home.HomePage", "home.SectionPage"]
    empty_text = _("Nobody has been recognized here yet.")
    template = "home/listing_page.html"

    class Meta:
        verbose_name = _("list of recognitions")

    def entries(self) -> Any:
        """Return recognitions by year, the newest first, then by title."""
        found = open_children(RecognitionPage, self).filter(consent=True)
        return found.order_by("-year", "title", "pk")


class RecognitionForm(WagtailAdminPageForm):
    """Nobody is named in public without having agreed; a draft may wait for it."""

    consent = forms.BooleanField(
        label=_("They agreed to be named here"),
        help_text=_(
            "Ask before you publish; note below who agreed, and when. Untick it, and the page "
            "leaves the site as soon as the draft is saved."
        ),
        error_messages={"required": _("Publish it when they have agreed to be named.")},
    )


class RecognitionPage(PublicPage):
    """A person or school that is recognized, and the practice that earned it."""

    who = models.CharField(_("who"), max_length=160, help_text=_("A person, a team or a school."))
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    why = RichTextField(_("why"), features=TEXT_FEATURES)
    consent = models.BooleanField(_("consent"), default=False)
    consent_note = models.CharField(
        _("note on the consent"),
        max_length=200,
        blank=True,
        help_text=_("Who agreed, when, and how. Not shown on the site."),
    )
    practice = models.ForeignKey(
        "library.ResourcePage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("practice it honors"),
    )

    page_description = _("Who is recognized, when, for what.")
    base_form_class = RecognitionForm
    unsearched_fields: ClassVar = ("consent_note",)
    not_brought_back: ClassVar = ("consent", "consent_note")
    parent_page_types: ClassVar = ["home.RecognitionIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "home/recognition_page.html"
    content_panels: ClassVar = [
        *PublicPage.intro_panels,
        FieldRowPanel([FieldPanel("who"), FieldPanel("year")]),
        FieldPanel("why"),
        PageChooserPanel("practice", "library.ResourcePage"),
        MultiFieldPanel(
            [FieldPanel("consent", required_on_save=False), FieldPanel("consent_note")],
            heading=_("Consent"),
        ),
        PublicPage.image_panel,
    ]

    class Meta:
        verbose_name = _("recognition")

    @property
    def is_shown(self) -> bool:
        """Whether whoever it names agrees to be named; else it is as if it were not there."""
        return bool(self.consent)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save a draft; one without consent takes the published page down, and its schedule."""
        revision = super().save_revision(*args, **kwargs)
        if not self.consent:
            self.revisions.update(approved_go_live_at=None)
            published = RecognitionPage.objects.filter(pk=self.pk, live=True).first()
            if published is not None:
                published.unpublish(user=kwargs.get("user"))
        return revision

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Publish it, if whoever it names has agreed; schedules and bulk actions lead here too.

        Raises:
            PermissionDenied: nobody noted a consent, or it was taken back since. A schedule
                passes it over instead: it must go on with the next page.
        """
        newest = RecognitionPage.objects.get(pk=self.pk).get_latest_revision_as_object()
        if revision.as_object().consent and newest.consent:
            return super().publish(revision, *args, **kwargs)
        if kwargs.get("log_action") == "wagtail.publish.scheduled":
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])
            return None
        raise PermissionDenied(_("Publish it when they have agreed to be named."))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, if whoever it names agrees."""
        if not self.is_shown:
            raise Http404
        return super().serve(request, *args, **kwargs)

    @property
    def eyebrow(self) -> str:
        """Return the year, which is what tells recognitions apart in a list."""
        return str(self.year)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the practice, if everybody may see it."""
        practice = entries_of([self.practice_id]) if self.practice_id else []
        return {**super().get_context(request, *args, **kwargs), "practice": practice}
