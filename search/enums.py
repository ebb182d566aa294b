"""The choices a search knows."""

from enum import StrEnum


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
