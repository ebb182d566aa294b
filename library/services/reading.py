"""What a reader is shown of one resource: its published state, a numbered version or a preview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import nh3
from django.db.models import Model, prefetch_related_objects
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from files.fix_list import accessible
from files.previews import Picture, Shown, shown_for
from library.enums import (
    EVIDENCE_MEANING,
    LICENSE_MEANING,
    LICENSE_URL,
    EvidenceTier,
    Quality,
    Visibility,
    Vocabulary,
)
from library.models import ResourceFile, ResourcePage, ResourceTag, ResourceVersion, Term
from library.services.citing import permanent_address
from library.services.videos import Video, video_at

# What the text fields of a resource can hold; whatever else came in by any door stays inside.
ALLOWED_TAGS = {"p", "h3", "h4", "b", "strong", "i", "em", "ul", "ol", "li", "a", "br", "hr"}
ALLOWED_ATTRIBUTES = {"a": {"href"}}
ALLOWED_SCHEMES = {"http", "https", "mailto", "tel"}

# What stands above the first download, in words: a principal reads it in ten seconds.
OPENING_WORDS = 60
SHORTEST_OPENING = 20
AUDIENCES_NAMED = 1

# By plain words: what a draft says need not be a license.
_LICENSE_MEANING = {license.value: str(text) for license, text in LICENSE_MEANING.items()}
_EVIDENCE_MEANING = {tier.value: text for tier, text in EVIDENCE_MEANING.items()}
_LICENSE_URL = {license.value: url for license, url in LICENSE_URL.items()}

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Part:
    """A part of the text under its own heading; the heading of a plain body is empty."""

    heading: str
    html: SafeString


@dataclass(frozen=True)
class FileLine:
    """A file as the page lists it; `size` in bytes, `url` empty if it cannot be fetched."""

    title: str
    url: str
    extension: str
    size: int
    content_type: str
    sha256: str
    note: str = ""
    """Why it cannot be fetched, if it cannot."""
    picture: Picture | None = None
    read_url: str = ""
    is_accessible: bool = False


@dataclass(frozen=True)
class LinkLine:
    """The same thing on another site; `video` if it can be played here."""

    url: str
    label: str
    video: Video | None = None


@dataclass(frozen=True)
class Contributor:
    """Someone named as an author."""

    name: str
    role: str


@dataclass(frozen=True)
class Fact:
    """A short pair at the head of the page, such as "To start: 6 hours"."""

    label: str
    value: str


@dataclass(frozen=True)
class Tier:
    """How well an effect is shown; `number` is empty if nobody assessed it."""

    number: str
    label: str
    meaning: str


@dataclass(frozen=True)
class Reading:
    """Everything the page of a resource shows beside its own plain fields.

    Attributes:
        marks: what `components/marks.html` shows.
        opening: the summary, or as much of it as fits above the first download.
        facts: for whom, time, cost and school; what nobody said is left out.
        terms: per vocabulary, in the vocabulary's order.
        license_url: empty where the license has no text on the web.
        evidence: label of the evidence tier, empty if nobody assessed it.
        tier: the tier with its meaning, also if nobody assessed it.
        tiers: all of them, for whoever wants to know.
        permanent_url: the address that citations print; a numbered version has its own.
        version: number of the version shown, 0 for a draft.
        dated: when that version was published, None for a draft.
    """

    marks: Mapping[str, Any]
    opening: str
    facts: Sequence[Fact]
    parts: Sequence[Part]
    terms: dict[str, list[Term]]
    tags: Sequence[ResourceTag]
    files: Sequence[FileLine]
    links: Sequence[LinkLine]
    contributors: Sequence[Contributor]
    license_meaning: str
    license_url: str
    evidence: str
    tier: Tier
    tiers: Sequence[Tier]
    permanent_url: str
    version: int
    dated: datetime | None
    mail_url: str


def read_resource(page: ResourcePage, version: ResourceVersion | None = None) -> Reading:
    """Collect what the page of a resource shows, in four queries however long its lists are.

    Args:
        page: the published page, or one made of a revision.
        version: the numbered version that `page` was made of, if it is not the published one.
    """
    terms = _terms(page)
    facts = _facts(page, terms)
    opening = _opening(page.summary, facts)
    permanent_url = permanent_address(page, version)
    return Reading(
        marks=_marks(page),
        opening=opening,
        facts=facts,
        parts=_parts(page, is_cut=opening != page.summary),
        terms=terms,
        tags=_tags(page),
        files=_files(page),
        links=[
            LinkLine(
                url=block.value["url"],
                label=block.value["label"] or block.value["url"],
                video=video_at(block.value["url"]),
            )
            for block in page.links
        ],
        contributors=[
            Contributor(block.value["name"], block.value["role"] or "")
            for block in page.contributors
        ],
        license_meaning=_LICENSE_MEANING.get(page.license, ""),
        license_url=_LICENSE_URL.get(page.license, ""),
        evidence=page.get_evidence_tier_display() if page.evidence_tier else "",
        tier=_tier(page.evidence_tier),
        tiers=[_tier(tier) for tier in _EVIDENCE_MEANING],
        permanent_url=permanent_url,
        version=version.number if version else page.version_number,
        dated=version.published_at if version else page.last_published_at,
        mail_url="mailto:?"
        + urlencode({"subject": page.title, "body": permanent_url}).replace("+", "%20"),
    )


def _tier(value: str) -> Tier:
    tier = EvidenceTier(value) if value in EvidenceTier.values else EvidenceTier.NOT_ASSESSED
    return Tier(tier.value, str(tier.label), str(_EVIDENCE_MEANING[tier.value]))


def safe_html(rich_text: str) -> SafeString:
    """Return the HTML of a rich text field with nothing in it but plain text markup."""
    html = nh3.clean(
        expand_db_html(rich_text),
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=ALLOWED_SCHEMES,
        link_rel="noopener",
    )
    return mark_safe(html)  # noqa: S308 - cleaned in the line above


def _marks(page: ResourcePage) -> dict[str, Any]:
    return {
        "kind": page.get_kind_display(),
        "recognition": page.get_quality_display() if page.quality == Quality.RECOGNIZED else "",
        "members_only": page.visibility == Visibility.MEMBERS,
        "is_sample": page.is_sample,
    }


def _facts(page: ResourcePage, terms: Mapping[str, Sequence[Term]]) -> list[Fact]:
    pairs = [
        (_("For"), _for_whom(terms)),
        (_("To start"), page.time_to_start),
        (_("Cost"), page.cost),
        (_("From"), page.school.name if page.school else ""),
    ]
    return [Fact(label, value) for label, value in pairs if value]


def _for_whom(terms: Mapping[str, Sequence[Term]]) -> str:
    """Audiences and grades in one line; "and others" where it would get long."""
    audiences = [term.label for term in terms[Vocabulary.AUDIENCE]]
    named = audiences[:AUDIENCES_NAMED]
    if len(audiences) > len(named):
        named[-1] = _("%(last)s and others") % {"last": named[-1]}
    grades = ", ".join(term.label for term in terms[Vocabulary.GRADE])
    if grades:
        told = _("grades %(grades)s") if named else _("Grades %(grades)s")
        named.append(told % {"grades": grades})
    return ", ".join(named)


def _opening(summary: str, facts: Sequence[Fact]) -> str:
    """Return as many whole sentences of a summary as the facts beside it leave room for."""
    taken = sum(len(fact.value.split()) for fact in facts)
    room = max(SHORTEST_OPENING, OPENING_WORDS - taken)
    words = summary.split()
    if len(words) <= room:
        return summary
    ends = [at for at in range(1, room + 1) if words[at - 1].rstrip('"”’)')[-1:] in {*".!?"}]
    if ends and ends[-1] >= SHORTEST_OPENING // 2:
        return " ".join(words[: ends[-1]])
    return " ".join(words[:room]).rstrip(",;:") + "…"


def _parts(page: ResourcePage, *, is_cut: bool) -> list[Part]:
    parts = [Part(heading, safe_html(html)) for heading, html in page.parts]
    if page.body:
        parts.insert(0, Part("", safe_html(page.body)))
    if is_cut:
        parts.insert(0, Part(_("In short"), format_html("<p>{}</p>", page.summary)))
    return parts


def _loaded(rows: Sequence[M], field: str) -> Sequence[M]:
    """Fetch the related objects of rows that a revision made, which no join could bring along."""
    prefetch_related_objects(rows, field)
    return rows


def _terms(page: ResourcePage) -> dict[str, list[Term]]:
    rows = _loaded(list(page.resource_terms.select_related("term")), "term")
    terms: dict[str, list[Term]] = {vocabulary: [] for vocabulary in Vocabulary.values}
    for term in sorted((row.term for row in rows), key=lambda term: (term.position, term.label)):
        terms[term.vocabulary].append(term)
    return terms


def _tags(page: ResourcePage) -> list[ResourceTag]:
    rows = _loaded(list(page.tagged_items.select_related("tag")), "tag")
    return sorted((row.tag for row in rows), key=lambda tag: tag.name.casefold())


def _files(page: ResourcePage) -> list[FileLine]:
    related = "stored_file__privacy_hold"
    rows = _loaded(list(page.resource_files.select_related(related)), related)
    if not rows:
        return []
    pictures = shown_for(row.stored_file for row in rows)
    passed = accessible(row.sha256 for row in rows)
    return [
        _file_line(page, row, pictures.get(row.stored_file_id), row.sha256 in passed)
        for row in rows
    ]


def _file_line(
    page: ResourcePage, row: ResourceFile, shown: Shown | None, is_accessible: bool
) -> FileLine:
    """Return a file for readers; one that is not fit to be fetched has no address."""
    stored_file = row.stored_file
    hold = getattr(stored_file, "privacy_hold", None)
    is_held = hold is not None and not hold.is_over
    is_fit = stored_file.is_available and not is_held
    reader = reverse("library:read", args=[page.slug, stored_file.public_id])
    return FileLine(
        title=row.title,
        url=stored_file.get_absolute_url() if is_fit else "",
        picture=shown.thumbnail if shown and is_fit else None,
        is_accessible=is_accessible,
        read_url=reader if shown and shown.has_pages and is_fit and page.live else "",
        extension=stored_file.extension.lstrip(".").upper(),
        size=stored_file.size,
        content_type=stored_file.content_type,
        sha256=row.sha256,
        note=_("Held until an editor has looked at it.") if is_held else stored_file.state_words,
    )
