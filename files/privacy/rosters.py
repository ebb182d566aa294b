"""Tables about people: the column of names, the facts beside it, and whose they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from files.places import Place
from files.privacy.dates import dates_in, is_label, is_of_school_age, year_of
from files.privacy.findings import Finding, Kind, masked, safe_name
from files.privacy.names import family_names, find_names, given_names
from files.privacy.numbers import (
    find_sasids,
    find_ssns,
    is_column_of_sasids,
    is_sasid_label,
    is_ssn_label,
)
from files.privacy.passages import Grid

FEWEST_STUDENTS = 3
ROWS_BEFORE_HEADER = 8
SHARE = 0.6

_STUDENT = re.compile(
    r"\b(?:students?|pupils?|child(?:ren)?|learners?|scholars?|kids?|estudiantes?)\b", re.I
)
_NEUTRAL = re.compile(
    r"^\W*(?:(?:full|legal|last|first|sur|given|family|middle)\W*)?names?\W*$"
    r"|^(?:last|first|apellido|nombre)\W*$|^name \(",
    re.I,
)
_STAFF = re.compile(
    r"\b(?:teachers?|staff|employees?|faculty|principals?|coach(?:es)?|leaders?|presenters?|authors?"
    r"|members?|contacts?|counselors?|administrators?|advisors?|case ?managers?|vendors?|trainers?"
    r"|participants?|attendees?|candidates?|mentors?|supervisors?|instructors?|speakers?)\b",
    re.I,
)
# Columns that only tables of adults have.
_OF_ADULTS = re.compile(
    r"\b(?:title|position|role|job|e-?mail|department|dept|ext|extension|certification|salary|step|fte"
    r"|hire|term|session|subject|courses?|degree|affiliation|organization|employee|author|isbn"
    r"|publisher|workshop|presenter)\b",
    re.I,
)
_FACTS = re.compile(
    r"\b(?:gr|grade|grades|grade level|gpa|hr|homeroom|home room|teacher|advisor"
    r"|d\.?o\.?b|birth\s?\w*"
    r"|age|sasid|iep|504|sped|special ed\w*|disability|exceptionality|accommodations?"
    r"|services|hours"
    r"|lunch|frl|f/r|meals?|ell?|eld|esl|las links|language|ethnicity|race|gender"
    r"|sex|score|scores|rit"
    r"|map|sbac|psat|sat|nwea|dibels|f&p|lexile|level|levels|mark|marks|percentile|proficien\w*|tier"
    r"|absen\w*|attendance|tard\w*|days|discipline|offense|infraction|referrals?|suspen\w*|incident"
    r"|behaviou?r|guardian|parent|mother|father|bus|counselor|id|local id|balance|status|review"
    r"|diagnosis|medication|allerg\w*|medical|nurse|credits?|quiz|test|exam|homework|q[1-4]|math\w*|ela|reading|writing|science|sci|english"
    r"|history|social studies)\b",
    re.I,
)
_TITLED = re.compile(r"^(?:mr|ms|mrs|dr|miss|mx|prof)\b", re.I)
_INITIAL = re.compile(r"^[^\W\d_][\w'’-]+ [^\W\d_]\.?$")
_ONE_NAME = re.compile(r"^[^\W\d_]+(?:[ '’-][^\W\d_]+){0,2}$")
_GRADE = re.compile(r"^(?:pk|k|kg|\d|1[0-2]|(?:1st|2nd|3rd|\d{1,2}th))$", re.I)
_LUNCH = re.compile(r"^(?:free|reduced|full|paid|f|r|p|frl|fr)$", re.I)
_YES = re.compile(r"^(?:y|n|yes|no|x|iep|504|sped|none)$", re.I)
_NUMBER = re.compile(r"^\d{1,4}(?:\.\d+)?%?$")


@dataclass(slots=True)
class Table:
    """A grid understood: its header, its columns, and what they hold."""

    place: Place
    header: list[str]
    columns: list[list[str]]
    has_letters: bool
    names: list[int] = field(default_factory=list)
    kinds: dict[int, str] = field(default_factory=dict)

    def name_of(self, column: int) -> str:
        """Return what a column is called, as a spreadsheet does or by its header."""
        title = safe_name(self.header[column]) if self.header else ""
        letter = _letters(column) if self.has_letters else ""
        return " ".join(filter(None, [letter, f"({title})" if title and letter else title]))

    def at(self, column: int) -> Place:
        return self.place._replace(part=self.name_of(column) or str(column + 1))


def read_grid(grid: Grid, before: list[str]) -> Table:
    """Find the header and the columns of names of a grid.

    Args:
        grid: the table.
        before: header of the table before it, which may go on here, on the next slide or page.
    """
    rows = [[" ".join(cell.split()) for cell in row] for row in grid.rows if any(row)]
    at = _header_of(rows)
    goes_on = len(before) == max(map(len, rows), default=0)
    header = rows[at] if at is not None else before if goes_on else []
    body = rows[at + 1 :] if at is not None else rows
    columns = [list(column) for column in zip_longest(*body, fillvalue="")]
    width = max(len(columns), len(header))
    columns += [[] for _ in range(width - len(columns))]
    header = header + [""] * (width - len(header)) if header else []
    table = Table(grid.place, header, columns, grid.has_letters)
    _find_names(table)
    return table


def findings_in(table: Table) -> Iterator[Finding]:
    """Yield what a table tells about people."""
    for number, cells in enumerate(table.columns):
        yield from _numbers(table, number, cells)
    students = len(_students(table))
    if not table.names:
        return
    yield from _birth_dates(table)
    if students >= FEWEST_STUDENTS and _is_of_students(table):
        first = table.names[0]
        example = masked(" | ".join(column[0] for column in table.columns if column)[:80])
        yield Finding(Kind.ROSTER, table.at(first), example, students)


def _letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _header_of(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the row with the names of the columns, if one of the first is that."""
    for number, row in enumerate(rows[:ROWS_BEFORE_HEADER]):
        cells = [cell for cell in row if cell]
        if len(cells) < 2 and (len(cells) < 1 or max(map(len, rows)) > 1):
            continue
        known = sum(
            any(map(str.isalpha, cell)) and len(cell) < 40 and _is_label(cell) for cell in cells
        )
        if known and known * 2 >= len(cells) - 1 and not any(map(_is_value, cells)):
            return number
    return None


