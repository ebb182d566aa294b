"""An engine behind a door: whatever a network and a server may do happens at a real socket."""

import socket
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from search.documents import Document
from search.engines.base import Load, Progress, SearchUnavailable, Status
from search.engines.embedded.engine import EmbeddedEngine
from search.query import SearchQuery
from search.results import Hit, Results, Suggestions

TIMEOUT = 1.0


class Door:
    """A port of this machine that says one byte to whoever knocks.

    mode: "answer"; "hang" (takes the connection and never says a word); "refuse" (an answer that
    says no); "drowsy" (answers, but the index behind it is not awake yet).
    """

    def __init__(self) -> None:
        self.mode, self.knocks = "answer", 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._guests: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType
    ) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(10)
        for guest in self._guests:
            guest.close()

    def _serve(self) -> None:
        while True:
            try:
                guest, _address = self._socket.accept()
            except OSError:
                return
            self.knocks += 1
            if self.mode == "hang":
                self._guests.append(guest)
                continue
            guest.sendall({"answer": b"y", "drowsy": b"d"}.get(self.mode, b"n"))
            guest.close()


class FarEngine:
    """The embedded engine, once the door has answered.

    Args:
        port: of the door.
        path: folder of the index.
        facets: as of every engine.
    """

    is_remote = True

    def __init__(self, port: int, path: Path, facets: tuple[str, ...]) -> None:
        self.port, self.inside = port, EmbeddedEngine(path, facets)

    def ping(self, timeout: float) -> None:
        self._knock(timeout, b"yd")

    def _knock(self, timeout: float = TIMEOUT, welcome: bytes = b"y") -> None:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout) as door:
                if door.recv(1) not in welcome:
                    raise SearchUnavailable("The door says no.")
        except OSError as error:
            raise SearchUnavailable(f"http://me:secret@far.example.org: {error}") from error

    def index(self, batch: Iterable[Document]) -> None:
        self._knock()
        self.inside.index(batch)

    def delete(self, keys: Iterable[str]) -> None:
        self._knock()
        self.inside.delete(keys)

    def refresh(self, keys: Iterable[str], load: Load) -> None:
        self._knock()
        self.inside.refresh(keys, load)

    def search(self, query: SearchQuery) -> Results:
        self._knock()
        if "boom" in query.text:
            raise LookupError("A fault of the engine's own.")
        return self.inside.search(query)

    def suggest(self, prefix: str, *, visibility: frozenset[str], limit: int) -> Suggestions:
        self._knock()
        return self.inside.suggest(prefix, visibility=visibility, limit=limit)

    def related(self, key: str, *, visibility: frozenset[str], limit: int) -> list[Hit]:
        self._knock()
        return self.inside.related(key, visibility=visibility, limit=limit)

    def rebuild(
        self, stream: Iterable[Document], *, load: Load, progress: Progress | None = None
    ) -> int:
        self._knock()
        return self.inside.rebuild(stream, load=load, progress=progress)

    def versions(self) -> Iterator[tuple[str, int]]:
        self._knock()
        yield from self.inside.versions()

    def status(self) -> Status:
        try:
            self._knock()
        except SearchUnavailable:
            return Status(ready=False)
        return self.inside.status()
