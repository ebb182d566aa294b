"""Documents that nobody here made, wherever this machine has some.

They come from the installed Python packages, from folders named in `FOREIGN_DOCUMENTS`
(separated like a PATH) and from Debian's documentation packages.
"""

import gzip
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

ENDINGS = ("pdf", "docx", "pptx", "xlsx", "odt", "ods", "odp", "csv")
DEBIAN = ("/usr/share/doc", "/usr/share/docutils", "/usr/lib/R/site-library")
BROKEN_ON_PURPOSE = frozenset({"example_faulty.csv"})
LARGEST = 5 * 1024 * 1024
AT_MOST = 6  # of a kind


@dataclass(frozen=True)
class ForeignDocument:
    """A document: `is_chosen` if it must be accepted, because someone looked at it before."""

    path: Path
    name: str
    is_chosen: bool

    def read(self) -> bytes:
        data = self.path.read_bytes()
        return gzip.decompress(data) if self.path.suffix == ".gz" else data


def find_documents() -> list[ForeignDocument]:
    """Some of each kind, the chosen ones first."""
    found: dict[str, list[ForeignDocument]] = defaultdict(list)
    seen: set[tuple[str, int]] = set()
    for document in _all_documents():
        kind = found[document.name.rpartition(".")[2]]
        key = (document.name, document.path.stat().st_size)
        if len(kind) < AT_MOST and key not in seen and 0 < key[1] < LARGEST:
            seen.add(key)
            kind.append(document)
    return [document for ending in ENDINGS for document in found[ending]]


def _all_documents() -> Iterator[ForeignDocument]:
    for distribution in distributions():
        for file in distribution.files or []:
            if _is_document(file.name):
                yield from _documents(Path(str(file.locate())), is_chosen=True)
    for folder in filter(None, os.environ.get("FOREIGN_DOCUMENTS", "").split(os.pathsep)):
        for path in sorted(Path(folder).rglob("*.*")):
            yield from _documents(path, is_chosen=True)
    for folder in DEBIAN:
        for path in sorted(Path(folder).rglob("*.*")):
            yield from _documents(path, is_chosen=False)


def _documents(path: Path, *, is_chosen: bool) -> Iterator[ForeignDocument]:
    if path.name in BROKEN_ON_PURPOSE or path.is_symlink():
        return
    if _is_document(path.name) and path.is_file():
        yield ForeignDocument(path, path.name.removesuffix(".gz"), is_chosen)


def _is_document(name: str) -> bool:
    return name.removesuffix(".gz").rpartition(".")[2] in ENDINGS
