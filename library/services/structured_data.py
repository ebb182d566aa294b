"""What machines are told about a resource, in the words of schema.org."""

from django.urls import reverse

from core.addresses import site_address
from core.json_ld import ORGANIZATION, Thing, breadcrumbs
from library.enums import Language, Visibility
from library.models import ResourcePage
from library.services.reading import Reading


def describe(page: ResourcePage, reading: Reading) -> list[Thing]:
    """Return what a public resource is and where it stands; nothing of one for members.

    Args:
        page: the published resource.
        reading: what its page shows.
    """
    if page.visibility != Visibility.PUBLIC:
        return []
    library = reverse("library:browse")
    address = reverse("library:resource", args=[page.slug])
    return [
        _resource(page, reading, address),
        breadcrumbs([("Library", library), (page.title, address)]),
    ]


def _resource(page: ResourcePage, reading: Reading, address: str) -> Thing:
    authors = [{"@type": "Person", "name": one.name} for one in reading.contributors]
    schools = [{"@type": "Organization", "name": page.school.name}] if page.school else []
    thing = {
        "@type": "LearningResource",
        "@id": reading.permanent_url,
        "url": site_address(address),
        "name": page.title,
        "description": page.summary,
        "learningResourceType": str(page.get_kind_display()),
        "inLanguage": page.language if page.language != Language.OTHER else "",
        "author": authors or schools,
        "publisher": ORGANIZATION,
        "license": reading.license_url,
        "datePublished": page.first_published_at,
        "dateModified": reading.dated,
        "version": reading.version,
        "isAccessibleForFree": True,
        "about": [term.label for term in reading.terms["topic"]],
        "keywords": [tag.name for tag in reading.tags],
        "audience": [
            {"@type": "EducationalAudience", "audienceType": term.label}
            for term in reading.terms["audience"]
        ],
    }
    return {name: value for name, value in thing.items() if value not in ("", [], None)}