def _is_label(cell: str) -> bool:
    if _TITLED.match(cell):
        return False
    return bool(
        _STUDENT.search(cell)
        or _NEUTRAL.search(cell)
        or _STAFF.search(cell)
        or _OF_ADULTS.search(cell)
        or _FACTS.search(cell)
        or is_ssn_label(cell)
        or is_sasid_label(cell)
        or is_label(cell)
    )


def _is_value(cell: str) -> bool:
    return sum(map(str.isdigit, cell)) >= 5 or bool(dates_in(cell))


def _share(cells: Sequence[str], fits: re.Pattern[str]) -> float:
    filled = [cell for cell in cells if cell]
    return sum(bool(fits.match(cell)) for cell in filled) / len(filled) if filled else 0


def _names_share(cells: Sequence[str], *, only_known: bool) -> float:
    filled = [cell for cell in cells if cell][:60]
    if not filled:
        return 0
    return sum(_is_name(cell, only_known=only_known) for cell in filled) / len(filled)


def _is_name(cell: str, *, only_known: bool) -> bool:
    if _TITLED.match(cell) or len(cell) > 45 or any(map(str.isdigit, cell)):
        return False
    first = cell.split()[0].casefold() if cell.split() else ""
    if _INITIAL.match(cell) and first in given_names():
        return True
    found = find_names(cell.title() if cell.isupper() or cell.islower() else cell)
    if any(name.is_known for name in found) or (found and not only_known):
        return True
    return not only_known and "," in cell and bool(_ONE_NAME.match(cell.replace(",", "")))


