"""One resource: as it is now, as it was in a version, and the addresses that lead to it."""

from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import page_cache
from core.json_ld import as_script
from core.kept_page import Again
from library.enums import CountKind, Visibility
from library.models import ResourcePage, ResourceVersion, SavedResource
from library.permissions import may_see, may_see_readers, visibilities_for
from library.services.citing import show_citation
from library.services.engaging import Engagement, read_engagement
from library.services.readers import count_reading
from library.services.reading import read_resource
from library.services.relating import Related, related_to
from library.services.structured_data import describe, dublin_core
from library.services.videos import FRAME_SOURCES


class Withdrawn(Exception):
    """The resource was taken down, and the person may know that it was here."""

    def __init__(self, page: ResourcePage) -> None:
        self.page = page


def or_tombstone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Have a view of a resource that was withdrawn say so."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Withdrawn as withdrawn:
            return tombstone(request, withdrawn.page)

    return answer


@require_safe
@or_tombstone
def resource(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a published resource."""
    page = find_resource(request, slug)
    related = related_to(page, visibilities_for(request.user))
    engagement = read_engagement(page, request.user)
    response = show_resource(request, page, related=related, engagement=engagement)
    again = note_view(request, page)
    # What the database says in place of the index is out of date as soon as that is mended.
    if related.is_fallback:
        return response
    return kept_if_public(request, response, page, again=again)


@require_safe
@or_tombstone
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show a resource as it was in a published version."""
    page = find_resource(request, slug)
    shown, old = find_version(request, page, number)
    response = show_resource(request, old, shown, latest=page.version_number)
    return kept_if_public(request, response, page, old)


@require_safe
@or_tombstone
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the published versions of a resource and what changed in each."""
    page = find_resource(request, slug)
    readable = page.versions.visible_to(visibilities_for(request.user))
    return render(request, "library/versions.html", {"page": page, "versions": readable})


@require_safe
def permanent(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead from the address that citations print to the present one."""
    # Not for ever: browsers would keep an address that the next change of title replaces.
    return redirect("library:resource", slug=_slug_of(request, pk))


@require_safe
def permanent_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Lead from the address that citations of a version print to the present one."""
    return redirect("library:version", slug=_slug_of(request, pk), number=number)


def _slug_of(request: HttpRequest, pk: int) -> str:
    """Return where a resource is that was published at some time and that the person may see.

    Raises:
        Http404: there is none, or not for her.
    """
    page = ResourcePage.objects.filter(pk=pk).only("slug", *_DECIDING).first()
    if page is None or page.visibility not in visibilities_for(request.user):
        raise Http404
    if not page.live and page.withdrawn_at is None:
        raise Http404
    return page.slug


def find_resource(request: HttpRequest, slug: str) -> ResourcePage:
    """Return the published resource at an address, if the person may see it.

    Raises:
        Http404: there is none, or not for her; the two cannot be told apart.
        Withdrawn: there was one that she might have seen.
    """
    # A NUL in an address is an error to PostgreSQL.
    if not slug.isprintable():
        raise Http404
    rows = ResourcePage.objects.select_related("school__district").with_uses()
    page = rows.filter(slug=slug).first()
    if page is None or page.visibility not in visibilities_for(request.user):
        raise Http404
    if page.withdrawn_at is not None:
        raise Withdrawn(page)
    if not may_see(request.user, page):
        raise Http404
    return page


def find_version(
    request: HttpRequest, page: ResourcePage, number: int
) -> tuple[ResourceVersion, ResourcePage]:
    """Return a version of a resource that the person may see, and the resource as it was in it.

    Raises:
        Http404: there is none, or it was for fewer people than the present one.
    """
    shown = get_object_or_404(page.versions.select_related("revision"), number=number)
    old = shown.revision.as_object()
    if old.visibility not in visibilities_for(request.user):
        raise Http404
    old.slug = page.slug
    return shown, old


def show_resource(
    request: HttpRequest,
    page: ResourcePage,
    shown: ResourceVersion | None = None,
    latest: int = 0,
    related: Related | None = None,
    engagement: Engagement | None = None,
) -> HttpResponse:
    """Render a resource that the person may see; `shown` if it is made of a version."""
    user = request.user
    saved = (
        user.is_authenticated
        and SavedResource.objects.filter(user=user, resource_id=page.pk).exists()
    )
    reading = read_resource(page, shown)
    context = {
        "page": page,
        "reading": reading,
        "related": related,
        "engagement": engagement,
        "is_saved": saved,
        "old_version": shown if shown and shown.number != latest else None,
        "canonical": reverse("library:resource", args=[page.slug]),
        "citation": show_citation(page, shown),
        "dublin_core": dublin_core(page, reading),
        "described": "" if shown else as_script(*describe(page, reading, related)),
    }
    response = render(request, "library/resource.html", context)
    if any(link.video for link in reading.links):
        response._csp_update = {"frame-src": list(FRAME_SOURCES)}  # type: ignore[attr-defined]
    return response


def kept_if_public(
    request: HttpRequest,
    response: HttpResponse,
    *pages: ResourcePage,
    parameters: Iterable[str] = (),
    again: Again | None = None,
) -> HttpResponse:
    """Let the answer be kept if everybody may see all that it was made of."""
    if any(page.visibility != Visibility.PUBLIC for page in pages):
        return response
    return page_cache.keep(request, response, parameters, again)


def note_view(request: HttpRequest, page: ResourcePage) -> Again | None:
    """Count that somebody looks at a resource, and return what counts whoever gets the same page;
    who shared it and editors are not counted."""
    if may_see_readers(request.user, page):
        return None
    count = partial(count_reading, page.pk, CountKind.VIEW)
    count(request.META)
    return count


def serve_resource(request: HttpRequest, page: ResourcePage) -> HttpResponse:
    """Answer for the page tree, which does not know who may see what: as at the usual address."""
    return resource(request, page.slug)


@require_safe
def preview_resource(request: HttpRequest, page: ResourcePage) -> HttpResponse:
    """Show a state that is not published; the caller has checked that the person may see it."""
    context = {"page": page, "reading": read_resource(page), "is_preview": True}
    return render(request, "library/resource.html", context)


def tombstone(request: HttpRequest, page: ResourcePage) -> HttpResponse:
    """Say that a resource was withdrawn, and why if a reason was given."""
    return render(request, "library/withdrawn.html", {"page": page}, status=410)


_DECIDING = ("live", "visibility", "withdrawn_at")
