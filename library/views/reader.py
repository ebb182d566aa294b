"""Read a file of a resource in the page: its pages as pictures, with their words beside them."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from files.permissions import may_read
from files.previews import pages_of
from library.models import ResourceFile
from library.views.resources import find_resource, kept_if_public, or_tombstone


@require_safe
@or_tombstone
def read(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Show a file of a published resource, page by page."""
    page = find_resource(request, slug)
    rows = ResourceFile.objects.filter(resource=page, stored_file__public_id=public_id)
    row = rows.select_related("stored_file").first()
    if row is None or not may_read(request.user, row.stored_file):
        raise Http404
    pages = pages_of(row.stored_file)
    if not pages.shown:
        raise Http404
    context = {"page": page, "file": row, "stored_file": row.stored_file, "pages": pages}
    return kept_if_public(request, render(request, "library/reader.html", context), page)
