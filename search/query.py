"""A question to the index: the user's words as a small tree, and everything around them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from .enums import Sort
from .text import clean

if TYPE_CHECKING:
    from .synonyms import Synonyms

LONGEST_TEXT = 512
MOST_TERMS = 64
LARGEST_PAGE = 100

_QUOTES = str.maketrans("“”„‟«»＂", '"' * 7)
# A minus excludes only at the start of a word; elsewhere it is a hyphen.
_TERM = re.compile(r'(?P<minus>(?<!\S)-+)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or the words of one quoted phrase.

    Attributes:
        text: as it was typed.
        is_phrase: whether its words must stand side by side.
        alternatives: words and phrases that answer as well; they have none of their own.
        run: the typed words that the alternatives stand for, this one among them.
    """

    text: str
    is_phrase: bool = False
    alternatives: tuple["Term", ...] = ()
    run: str = ""


@dataclass(frozen=True, slots=True)
class Tree:
    """What a text asks for: terms that should occur and terms that must not."""

    wanted: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.excluded)


def parse(text: str) -> Tree:
    """Read words, "phrases" and -exclusions; nothing else is syntax and nothing is an error.

    Args:
        text: what a person typed; only the first 512 characters and 64 terms count.
    """
    wanted: list[Term] = []
    excluded: list[Term] = []
    for match in _TERM.finditer(clean(text[:LONGEST_TEXT]).translate(_QUOTES)):
        phrase = match["phrase"]
        words = (match["word"] if phrase is None else phrase).strip()
        if not any(letter.isalnum() for letter in words):
            continue
        term = Term(words, is_phrase=phrase is not None)
        (excluded if match["minus"] else wanted).append(term)
        if len(wanted) + len(excluded) == MOST_TERMS:
            break
    return Tree(tuple(wanted), tuple(excluded))


@dataclass(frozen=True, kw_only=True)
class SearchQuery:
    """One question.

    Attributes:
        visibility: which visibilities the asking person may see; none means no hits.
        text: what the person typed; empty finds everything.
        kinds: only these kinds; empty means all.
        filters: values per facet; any value within a facet, every facet.
        facets: the facets to count. A facet's counts ignore the values chosen in it.
        sort: relevance without words to be relevant to means newest.
        page: counted from 1.
        size: hits per page, 0 (counts only) to 100.
        highlight: whether hits carry marked excerpts.
        synonyms: what words stand for; `search.services.search` takes those of the editors where
            it is None.
        pinned: keys that come first, in this order, whether they have the words or not; only in
            the order of relevance. `search.services.search` takes the editors' choice where it is
            None. Visibility, kinds and filters hold for them as for everything else.
    """

    visibility: frozenset[str]
    text: str = ""
    kinds: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = 20
    highlight: bool = True
    synonyms: "Synonyms | None" = None
    pinned: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        """Bring page and size into range and drop filters that choose nothing.

        Raises:
            ValueError: the sort order is not one of `Sort`.
        """
        chosen = {name: tuple(values) for name, values in self.filters.items() if values}
        object.__setattr__(self, "filters", chosen)
        object.__setattr__(self, "sort", Sort(self.sort))
        object.__setattr__(self, "page", max(1, self.page))
        object.__setattr__(self, "size", min(max(0, self.size), LARGEST_PAGE))

    @cached_property
    def tree(self) -> Tree:
        """The text, parsed and widened by synonyms."""
        return self.tree_of(self.text)

    def tree_of(self, text: str) -> Tree:
        """Return what another text, a better spelling perhaps, would ask for."""
        tree = parse(text)
        return self.synonyms.expand(tree) if self.synonyms else tree

    @property
    def first_keys(self) -> tuple[str, ...]:
        """The keys that come first, each once."""
        is_by_words = self.sort is Sort.RELEVANCE and bool(self.text)
        return tuple(dict.fromkeys(self.pinned or ())) if is_by_words else ()

    @property
    def offset(self) -> int:
        """How many hits come before this page."""
        return (self.page - 1) * self.size
