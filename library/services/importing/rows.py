"""Check the rows of a file and turn their cells into values."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from library.enums import Kind, Language, License, Visibility
from library.models import ResourcePage
from library.models.resources import SUMMARY_LENGTH
from members.models import School

from .columns import (
    COLUMNS,
    REQUIRED,
    TERM_COLUMNS,
    Invalid,
    read_body,
    read_contributors,
    read_line,
    read_lines,
    read_moment,
    read_text,
    read_urls,
)
from .matching import SchoolMatcher, TermMatcher, TopicMatcher, Unknown, fold
from .options import Options
from .reading import RawRow
from .report import Problem, shorten

LONGEST_TITLE = 255
LONGEST_ID = 100
LONGEST_TAG = 100
LONGEST_SCHOOL = 160
CHOICES = {"kind": Kind, "license": License, "language": Language, "visibility": Visibility}


@dataclass(frozen=True)
class Row:
    """A row that can be imported.

    Attributes:
        number: its number in the file.
        external_id: the key by which it is found again.
        values: by column; a column that is not there is left as it is. Terms are tuples of
            slugs, a school is a `School`, which may not be saved yet.
    """

    number: int
    external_id: str
    values: dict[str, Any]


class Checker:
    """Checks rows against the vocabularies, and against the rows before them.

    Args:
        options: how the import treats what is unknown.
        now: the present.
    """

    def __init__(self, options: Options, now: datetime) -> None:
        self.terms = {name: TermMatcher(voc) for name, voc in TERM_COLUMNS.items()}
        self.topics = TopicMatcher(
            self.terms["topics"],
            unknown=options.unknown_topics,
            topic_map=options.topic_map,
            new_topics=options.new_topics,
        )
        self._schools = SchoolMatcher()
        self._options = options
        self._seen: dict[str, int] = {}
        self._choices = {name: _choice_names(enum.choices) for name, enum in CHOICES.items()}
        self._readers: dict[str, Callable[[Any], Any]] = {
            "external_id": self._read_id,
            "title": lambda raw: read_line(raw, most=LONGEST_TITLE),
            "summary": lambda raw: read_text(raw, most=SUMMARY_LENGTH),
            "body": read_body,
            "tags": lambda raw: read_lines(raw, most=LONGEST_TAG),
            "url": read_urls,
            "contributors": read_contributors,
            "published_at": lambda raw: read_moment(raw, now=now),
        }

    def check(self, raw: RawRow) -> tuple[Row | None, list[Problem]]:
        """Return the row, None if it cannot be imported, and what there is to tell about it."""
        if raw.problem:
            return None, [Problem(raw.number, "", raw.problem)]
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for column in COLUMNS:
            if column in raw.cells:
                problems += self._read(raw, column, values)
        problems += [
            Problem(raw.number, column, "This is required.")
            for column in REQUIRED
            if not values.get(column) and not any(each.column == column for each in problems)
        ]
        external_id = values.pop("external_id", "")
        self._seen.setdefault(external_id, raw.number)
        if any(problem.is_error for problem in problems):
            return None, problems
        return Row(raw.number, external_id, values), problems

    def _read(self, raw: RawRow, column: str, values: dict[str, Any]) -> Iterator[Problem]:
        """Read one cell into `values`; yield what is wrong with it."""
        cell = raw.cells[column]
        try:
            if column in self._choices:
                values[column] = self._read_choice(column, cell)
            elif column in TERM_COLUMNS:
                values[column] = self._read_terms(column, cell)
            elif column == "school":
                values[column] = self._read_school(cell)
            else:
                values[column] = self._readers[column](cell)
        except Unknown as error:
            # A school that nobody knows does not keep a resource out; it is left as it is.
            is_error = column != "school"
            yield Problem(raw.number, column, str(error), shorten(cell), is_error)
        except Invalid as error:
            yield Problem(raw.number, column, str(error), shorten(cell))

    def _read_id(self, raw: object) -> str:
        external_id = read_line(raw, most=LONGEST_ID)
        if external_id and external_id in self._seen:
            raise Invalid(f"Row {self._seen[external_id]} has the same.")
        return external_id

    def _read_choice(self, column: str, raw: object) -> str:
        name = read_line(raw, most=LONGEST_TITLE)
        if not name:
            return str(ResourcePage._meta.get_field(column).get_default())
        try:
            return self._choices[column][fold(name)]
        except KeyError:
            known = ", ".join(CHOICES[column].values)
            raise Invalid(f"“{shorten(name)}” is none of {known}.") from None

    def _read_terms(self, column: str, raw: object) -> tuple[str, ...]:
        names = read_lines(raw, most=LONGEST_TITLE)
        find = self.topics.find if column == "topics" else self.terms[column].find
        terms = [find(name) for name in names]
        return tuple(dict.fromkeys(term.slug for term in terms if term is not None))

    def _read_school(self, raw: object) -> School | None:
        name = read_line(raw, most=2 * LONGEST_SCHOOL)
        if not name:
            return None
        try:
            return self._schools.find(name)
        except Unknown:
            if not self._options.create_schools:
                raise
        return self._schools.add(read_line(name, most=LONGEST_SCHOOL))


def _choice_names(choices: Sequence[tuple[str, str | Promise]]) -> dict[str, str]:
    """Return values by the names under which they are understood: value and label."""
    return {fold(str(name)): value for value, label in choices for name in (value, label)}
