"""One concept of a vocabulary, whatever the format of the file."""

import re
from dataclasses import dataclass
from pathlib import PurePath

from django.urls import reverse
from django.utils.translation import gettext as _

from core.addresses import site_address
from library.enums import Vocabulary
from library.models import Term
from search.text import clean_line

MOST_BYTES = 1_000_000
MOST_CONCEPTS = 2_000
LONGEST_LABEL = 120
LONGEST_NOTE = 5_000

# What XML cannot hold, and no label should.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Unreadable(ValueError):
    """The file as a whole cannot be read; the message says why."""


@dataclass(frozen=True)
class Entry:
    """A concept as a file has it; None stands for what the file does not speak of.

    Attributes:
        where: the line or the subject, for the one who reads the report.
        broader: address, notation or label of the broader term; empty at the top.
        problem: why the entry cannot be read.
    """

    where: str
    uri: str = ""
    slug: str = ""
    label: str = ""
    broader: str | None = None
    position: int | None = None
    synonyms: tuple[str, ...] | None = None
    scope_note: str | None = None
    provisional: bool | None = None
    problem: str = ""


def scheme_address(vocabulary: str) -> str:
    """Return the permanent address of a vocabulary."""
    return site_address(reverse("library:vocabulary", args=[vocabulary]))


def term_address(vocabulary: str, slug: str) -> str:
    """Return the permanent address of a term."""
    return site_address(reverse("library:term", args=[vocabulary, slug]))


def vocabulary_entries(vocabulary: Vocabulary) -> list[Entry]:
    """Return all terms of a vocabulary as a file has them, in two queries."""
    terms = list(Term.objects.of(vocabulary).prefetch_related("synonyms"))
    slugs = {term.pk: term.slug for term in terms}
    return [
        Entry(
            where=term.slug,
            uri=term_address(vocabulary, term.slug),
            slug=term.slug,
            label=normal_label(term.label),
            broader=slugs.get(term.parent_id, "") if term.parent_id else "",
            position=term.position,
            synonyms=tuple(normal_label(synonym.label) for synonym in term.synonyms.all()),
            scope_note=term.scope_note,
            provisional=term.is_provisional,
        )
        for term in terms
    ]


def read_upload(data: bytes, name: str) -> list[Entry]:
    """Return the concepts of an upload, which its name says how to read.

    Raises:
        Unreadable: too large, of no known format, or broken.
    """
    from . import skos, tables

    if len(data) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 1 MB."))
    ending = PurePath(name).suffix.lower()
    if ending == ".csv":
        entries = tables.read_csv(data)
    elif ending in skos.READ_AS:
        entries = skos.read_skos(data, skos.READ_AS[ending])
    else:
        raise Unreadable(_("Upload a file that ends in .csv, .ttl, .rdf or .xml."))
    if not entries:
        raise Unreadable(_("There is no concept in the file."))
    if len(entries) > MOST_CONCEPTS:
        raise Unreadable(_("There are more than 2,000 concepts in the file."))
    return entries


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8.

    Raises:
        Unreadable: it is in another encoding; the message names the line.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            _("Line %(n)d is not in UTF-8. Save the file as UTF-8.") % {"n": line}
        ) from (error)


def normal_label(text: str) -> str:
    """Return a label as it is compared and kept."""
    return _CONTROL.sub("", clean_line(text))


def normal_note(text: str) -> str:
    """Return a scope note as it is compared and kept."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", lines).strip()
