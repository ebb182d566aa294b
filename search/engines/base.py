"""The interface of a search engine, and what may go wrong with one."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from ..documents import Document
from ..query import SearchQuery
from ..results import Hit, Results, Suggestions

# Given keys, returns the present documents of those that should be found.
Load = Callable[[Iterable[str]], Iterable[Document]]
# Called now and then with the number of documents done so far.
Progress = Callable[[int], None]


class SearchUnavailable(Exception):
    """The engine cannot answer now; callers fall back to the database."""


class IndexBusy(SearchUnavailable):
    """Another process has been writing for so long that this one gave up waiting."""


class NoIndex(SearchUnavailable):
    """The engine is there, but it has no index yet."""


class RebuildRunning(Exception):
    """Another process is rebuilding the index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the index is.

    Attributes:
        ready: whether there is an index to ask.
        current: whether it was built for the fields the apps declare now; if not, rebuild.
        building: whether a rebuild is running.
        documents: how many it holds.
        bytes: its size on disk.
        name: its generation.
    """

    ready: bool
    current: bool = False
    building: bool = False
    documents: int = 0
    bytes: int = 0
    name: str = ""


class Engine(Protocol):
    """An index of documents that can be asked.

    Every write is finished when its method returns, and every later read, in any process, sees it.

    Attributes:
        is_remote: whether it is asked over a network, and so may be away or hang.
    """

    is_remote: bool

    def ping(self, timeout: float) -> None:
        """Return if the engine answers at all, within so many seconds.

        Raises:
            SearchUnavailable: it does not.
        """

    def index(self, batch: Iterable[Document]) -> None:
        """Add documents, replacing those of the same keys; the batch must fit into memory."""

    def delete(self, keys: Iterable[str]) -> None:
        """Remove documents; unknown keys do no harm."""

    def refresh(self, keys: Iterable[str], load: Load) -> None:
        """Bring keys to what `load` returns for them; those it leaves out are removed.

        Two processes that refresh a key at once leave its newest document.
        """

    def search(self, query: SearchQuery) -> Results:
        """Answer a question.

        Raises:
            SearchUnavailable: no answer is to be had now.
        """

    def suggest(self, prefix: str, *, visibility: frozenset[str], limit: int) -> Suggestions:
        """Return titles and facet values that continue what was typed, `limit` of each.

        Raises:
            SearchUnavailable: no answer is to be had now.
        """

    def related(self, key: str, *, visibility: frozenset[str], limit: int) -> list[Hit]:
        """Return what of its kind is most like a document in words and facets, never itself.

        A document that is unknown or not visible has no relatives.

        Raises:
            SearchUnavailable: no answer is to be had now.
        """

    def rebuild(
        self, stream: Iterable[Document], *, load: Load, progress: Progress | None = None
    ) -> int:
        """Make a new index of a stream and put it in the place of the old one; return its size.

        The old index serves until then. Changes that arrive meanwhile are not lost: `load` is
        asked for them again before the switch.

        Raises:
            RebuildRunning: another process is at it.
        """

    def versions(self) -> Iterator[tuple[str, int]]:
        """Yield key and version of everything in the index."""

    def status(self) -> Status:
        """Return how the index is; never raises."""
