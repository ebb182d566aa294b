"""What is checked of a file, and what came of it. Free of Django: `words` says it to people."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from files.places import Place

MOST_PLACES = 10
LONGEST_NAME = 60


class Name(StrEnum):
    """Each thing that a file needs so that everybody can read it."""

    TEXT = "text"
    TAGS = "tags"
    TITLE = "title"
    TITLE_SHOWN = "title_shown"
    LANGUAGE = "language"
    ALTERNATIVES = "alternatives"
    HEADINGS = "headings"
    HEADING_ORDER = "heading_order"
    BOOKMARKS = "bookmarks"
    TABLE_HEADERS = "table_headers"
    LINK_TEXTS = "link_texts"
    SLIDE_TITLES = "slide_titles"
    UNIQUE_SLIDE_TITLES = "unique_slide_titles"
    SHEET_NAMES = "sheet_names"
    MERGED_CELLS = "merged_cells"


# Worth mending, but no reason to hold back the badge.
ADVICE = frozenset({Name.MERGED_CELLS, Name.LINK_TEXTS, Name.UNIQUE_SLIDE_TITLES})


@dataclass(frozen=True, slots=True)
class Check:
    """A check of a file: passed or not, and where it failed, at most ten places."""

    name: Name
    passed: bool
    where: tuple[Place, ...] = ()
    count: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return it as it leaves the process."""
        return {
            "name": self.name.value,
            "passed": self.passed,
            "is_advice": self.name in ADVICE,
            "where": [place.as_json() for place in self.where],
            "count": self.count,
        }


def check(name: Name, failures: Iterable[Place] | bool) -> Check:
    """Return a check that fails at some places, or one that is passed or not as a whole."""
    if isinstance(failures, bool):
        return Check(name, failures)
    places = list(failures)
    distinct = tuple(dict.fromkeys(places))[:MOST_PLACES]
    return Check(name, not places, distinct, len(places))


def passes(checks: Iterable[Check]) -> bool | None:
    """Whether a file may carry the badge; None if nothing about it can be said."""
    made = list(checks)
    if not made:
        return None
    return all(one.passed for one in made if one.name not in ADVICE)


def order_failures(levels: Iterable[tuple[int, Place]]) -> Iterable[Place]:
    """Yield where a heading skips a level: a reader who jumps from heading to heading gets lost."""
    before = 0
    for level, place in levels:
        if level > before + 1:
            yield place
        before = level


# Spaces, file names and what programs write by themselves tell nothing about a picture.
_EMPTY = frozenset(
    {"", "image", "picture", "photo", "graphic", "chart", "diagram", "table", "shape"}
)
_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".emf", ".wmf", ".svg", ".webp")


def is_alternative(text: str) -> bool:
    """Whether a text says what a picture shows."""
    folded = text.strip().casefold()
    stripped = folded.rstrip("0123456789 ")
    return stripped not in _EMPTY and not folded.endswith(_ENDINGS)


def is_address(text: str) -> bool:
    """Whether the text of a link is its bare address, or says nothing."""
    folded = text.strip().casefold()
    return folded.startswith(("http://", "https://", "www.")) or folded in ("click here", "here")
