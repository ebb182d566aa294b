"""What follows from a change of what editors teach the search."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from core import page_cache
from search.models import PinnedPage, PinnedQuestion, SynonymSet
from search.services import pins, synonyms

TAUGHT = (SynonymSet, PinnedQuestion, PinnedPage)


def connect() -> None:
    """Listen; called once, when the apps are ready."""
    page_cache.empty_when_changed(*TAUGHT)
    for model in TAUGHT:
        post_save.connect(on_changed, sender=model)
        post_delete.connect(on_changed, sender=model)


def on_changed(**kwargs: Any) -> None:
    """Something was saved or deleted."""
    synonyms.memo.forget()
    pins.memo.forget()
