"""What follows from a change of what editors teach the search."""

from core import page_cache
from search.models import PinnedPage, PinnedQuestion, SynonymSet


def connect() -> None:
    """Listen; called once, when the apps are ready."""
    page_cache.empty_when_changed(SynonymSet, PinnedQuestion, PinnedPage)
