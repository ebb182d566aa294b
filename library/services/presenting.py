"""Resources on the search page of the site and among its suggestions."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from library.permissions import visibilities_for
from library.services.answering import cards_of, find_in_database
from library.services.indexing import KIND
from library.services.question import FACETS, Question
from search.presenters import Card, Presenter


class ResourcePresenter(Presenter):
    """How resources are shown outside the library."""

    kind = KIND
    plural = "Resources"

    def visibilities(self, user: Any) -> frozenset[str]:
        """Return the visibilities of resources the person may see."""
        return visibilities_for(user)

    def cards(self, ids: Sequence[str], user: Any) -> Mapping[str, Card]:
        """Return the cards of those resources that the person may see now."""
        cards = cards_of([int(identifier) for identifier in ids], visibilities_for(user))
        return {str(card.pk): asdict(card) for card in cards}

    def find_in_database(
        self, text: str, user: Any, limit: int, *, titles_only: bool = False
    ) -> Sequence[Card]:
        """Return resources whose title or summary has most of the words."""
        question = Question.of(text=text, chosen={})
        found = find_in_database(question, visibilities_for(user), limit, titles_only=titles_only)
        return [asdict(card) for card in found.cards]

    def value_url(self, facet: str, value: str) -> str:
        """Return the address of the library with one filter on."""
        if facet not in FACETS:
            return ""
        return f"{reverse('library:browse')}?{urlencode({facet: value})}"
