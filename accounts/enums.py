"""Roles: what a person may do. Each is a Django group of the same name."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The roles of the design; the value is the name of the group."""

    MEMBER = "Member", _("Member")
    COACH = "Coach", _("Coach")
    SUPERVISOR = "Supervisor", _("Supervisor")
    EDITOR = "Editor", _("Editor")
    ADMINISTRATOR = "Administrator", _("Administrator")


# Whoever holds one of these sees other people's unpublished or confidential work, and so must
# prove it with a second factor.
PRIVILEGED_ROLES = frozenset({Role.COACH, Role.SUPERVISOR, Role.EDITOR, Role.ADMINISTRATOR})
# Roles that may enter Wagtail's admin; a supervisor finds only the review queue there.
ADMIN_ROLES = frozenset({Role.SUPERVISOR, Role.EDITOR, Role.ADMINISTRATOR})
