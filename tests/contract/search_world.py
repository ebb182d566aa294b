"""A small world of documents that several processes share, and what a second process does in it.

The world's "database" is a folder with one file per document, so that a test, a second writer and
a rebuild in another process all see the same data. Run as a module it is that other process.
"""

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from search.documents import Document, split_key
from search.engines.base import Engine

FACETS = ("color", "shape", "size")
PUBLIC = frozenset({"public"})
EVERYONE = frozenset({"public", "members"})


def make_document(identifier: object, title: str = "", **fields: Any) -> Document:
    """Return a public document of kind "thing"."""
    fields.setdefault("kind", "thing")
    fields.setdefault("visibility", "public")
    return Document(key=f"{fields['kind']}:{identifier}", title=title, **fields)


class Shelf:
    """The database: one file per document, holding its version."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(exist_ok=True)

    def put(self, identifier: object, version: int) -> str:
        """Write a document and return its key."""
        draft = self.path / f".{identifier}.{os.getpid()}"
        draft.write_text(json.dumps(version))
        draft.replace(self.path / str(identifier))
        return f"thing:{identifier}"

    def remove(self, identifier: object) -> str:
        """Delete a document and return its key."""
        (self.path / str(identifier)).unlink()
        return f"thing:{identifier}"

    def load(self, keys: Iterable[str]) -> list[Document]:
        """Return the documents that exist."""
        found = []
        for key in keys:
            path = self.path / split_key(key)[1]
            if path.exists():
                version = json.loads(path.read_text())
                title = f"Known thing number{path.name} edition{version}"
                found.append(make_document(path.name, title, version=version))
        return found

    def stream(self) -> Iterator[Document]:
        """Yield every document."""
        for name in sorted(path.name for path in self.path.glob("[!.]*")):
            yield from self.load([f"thing:{name}"])

    def versions(self) -> dict[str, int]:
        """Return what the index should hold."""
        return {document.key: document.version for document in self.stream()}


def say(line: str) -> None:
    """Tell the test how far this process is."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def slowly(documents: Iterable[Document], pause: float) -> Iterator[Document]:
    """Yield documents with a pause after each, saying so on standard output."""
    for document in documents:
        yield document
        say(document.key)
        time.sleep(pause)


def act(engine: Engine, shelf: Shelf, action: str, arguments: list[str]) -> None:
    """Do what the test asked this process to do."""
    if action == "write":
        first, count = map(int, arguments)
        for number in range(first, first + count):
            engine.refresh([shelf.put(number, 1)], shelf.load)
    elif action == "rebuild":
        total = engine.rebuild(slowly(shelf.stream(), float(arguments[0])), load=shelf.load)
        say(f"built {total}")
    elif action == "fork":
        watch_from_a_fork(engine, shelf)


def watch_from_a_fork(engine: Engine, shelf: Shelf) -> None:
    """Open the index, fork, write in the parent and count in the child."""
    before = len(list(engine.versions()))
    ready, go = os.pipe()
    child = os.fork()
    if child:
        engine.refresh([shelf.put("after", 1)], shelf.load)
        os.write(go, b"x")
        os.waitpid(child, 0)
    else:
        os.read(ready, 1)
        say(f"child sees {len(list(engine.versions())) - before} more")
        os._exit(0)


if __name__ == "__main__":
    import django

    django.setup()
    from search.engines import get_engine

    act(get_engine(FACETS), Shelf(Path(sys.argv[1])), sys.argv[2], sys.argv[3:])
