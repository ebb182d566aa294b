"""The question a reader asks the library, as it stands in the address of the page and the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from django.http import QueryDict
from django.utils.http import urlencode

from library.enums import Sort
from search.query import LONGEST_TEXT
from search.text import clean_line

# Order of the facets on the page and of their parameters in an address.
FACETS = (
    *("topic", "audience", "grade", "kind", "recognition", "access"),
    *("standard", "license", "language", "tag", "year"),
)
# The one judgment of editors that can be asked for: others are their own.
RECOGNIZED = "recognized"
# Every file of it passed the checks of accessibility.
READABLE = "readable"
VALUE_LENGTH = 80
VALUES_PER_FACET = 40
LAST_PAGE = 100_000


def clean_text(text: str) -> str:
    """Return what someone typed as one line without control characters, 512 characters at most."""
    return clean_line(text)[:LONGEST_TEXT]


@dataclass(frozen=True)
class Question:
    """Words, chosen facet values, order and page. A value no vocabulary knows matches nothing."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort | None = None
    page: int = 1
    more: frozenset[str] = frozenset()

    @classmethod
    def from_address(cls, parameters: QueryDict) -> Self:
        """Read the parameters of a page; what makes no sense is as if it were not there."""
        sort = parameters.get("sort", "")
        return cls.of(
            text=parameters.get("q", ""),
            chosen={name: parameters.getlist(name) for name in FACETS},
            sort=Sort(sort) if sort in Sort.values else None,
            page=_page_number(parameters.get("page", "")),
            more=frozenset(parameters.getlist("more")) & frozenset(FACETS),
        )

    @classmethod
    def of(
        cls,
        *,
        text: str = "",
        chosen: Mapping[str, Sequence[str]],
        sort: Sort | None = None,
        page: int = 1,
        more: frozenset[str] = frozenset(),
    ) -> Self:
        """Make a question of raw parts: text cleaned, values in one order, each once."""
        kept = {name: _clean_values(chosen.get(name, ())) for name in FACETS}
        return cls(
            text=clean_text(text),
            chosen={name: values for name, values in kept.items() if values},
            sort=sort,
            page=page,
            more=more,
        )

    @property
    def order(self) -> Sort:
        """The order of the answer: what was asked for, else best match, else newest."""
        if self.sort is None or (self.sort == Sort.RELEVANCE and not self.text):
            return Sort.RELEVANCE if self.text else Sort.NEWEST
        return self.sort

    @property
    def usual_order(self) -> Sort:
        """The order of whoever asks for none; the page sends none for it, so that a question asked
        of the newest resources is answered by the best match."""
        return Sort.RELEVANCE if self.text else Sort.NEWEST

    def without(self, facet: str, value: str) -> Self:
        """The same question with one facet value less, on its first page."""
        left = tuple(each for each in self.chosen.get(facet, ()) if each != value)
        chosen = {**self.chosen, facet: left}
        return replace(self, chosen={k: v for k, v in chosen.items() if v}, page=1)

    def without_filters(self) -> Self:
        """The same words with nothing chosen."""
        return replace(self, chosen={}, page=1)

    def with_text(self, text: str) -> Self:
        """Other words, all else the same, on its first page."""
        return replace(self, text=text, page=1)

    def with_more(self, facet: str) -> Self:
        """The same with every value of a facet shown."""
        return replace(self, more=self.more | {facet})

    def on_page(self, number: int) -> Self:
        """The same on another page."""
        return replace(self, page=number)

    def parameters(self) -> str:
        """Return the query string, always in the same order and without what is the default."""
        pairs: list[tuple[str, str]] = [("q", self.text)] if self.text else []
        pairs += [(name, value) for name in FACETS for value in self.chosen.get(name, ())]
        if self.sort is not None and self.sort == self.order and self.sort != self.usual_order:
            pairs.append(("sort", self.sort.value))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        pairs += [("more", name) for name in FACETS if name in self.more]
        return urlencode(pairs)


def _clean_values(values: Sequence[str]) -> tuple[str, ...]:
    """Values that a vocabulary could hold, in one order, each once."""
    plausible = {
        value for value in values if 0 < len(value) <= VALUE_LENGTH and value.isprintable()
    }
    return tuple(sorted(plausible)[:VALUES_PER_FACET])


def _page_number(text: str) -> int:
    """Return the page asked for, 1 for whatever is not the number of a page."""
    if not (text.isascii() and text.isdigit()) or len(text) > 12:
        return 1
    return max(1, min(int(text), LAST_PAGE))
