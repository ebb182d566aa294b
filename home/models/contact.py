"""Writing to the association."""

from http import HTTPMethod
from typing import ClassVar

from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from core.serving import ShownByView
from home.blocks import SIMPLE_BLOCKS
from home.models.base import READING, PublicPage


def validate_addresses(value: str) -> None:
    """Refuse anything but e-mail addresses, one a line.

    Raises:
        ValidationError: a line is no address.
    """
    for line in value.split():
        validate_email(line)


class ContactPage(ShownByView, PublicPage):
    """How to reach the association, with a form."""

    body = StreamField(SIMPLE_BLOCKS, blank=True, verbose_name=_("content"))
    recipients = models.TextField(
        _("messages go to"),
        blank=True,
        validators=[validate_addresses],
        help_text=_("E-mail addresses, one a line. Empty: messages are kept here and not mailed."),
    )
    thanks = models.CharField(
        _("thanks"),
        max_length=250,
        default=_("Thank you. Your message is here, and somebody will answer it."),
        help_text=_("Said when a message was sent."),
    )

    page_description = _("Contacts and a form to write to the association.")
    allowed_http_methods: ClassVar = [*READING, HTTPMethod.POST]
    max_count = 1
    unsearched_fields: ClassVar = ("recipients", "thanks")
    parent_page_types: ClassVar = ["home.HomePage", "home.SectionPage", "home.MissionPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *PublicPage.intro_panels,
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("recipients"), FieldPanel("thanks")], heading=_("Form")),
    ]

    class Meta:
        verbose_name = _("contact page")


class ContactMessage(models.Model):
    """What somebody wrote to the association."""

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    subject = models.CharField(_("subject"), max_length=120)
    message = models.TextField(_("message"), max_length=4000)
    sent_at = models.DateTimeField(_("sent"), db_index=True)
    is_handled = models.BooleanField(_("handled"), default=False)
    is_suspect = models.BooleanField(
        _("looks like spam"),
        default=False,
        # The release before this one goes on keeping messages while this one's tables are there.
        db_default=False,
        help_text=_("Kept here and not mailed: it was written as machines write."),
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering: ClassVar = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.subject
