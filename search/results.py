"""What an engine answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from .documents import split_key
from .enums import Matched


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing found.

    Attributes:
        key: as in its document.
        score: how well it answers; only comparable within one answer.
        stored: what its document stored.
        highlights: safe HTML of `title`, `summary`, an excerpt of `body` and one of a `file`, with
            the found words in `<mark>`; only fields in which a word was found, and `file` only
            where it shows more of them (see `search.highlighting.mark_texts`).
        file: the name of the file that the excerpt is from.
        found: the words of the question that stand in `title`, `summary`, `keywords`, `body` and
            `file`, as they were typed; under `synonym` such as "PD → professional development".
        is_pinned: whether the editors chose it for the question.
    """

    key: str
    score: float
    stored: Mapping[str, Any]
    highlights: Mapping[str, SafeString] = field(default_factory=dict)
    file: str = ""
    found: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_pinned: bool = False

    @property
    def kind(self) -> str:
        """The kind of thing."""
        return split_key(self.key)[0]

    @property
    def id(self) -> str:
        """Its identifier within its kind."""
        return split_key(self.key)[1]


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many hits have a value."""

    value: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The answer to a `SearchQuery`.

    Attributes:
        total: how many documents match, on all pages.
        hits: those of the page asked for; pages beyond the end, or beyond the first 10,000 hits,
            are empty.
        matched: whether hits have all words (of a sentence: at least one hit has), some of them, or
            words spelled like them.
        facets: counts per facet, most frequent first; chosen values are listed even when 0.
        suggestion: the text as it was probably meant ("did you mean"), or None.
    """

    total: int = 0
    hits: Sequence[Hit] = ()
    matched: Matched = Matched.ALL
    facets: Mapping[str, Sequence[FacetCount]] = field(default_factory=dict)
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class TitleSuggestion:
    """A document whose title continues what was typed."""

    key: str
    title: str
    stored: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ValueSuggestion:
    """A facet value whose label continues what was typed, and how many documents have it."""

    facet: str
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What to offer while someone types."""

    titles: Sequence[TitleSuggestion] = ()
    values: Sequence[ValueSuggestion] = ()
