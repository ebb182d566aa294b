"""What the guard found, in words for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

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
