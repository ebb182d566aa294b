"""What follows from a change of what editors teach the search."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from core import page_cache
from search.models import SynonymSet
from search.services.synonyms import forget


def connect() -> None:
    """Listen; called once, when the apps are ready."""
    page_cache.empty_when_changed(SynonymSet)
    for signal in (post_save, post_delete):
        signal.connect(on_synonyms_changed, sender=SynonymSet, dispatch_uid=f"search.{id(signal)}")


def on_synonyms_changed(**kwargs: Any) -> None:
    """A set was saved or deleted."""
    forget()
