"""Walk through XML parts of office files without building a tree of them. Free of Django."""

import posixpath
import re
import time
import zipfile
from collections.abc import Iterable
from typing import IO, Any, Protocol
from xml.parsers import expat

from files.enums import Refusal, Refused
from files.intake.archives import part_name

CHUNK = 64 * 1024
# No honest document has more elements; what comes after them is not looked at.
MOST_ELEMENTS = 4_000_000


class OutOfTime(Exception):
    """What was read until now has to do."""


class Deadline:
    """The time within which a detector has to be done."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds

    def check(self) -> None:
        """Raise OutOfTime once the time is up."""
        if time.monotonic() > self.end:
            raise OutOfTime


class Handler(Protocol):
    """Takes elements as they come; names are without their namespaces."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def letters(self, data: str) -> None: ...


def walk(stream: IO[bytes], handler: Handler, deadline: Deadline) -> None:
    """Tell a handler what is in an XML part.

    Raises:
        OutOfTime: the time is up, or there are more elements than in any honest part.
        Refused: the part declares entities.
        ExpatError: it is no XML.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    left = MOST_ELEMENTS

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OutOfTime
        local = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        handler.start(tag.rpartition(" ")[2], local)

    def refuse(*declaration: Any) -> None:
        raise Refused(Refusal.BOMB)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: handler.end(tag.rpartition(" ")[2])
    parser.CharacterDataHandler = handler.letters
    parser.EntityDeclHandler = refuse
    while chunk := stream.read(CHUNK):
        deadline.check()
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


class Package:
    """The parts of an office file by name, lower case, without a leading slash."""

    def __init__(self, archive: zipfile.ZipFile, deadline: Deadline) -> None:
        self.archive, self.deadline = archive, deadline
        self.parts = {part_name(member): member for member in archive.infolist()}

    def matching(self, pattern: str) -> list[str]:
        """Return the names of parts that fit a pattern; part 10 comes after part 9."""
        fits = re.compile(pattern).fullmatch
        return sorted((name for name in self.parts if fits(name)), key=lambda n: (len(n), n))

    def walk(self, name: str, handler: Handler) -> None:
        """Walk through a part; one that is not there is empty."""
        if name in self.parts:
            with self.archive.open(self.parts[name]) as stream:
                walk(stream, handler, self.deadline)

    def elements(self, name: str, wanted: Iterable[str]) -> list[tuple[str, dict[str, str]]]:
        """Return name and attributes of the elements of a part that have one of these names."""
        finder = _Finder(frozenset(wanted))
        self.walk(name, finder)
        return finder.found

    def targets(self, name: str) -> dict[str, str]:
        """Return what a part refers to: relationship id -> name of a part, or an address."""
        folder, base = posixpath.split(name)
        rels = self.elements(f"{folder}/_rels/{base}.rels".lstrip("/"), ["Relationship"])
        return {
            one.get("Id", ""): one.get("Target", "")
            if one.get("TargetMode") == "External"
            else _resolved(folder, one.get("Target", ""))
            for _name, one in rels
        }


def _resolved(folder: str, target: str) -> str:
    path = target if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(path).lstrip("/").lower()


class _Finder:
    def __init__(self, wanted: frozenset[str]) -> None:
        self.wanted = wanted
        self.found: list[tuple[str, dict[str, str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in self.wanted:
            self.found.append((name, attributes))

    def end(self, name: str) -> None:
        """Nothing to do."""

    def letters(self, data: str) -> None:
        """Nothing to do."""
