"""The embedded engine: a tantivy index in a folder, shared by all processes of one machine."""

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import tantivy
from tantivy import Query

from ...documents import Document
from ...query import SearchQuery
from ...results import Hit, Results, Suggestions
from ..base import Load, NoIndex, Progress, SearchUnavailable, Status
from .compiler import Compiler
from .finding import Finder, Memory
from .folder import IndexFolder
from .offering import related, suggest
from .schema import fingerprint, open_index, to_tantivy

logger = logging.getLogger(__name__)

BATCH = 1_000
SMALL_HEAP = 30_000_000
LARGE_HEAP = 200_000_000
# Changes that came during a rebuild are replayed in rounds; the last round stops all writers.
SHORT_ROUND = 100
MOST_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class _Opened:
    """An index opened by this very process: a reader opened before a fork never sees commits."""

    process: int
    name: str
    index: tantivy.Index
    facets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _View:
    """The index as it is now; `memory` holds what was counted since the last commit."""

    searcher: tantivy.Searcher
    compiler: Compiler
    memory: Memory


class EmbeddedEngine:
    """Implements `search.engines.base.Engine` without any server.

    Args:
        path: folder of the index, on a local disk.
        facets: the facets that the apps declare now.
    """

    is_remote = False

    def __init__(self, path: Path, facets: tuple[str, ...]) -> None:
        self.folder = IndexFolder(path)
        self.facets = facets
        self._opened: _Opened | None = None
        self._memory: tuple[object, Memory] = (None, {})

    def ping(self, timeout: float) -> None:
        """Return at once: the index is a folder of this machine."""

    # Writing

    def index(self, batch: Iterable[Document]) -> None:
        """Add documents, replacing those of the same keys."""
        documents = list(batch)
        self._change([document.key for document in documents], lambda: documents)

    def delete(self, keys: Iterable[str]) -> None:
        """Remove documents."""
        self._change(list(keys), lambda: ())

    def refresh(self, keys: Iterable[str], load: Load) -> None:
        """Bring keys to what `load` returns for them, loaded while no one else can write."""
        wanted = list(dict.fromkeys(keys))
        self._change(wanted, lambda: load(wanted))

    def _change(self, keys: Sequence[str], documents: Callable[[], Iterable[Document]]) -> None:
        """Replace what the index holds under the keys, in one commit."""
        if not keys:
            return
        with self.folder.write_lock():
            opened = self._open(self.folder.current() or self._make_empty())
            self.folder.note(keys)
            _replace(opened, keys, documents())
            self.folder.sweep()

    def _make_empty(self) -> str:
        """Make an index without documents; the caller holds the write lock."""
        name = self.folder.add_generation(fingerprint(self.facets), self.facets)
        self._open_folder(name)
        self.folder.serve(name)
        return name

    def rebuild(
        self, stream: Iterable[Document], *, load: Load, progress: Progress | None = None
    ) -> int:
        """Fill a new generation beside the one that serves, then move the pointer."""
        with self.folder.rebuild_lock():
            with self.folder.write_lock():
                self.folder.sweep()
                name = self.folder.add_generation(fingerprint(self.facets), self.facets)
                self.folder.start_journal(name)
            opened = self._open_folder(name)
            _fill(opened, stream, progress or (lambda done: None))
            position = self._replay_rounds(opened, load)
            with self.folder.write_lock():
                keys, _ = self.folder.noted(name, start=position)
                _replace(opened, keys, load(keys))
                self.folder.serve(name)
            opened.index.reload()
            return opened.index.searcher().num_docs

    def _replay_rounds(self, opened: _Opened, load: Load) -> int:
        """Repeat what changed meanwhile until little is left; return the journal's offset."""
        position = 0
        for _ in range(MOST_ROUNDS):
            keys, position = self.folder.noted(opened.name, start=position)
            _replace(opened, keys, load(keys))
            if len(keys) <= SHORT_ROUND:
                break
        return position

    # Reading

    def search(self, query: SearchQuery) -> Results:
        """Answer a question."""
        with self._searching() as view:
            return Finder(view.searcher, view.compiler, query, view.memory).answer()

    def suggest(self, prefix: str, *, visibility: frozenset[str], limit: int) -> Suggestions:
        """Return titles and facet values that continue what was typed."""
        with self._searching() as view:
            return suggest(view.searcher, view.compiler, prefix, visibility, limit)

    def related(self, key: str, *, visibility: frozenset[str], limit: int) -> list[Hit]:
        """Return what is most like a document."""
        with self._searching() as view:
            return related(view.searcher, view.compiler, key, visibility, limit)

    def versions(self) -> Iterator[tuple[str, int]]:
        """Yield key and version of everything in the index."""
        if self.folder.current() is None:
            return
        with self._searching() as view:
            # The filter leaves out deleted documents, whose terms linger.
            stamps = view.searcher.terms_with_prefix("stamp", "", filter_query=Query.all_query())
        for stamp, _ in stamps:
            key, _, version = stamp.rpartition("@")
            yield key, int(version)

    def status(self) -> Status:
        """Return how the index is."""
        building = self.folder.rebuild_runs()
        try:
            with self._searching() as view:
                name = self._opened.name if self._opened else ""
                return Status(
                    ready=True,
                    current=name.startswith(f"g-{fingerprint(self.facets)}-"),
                    building=building,
                    documents=view.searcher.num_docs,
                    bytes=self.folder.size(name),
                    name=name,
                )
        except SearchUnavailable:
            return Status(ready=False, building=building)

    @contextmanager
    def _searching(self) -> Iterator[_View]:
        """Yield the newest state of the index.

        Raises:
            SearchUnavailable: there is no index, or it cannot be read.
        """
        try:
            opened = self._open_current()
            # Looked at before the index is: a commit in between makes the next look differ.
            state = (opened.name, self.folder.last_commit(opened.name))
            opened.index.reload()
            if self._memory[0] != state:
                self._memory = (state, {})
            compiler = Compiler(opened.index.schema, opened.facets)
            yield _View(opened.index.searcher(), compiler, self._memory[1])
        except (OSError, ValueError) as error:
            logger.exception("The search index in %s cannot be read", self.folder.path)
            raise SearchUnavailable(str(error)) from error

    def _open_current(self) -> _Opened:
        """Open the generation that serves, again if it was swept away between two looks."""
        for last in (False, True):
            name = self.folder.current()
            if name is None:
                raise NoIndex("There is no index yet: run manage.py search_index rebuild")
            try:
                return self._open(name)
            except (OSError, ValueError):
                if last or name == self.folder.current():
                    raise
        raise AssertionError("unreachable")

    def _open(self, name: str) -> _Opened:
        """Return a generation as this process has it open."""
        opened = self._opened
        if opened is None or (opened.name, opened.process) != (name, os.getpid()):
            opened = self._opened = self._open_folder(name)
        return opened

    def _open_folder(self, name: str) -> _Opened:
        facets = self.folder.facets(name)
        index = open_index(str(self.folder.generation(name)), facets)
        return _Opened(os.getpid(), name, index, facets)


@contextmanager
def _writing(index: tantivy.Index, heap: int, threads: int) -> Iterator[tantivy.IndexWriter]:
    """Yield a writer whose changes are committed at the end, or dropped with an error.

    Waiting for merges keeps many small batches from leaving thousands of segments.
    """
    writer = index.writer(heap, threads)
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()


def _replace(opened: _Opened, keys: Sequence[str], documents: Iterable[Document]) -> None:
    """Remove the keys and add the documents in one commit."""
    if not keys:
        return
    with _writing(opened.index, SMALL_HEAP, threads=1) as writer:
        for key in keys:
            writer.delete_documents_by_term("key", key)
        for document in documents:
            writer.add_document(to_tantivy(document, opened.facets))


def _fill(opened: _Opened, stream: Iterable[Document], progress: Progress) -> None:
    """Write a stream into an empty generation."""
    documents = iter(stream)
    done = 0
    with _writing(opened.index, LARGE_HEAP, threads=2) as writer:
        while batch := list(islice(documents, BATCH)):
            for document in batch:
                writer.add_document(to_tantivy(document, opened.facets))
            done += len(batch)
            progress(done)
