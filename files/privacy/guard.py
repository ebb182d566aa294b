"""The guard: what a file tells about students, in its pages and beside them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from files.markup import Deadline, OutOfTime
from files.places import Place
from files.privacy.dates import find_birth_dates
from files.privacy.facts import FEWEST_ITEMS, find_items, find_students
from files.privacy.findings import Finding, Kind, excerpt_of, masked, merged
from files.privacy.names import Name, find_names
from files.privacy.numbers import find_sasids, find_ssns
from files.privacy.passages import Contents, Grid, Layer, Passage
from files.privacy.rosters import findings_in, is_of_adults, read_grid

LONGEST_PASSAGE = 20_000
LONGEST_COMMENT = 80
_OF_LAYER = {
    Layer.COMMENT: Kind.COMMENTS,
    Layer.CHANGE: Kind.TRACKED_CHANGES,
    Layer.NOTE: Kind.NOTES,
}
_CELLS = re.compile(r"\t| {2,}|\s*\|\s*")
_RULE = re.compile(r"[\s|:+=-]*-[\s|:+=-]*")
FEWEST_ROWS = 3
MOST_SHOWN = 6
SHARE_KNOWN = 0.6


def findings_in_text(text: str, *, seconds: float) -> list[Finding]:
    """Return what the guard finds in a text that stands alone, as far as the time goes."""
    contents = Contents(Deadline(seconds))
    contents.add(Place("text"), text)
    return findings_of(contents)


def findings_of(contents: Contents) -> list[Finding]:
    """Return what the guard finds in what was read of a file."""
    found: list[Finding] = []
    try:
        texts = _in_grids(contents, found)
        for text in texts:
            contents.deadline.check()
            found += _in_passage(text)
        found += _lists(texts)
    except OutOfTime:
        contents.is_whole = False
    return merged(found)


@dataclass(frozen=True, slots=True)
class _Text:
    """A passage, the names in it, and the kinds that its tables have told already."""

    passage: Passage
    told: frozenset[Kind]
    names: list[Name]
    is_table: bool = False


def _in_grids(contents: Contents, found: list[Finding]) -> list[_Text]:
    """Add what stands in tables to `found`; return all text with what is known of it."""
    texts: list[_Text] = []
    header: list[str] = []

    def look(grids: Iterable[Grid]) -> frozenset[Kind]:
        nonlocal header
        told: set[Kind] = set()
        for grid in grids:
            contents.deadline.check()
            table = read_grid(grid, header)
            header = table.header
            here = list(findings_in(table))
            found.extend(here)
            told |= {one.kind for one in here}
            if is_of_adults(table) or Kind.ROSTER in told:
                told |= {Kind.STUDENT, Kind.ROSTER}
        return frozenset(told)

    for passage in contents.passages:
        for part in _parts(passage):
            told = look(grids_in(part)) if part.layer is Layer.BODY else frozenset[Kind]()
            texts.append(_Text(part, told, find_names(part.text)))
    for grid in contents.grids:
        told = look([grid])
        text = "\n".join(" | ".join(cell.strip() for cell in row) for row in grid.rows)
        for part in _parts(Passage(grid.place, text)):
            texts.append(_Text(part, told, find_names(part.text), is_table=True))
    return texts


def _parts(passage: Passage) -> Iterator[Passage]:
    """Cut a long passage at the ends of lines."""
    text = passage.text
    while len(text) > LONGEST_PASSAGE:
        end = text.rfind("\n", 0, LONGEST_PASSAGE) + 1 or LONGEST_PASSAGE
        yield replace(passage, text=text[:end])
        text = text[end:]
    yield replace(passage, text=text)


def grids_in(passage: Passage) -> Iterator[Grid]:
    """Yield the tables in plain text: lines in a row with as many cells each."""
    rows: list[list[str]] = []
    for line in [*passage.text.splitlines(), ""]:
        if _RULE.fullmatch(line):
            continue
        cells = [cell.strip() for cell in _CELLS.split(line.strip().strip("|").strip())]
        if rows and len(cells) != len(rows[0]):
            if len(rows) >= FEWEST_ROWS:
                yield Grid(passage.place, rows)
            rows = []
        if len(cells) > 1:
            rows.append(cells)


def _in_passage(text: _Text) -> Iterator[Finding]:
    passage = text.passage
    if passage.layer in _OF_LAYER:
        excerpt = masked(passage.text[:LONGEST_COMMENT])
        yield Finding(_OF_LAYER[passage.layer], passage.place, excerpt)
    for kind, start, end in _in_text(passage.text, text.names):
        if kind not in text.told:
            yield Finding(kind, passage.place, excerpt_of(passage.text, start, end))


def _in_text(text: str, names: list[Name]) -> Iterator[tuple[Kind, int, int]]:
    for start, end in find_ssns(text):
        yield Kind.SSN, start, end
    for start, end in find_sasids(text):
        yield Kind.SASID, start, end
    for date in find_birth_dates(text, names):
        yield Kind.BIRTH_DATE, date.start, date.end
    for told in find_students(text, names):
        yield Kind.STUDENT, told.start, told.end


def people_in(contents: Contents) -> list[Finding]:
    """Return who is named and not said to be of the staff, at most some for each place.

    What is told freely of a student in no words of forms is mostly missed (`bench.detectors`), but
    that somebody is named is not: whoever reviews the file knows where to look.
    """
    found: list[Finding] = []
    try:
        for passage in contents.passages:
            contents.deadline.check()
            people = {one.text: None for one in find_names(passage.text) if not one.is_staff}
            if people:
                shown = ", ".join(masked(name) for name in [*people][:MOST_SHOWN])
                found.append(Finding(Kind.NAMED, passage.place, shown, len(people)))
    except OutOfTime:
        contents.is_whole = False
    return merged(found)


def _lists(texts: list[_Text]) -> Iterator[Finding]:
    """Yield a roster that is a list: many lines with a name and what stands beside students."""
    items = [
        (text.passage, item)
        for text in texts
        if text.passage.layer is Layer.BODY and not text.is_table and Kind.ROSTER not in text.told
        for item in find_items(text.passage.text, text.names)
    ]
    known = sum(item.is_known for _passage, item in items)
    if len(items) >= FEWEST_ITEMS and known >= len(items) * SHARE_KNOWN:
        passage, first = items[0]
        excerpt = excerpt_of(passage.text, first.start, first.end)
        yield Finding(Kind.ROSTER, passage.place, excerpt, len(items))
