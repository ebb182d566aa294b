"""Birth dates in a text, beside the name of whose they are."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from files.privacy.names import Name, given_names

_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
)
DATE = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?P<m>\d{1,2})(?P<sep>[/.-])(?P<d>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})"
    r"|(?P<iso>(?:19|20)\d\d)[-/](?:0?[1-9]|1[0-2])[-/](?:0?[1-9]|[12]\d|3[01])"
    rf"|{_MONTHS}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)"
    rf"|\d{{1,2}}(?:\s+de)?\s+{_MONTHS}\.?,?(?:\s+del?)?\s+(?P<y3>(?:19|20)\d\d)"
    r")(?![\w/]|-\d)",
    re.IGNORECASE,
)
# Eight digits are a date only where a label says so.
_PACKED = re.compile(r"(?<!\w)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?P<y>(?:19|20)\d\d)(?!\w)")
_LABEL = re.compile(
    r"\bd\.?\s?o\.?\s?b\b\.?|\bdate\s+of\s+birth\b|\bbirth[\s-]?dates?\b|\bbirthdays?\b|\bborn\b"
    r"|\bnacimiento\b|\bnacid[oa]\b|\bdata\s+de\s+nascimento\b|\bb-?day\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"^(?:[\s:=#(),.\-–|]|\bis\b|\bwas\b|\bon\b|\bof\b|\bel\b|\bin\b|\d{1,2}:\d\d){0,12}$"
)
_NOT_OF_ONE = re.compile(r"\b(?:before|after|between|on or|by|until|since|prior)\b", re.IGNORECASE)
_NO_DATE = re.compile(r"\s*(?:before|after|between|on or|until|since|prior)\b", re.IGNORECASE)
_SAMPLE = re.compile(r"\b(?:sample|example(?!\.)|placeholder|fictional)\b", re.IGNORECASE)
_FIRST_WORD = re.compile(
    r"\b(?P<known>[A-Z][^\W\d_]+)(?:,[^.\n]{0,30},)?\s+$"
    r"|(?:^|[.!?\n]\s*)(?P<told>[A-Z][^\W\d_]+(?:-[^\W\d_]+)?)\s+was\s+$|\b(?P<was>[A-Z][^\W\d_]+)\s+was\s+$"
)

AROUND = 110
SCHOOL_AGE = 23
OLDEST = 1930
YOUNGEST = 4


class BirthDate(NamedTuple):
    """Where a label and its date stand."""

    start: int
    end: int


def year_of(match: re.Match[str]) -> int:
    """Return the year of a date, 0 if there is none."""
    groups = match.groupdict()
    text = next((groups[key] for key in ("y", "iso", "y2", "y3") if groups.get(key)), "")
    year = int(text or 0)
    return year + 2000 if 0 < year < 40 else year + 1900 if 0 < year < 100 else year


def is_of_school_age(year: int) -> bool:
    """Whether someone born in a year goes to school now, or soon, or did until lately."""
    return date.today().year - SCHOOL_AGE <= year <= date.today().year


def is_label(text: str) -> bool:
    """Whether a header announces birth dates."""
    return bool(_LABEL.search(text)) and "place" not in text.casefold()


def dates_in(cell: str) -> re.Match[str] | None:
    """Return the date that a cell starts with."""
    return DATE.match(cell.strip()) or _PACKED.match(cell.strip())


def find_birth_dates(text: str, names: list[Name]) -> Iterator[BirthDate]:
    """Yield the birth dates that stand near a name of someone."""
    for label in _LABEL.finditer(text):
        found = _date_after(text, label.end()) or _date_on_line(text, label)
        if found is None or _SAMPLE.search(text[max(0, label.start() - AROUND) : label.start()]):
            continue
        year = year_of(found)
        is_told = label[0].casefold() == "born"
        if not (is_of_school_age(year) if is_told else OLDEST <= year <= date.today().year):
            continue
        if _has_name(text, names, min(label.start(), found.start()), found.end()):
            start, end = sorted((label.span(), found.span()))
            yield BirthDate(start[0], end[1])


def _date_after(text: str, start: int) -> re.Match[str] | None:
    window = text[start : start + 60]
    for pattern in (DATE, _PACKED):
        match = pattern.search(text, start, start + 60)
        if match:
            between = window[: match.start() - start]
            if _NOT_OF_ONE.search(between) or not _BETWEEN.match(between.casefold()):
                return None
            return match
    return None


def _date_on_line(text: str, label: re.Match[str]) -> re.Match[str] | None:
    """Return the date of a child's birth that stands elsewhere on the line of the label."""
    start = text.rfind("\n", 0, label.start()) + 1
    end = text.find("\n", label.end())
    end = end if end >= 0 else len(text)
    if label[0].casefold() == "born" or _NO_DATE.match(text, label.end()):
        return None
    for found in DATE.finditer(text, start, min(end, start + 2 * AROUND)):
        if is_of_school_age(year_of(found)) and is_of_school_age(year_of(found) + YOUNGEST):
            return found
    return None


def _has_name(text: str, names: list[Name], start: int, end: int) -> bool:
    near = [n for n in names if n.end > start - AROUND and n.start < end + AROUND]
    if any(name.is_staff for name in near) and not any(not name.is_staff for name in near):
        return False
    if near:
        return True
    alone = _FIRST_WORD.search(text[max(0, start - 60) : start])
    if not alone:
        return False
    # "… was born on" is said of people only, whether the name is a common one or not.
    return bool(alone["told"]) or (alone["known"] or alone["was"]).casefold() in given_names()
