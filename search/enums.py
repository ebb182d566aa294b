"""The choices a search knows."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sort(StrEnum):
    """In which order hits come."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"


class Matched(StrEnum):
    """How much of the text the hits answer."""

    ALL = "all"
    SOME = "some"
    FUZZY = "fuzzy"


class JobKind(TextChoices):
    """What can be done for the index."""

    COMPARE = "compare", _("Comparison")
    REBUILD = "rebuild", _("Rebuild")


class Direction(TextChoices):
    """Which words of a set of synonyms find which."""

    BOTH = "both", _("Each finds all the others")
    ONE_WAY = "one_way", _("These find others, not the reverse")