def _find_names(table: Table) -> None:
    for number, cells in enumerate(table.columns):
        label = table.header[number] if table.header else ""
        if not any(cells):
            continue
        if (
            _STUDENT.search(label)
            and not is_sasid_label(label)
            and "id" not in label.casefold().split()
        ):
            if _names_share(cells, only_known=False) >= SHARE or _single(cells):
                table.names.append(number)
                table.kinds[number] = "student"
        elif _NEUTRAL.search(label) and "school" not in label.casefold():
            if _names_share(cells, only_known=False) >= SHARE or _single(cells):
                table.names.append(number)
                table.kinds[number] = "neutral"
        elif _names_share(cells, only_known=True) >= SHARE:
            table.names.append(number)
            is_adult = _STAFF.search(label) or _OF_ADULTS.search(label)
            table.kinds[number] = "staff" if is_adult else "other" if label else "unnamed"


def _single(cells: Sequence[str]) -> bool:
    """Whether cells hold a given or a family name each."""
    filled = [cell.casefold() for cell in cells if cell]
    known = sum(cell in given_names() or cell in family_names() for cell in filled)
    return known >= len(filled) * SHARE


def _students(table: Table) -> list[str]:
    return [cell for cell in table.columns[table.names[0]] if cell] if table.names else []


def _is_of_students(table: Table) -> bool:
    kinds = set(table.kinds.values())
    if not table.header or kinds == {"unnamed"}:
        return _looks_like_roster(table)
    others = [h for n, h in enumerate(table.header) if n not in table.names and h]
    if "student" in kinds:
        return any(_FACTS.search(label) or is_label(label) for label in others)
    if "neutral" not in kinds or any(_OF_ADULTS.search(label) for label in others):
        return False
    # "Teacher" beside a name is a fact about a student; a table of teachers names them first.
    return any(_FACTS.search(label) or is_sasid_label(label) or is_label(label) for label in others)


def is_of_adults(table: Table) -> bool:
    """Whether a table with names is one of staff, authors or members."""
    return bool(table.header and table.names) and (
        set(table.kinds.values()) == {"staff"}
        or ("student" not in table.kinds.values() and any(map(_OF_ADULTS.search, table.header)))
    )


def _looks_like_roster(table: Table) -> bool:
    """Whether two columns beside the names hold what stands beside students."""
    facts = 0
    for number, cells in enumerate(table.columns):
        if number in table.names or not any(cells):
            continue
        if any("@" in cell for cell in cells) or _share(cells, _TITLED) > 0.5:
            return False
        facts += (
            any(_share(cells, kind) >= 0.9 for kind in (_GRADE, _LUNCH, _YES, _NUMBER))
            or is_column_of_sasids(cells)
            or _are_birth_dates(cells)
        )
    return facts >= 2


def _are_birth_dates(cells: Sequence[str]) -> bool:
    years = [year_of(found) for found in map(dates_in, filter(None, cells)) if found]
    filled = sum(map(bool, cells))
    # Not the dates of events: those are of this year or the last ones.
    return (
        len(years) >= max(3, filled * 0.8)
        and all(
            is_of_school_age(year)
            and is_of_school_age(year + 18) is False
            and year < max(years) + 12
            for year in years
        )
        and len(set(years)) > 1
    )


def _numbers(table: Table, number: int, cells: Sequence[str]) -> Iterator[Finding]:
    label = table.header[number] if table.header else ""
    if is_ssn_label(label):
        kind, finder = Kind.SSN, find_ssns
    elif is_sasid_label(label) or (not label and table.names and is_column_of_sasids(cells)):
        kind, finder = Kind.SASID, find_sasids
    else:
        return
    filled = [
        cell.zfill(9) if kind is Kind.SSN and cell.isdecimal() and len(cell) > 6 else cell
        for cell in cells
    ]
    count = sum(any(True for _ in finder(cell, is_labelled=True)) for cell in filled)
    if count:
        example = next(cell for cell in filled if any(True for _ in finder(cell, is_labelled=True)))
        yield Finding(kind, table.at(number), masked(f"{label} {example}"[:60]), count)


def _birth_dates(table: Table) -> Iterator[Finding]:
    for number, cells in enumerate(table.columns):
        label = table.header[number] if table.header else ""
        if not (is_label(label) or (not table.header and _are_birth_dates(cells))):
            continue
        found = [cell for cell in cells if dates_in(cell)]
        if found:
            yield Finding(
                Kind.BIRTH_DATE, table.at(number), masked(f"{label} {found[0]}"[:60]), len(found)
            )
