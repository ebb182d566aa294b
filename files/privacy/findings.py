"""What the guard says: findings that show where, never what. Free of Django."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from files.places import Place
from files.privacy.names import is_given_or_family_name, words_in

MOST_FINDINGS = 50
LONGEST_EXCERPT = 90
LONGEST_NAME = 60
AROUND = 28


class Kind(StrEnum):
    """What may not be shared unnoticed."""

    SSN = "ssn"
    SASID = "sasid"
    BIRTH_DATE = "birth_date"
    ROSTER = "roster"
    STUDENT = "student"
    TRACKED_CHANGES = "tracked_changes"
    COMMENTS = "comments"
    NOTES = "notes"
    NAMED = "named"


class Severity(StrEnum):
    """High: facts about a person. Low: what nobody meant to publish, whatever it says."""

    HIGH = "high"
    LOW = "low"


LOW = frozenset({Kind.TRACKED_CHANGES, Kind.COMMENTS, Kind.NOTES, Kind.NAMED})
# Most slides have notes, and most files name somebody: it is told, and holds nothing back.
HOLDS_NOTHING = frozenset({Kind.NOTES, Kind.NAMED})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about students in a file.

    Attributes:
        kind: what it is.
        place: where it is.
        excerpt: the words around, each digit and name masked.
        count: how many of the kind there are at the place.
    """

    kind: Kind
    place: Place
    excerpt: str
    count: int = 1

    @property
    def severity(self) -> Severity:
        return Severity.LOW if self.kind in LOW else Severity.HIGH

    def as_json(self) -> dict[str, Any]:
        """Return it as it leaves the process."""
        return {
            "kind": self.kind.value,
            "severity": self.severity.value,
            "place": self.place.as_json(),
            "excerpt": self.excerpt,
            "count": self.count,
        }


# Words with a capital that tell nothing about a person. All others are cut to their initial.
_SAFE = words_in(
    "a absent absences accommodations add an and applicant are assigned attendance autism "
    "birth birthdate born can child class comment date days description detention disability "
    "discipline diagnosed dob dear draft employee enrollment fecha first for form free full "
    "gender gpa gr grade guardian has have header her hello his homeroom id identifier iep in "
    "incident is it last late level list lunch meeting my name no nombre not note notes "
    "number of office on our page parent period plan please ppt primary psis pupil reason "
    "record reduced referral report roster sasid say school score section security seguro "
    "shorten social special speech ssn state status student students suspended suspension "
    "table teacher test that the their these they this tier to was we were when with you your "
    "adhd dcf eld ell el frl bip fba ed ohi sld slp ot pt rit map dibels"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_BLANKS = re.compile(r"[\s\x00-\x1f]+")


def _mask_word(match: re.Match[str]) -> str:
    word = match[0]
    if word.casefold() in _SAFE:
        return word
    # Scripts without capitals: every word may be a name.
    if word.isascii() and word.islower() and not is_given_or_family_name(word):
        return word
    return word if len(word) == 1 else f"{word[0]}."


def masked(text: str) -> str:
    """Return a text with a dot for each digit, and an initial for each name."""
    dotted = "".join("•" if letter.isnumeric() else letter for letter in text)
    return _WORD.sub(_mask_word, _BLANKS.sub(" ", dotted)).strip()


def excerpt_of(text: str, start: int, end: int) -> str:
    """Return the masked surroundings of something in a text, cut at words."""
    first, last = max(0, start - AROUND), min(len(text), max(end, start) + AROUND)
    while 0 < first < start and not text[first - 1].isspace():
        first += 1
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    found = masked(text[first:last])
    return found if len(found) <= LONGEST_EXCERPT else found[: LONGEST_EXCERPT - 1] + "…"


def safe_name(text: str) -> str:
    """Return the name of a sheet, column or heading as it may be shown."""
    return masked(text)[:LONGEST_NAME]


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Return at most 50 findings: one per kind and place, the grave ones first."""
    places: dict[tuple[Kind, Place], Finding] = {}
    for one in findings:
        key = (one.kind, one.place)
        known = places.get(key)
        places[key] = replace(known, count=known.count + one.count) if known else one
    order = list(Kind)
    kept = sorted(places.values(), key=lambda one: order.index(one.kind))
    if len(kept) <= MOST_FINDINGS:
        return kept
    # Each kind keeps a share, so that many of one do not hide another.
    share = max(1, MOST_FINDINGS // len({one.kind for one in kept}))
    first: list[Finding] = []
    rest: list[Finding] = []
    seen: dict[Kind, int] = {}
    for one in kept:
        seen[one.kind] = seen.get(one.kind, 0) + 1
        (first if seen[one.kind] <= share else rest).append(one)
    return sorted(
        [*first, *rest[: MOST_FINDINGS - len(first)]], key=lambda one: order.index(one.kind)
    )
