"""Vocabularies as CSV. A spreadsheet opens it; no cell is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from library.services.importing.columns import add_formula_prefix, undo_formula_prefix

from .entries import Entry, Unreadable, decode, normal_note

COLUMNS = (
    "uri",
    "notation",
    "label",
    "broader",
    "position",
    "synonyms",
    "scope_note",
    "provisional",
)
_YES = {"yes", "true", "1"}


def write_csv(entries: Iterable[Entry]) -> str:
    """Return entries as CSV: synonyms on lines of their own within a cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for entry in entries:
        cells = (
            entry.uri,
            entry.slug,
            entry.label,
            entry.broader or "",
            str(entry.position or 0),
            "\n".join(entry.synonyms or ()),
            normal_note(entry.scope_note or ""),
            "yes" if entry.provisional else "",
        )
        writer.writerow([add_formula_prefix(cell) for cell in cells])
    return "\ufeff" + out.getvalue()


def read_csv(data: bytes) -> list[Entry]:
    """Return the rows of a table; a column that is not there leaves what the term has.

    Raises:
        Unreadable: not UTF-8, not CSV, or without a column of labels.
    """
    reader = csv.reader(io.StringIO(decode(data), newline=""), strict=True)
    try:
        header = [cell.strip().casefold() for cell in next(reader, [])]
        if "label" not in header:
            raise Unreadable(_("The first line has to name the columns, “label” among them."))
        if len(set(header)) < len(header):
            raise Unreadable(_("A column is named twice."))
        entries = []
        line = reader.line_num + 1
        for cells in reader:
            if any(cells):
                entries.append(_entry(header, cells, line))
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            _("Line %(n)d is not CSV: %(why)s.") % {"n": reader.line_num, "why": error}
        ) from error
    return entries


def _entry(header: Sequence[str], cells: Sequence[str], line: int) -> Entry:
    where = _("Line %(n)d") % {"n": line}
    if len(cells) > len(header):
        return Entry(where, label=cells[0], problem=_("It has more cells than there are columns."))
    padded = [*cells, *[""] * (len(header) - len(cells))]
    row = {name: undo_formula_prefix(cell) for name, cell in zip(header, padded, strict=True)}
    position, problem = _position(row["position"]) if "position" in row else (None, "")
    return Entry(
        where,
        uri=row.get("uri", "").strip(),
        slug=row.get("notation", "").strip(),
        label=row["label"],
        broader=row["broader"].strip() if "broader" in row else None,
        position=position,
        synonyms=tuple(row["synonyms"].splitlines()) if "synonyms" in row else None,
        scope_note=row.get("scope_note"),
        provisional=row["provisional"].strip().casefold() in _YES if "provisional" in row else None,
        problem=problem,
    )


def _position(cell: str) -> tuple[int | None, str]:
    text = cell.strip()
    if not text:
        return None, ""
    if text.isascii() and text.isdigit() and len(text) < 9:
        return int(text), ""
    return None, _("“%(cell)s” is not a position; write a number.") % {"cell": text[:40]}
