"""How what was found is shown: apps register one `Presenter` per kind in `AppConfig.ready()`.

The index only says what might be shown. A presenter looks at the rows of the database and leaves
out whatever the person may not see now.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

# What `components/result.html` shows: url, title, summary, kind and facts.
Card = Mapping[str, Any]


class Presenter(ABC):
    """How one kind of thing is shown.

    Attributes:
        kind: as its `Searchable` names it.
        plural: what several of them are called, for a heading.
        place: where it stands among the kinds, 0 first.
    """

    kind: ClassVar[str]
    plural: ClassVar[str]
    place: ClassVar[int] = 0

    @abstractmethod
    def visibilities(self, user: Any) -> frozenset[str]:
        """Return which visibilities of this kind the person may see."""

    @abstractmethod
    def cards(self, ids: Sequence[str], user: Any) -> Mapping[str, Card]:
        """Return the cards, by identifier, of those that the person may see now."""

    @abstractmethod
    def find_in_database(
        self, text: str, user: Any, limit: int, *, titles_only: bool = False
    ) -> Sequence[Card]:
        """Return a plain answer for the time the index cannot be asked (see `search.plainly`)."""

    def value_url(self, facet: str, value: str) -> str:
        """Return the address that shows what has a facet value; empty if there is none."""
        return ""


_presenters: list[Presenter] = []


def register(presenter: Presenter) -> None:
    """Have a kind shown on the search page; kinds nobody presents are not searched there."""
    _presenters.append(presenter)


def registered() -> tuple[Presenter, ...]:
    """Return every presenter, those of the first place first."""
    return tuple(sorted(_presenters, key=lambda presenter: presenter.place))


def visibilities_for(user: Any) -> frozenset[str]:
    """Return everything the person may see of any kind."""
    return frozenset().union(*(presenter.visibilities(user) for presenter in _presenters))
