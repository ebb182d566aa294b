"""What stands around every page: menu, footer, a notice."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField

from home.blocks import FooterGroupBlock, MenuLinkBlock
from home.enums import NoticeKind


@register_setting(icon="list-ul")
class Navigation(BaseSiteSetting):
    """The main menu and the footer."""

    menu = StreamField(
        [("link", MenuLinkBlock())],
        blank=True,
        max_num=6,
        verbose_name=_("main menu"),
        help_text=_("Up to six. “Share a practice” and “Sign in” stand beside it by themselves."),
    )
    footer = StreamField(
        [("group", FooterGroupBlock())], blank=True, max_num=4, verbose_name=_("footer")
    )
    about = models.CharField(
        _("about the association"),
        max_length=300,
        blank=True,
        help_text=_("One sentence at the foot of every page."),
    )

    panels: ClassVar = [FieldPanel("menu"), FieldPanel("footer"), FieldPanel("about")]

    class Meta:
        verbose_name = _("menu and footer")


@register_setting(icon="warning")
class Notice(BaseSiteSetting):
    """A line above every page, for as long as it holds."""

    text = RichTextField(
        _("text"),
        blank=True,
        features=["bold", "link"],
        help_text=_("One or two sentences. Empty: no notice."),
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=NoticeKind.choices, default=NoticeKind.PLAIN
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("It leaves by itself after this day.")
    )

    panels: ClassVar = [
        FieldPanel("text"),
        FieldPanel("kind"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
    ]

    class Meta:
        verbose_name = _("notice")

    def clean(self) -> None:
        """Refuse a notice that ends before it begins.

        Raises:
            ValidationError: at `ends_on`.
        """
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day is before the first.")})


class StarterPage(models.Model):
    """A page that `load_starter` made once; it does not come back when editors delete it."""

    name = models.CharField(max_length=40, primary_key=True)
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return self.name
