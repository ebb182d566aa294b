"""States and words of membership."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Position(models.TextChoices):
    """What a member does at a school; asked at sign-up."""

    PRINCIPAL = "principal", _("Principal")
    ASSISTANT_PRINCIPAL = "assistant-principal", _("Assistant principal")
    TEAM = "leadership-team", _("Leadership team member")
    TEACHER = "teacher", _("Teacher")
    DISTRICT = "district", _("District leader")
    COACH = "coach", _("Coach")
    OTHER = "other", _("Something else")


class MembershipState(models.TextChoices):
    """Where a membership stands."""

    WAITING = "waiting", _("Waiting for an editor")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
