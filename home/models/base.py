"""What all public pages have in common."""

from http import HTTPMethod
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from files.models import Image
from home.querysets import trail_of

# Wagtail would answer whatever else is sent, a DELETE too, with the page.
READING = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]


class PublicPage(Page):
    """A page of the public site: an introduction under its title, and a picture of it for lists
    and for other sites that link here."""

    introduction = models.CharField(
        _("introduction"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences under the title; lists show them too."),
    )
    image = models.ForeignKey(
        Image,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    image_text = models.CharField(
        _("what the picture shows"),
        max_length=250,
        blank=True,
        default="",
        # The release before this one goes on making pages while this one's tables are there.
        db_default="",
        help_text=_("For those who do not see it."),
    )

    allowed_http_methods: ClassVar = READING
    # What editors call an entry of this type in a list; empty says nothing.
    eyebrow: ClassVar[Any] = ""
    intro_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("introduction"),
    ]
    image_panel: ClassVar = MultiFieldPanel(
        [FieldPanel("image"), FieldPanel("image_text")], heading=_("Picture")
    )

    class Meta:
        abstract = True

    @property
    def is_shown(self) -> bool:
        """Whether it is there for readers once published; a type may have reasons not to be."""
        return True

    def clean(self) -> None:
        """Refuse a picture that says nothing to those who do not see it.

        Raises:
            ValidationError: at `image_text`.
        """
        super().clean()
        if self.image_id and not self.image_text:
            raise ValidationError({"image_text": _("Say what the picture shows.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add where the page is."""
        return {**super().get_context(request, *args, **kwargs), "trail": trail_of(self, request)}
