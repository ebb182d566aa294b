"""Choices of the public pages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ForWhom(TextChoices):
    """The career stage of the leaders a program is for."""

    ASPIRING = "aspiring", _("Aspiring leaders")
    BEGINNING = "beginning", _("Beginning leaders")
    EXPERIENCED = "experienced", _("Experienced leaders")
    ALL = "all", _("School leaders at every stage")


class NoticeKind(TextChoices):
    """How loud a notice is."""

    PLAIN = "plain", _("Information")
    URGENT = "urgent", _("Urgent")
