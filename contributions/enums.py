"""The states a contribution passes through."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a contribution stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in-review", _("In review")
    CHANGES_REQUESTED = "changes-requested", _("Changes requested")
    RESUBMITTED = "resubmitted", _("Resubmitted")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# With the contributor, who may edit.
EDITABLE = frozenset({State.DRAFT, State.CHANGES_REQUESTED})
# With the editors, who may decide.
WAITING = frozenset({State.SUBMITTED, State.IN_REVIEW, State.RESUBMITTED})
# Not decided yet: at most one of these for a resource.
OPEN = EDITABLE | WAITING
CLOSED = frozenset(State) - OPEN


class Likeness(models.TextChoices):
    """What a contributor says of hers beside what it is alike to."""

    SAME = "same", _("the same thing")
    VERSION = "version", _("a new version of it")
    ADAPTATION = "adaptation", _("an adaptation of it: I changed it for my school")
    NEITHER = "neither", _("none of these")


class CorrectionKind(models.TextChoices):
    """What a reader reports about a resource."""

    MISTAKE = "mistake", _("A mistake")
    OUTDATED = "outdated", _("It is out of date")
    LINK = "link", _("A link that leads nowhere")
    PRIVACY = "privacy", _("Something about a student or another person")
    OTHER = "other", _("Something else")
