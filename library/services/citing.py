"""How a published version is cited: as CSL-JSON, and from that in every style.

The styles of `library/citation_styles/` are set by citeproc, which takes 8 to 20 ms for one
citation: a page shows one, and each process remembers the last thousand it has set.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, strip_tags
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from core.addresses import site_address
from core.json_ld import ORGANIZATION
from library.enums import CitationStyle
from library.models import ResourcePage, ResourceVersion
from library.services.bibtex import as_bibtex
from library.services.naming import Creator, creators_of, one_line

STYLES = Path(__file__).resolve().parent.parent / "citation_styles"
_FILES = {
    CitationStyle.APA: "apa.csl",
    CitationStyle.MLA: "modern-language-association.csl",
    CitationStyle.CHICAGO: "chicago-author-date.csl",
}
# Around what stands in italics; `one_line` leaves no such sign in the words themselves.
_BEGIN, _END = "\ue000", "\ue001"
_AFTER_A_MARK = re.compile(rf"(?<=[?!…])({_END}?)\.(?=\s|$)")

CslItem = dict[str, Any]


@dataclass(frozen=True)
class Citation:
    """A citation as its control shows it.

    Attributes:
        html: in a style for people; empty for a format.
        source: in a format for programs; empty for a style.
        choices: all styles, each with its address.
        download: the address that gives the format as a file, if there is one.
    """

    style: CitationStyle
    html: SafeString
    source: str
    choices: Sequence[tuple[CitationStyle, str]]
    download: str


def permanent_address(page: ResourcePage, version: ResourceVersion | None = None) -> str:
    """Return the address that citations print; a numbered version has one of its own."""
    if version:
        return site_address(reverse("library:permanent_version", args=[page.pk, version.number]))
    return site_address(reverse("library:permanent", args=[page.pk]))


def csl_item(page: ResourcePage, version: ResourceVersion | None = None) -> CslItem:
    """Return what a citation of a published resource names, as CSL-JSON.

    Args:
        page: the published page, or one made of a revision.
        version: the numbered version that `page` was made of, if it is cited as that.
    """
    number = version.number if version else page.version_number
    dated = version.published_at if version else page.last_published_at
    creators = creators_of(page)
    publisher = ORGANIZATION["name"]
    item = {
        "id": f"cas-{page.pk}-v{number}",
        "type": "report",
        "title": one_line(page.title).rstrip(".") or "-",
        "author": [_csl_name(creator) for creator in creators],
        "issued": _csl_date(dated),
        # Who publishes her own work is named once.
        "publisher": "" if [one.name for one in creators] == [publisher] else publisher,
        "version": str(number),
        "genre": str(page.get_kind_display()),
        "language": page.language,
        "abstract": one_line(page.summary),
        "URL": permanent_address(page, version),
    }
    return {name: value for name, value in item.items() if value}


def show_citation(
    page: ResourcePage,
    version: ResourceVersion | None = None,
    style: CitationStyle = CitationStyle.APA,
) -> Citation:
    """Return a citation in one style, and where the others are."""
    item = csl_item(page, version)
    which = {"version": str(version.number)} if version else {}
    address = reverse("library:cite", args=[page.slug])
    files = {CitationStyle.BIBTEX: "cite_bibtex", CitationStyle.CSL_JSON: "cite_json"}
    download = ""
    if name := files.get(style):
        download = reverse(f"library:{name}", args=[page.slug])
        download += f"?{urlencode(which)}" if which else ""
    return Citation(
        style=style,
        html=cite(item, style) if style in _FILES else SafeString(),
        source=FORMATS[style](item) if style in FORMATS else "",
        choices=[
            (one, f"{address}?{urlencode({'style': one.value, **which})}") for one in CitationStyle
        ],
        download=download,
    )


def cite(item: CslItem, style: CitationStyle) -> SafeString:
    """Return a citation in a style for people, as safe HTML with nothing in it but italics."""
    text = escape(_set(style, json.dumps(item)))
    return mark_safe(text.replace(_BEGIN, "<i>").replace(_END, "</i>"))  # noqa: S308 - escaped


def cite_plainly(item: CslItem, style: CitationStyle) -> str:
    """Return a citation in a style for people, as plain text."""
    return unescape(strip_tags(cite(item, style)))


def as_csl_json(item: CslItem) -> str:
    """Return a citation as a file of CSL-JSON."""
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


FORMATS: dict[CitationStyle, Callable[[CslItem], str]] = {
    CitationStyle.BIBTEX: as_bibtex,
    CitationStyle.CSL_JSON: as_csl_json,
}


def _csl_name(creator: Creator) -> dict[str, str]:
    if creator.family:
        return {"family": creator.family, "given": creator.given}
    return {"literal": creator.name.rstrip(".")}


def _csl_date(dated: datetime | None) -> dict[str, list[list[int]]]:
    if dated is None:
        return {}
    day = timezone.localtime(dated)
    return {"date-parts": [[day.year, day.month, day.day]]}


@lru_cache(maxsize=1_000)
def _set(style: CitationStyle, item: str) -> str:
    """Set a citation. The style is read anew each time (2 ms): citeproc keeps what it sets inside
    it, so that two threads would get in each other's way."""
    # Ten megabytes that most processes never need.
    from citeproc import Citation as Cited
    from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle
    from citeproc.source.json import CiteProcJSON

    entry = json.loads(item)
    # Not validated: the styles are newer than the schema that citeproc brings along.
    read = CitationStylesStyle(str(STYLES / _FILES[style]), validate=False)
    entry.pop("abstract", None)
    bibliography = CitationStylesBibliography(read, CiteProcJSON([entry]), _MARKING)
    bibliography.register(Cited([CitationItem(entry["id"])]))
    return _AFTER_A_MARK.sub(r"\1", str(bibliography.bibliography()[0]))


def _in_italics(text: object) -> str:
    return f"{_BEGIN}{text}{_END}"


_MARKING = SimpleNamespace(
    preformat=str,
    Italic=_in_italics,
    Oblique=_in_italics,
    **dict.fromkeys(("Bold", "Light", "Underline", "Superscript", "Subscript", "SmallCaps"), str),
)
