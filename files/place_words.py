"""Places in a file in words for people: "page 3", "sheet “Roster”, column C (hidden)"."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

LONGEST = 200


def place_words(place: Mapping[str, Any]) -> str:
    """Return where something is.

    Args:
        place: as `files.places.Place.as_json` gives it.
    """
    code, number = place.get("code", ""), place.get("number")
    numbered = {
        "page": _("page %(number)s"),
        "slide": _("slide %(number)s"),
        "line": _("from line %(number)s on"),
        "table": _("table %(number)s"),
        "notes": _("speaker notes of slide %(number)s"),
        "field": _("form field on page %(number)s"),
        "comment": _("comment on page %(number)s"),
    }
    said = numbered[code] % {"number": number} if number and code in numbered else _plain(code)
    for key, words in (("name", _named(code)), ("part", _part(code))):
        if place.get(key):
            said += words % {"name": place[key]}
    hidden = {
        "sheet": _("hidden sheet"),
        "rows": _("with hidden rows"),
        "columns": _("with hidden columns"),
        "slide": _("hidden slide"),
    }.get(str(place.get("hidden")))
    return f"{said} ({hidden})"[:LONGEST] if hidden else said[:LONGEST]


def _plain(code: str) -> str:
    return {
        "text": _("in the text"),
        "sheet": _("sheet"),
        "table": _("table"),
        "header": _("page header"),
        "footer": _("page footer"),
        "footnote": _("footnotes"),
        "drawing": _("drawing or chart"),
        "comment": _("comment"),
        "deleted": _("deleted text that Track Changes keeps"),
        "inserted": _("inserted text that Track Changes marks"),
        "notes": _("speaker notes"),
        "property": _("properties of the document"),
        "pivot": _("data kept by a pivot table"),
        "field": _("form field"),
    }.get(code, _("in the file"))


def _named(code: str) -> str:
    if code in ("comment", "deleted", "inserted"):
        return _(" by %(name)s")
    return _(" “%(name)s”") if code == "sheet" else _(" under “%(name)s”")


def _part(code: str) -> str:
    return _(", cell %(name)s") if code == "comment" else _(", column %(name)s")
