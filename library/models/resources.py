"""Resources as Wagtail pages, and what travels in their revisions."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Self

from django.core.exceptions import PermissionDenied
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager, Revision
from wagtail.search import index

from core.serving import ShownByView
from files.models import StoredFile
from library.blocks import ContributorBlock, LinkBlock
from library.enums import (
    EVIDENCE_MEANING,
    QUALITY_MEANING,
    EvidenceTier,
    Kind,
    Language,
    License,
    Quality,
    RelationKind,
    RightToShare,
    Visibility,
    meanings,
)
from library.querysets import ResourceQuerySet
from members.models import School

from .admin_rights import LibraryPermissions, ResourcePermissions
from .former import led_on
from .vocabularies import Term

RICH_TEXT = ["h3", "bold", "italic", "ul", "ol", "link"]
SUMMARY_LENGTH = 600

# The page that the publishing service is publishing at this moment, in this context.
_being_published: ContextVar[int | None] = ContextVar("being_published", default=None)


class PublishRefused(PermissionDenied):
    """A resource goes live through review only (see `services.publishing`)."""


@contextmanager
def publishing(page_id: int) -> Iterator[None]:
    """Let one resource go live inside the block; for the publishing service alone."""
    token = _being_published.set(page_id)
    try:
        yield
    finally:
        _being_published.reset(token)


class LibraryIndexPage(ShownByView, Page):
    """The one page under which all resources live."""

    introduction = models.CharField(max_length=250, blank=True)

    max_count = 1
    subpage_types: ClassVar = ["library.ResourcePage"]

    def permissions_for_user(self, user: Any) -> LibraryPermissions:
        """Return what the person may do with the library index in the admin."""
        return LibraryPermissions(user, self)


class ResourceTag(TagBase):
    """A free word on resources."""

    free_tagging = True

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")


class TaggedResource(ItemBase):
    """A tag on a resource."""

    tag = models.ForeignKey(ResourceTag, on_delete=models.CASCADE, related_name="tagged_resources")
    content_object = ParentalKey(
        "library.ResourcePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ResourcePage(ShownByView, Page):
    """Anything in the library. A practice tells what a school did; other kinds have a `body`.

    Its visibility is a field and never a page restriction: restrictions cost a clause each on
    every query.
    """

    external_id = models.CharField(max_length=100, unique=True, null=True, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.PRACTICE)
    # Blank in drafts only: nothing is handed in without one.
    summary = models.TextField(
        blank=True,
        validators=[MaxLengthValidator(SUMMARY_LENGTH)],
        help_text=_("What, for whom, and what came of it: at most 60 words."),
    )
    body = RichTextField(blank=True, features=RICH_TEXT)
    challenge = RichTextField(_("the problem"), blank=True, features=RICH_TEXT)
    actions = RichTextField(_("what we did"), blank=True, features=RICH_TEXT)
    results = RichTextField(_("what came of it"), blank=True, features=RICH_TEXT)
    reflections = RichTextField(_("what we would change"), blank=True, features=RICH_TEXT)

    school = models.ForeignKey(
        School, on_delete=models.SET_NULL, null=True, blank=True, related_name="resources"
    )
    school_context = models.CharField(
        max_length=120, blank=True, help_text=_("Such as: High school, 900 students.")
    )
    time_to_start = models.CharField(max_length=40, blank=True, help_text=_("Such as: 6 hours."))
    cost = models.CharField(max_length=40, blank=True, help_text=_("Such as: None."))

    license = models.CharField(max_length=20, choices=License.choices, default=License.CC_BY_NC)
    right_to_share = models.CharField(
        max_length=20, choices=RightToShare.choices, default=RightToShare.MINE
    )
    language = models.CharField(max_length=5, choices=Language.choices, default=Language.ENGLISH)
    visibility = models.CharField(
        max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    contributors = StreamField([("contributor", ContributorBlock())], blank=True)
    links = StreamField([("link", LinkBlock())], blank=True)
    tags = ClusterTaggableManager(through=TaggedResource, blank=True)

    evidence_tier = models.CharField(
        max_length=1, choices=EvidenceTier.choices, blank=True, default=EvidenceTier.NOT_ASSESSED
    )
    quality = models.PositiveSmallIntegerField(choices=Quality.choices, default=Quality.UNRATED)
    review_by = models.DateField(_("review by"), null=True, blank=True)

    # Kept by the services that publish and withdraw, never typed by anyone.
    version_number = models.PositiveIntegerField(default=0, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(max_length=300, blank=True, editable=False)
    is_sample = models.BooleanField(default=False, editable=False)
    # The date to look at it again of which owner and editors have been reminded.
    reminded_of = models.DateField(null=True, blank=True, editable=False)

    objects = PageManager.from_queryset(ResourceQuerySet)()

    # Resources begin on "Share a practice" or come by import, never from the page menu.
    is_creatable = False
    parent_page_types: ClassVar = ["library.LibraryIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("kind"),
        MultiFieldPanel(
            [
                FieldPanel("challenge"),
                FieldPanel("actions"),
                FieldPanel("results"),
                FieldPanel("reflections"),
            ],
            heading=_("The practice told in parts"),
        ),
        FieldPanel("body"),
        FieldPanel("links"),
        FieldPanel("contributors"),
    ]
    promote_panels: ClassVar = [
        InlinePanel("resource_terms", [FieldPanel("term")], heading=_("Topics and other terms")),
        FieldPanel("tags"),
        FieldRowPanel([FieldPanel("school"), FieldPanel("school_context")]),
        FieldRowPanel([FieldPanel("time_to_start"), FieldPanel("cost")]),
        FieldPanel("language"),
        InlinePanel(
            "relations",
            [FieldPanel("kind"), PageChooserPanel("target", "library.ResourcePage")],
            heading=_("Belongs to"),
        ),
        FieldPanel("slug"),
    ]
    settings_panels: ClassVar = [
        FieldPanel("visibility"),
        FieldPanel("license", read_only=True),
        FieldPanel("right_to_share", read_only=True),
        FieldPanel("evidence_tier", help_text=meanings(EvidenceTier, EVIDENCE_MEANING)),
        FieldPanel("quality", help_text=meanings(Quality, QUALITY_MEANING)),
        FieldPanel(
            "review_by",
            help_text=_(
                "Two weeks before, who shared it and the editors are asked whether it is still "
                "good."
            ),
        ),
    ]
    # Wagtail's index serves the admin: titles and filters only, or 10,000 rows cost 50 s.
    search_fields: ClassVar = [
        *Page.search_fields,
        index.FilterField("kind"),
        index.FilterField("visibility"),
    ]

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    # What the services keep does not come back with an old revision, and nothing is scheduled.
    KEPT_OUT_OF_REVISIONS: ClassVar = (
        "external_id",
        "version_number",
        "withdrawn_at",
        "withdrawn_reason",
        "is_sample",
        "reminded_of",
    )

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """Restore a revision, except for what is not a revision's to say; terms and tags that were
        merged since are what they were merged into."""
        restored = super().with_content_json(led_on(content))
        for name in self.KEPT_OUT_OF_REVISIONS:
            setattr(restored, name, getattr(self, name))
        restored.go_live_at = restored.expire_at = None
        return restored

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision, on the word of the publishing service alone.

        A schedule somebody planted is cleared without an error: the command that works through
        all schedules must go on with the next page.

        Raises:
            PublishRefused: something else than the publishing service tried to publish.
        """
        if _being_published.get() == self.pk:
            return super().publish(revision, *args, **kwargs)
        if kwargs.get("log_action") == "wagtail.publish.scheduled":
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])
            return None
        raise PublishRefused(_("Resources are published by approving a submission."))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, but go live or change what is live only on the word of the publishing service.

        Every path leads here: the page editor, bulk actions, schedules, revert, copy and API.

        Raises:
            PublishRefused: something else than the publishing service tried to publish, or it is an
                alias: a resource has one permanent address, and numbered versions of its own.
        """
        if self.alias_of_id is not None:
            raise PublishRefused(_("A resource has one address and no alias. Link to it instead."))
        fields = kwargs.get("update_fields")
        goes_live = self.live and (fields is None or {"live", "live_revision"} & set(fields))
        if goes_live and _being_published.get() != self.pk:
            stands = type(self)._base_manager.filter(
                pk=self.pk, live=True, live_revision=self.live_revision_id
            )
            if self.pk is None or not stands.exists():
                raise PublishRefused(_("Resources are published by approving a submission."))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete the resource with its numbered versions, whose revisions are protected alone."""
        with transaction.atomic():
            self.versions.all().delete()
            return super().delete(*args, **kwargs)

    def permissions_for_user(self, user: Any) -> ResourcePermissions:
        """Return what the person may do with this resource in the admin."""
        return ResourcePermissions(user, self)

    def get_admin_display_title(self) -> str:
        """Return the published title, if there is one: a new one may be nobody's to know yet."""
        return self.title if self.live else super().get_admin_display_title()

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The practice told in parts: heading and HTML of those that are filled in."""
        told = [
            (_("The problem"), self.challenge),
            (_("What we did"), self.actions),
            (_("What came of it"), self.results),
            (_("What we would change"), self.reflections),
        ]
        return [(str(heading), html) for heading, html in told if html]


class ResourceTerm(models.Model):
    """A controlled term on a resource."""

    resource = ParentalKey(ResourcePage, on_delete=models.CASCADE, related_name="resource_terms")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="resource_terms")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["resource", "term"], name="library_resource_term")
        ]

    def __str__(self) -> str:
        return str(self.term)


class ResourceFile(models.Model):
    """A file of a resource. The hash stands here too and so travels in every revision: approval
    compares it with what was reviewed."""

    resource = ParentalKey(ResourcePage, on_delete=models.CASCADE, related_name="resource_files")
    stored_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="resource_files"
    )
    title = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, editable=False)
    sort_order = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["sort_order", "id"]

    def __str__(self) -> str:
        return self.title


class ResourceRelation(models.Model):
    """How a resource belongs to another."""

    resource = ParentalKey(ResourcePage, on_delete=models.CASCADE, related_name="relations")
    target = models.ForeignKey(
        ResourcePage, on_delete=models.CASCADE, related_name="relations_from"
    )
    kind = models.CharField(
        max_length=10, choices=RelationKind.choices, default=RelationKind.RELATED
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.target}"
