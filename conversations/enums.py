"""The closed vocabularies of conversations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What came of a flag."""

    KEPT = "kept", _("Kept")
    WARNED = "warned", _("Kept, its author warned")
    HIDDEN = "hidden", _("Hidden")
