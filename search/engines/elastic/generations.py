"""Which index serves, which is being built, and who builds it.

Every index of a site has an alias `<prefix>-generations`; the one that serves has `<prefix>` as
well, the one under construction `<prefix>-building`. A rebuild holds a lease: a document in the
index `<prefix>-lock` that its owner renews.
"""

import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elasticsearch import ConflictError, Elasticsearch, NotFoundError
from elasticsearch.dsl import Index

from ..base import RebuildRunning
from .mapping import SETTINGS, build_mapping, fingerprint

# After so long without a sign of life a rebuild on another machine counts as dead.
LEASE_SECONDS = 120.0
LOCK = "rebuild"


class Lease:
    """The right to rebuild, of one process at a time."""

    def __init__(self, client: Elasticsearch, index: str) -> None:
        self._client = client
        self._index = index
        self._owner = f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(4)}"
        self._state: dict[str, Any] = {}

    def take(self) -> None:
        """Take it, from the dead as well.

        Raises:
            RebuildRunning: somebody has it.
        """
        known = self._read()
        if known and _is_alive(known["_source"]):
            raise RebuildRunning
        if not known:
            self._client.options(ignore_status=[400]).indices.create(index=self._index)
        self._state = _state_of(known) if known else {"op_type": "create"}
        self.renew()

    def renew(self) -> None:
        """Give a sign of life.

        Raises:
            RebuildRunning: somebody else has taken it meanwhile.
        """
        lease = {"owner": self._owner, "until": time.time() + LEASE_SECONDS}
        try:
            done = self._client.index(
                index=self._index, id=LOCK, document=lease, refresh=True, **self._state
            )
        except ConflictError as error:
            raise RebuildRunning from error
        self._state = _state_of(done.body)

    def give_up(self) -> None:
        """Give it back."""
        self._client.options(ignore_status=[404, 409]).delete(
            index=self._index, id=LOCK, refresh=True, **self._state
        )

    def is_held(self) -> bool:
        """Say whether a rebuild is running."""
        known = self._read()
        return bool(known) and _is_alive(known["_source"])

    def _read(self) -> dict[str, Any]:
        try:
            return dict(self._client.get(index=self._index, id=LOCK).body)
        except NotFoundError:
            return {}


def _state_of(answer: dict[str, Any]) -> dict[str, Any]:
    """Return what makes the next write fail if somebody else wrote meanwhile."""
    return {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}


def _is_alive(lease: dict[str, Any]) -> bool:
    """Say whether the owner of a lease still works; on this machine one can look."""
    host, process, _ = lease["owner"].split()
    if host == socket.gethostname():
        try:
            os.kill(int(process), 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
    return float(lease["until"]) > time.time()


class Generations:
    """The indices of one site.

    Args:
        client: reaches the servers.
        prefix: the alias of the index that serves.
    """

    def __init__(self, client: Elasticsearch, prefix: str) -> None:
        self.client = client
        self.prefix = prefix
        self.building = f"{prefix}-building"
        self._all = f"{prefix}-generations"
        self._lock = f"{prefix}-lock"

    def serving(self) -> str | None:
        """Return the name of the index that serves, or None."""
        return next(iter(self._with_alias(self.prefix)), None)

    def is_building(self) -> bool:
        """Say whether an index is under construction, or was when its builder died."""
        return bool(self.client.indices.exists_alias(name=self.building))

    def is_locked(self) -> bool:
        """Say whether a rebuild is running."""
        return Lease(self.client, self._lock).is_held()

    @contextmanager
    def lease(self) -> Iterator[Lease]:
        """Hold the right to rebuild.

        Raises:
            RebuildRunning: somebody else has it.
        """
        lease = Lease(self.client, self._lock)
        lease.take()
        try:
            yield lease
        finally:
            lease.give_up()

    def make_first(self, facets: tuple[str, ...]) -> None:
        """Make an empty index that serves; of several who do so at once, one succeeds."""
        name = f"{self.prefix}-{fingerprint(facets)}-first"
        self._make(name, facets, self.prefix)

    def add(self, facets: tuple[str, ...]) -> str:
        """Make an index to be filled, in the place of any that was left unfinished."""
        for name in self._with_alias(self.building):
            self.client.indices.delete(index=name, ignore_unavailable=True)
        name = f"{self.prefix}-{fingerprint(facets)}-{secrets.token_hex(4)}"
        self._make(name, facets, self.building)
        return name

    def _make(self, name: str, facets: tuple[str, ...], alias: str) -> None:
        index = Index(name)
        index.settings(**SETTINGS)
        index.mapping(build_mapping(facets))
        index.aliases(**{alias: {}, self._all: {}})
        body = index.to_dict()
        self.client.options(ignore_status=[400] if name.endswith("-first") else []).indices.create(
            index=name, **body
        )

    def serve(self, name: str) -> None:
        """Let an index serve in place of all others, at once; the others are deleted."""
        self.client.indices.update_aliases(
            actions=[
                {"remove": {"index": "*", "alias": self.prefix, "must_exist": False}},
                {"remove": {"index": name, "alias": self.building}},
                {"add": {"index": name, "alias": self.prefix}},
            ]
        )
        for other in self._with_alias(self._all):
            if other != name:
                self.client.indices.delete(index=other, ignore_unavailable=True)

    def remove_all(self) -> None:
        """Delete everything of this site."""
        for name in [*self._with_alias(self._all), self._lock]:
            self.client.indices.delete(index=name, ignore_unavailable=True)

    def _with_alias(self, alias: str) -> list[str]:
        try:
            return sorted(self.client.indices.get_alias(name=alias).body)
        except NotFoundError:
            return []
