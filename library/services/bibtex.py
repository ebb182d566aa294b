"""A citation as BibTeX."""

import re
from typing import Any

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Braces as words: BibTeX counts even escaped ones, and one without its like ends the entry.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_SPECIALS = re.compile("|".join(map(re.escape, _SPECIAL)))


def as_bibtex(item: dict[str, Any]) -> str:
    """Return a file with one entry, made of an item of CSL-JSON (see `citing.csl_item`)."""
    year, month, _day = item.get("issued", {"date-parts": [["", 0, 0]]})["date-parts"][0]
    fields = {
        "author": " and ".join(map(_name, item["author"])),
        # In braces twice: no style changes its capitals.
        "title": f"{{{_escaped(item['title'])}}}",
        "institution": _escaped(item.get("publisher", item["author"][0].get("literal", ""))),
        "type": _escaped(item["genre"]),
        "year": str(year),
        "note": f"Version {_escaped(item['version'])}",
        "language": _escaped(item["language"]),
        "url": item["URL"],
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if month:
        lines.append(f"  month = {_MONTHS[month - 1]},")
    return "\n".join([f"@techreport{{{item['id']},", *lines, "}"]) + "\n"


def _name(name: dict[str, str]) -> str:
    if "literal" in name:
        return f"{{{_escaped(name['literal'])}}}"
    return f"{_escaped(name['family'])}, {_escaped(name['given'])}"


def _escaped(text: str) -> str:
    return _SPECIALS.sub(lambda found: _SPECIAL[found[0]], text)
