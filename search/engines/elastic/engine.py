"""The engine for where one machine is outgrown: an Elasticsearch cluster, 8.x or 9.x."""

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from http import HTTPStatus
from itertools import islice
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.dsl import Search

from ...documents import Document
from ...query import SearchQuery
from ...results import Hit, Results, Suggestions
from ..base import IndexBusy, Load, NoIndex, Progress, SearchUnavailable, Status
from .address import WRITE_SECONDS, Address, faults_told
from .finding import Answer, Finder
from .generations import Generations
from .mapping import fingerprint, to_body
from .offering import related, suggest

BATCH = 500
PAGE = 5_000
MOST_ROUNDS = 5
# A document that is gone and one that is there, as queries see them.
TOMBSTONE: Answer = {}
PRESENT = {"exists": {"field": "visibility"}}
# How long a process believes that the index knows no words of a visibility.
BELIEVED_SECONDS = 30.0


class UnknownField(SearchUnavailable):
    """A search names words of a visibility that no document has."""


class ElasticsearchEngine:
    """Implements `search.engines.base.Engine`.

    Args:
        address: the servers and the prefix of the site's indices.
        facets: the facets that the apps declare now.
    """

    def __init__(self, address: Address, facets: tuple[str, ...]) -> None:
        self.address = address
        self.facets = facets
        self._connected: tuple[int, Elasticsearch] | None = None
        self._spelled: tuple[float, frozenset[str]] = (0.0, frozenset())

    is_remote = True

    @property
    def client(self) -> Elasticsearch:
        """The client of this very process: connections do not survive a fork."""
        if self._connected is None or self._connected[0] != os.getpid():
            self._connected = (os.getpid(), self.address.connect())
        return self._connected[1]

    @property
    def generations(self) -> Generations:
        """The site's indices."""
        return Generations(self._patient, self.address.prefix)

    @property
    def _patient(self) -> Elasticsearch:
        """The client for what no reader waits for."""
        return self.client.options(request_timeout=WRITE_SECONDS)

    # Writing

    def index(self, batch: Iterable[Document]) -> None:
        """Add documents, replacing those of the same keys."""
        documents = {document.key: document for document in batch}
        with faults_told():
            self._write(list(documents), documents)

    def delete(self, keys: Iterable[str]) -> None:
        """Remove documents."""
        with faults_told():
            self._write(list(keys), {})

    def refresh(self, keys: Iterable[str], load: Load) -> None:
        """Bring keys to what `load` returns for them.

        Nobody can be kept from writing at the same time. So every writer looks again after its
        write, and whoever wrote last has seen what was true then.
        """
        wanted = list(dict.fromkeys(keys))
        with faults_told():
            documents = {document.key: document for document in load(wanted)}
            for _ in range(MOST_ROUNDS):
                self._write(wanted, documents)
                now = {document.key: document for document in load(wanted)}
                wanted = [key for key in wanted if now.get(key) != documents.get(key)]
                if not wanted:
                    return
                documents = now
        raise IndexBusy(f"{len(wanted)} documents change faster than they can be indexed")

    def _write(self, keys: Sequence[str], documents: Mapping[str, Document]) -> None:
        """Replace what the index holds under the keys, in the one under construction too."""
        self._spelled = (0.0, frozenset())
        for start in range(0, len(keys), BATCH):
            part = keys[start : start + BATCH]
            bodies = {key: to_body(documents[key], self.facets) for key in part if key in documents}
            generations = self.generations
            if generations.is_building():
                # What is gone leaves a mark, or the rebuild would add it from an older row.
                marks = {key: bodies.get(key, TOMBSTONE) for key in part}
                self._bulk(generations.building, part, marks)
            if not self._bulk(generations.prefix, part, bodies):
                generations.make_first(self.facets)
                self._bulk(generations.prefix, part, bodies)

    def _bulk(self, alias: str, keys: Sequence[str], bodies: Mapping[str, Answer]) -> bool:
        """Write bodies and delete the keys that have none; return False if there is no such alias.

        Raises:
            SearchUnavailable: something could not be written.
        """
        operations: list[Answer] = []
        for key in keys:
            if key in bodies:
                operations += [{"index": {"_id": key}}, bodies[key]]
            else:
                operations.append({"delete": {"_id": key}})
        answer = self._patient.bulk(
            index=alias, operations=operations, refresh=True, require_alias=True
        )
        for action, told in (pair for item in answer["items"] for pair in item.items()):
            reason = told.get("error", {}).get("type", "")
            if reason == "index_not_found_exception":
                return False
            if reason:
                raise SearchUnavailable(f"{action} of {told['_id']}: {told['error']}")
        return True

    def rebuild(
        self, stream: Iterable[Document], *, load: Load, progress: Progress | None = None
    ) -> int:
        """Fill a new index beside the one that serves, then let it take over.

        Whoever writes meanwhile writes into both; the stream only adds what is not there yet.
        """
        generations = self.generations
        with faults_told(), generations.lease() as lease:
            name = generations.add(self.facets)
            documents = iter(stream)
            done = 0
            while batch := list(islice(documents, BATCH)):
                self._add(name, batch)
                lease.renew()
                done += len(batch)
                if progress:
                    progress(done)
            self._patient.indices.refresh(index=name)
            total = self._count(name)
            generations.serve(name)
            return total

    def _add(self, name: str, batch: Sequence[Document]) -> None:
        """Add those documents that the new index does not have yet."""
        operations: list[Answer] = []
        for document in batch:
            operations += [{"create": {"_id": document.key}}, to_body(document, self.facets)]
        answer = self._patient.bulk(index=name, operations=operations)
        for told in (item["create"] for item in answer["items"]):
            if told["status"] not in (200, 201, 409):
                raise SearchUnavailable(f"{told['_id']}: {told['error']}")

    # Reading

    def search(self, query: SearchQuery) -> Results:
        """Answer a question."""
        with faults_told():
            try:
                return self._answer(query)
            except UnknownField:
                self._spelled = (0.0, frozenset())
                return self._answer(query)

    def _answer(self, query: SearchQuery) -> Results:
        return Finder(self._send, self.facets, self._words_of(query.visibility), query).answer()

    def suggest(self, prefix: str, *, visibility: frozenset[str], limit: int) -> Suggestions:
        """Return titles and facet values that continue what was typed."""
        with faults_told():
            return suggest(self._send, visibility, prefix, limit)

    def related(self, key: str, *, visibility: frozenset[str], limit: int) -> list[Hit]:
        """Return what is most like a document."""
        with faults_told():
            return related(self._send, self.facets, visibility, key, limit)

    def versions(self) -> Iterator[tuple[str, int]]:
        """Yield key and version of everything in the index."""
        alias = self.address.prefix
        with faults_told():
            if self.generations.serving() is None:
                return
            point = self._patient.open_point_in_time(index=alias, keep_alive="2m")["id"]
        after: list[Any] | None = None
        try:
            while True:
                with faults_told():
                    rows = self._patient.search(
                        pit={"id": point, "keep_alive": "2m"},
                        query=PRESENT,
                        size=PAGE,
                        sort=[{"_shard_doc": "asc"}],
                        search_after=after,
                        source=False,
                        docvalue_fields=[{"field": "version"}],
                        track_total_hits=False,
                    )["hits"]["hits"]
                if not rows:
                    return
                after = rows[-1]["sort"]
                for row in rows:
                    yield row["_id"], row["fields"]["version"][0]
        finally:
            with faults_told():
                self._patient.close_point_in_time(id=point)

    def status(self) -> Status:
        """Return how the index is."""
        generations = self.generations
        try:
            with faults_told():
                name, building = generations.serving(), generations.is_locked()
                if name is None:
                    return Status(ready=False, building=building)
                sizes = self._patient.indices.stats(index=name, metric="store")
                return Status(
                    ready=True,
                    current=name.startswith(f"{self.address.prefix}-{fingerprint(self.facets)}-"),
                    building=building,
                    documents=self._count(name),
                    bytes=sizes["_all"]["total"]["store"]["size_in_bytes"],
                    name=name,
                )
        except SearchUnavailable:
            return Status(ready=False)

    def ping(self, timeout: float) -> None:
        """Say nothing if the servers answer questions; after a start they first only know that
        there is an index.

        Args:
            timeout: seconds to wait.

        Raises:
            SearchUnavailable: they do not.
        """
        hurried = self.client.options(request_timeout=timeout, max_retries=0)
        with suppress(NoIndex), faults_told():
            hurried.search(index=self.address.prefix, size=0, track_total_hits=False)

    def _count(self, name: str) -> int:
        return int(self._patient.count(index=name, query=PRESENT)["count"])

    def _send(self, searches: Sequence[Search[Any]]) -> list[Answer]:
        """Send searches in one round trip and return their answers.

        Raises:
            NoIndex: there is none to ask.
            SearchUnavailable: one of them was not answered.
            UnknownField: the index knows no words of a visibility.
        """
        lines: list[Answer] = []
        for search in searches:
            lines += [{}, search.to_dict()]
        answers = self.client.msearch(index=self.address.prefix, searches=lines)["responses"]
        for answer in answers:
            if "error" in answer:
                if answer["status"] == HTTPStatus.NOT_FOUND:
                    raise NoIndex(self.address.prefix)
                if "no mapping found for field" in str(answer["error"]):
                    raise UnknownField
                raise SearchUnavailable(str(answer["error"])[:500])
        return list(answers)

    def _words_of(self, visibility: frozenset[str]) -> frozenset[str]:
        """Return the visibilities of which the index has words; others cannot be asked about."""
        looked, known = self._spelled
        if not visibility <= known and time.monotonic() - looked > BELIEVED_SECONDS:
            mappings = self.client.indices.get_mapping(index=self.address.prefix).body
            fields = (one["mappings"]["properties"]["spell"] for one in mappings.values())
            known = frozenset(name for one in fields for name in one.get("properties", ()))
            self._spelled = (time.monotonic(), known)
        return known
