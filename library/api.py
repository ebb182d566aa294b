"""The library for programs: search, and one resource in full."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from ninja import Field, Query, Router, Schema

from core.addresses import site_address
from library.enums import CitationStyle, Sort
from library.models import ResourcePage
from library.permissions import may_see, visibilities_for
from library.services.answering import PAGE_SIZE, Answer, Card, answer
from library.services.citing import cite_plainly, csl_item
from library.services.former import lead_on
from library.services.question import FACETS, LAST_PAGE, Question
from library.services.reading import Reading, read_resource
from search.query import LARGEST_PAGE

FRESH_SECONDS = 30

router = Router(tags=["library"])


class SearchParameters(Schema):
    """What can be asked. A facet may be given several times: any of its values will do."""

    q: str = Field("", description='Words, "phrases" and -exclusions; empty finds everything.')
    topic: list[str] = []
    audience: list[str] = []
    grade: list[str] = []
    kind: list[str] = []
    recognition: list[str] = []
    access: list[str] = []
    standard: list[str] = []
    license: list[str] = []
    language: list[str] = []
    tag: list[str] = []
    year: list[str] = []
    sort: Sort | None = Field(
        None, description="Best match if there are words, else newest, unless said otherwise."
    )
    page: int = Field(1, ge=1, le=LAST_PAGE)
    size: int = Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE)


class HitOut(Schema):
    """A resource that was found; `highlights` are HTML with the found words in `mark`; `file` is
    the name of the file that the highlight of that name is from, or empty; `pinned` says that the
    editors chose it for the question."""

    id: int
    external_id: str | None
    title: str
    url: str
    kind: str
    summary: str
    highlights: dict[str, str]
    file: str
    score: float
    pinned: bool


class FacetValueOut(Schema):
    """A value one can ask for; without a count if the index could not be asked."""

    value: str
    label: str
    count: int | None
    selected: bool


class AnswerOut(Schema):
    """What was found. `suggestion` is the text as it was probably meant; `matched` tells whether
    hits have all words, some, or words spelled alike; `is_fallback` that the index is away and
    titles and summaries alone were searched."""

    total: int
    page: int
    pages: int
    hits: list[HitOut]
    facets: dict[str, list[FacetValueOut]]
    suggestion: str | None
    matched: str
    is_fallback: bool


class ValueOut(Schema):
    """A value of a vocabulary, as facets take it and as people read it."""

    value: str
    label: str


class PartOut(Schema):
    """A part of the text under its heading; HTML of paragraphs, lists, headings and links."""

    heading: str
    html: str


class FileOut(Schema):
    """A file; `size` in bytes. One that is held or not checked yet has no address."""

    title: str
    url: str
    content_type: str
    size: int
    sha256: str


class LinkOut(Schema):
    """The same thing on another site."""

    url: str
    label: str


class ContributorOut(Schema):
    """Someone named as an author."""

    name: str
    role: str


class LicenseOut(ValueOut):
    """The license and what it means; without an address where it has none on the web."""

    meaning: str
    url: str


class VersionOut(Schema):
    """A published version."""

    number: int
    published_at: datetime
    what_changed: str
    url: str


class ResourceOut(Schema):
    """Everything about a resource that its page shows."""

    id: int
    external_id: str | None
    title: str
    summary: str
    url: str
    permanent_url: str
    kind: ValueOut
    language: ValueOut
    visibility: str
    parts: list[PartOut]
    terms: dict[str, list[ValueOut]]
    tags: list[ValueOut]
    school: str
    school_context: str
    time_to_start: str
    cost: str
    evidence: str
    files: list[FileOut]
    links: list[LinkOut]
    contributors: list[ContributorOut]
    license: LicenseOut
    first_published_at: datetime | None
    version: int
    versions: list[VersionOut]
    citation: str


class ErrorOut(Schema):
    """Why there is no answer."""

    detail: str


@router.get("/search", response=AnswerOut, summary="Search the library")
def search(request: HttpRequest, asked: Query[SearchParameters]) -> HttpResponse:
    """Find resources by words and facets, with all values of all facets counted."""
    question = Question.of(
        text=asked.q,
        chosen={name: getattr(asked, name) for name in FACETS},
        sort=asked.sort,
        page=asked.page,
    )
    found = answer(
        lead_on(question), visibilities_for(request.user), size=asked.size, all_values=True
    )
    # Not by way of the schema: checking several hundred values again takes as long as the search.
    response = JsonResponse(_answer(found))
    if found.is_fallback:
        patch_cache_control(response, private=True, no_store=True)
    else:
        _set_freshness(request, response)
    return response


@router.get(
    "/resources/{number:pk}",
    response={200: ResourceOut, 404: ErrorOut, 410: ErrorOut},
    summary="Read a resource",
)
def resource(request: HttpRequest, response: HttpResponse, pk: int) -> Any:
    """Return one published resource; members-only ones to signed-in members alone. What was
    withdrawn answers 410, with the reason that was given."""
    page = _find(request, pk)
    _set_freshness(request, response)
    if page.withdrawn_at is not None:
        reason = page.withdrawn_reason
        return 410, {"detail": f"Withdrawn: {reason}" if reason else "Withdrawn"}
    return _resource(page, read_resource(page), visibilities_for(request.user))


def _find(request: HttpRequest, pk: int) -> ResourcePage:
    """Return the resource that is or was published, if the person may see it or might have.

    Raises:
        Http404: there is none, or not for her; the two cannot be told apart.
    """
    page = ResourcePage.objects.select_related("school__district").filter(pk=pk).first()
    if page is None or page.visibility not in visibilities_for(request.user):
        raise Http404
    if page.withdrawn_at is None and not may_see(request.user, page):
        raise Http404
    return page


def _set_freshness(request: HttpRequest, response: HttpResponse) -> None:
    """Let caches keep what everyone may see for a moment, and nothing that members see."""
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, public=True, max_age=FRESH_SECONDS)


def _answer(found: Answer) -> dict[str, Any]:
    return {
        "total": found.total,
        "page": found.question.page,
        "pages": found.pages,
        "hits": [_hit(card) for card in found.cards],
        "facets": {
            facet.name: [
                {"value": v.value, "label": v.label, "count": v.count, "selected": v.selected}
                for v in facet.values
            ]
            for facet in found.facets
        },
        "suggestion": found.suggestion,
        "matched": found.matched.value,
        "is_fallback": found.is_fallback,
    }


def _hit(card: Card) -> dict[str, Any]:
    return {
        "id": card.pk,
        "external_id": card.external_id,
        "title": card.title,
        "url": site_address(card.url),
        "kind": card.kind_value,
        "summary": card.summary,
        "highlights": dict(card.highlights),
        "file": card.file,
        "score": card.score,
        "pinned": card.pinned,
    }


def _resource(page: ResourcePage, reading: Reading, visibilities: frozenset[str]) -> dict[str, Any]:
    plain = ("external_id", "title", "summary", "visibility", "school_context", "time_to_start")
    shown = ("permanent_url", "parts", "links", "contributors", "evidence", "version")
    return {
        **{name: getattr(page, name) for name in (*plain, "cost", "first_published_at")},
        **{name: getattr(reading, name) for name in shown},
        "id": page.pk,
        "url": site_address(reverse("library:resource", args=[page.slug])),
        "kind": {"value": page.kind, "label": page.get_kind_display()},
        "language": {"value": page.language, "label": page.get_language_display()},
        "terms": {
            vocabulary: [{"value": term.slug, "label": term.label} for term in terms]
            for vocabulary, terms in reading.terms.items()
        },
        "tags": [{"value": tag.slug, "label": tag.name} for tag in reading.tags],
        "school": str(page.school) if page.school else "",
        "files": [
            {
                "title": file.title,
                "url": site_address(file.url) if file.url else "",
                "content_type": file.content_type,
                "size": file.size,
                "sha256": file.sha256,
            }
            for file in reading.files
        ],
        "license": {
            "value": page.license,
            "label": page.get_license_display(),
            "meaning": reading.license_meaning,
            "url": reading.license_url,
        },
        "versions": _versions(page, visibilities),
        "citation": cite_plainly(csl_item(page), CitationStyle.APA),
    }


def _versions(page: ResourcePage, visibilities: frozenset[str]) -> list[dict[str, Any]]:
    address = site_address(reverse("library:resource", args=[page.slug]))
    shown = page.versions.visible_to(visibilities)
    return [
        {
            "number": version.number,
            "published_at": version.published_at,
            "what_changed": version.what_changed,
            "url": f"{address}v/{version.number}/",
        }
        for version in shown.only("number", "published_at", "what_changed", "resource")
    ]
