"""Hand out files and the pictures of pages."""

import errno
import logging
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponseBase,
)
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from files.delivery import deliver
from files.models import StoredFile
from files.permissions import may_read

logger = logging.getLogger(__name__)

PICTURE_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def download(request: HttpRequest, public_id: UUID, name: str) -> HttpResponseBase:
    """Serve a file to those who may read it; `?view=1` shows a PDF or picture in the browser."""
    stored_file, is_public = _get_readable(request, public_id)
    inline = request.GET.get("view") == "1" and stored_file.opens_in_browser
    if name != stored_file.original_name:
        return redirect(stored_file.get_absolute_url() + ("?view=1" if inline else ""))
    try:
        return deliver(request, stored_file, inline=inline, is_public=is_public)
    except FileNotFoundError as error:
        logger.exception("The bytes of file %s are gone.", stored_file.public_id)
        raise Http404 from error


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve a picture of a page in one of its sizes; what editors uploaded is never served itself.

    Its name says what it shows and in which size, so that it never changes.
    """
    try:
        file = default_storage.open(f"images/{name}")
    except (FileNotFoundError, IsADirectoryError, SuspiciousOperation, ValueError) as error:
        raise Http404 from error
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        raise Http404 from error
    return FileResponse(file, headers=PICTURE_HEADERS)


def _get_readable(request: HttpRequest, public_id: UUID) -> tuple[StoredFile, bool]:
    """Return a file and whether any visitor may read it.

    Visitors come first: what they may read is answered without a look at the session, so that
    caches may keep it.

    Raises:
        Http404: there is none, or not for this person; the two cannot be told apart.
    """
    stored_file = get_object_or_404(StoredFile, public_id=public_id)
    is_public = may_read(AnonymousUser(), stored_file)
    if not is_public and not may_read(request.user, stored_file):
        raise Http404
    return stored_file, is_public
