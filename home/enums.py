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


class LinkPlace(TextChoices):
    """Where a link stands that is of no page."""

    MENU = "menu", _("Menu")
    FOOTER = "footer", _("Footer")
    NOTICE = "notice", _("Notice")


class LinkProblem(TextChoices):
    """What is wrong with a link."""

    UNPUBLISHED = "unpublished", _("The page is not published")
    DELETED = "deleted", _("It is not on this site any more")
    GONE = "gone", _("The other site has no such page")
    FAILING = "failing", _("The other site answers with an error")
    SILENT = "silent", _("The other site does not answer")
    UNKNOWN = "unknown", _("There is no such site")
    INSIDE = "inside", _("It works only inside somebody’s own network")
    SIGN_IN = "sign-in", _("It may ask strangers to sign in")
    # It leads somewhere still, so it is in the report and otherwise left alone.
    MOVED = "moved", _("It has moved for good")
