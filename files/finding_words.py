"""What the guard found, in words for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .models import Examination
from .place_words import place_words
from .privacy.findings import Kind
from .privacy.words import ADVICE, LABELS


@dataclass(frozen=True)
class FindingLine:
    """What was found: in words, what to do about it, where, as far as it may be shown, and how
    often."""

    words: str
    advice: str
    place: str
    excerpt: str
    count: int


def people_named(sha256s: Iterable[str]) -> dict[str, str]:
    """Return for each of the hashes whose bytes name people where they do, with their initials."""
    rows = Examination.objects.filter(pk__in=set(sha256s)).values_list("pk", "findings")
    found = {}
    for sha256, findings in rows:
        named = [one for one in findings if one["kind"] == Kind.NAMED]
        told = [f"{place_words(one['place'])}: {one['excerpt']}" for one in named]
        if told:
            found[sha256] = "; ".join(told)
    return found


def finding_lines(findings: Iterable[Mapping[str, Any]]) -> list[FindingLine]:
    """Return findings in words, given as by `privacy.findings.Finding.as_json`."""
    return [
        FindingLine(
            words=str(LABELS[Kind(one["kind"])]),
            advice=str(ADVICE[Kind(one["kind"])]),
            place=place_words(one["place"]),
            excerpt=one["excerpt"],
            count=one["count"],
        )
        for one in findings
    ]
