"""What whoever shares a file can mend so that everybody can read it; a private list."""

from collections.abc import Iterable
from typing import NamedTuple

from .accessibility.checks import Name
from .accessibility.words import FAILED, PASSED, how_to_mend
from .models import Examination, StoredFile
from .place_words import place_words


class Mending(NamedTuple):
    """Something to mend: what is wrong, how to mend it, where; `is_advice` if the badge does not
    depend on it."""

    words: str
    how: str
    places: list[str]
    is_advice: bool


class FixList(NamedTuple):
    """What to mend in a file, what is right about it, and whether it carries the badge.

    `passes` is None where nothing can be said, such as of plain text.
    """

    to_mend: list[Mending]
    right: list[str]
    passes: bool | None


def fix_list_of(stored_file: StoredFile) -> FixList:
    """Return what to mend in a file; nothing as long as it was not looked into."""
    found = Examination.objects.filter(pk=stored_file.sha256).first()
    checks = found.checks if found else []
    to_mend = [
        Mending(
            words=str(FAILED[Name(one["name"])]),
            how=str(how_to_mend(Name(one["name"]), stored_file.extension)),
            places=[place_words(place) for place in one["where"]],
            is_advice=one["is_advice"],
        )
        for one in checks
        if not one["passed"]
    ]
    right = [str(PASSED[Name(one["name"])]) for one in checks if one["passed"]]
    return FixList(to_mend, right, found.is_accessible if found else None)


def to_mend(files: Iterable[StoredFile]) -> dict[int, int]:
    """Return how many things keep each file from the badge, by primary key."""
    files = list(files)
    rows = Examination.objects.filter(pk__in={each.sha256 for each in files}, is_accessible=False)
    counts = {
        pk: sum(not one["passed"] and not one["is_advice"] for one in checks)
        for pk, checks in rows.values_list("pk", "checks")
    }
    return {each.pk: counts[each.sha256] for each in files if each.sha256 in counts}


def accessible(sha256s: Iterable[str]) -> set[str]:
    """Return those of the hashes whose bytes passed every check that the badge depends on."""
    rows = Examination.objects.filter(pk__in=set(sha256s), is_accessible=True)
    return set(rows.values_list("pk", flat=True))
