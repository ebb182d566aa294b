"""What can be found: apps register one `Searchable` per kind of thing in `AppConfig.ready()`."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from .documents import Document, split_key


class Searchable(ABC):
    """How one kind of thing gets into the index.

    Attributes:
        kind: its name, a lower-case word; the first half of its keys.
        facets: the facets its documents fill. Two kinds may share a facet.
    """

    kind: ClassVar[str]
    facets: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def documents(self, ids: Sequence[str]) -> Iterable[Document]:
        """Return the present documents of these identifiers.

        Whatever is left out (deleted, unpublished, hidden) leaves the index.
        """

    @abstractmethod
    def all_documents(self) -> Iterator[Document]:
        """Yield every document once, without holding all of them in memory."""

    @abstractmethod
    def versions(self) -> Iterator[tuple[str, int]]:
        """Yield key and version of everything that should be in the index."""

    def count(self) -> int:
        """Return how many documents `all_documents` will yield, for a progress bar."""
        return sum(1 for _ in self.versions())


_searchables: list[Searchable] = []


def register(searchable: Searchable) -> None:
    """Make a kind of thing searchable; `manage.py check` reports a declaration that is wrong."""
    _searchables.append(searchable)


def registered() -> tuple[Searchable, ...]:
    """Return every registered searchable in the order of registration."""
    return tuple(_searchables)


def find(kind: str) -> Searchable | None:
    """Return the searchable of a kind, or None if no app registered it."""
    return next((one for one in _searchables if one.kind == kind), None)


def facets() -> tuple[str, ...]:
    """Return the names of all declared facets, sorted."""
    return tuple(sorted({name for searchable in _searchables for name in searchable.facets}))


def load(keys: Iterable[str]) -> list[Document]:
    """Return the present documents of these keys; keys of unknown kinds have none."""
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for key in keys:
        kind, identifier = split_key(key)
        wanted[kind].append(identifier)
    found: list[Document] = []
    for kind, ids in wanted.items():
        if searchable := find(kind):
            found.extend(searchable.documents(ids))
    return found


def stream() -> Iterator[Document]:
    """Yield every document of every kind."""
    for searchable in _searchables:
        yield from searchable.all_documents()


def versions() -> Iterator[tuple[str, int]]:
    """Yield key and version of everything that should be in the index."""
    for searchable in _searchables:
        yield from searchable.versions()


def count() -> int:
    """Return how many documents a rebuild will see."""
    return sum(searchable.count() for searchable in _searchables)
