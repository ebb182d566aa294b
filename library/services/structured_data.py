"""What machines are told about a resource: schema.org with the properties of LRMI, Dublin Core."""

import re
from collections.abc import Iterable, Sequence

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from core.addresses import site_address
from core.json_ld import ORGANIZATION, Thing, breadcrumbs
from library.enums import Language, Visibility
from library.models import ResourcePage, Term
from library.services.answering import Card
from library.services.naming import Creator, creators_of
from library.services.reading import FileLine, Reading
from library.services.relating import Related

# "6 hours", but neither "6 hours a week" nor "a day or two": those cannot be said in ISO 8601.
_DURATION = re.compile(
    r"(?P<many>\d{1,3}|an?|one)\s+(?P<unit>minute|hour|day|week|month|year)s?", re.IGNORECASE
)
_LETTERS = {"minute": "T{}M", "hour": "T{}H", "day": "{}D", "week": "{}W", "month": "{}M"}


def describe(page: ResourcePage, reading: Reading, related: Related | None = None) -> list[Thing]:
    """Return what a public resource is and where it stands; nothing of one for members.

    Args:
        page: the published resource.
        reading: what its page shows.
        related: what its page shows of other resources.
    """
    if page.visibility != Visibility.PUBLIC:
        return []
    address = reverse("library:resource", args=[page.slug])
    thing = {
        "@type": "LearningResource",
        "@id": reading.permanent_url,
        "identifier": reading.permanent_url,
        "url": site_address(address),
        **_about(page, reading),
        **_learning(page, reading),
        **_others(related or Related()),
        "encoding": [_media(file) for file in reading.files],
    }
    return [
        {name: value for name, value in thing.items() if value not in ("", [], None)},
        breadcrumbs([("Library", reverse("library:browse")), (page.title, address)]),
    ]


def dublin_core(page: ResourcePage, reading: Reading) -> list[tuple[str, str]]:
    """Return the names and values of the Dublin Core meta tags of a resource's page."""
    day = timezone.localtime(reading.dated).date().isoformat() if reading.dated else ""
    pairs = [
        ("title", page.title),
        *(("creator", creator.name) for creator in creators_of(page)),
        *(("subject", term.label) for term in reading.terms["topic"]),
        *(("subject", tag.name) for tag in reading.tags),
        ("description", page.summary),
        ("publisher", ORGANIZATION["name"]),
        ("date", day),
        ("type", str(page.get_kind_display())),
        *(("format", kind) for kind in dict.fromkeys(file.content_type for file in reading.files)),
        ("identifier", reading.permanent_url),
        ("language", _language(page)),
        ("rights", reading.license_url or reading.license_meaning),
    ]
    return [(f"DC.{name}", value) for name, value in pairs if value]


def duration(words: str) -> str:
    """Return a time in ISO 8601, such as "PT6H" for "6 hours"; empty where it cannot be said."""
    found = _DURATION.fullmatch(words.strip())
    if found is None:
        return ""
    many = int(found["many"]) if found["many"].isdecimal() else 1
    return "P" + _LETTERS.get(found["unit"].lower(), "{}Y").format(many)


def _about(page: ResourcePage, reading: Reading) -> Thing:
    """What is said of any work."""
    return {
        "name": page.title,
        "description": page.summary,
        "inLanguage": _language(page),
        "author": [_author(creator) for creator in creators_of(page)],
        "publisher": ORGANIZATION,
        "license": reading.license_url,
        "datePublished": page.first_published_at,
        "dateModified": reading.dated,
        "version": str(reading.version),
        "isAccessibleForFree": True,
        "about": [_defined(term) for term in reading.terms["topic"]],
        "keywords": [tag.name for tag in reading.tags],
    }


def _learning(page: ResourcePage, reading: Reading) -> Thing:
    """What is said of works that one learns from."""
    return {
        "learningResourceType": str(page.get_kind_display()),
        "educationalLevel": [term.label for term in reading.terms["grade"]],
        "audience": [
            {"@type": "EducationalAudience", "audienceType": term.label}
            for term in reading.terms["audience"]
        ],
        "teaches": [_defined(term) for term in reading.terms["standard"]],
        "educationalAlignment": [_alignment(term) for term in reading.terms["standard"]],
        "timeRequired": duration(page.time_to_start),
    }


def _others(related: Related) -> Thing:
    return {
        "isBasedOn": _works(related.based_on),
        "isPartOf": _works(related.part_of),
        "hasPart": _works(related.parts),
    }


def _works(cards: Iterable[Card]) -> Sequence[Thing]:
    return [
        {
            "@type": "LearningResource",
            "@id": site_address(reverse("library:permanent", args=[card.pk])),
            "name": card.title,
            "url": site_address(card.url),
        }
        for card in cards
    ]


def _author(creator: Creator) -> Thing:
    if creator.is_organization:
        return {"@type": "Organization", "name": creator.name}
    parts = {"familyName": creator.family, "givenName": creator.given} if creator.family else {}
    return {"@type": "Person", "name": creator.name, **parts}


def _defined(term: Term) -> Thing:
    return {"@type": "DefinedTerm", "name": term.label, "termCode": term.slug}


def _alignment(term: Term) -> Thing:
    found = {
        "@type": "AlignmentObject",
        "alignmentType": "teaches",
        "targetName": term.label,
        "targetUrl": site_address(
            f"{reverse('library:browse')}?{urlencode({term.vocabulary: term.slug})}"
        ),
    }
    # The wording of a provisional term is ours, not the standard's.
    return {**found, "description": "Wording not confirmed"} if term.is_provisional else found


def _media(file: FileLine) -> Thing:
    found = {
        "@type": "MediaObject",
        "name": file.title,
        "encodingFormat": file.content_type,
        "contentSize": filesizeformat(file.size).replace("\xa0", " "),
    }
    # A file that is held or not checked yet has no address.
    return {**found, "contentUrl": site_address(file.url)} if file.url else found


def _language(page: ResourcePage) -> str:
    return page.language if page.language != Language.OTHER else ""
