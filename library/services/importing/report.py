"""What an import found and did."""

import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import models

MOST_PROBLEMS = 5_000
SHOWN_ROWS = 20
SHOWN_VALUE = 60  # characters
# What neither a terminal nor PostgreSQL takes.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class Outcome(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", "new"
    CHANGED = "changed", "changed"
    UNCHANGED = "unchanged", "unchanged"
    HELD = "held", "held back"
    FAILED = "failed", "with errors"


@dataclass(frozen=True)
class Problem:
    """Something to tell about a row.

    Attributes:
        row: its number, 0 for the file as a whole.
        column: the column concerned, empty for the row as a whole.
        message: what is wrong, as a sentence.
        value: what the cell holds, shortened.
        is_error: whether it kept the row from being imported.
    """

    row: int
    column: str
    message: str
    value: str = ""
    is_error: bool = True


@dataclass(frozen=True)
class ShownRow:
    """One of the first rows, for a preview."""

    row: int
    external_id: str
    title: str
    outcome: str


@dataclass
class Report:
    """Counts of rows by outcome, problems, and the first rows.

    Attributes:
        is_dry_run: whether nothing was written.
        counts: rows by outcome.
        problems: at most 5,000; `left_out` counts the others.
        unknown_topics: names that the vocabulary does not have, with the rows that use them.
    """

    is_dry_run: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    left_out: int = 0
    unknown_topics: Counter[str] = field(default_factory=Counter)
    shown: list[ShownRow] = field(default_factory=list)
    has_errors: bool = False

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return self.counts.total()

    def add_problem(self, problem: Problem) -> None:
        """Take down a problem."""
        self.has_errors = self.has_errors or problem.is_error
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        else:
            self.left_out += 1

    def add_row(self, *, row: int, external_id: str, title: str, outcome: Outcome) -> None:
        """Count a row."""
        self.counts[outcome.value] += 1
        if len(self.shown) < SHOWN_ROWS:
            self.shown.append(ShownRow(row, external_id, title, outcome.value))

    def summary(self) -> str:
        """Return the counts as a line: `3 new, 1 with errors.`"""
        parts = [f"{self.counts[each]} {each.label}" for each in Outcome if self.counts[each]]
        return f"{', '.join(parts) or 'No rows'}."

    def as_data(self) -> dict[str, Any]:
        """Return everything as JSON-able data."""
        return {
            "is_dry_run": self.is_dry_run,
            "has_errors": self.has_errors,
            "counts": dict(self.counts),
            "unknown_topics": dict(self.unknown_topics),
            "problems": [asdict(problem) for problem in self.problems],
            "left_out": self.left_out,
            "shown": [asdict(row) for row in self.shown],
        }


def shorten(value: object) -> str:
    """Return the beginning of a cell, on one line."""
    text = " ".join(_UNPRINTABLE.sub("�", str(value)).split())
    return text if len(text) <= SHOWN_VALUE else f"{text[: SHOWN_VALUE - 1]}…"
