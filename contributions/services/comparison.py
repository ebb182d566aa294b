"""What changed between two revisions of a resource, field by field."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from library.enums import EvidenceTier, Kind, Language, License, Quality, RightToShare, Visibility
from library.models import ResourcePage
from library.services.typed_text import typed_from_html

WORDS = re.compile(r"\s+|[^\s]+")

TEXT_FIELDS = (
    ("title", _("Title")),
    ("summary", _("Summary")),
    ("body", _("Text")),
    ("challenge", _("The problem")),
    ("actions", _("What we did")),
    ("results", _("What came of it")),
    ("reflections", _("What we would change")),
    ("school_context", _("School")),
    ("time_to_start", _("Time to start")),
    ("cost", _("Cost")),
    ("review_by", _("Review by")),
)
CHOICE_FIELDS = (
    ("kind", _("Kind"), Kind),
    ("license", _("License"), License),
    ("right_to_share", _("Right to share"), RightToShare),
    ("language", _("Language"), Language),
    ("visibility", _("Who may see it"), Visibility),
    ("evidence_tier", _("Evidence"), EvidenceTier),
    ("quality", _("Quality"), Quality),
)
HTML_FIELDS = frozenset({"body", "challenge", "actions", "results", "reflections"})


@dataclass(frozen=True)
class Change:
    """One field that differs: its label, and both sides as HTML with the differences marked."""

    label: str
    before: SafeString
    after: SafeString


def compare(before: ResourcePage, after: ResourcePage) -> list[Change]:
    """Return the fields in which two states of a resource differ, in the order of the page."""
    changes = [
        _change(str(label), text_in(before, name), text_in(after, name))
        for name, label in TEXT_FIELDS
    ]
    changes += [
        _change(str(label), _label(choices, before, name), _label(choices, after, name))
        for name, label, choices in CHOICE_FIELDS
    ]
    for label, read in LIST_FIELDS:
        changes.append(_list_change(str(label), read(before), read(after)))
    return [change for change in changes if change is not None]


def text_in(resource: ResourcePage, name: str) -> str:
    """Return a field as someone would have typed it."""
    value = getattr(resource, name)
    if name in HTML_FIELDS:
        return typed_from_html(value)
    return "" if value is None else str(value)


def _label(choices: type, resource: ResourcePage, name: str) -> str:
    value = getattr(resource, name)
    return str(dict(choices.choices).get(value, value))  # type: ignore[attr-defined]


def _terms(resource: ResourcePage) -> list[str]:
    return sorted(row.term.label for row in resource.resource_terms.all())


def _tags(resource: ResourcePage) -> list[str]:
    return sorted(tag.name for tag in resource.tags.all())


def _files(resource: ResourcePage) -> list[str]:
    return [f"{row.title} ({row.sha256[:8]})" for row in resource.resource_files.all()]


def _links(resource: ResourcePage) -> list[str]:
    return [str(block.value["url"]) for block in resource.links]


def _contributors(resource: ResourcePage) -> list[str]:
    return [
        ", ".join(filter(None, (block.value["name"], block.value["role"])))
        for block in resource.contributors
    ]


LIST_FIELDS = (
    (_("Files"), _files),
    (_("Links"), _links),
    (_("Topics, audience, grades, standards"), _terms),
    (_("Tags"), _tags),
    (_("Contributors"), _contributors),
)


def _change(label: str, before: str, after: str) -> Change | None:
    if before == after:
        return None
    old, new = WORDS.findall(before), WORDS.findall(after)
    left, right = [], []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for operation, i, j, k, m in matcher.get_opcodes():
        kept = operation == "equal"
        left.append(_piece("".join(old[i:j]), None if kept else "del"))
        right.append(_piece("".join(new[k:m]), None if kept else "ins"))
    return Change(label, _join(left), _join(right))


def _list_change(label: str, before: Sequence[str], after: Sequence[str]) -> Change | None:
    if list(before) == list(after):
        return None
    gone, come = set(before) - set(after), set(after) - set(before)
    return Change(
        label,
        _lines([_piece(entry, "del" if entry in gone else None) for entry in before]),
        _lines([_piece(entry, "ins" if entry in come else None) for entry in after]),
    )


def _piece(text: str, tag: str | None) -> SafeString:
    if not text:
        return mark_safe("")
    if tag is None:
        return format_html("{}", text)
    return format_html("<{}>{}</{}>", mark_safe(tag), text, mark_safe(tag))  # noqa: S308


def _join(pieces: Sequence[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _lines(pieces: Sequence[SafeString]) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((piece,) for piece in pieces))
