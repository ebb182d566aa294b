"""What an app hands to the index: one `Document` per thing that can be found."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

QUALITY_BUCKETS = range(4)
LONGEST_VALUE = 255
MOST_FILES = 10
LONGEST_FILE_NAME = 255
LONGEST_FILE_TEXT = 200_000


class InvalidDocument(ValueError):
    """A document that no engine could index; the message names its key and what is wrong."""


def make_key(kind: str, identifier: object) -> str:
    """Return the key of a thing, such as `resource:123`."""
    return f"{kind}:{identifier}"


def split_key(key: str) -> tuple[str, str]:
    """Return kind and identifier of a key."""
    kind, _, identifier = key.partition(":")
    return kind, identifier


@dataclass(frozen=True, slots=True)
class FileText:
    """What stands in a file of a thing: the name that readers see, and plain text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing that can be found.

    Attributes:
        key: `<kind>:<identifier>`, see `make_key`.
        kind: the `Searchable` it belongs to.
        title: plain text; weighs, with the keywords, more than the rest.
        summary: plain text.
        body: plain text of any length.
        files: what stands in at most 10 files; weighs as much as the body.
        keywords: labels, synonyms and names by which it should be found.
        facets: values per facet, at most 255 characters each.
        labels: facet -> value -> label of the values that may be suggested while someone types.
        date: when it appeared, with a time zone; decides "newest" and how fresh it is.
        visibility: who may see it, as one word the app chooses ("public", "members").
        quality: 0 (unknown) to 3 (best), a gentle nudge in the ranking.
        version: grows with every change; `reconcile` compares it with the database.
        stored: JSON-able data given back with every hit.
    """

    key: str
    kind: str
    title: str
    summary: str = ""
    body: str = ""
    files: Sequence[FileText] = ()
    keywords: Sequence[str] = ()
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    date: datetime | None = None
    visibility: str
    quality: int = 0
    version: int = 0
    stored: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse here what would kill an engine's writer later.

        Raises:
            InvalidDocument: a field has the wrong type or range.
        """
        self._check(split_key(self.key)[0] == self.kind, "key does not begin with its kind")
        self._check(bool(self.visibility), "visibility is empty")
        texts = [self.title, self.summary, self.body, self.visibility, *self.keywords]
        texts += [text for file in self.files for text in (file.name, file.text)]
        self._check(all(type(text) is str for text in texts), "a text is not a str")
        self._check(len(self.files) <= MOST_FILES, f"it has more than {MOST_FILES} files")
        self._check(
            all(
                0 < len(file.name) <= LONGEST_FILE_NAME and len(file.text) <= LONGEST_FILE_TEXT
                for file in self.files
            ),
            "a file has no name, too long a name or too long a text",
        )
        self._check(self.quality in QUALITY_BUCKETS, "quality is not 0, 1, 2 or 3")
        self._check(type(self.version) is int and self.version >= 0, "version is not a count")
        self._check(self.date is None or self.date.tzinfo is not None, "date has no time zone")
        for name, values in self.facets.items():
            self._check(
                not isinstance(values, str)
                and all(type(v) is str and 0 < len(v) <= LONGEST_VALUE for v in values),
                f"facet {name!r} holds something else than strings of 1 to {LONGEST_VALUE} letters",
            )
        try:
            json.dumps(dict(self.stored))
        except (TypeError, ValueError) as error:
            raise InvalidDocument(f"{self.key}: stored is not JSON-able ({error})") from error

    def _check(self, holds: bool, otherwise: str) -> None:
        if not holds:
            raise InvalidDocument(f"{self.key}: {otherwise}")
