"""What a change of synonyms would do, before it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from search.models import SynonymSet, lines_of
from search.presenters import Card, registered, visibilities_for
from search.query import SearchQuery
from search.results import Results
from search.services import search
from search.services.showing import visible_cards
from search.services.synonyms import compiled
from search.synonyms import Synonyms

SIZE = 10


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One hit; `is_new` if the other list does not have it."""

    card: Card
    is_new: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The answers to one question without and with a set of synonyms."""

    question: str
    before: Sequence[PreviewRow]
    after: Sequence[PreviewRow]
    total_before: int
    total_after: int

    @property
    def changes_nothing(self) -> bool:
        """Whether both lists are the same, in the same order."""
        return self.before == self.after and self.total_before == self.total_after


def preview_synonyms(*, one: SynonymSet, question: str, user: Any) -> Preview:
    """Ask a question without and with a set that need not be saved.

    Args:
        one: the set as it would be saved.
        question: what to ask; by default the first word of the set.
        user: who asks.

    Raises:
        SearchUnavailable: the index cannot be asked now.
    """
    question = question or next(iter(lines_of(one.terms)), "")
    others = list(SynonymSet.objects.exclude(pk=one.pk))
    before = _ask(question, compiled(others), user)
    after = _ask(question, compiled([*others, one]), user)
    known_before = {hit.key for hit in before.hits}
    cards = visible_cards(known_before | {hit.key for hit in after.hits}, user)
    return Preview(
        question=question,
        before=[PreviewRow(cards[h.key], False) for h in before.hits if h.key in cards],
        after=[
            PreviewRow(cards[hit.key], hit.key not in known_before)
            for hit in after.hits
            if hit.key in cards
        ],
        total_before=before.total,
        total_after=after.total,
    )


def _ask(question: str, rules: Synonyms, user: Any) -> Results:
    return search(
        SearchQuery(
            visibility=visibilities_for(user),
            text=question,
            kinds=tuple(one.kind for one in registered()),
            size=SIZE,
            highlight=False,
            synonyms=rules,
        )
    )
