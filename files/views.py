"""Download, upload and remove files."""

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
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User

from .delivery import deliver
from .downloads import tell_of_download
from .enums import Refusal
from .models import StoredFile
from .permissions import is_uploader, may_read
from .refusals import FileInUse, FileRefused
from .services import remove_file, store_upload

logger = logging.getLogger(__name__)

PICTURE_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}

_STATUS = {Refusal.TOO_LARGE: 413, Refusal.DAILY_LIMIT: 429, Refusal.STORAGE_FULL: 507}


@require_safe
def download(request: HttpRequest, public_id: UUID, name: str) -> HttpResponseBase:
    """Serve a file to those who may read it; `?view=1` shows a PDF or picture in the browser."""
    stored_file, is_public = _get_readable(request, public_id)
    inline = request.GET.get("view") == "1" and stored_file.opens_in_browser
    if name != stored_file.original_name:
        return redirect(stored_file.get_absolute_url() + ("?view=1" if inline else ""))
    try:
        response = deliver(request, stored_file, inline=inline, is_public=is_public)
    except FileNotFoundError as error:
        logger.exception("The bytes of file %s are gone.", stored_file.public_id)
        raise Http404 from error
    tell_of_download(request, stored_file, response)
    return response


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


@never_cache
@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """Keep the one file of the field "file": 201 and what it is, or why not, in words."""
    user = request.user
    if not isinstance(user, User):
        return JsonResponse(
            {"error": _("Sign in again, then choose the file once more.")}, status=401
        )
    uploads = request.FILES.getlist("file")
    if len(uploads) != 1:
        return JsonResponse({"error": _("Choose one file.")}, status=422)
    try:
        stored_file = store_upload(uploaded_by=user, upload=uploads[0])
    except FileRefused as error:
        return JsonResponse({"error": error.reason}, status=_STATUS.get(error.refusal, 422))
    return JsonResponse(describe(stored_file), status=201)


@never_cache
@require_POST
def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Remove an upload of one's own that nothing lists: 204, or 409 and why not."""
    user = request.user
    if not isinstance(user, User):
        return JsonResponse({"error": _("Sign in again.")}, status=401)
    stored_file = StoredFile.objects.filter(public_id=public_id).first()
    if stored_file is None or not is_uploader(user, stored_file):
        return JsonResponse({"error": _("This file is not here any more.")}, status=404)
    try:
        remove_file(actor=user, stored_file=stored_file)
    except FileInUse as error:
        return JsonResponse({"error": str(error.reason)}, status=409)
    return HttpResponse(status=204)


def describe(stored_file: StoredFile) -> dict[str, str | int]:
    """Return what the uploader's form shows of a file."""
    return {
        "id": str(stored_file.public_id),
        "name": stored_file.original_name,
        "title": stored_file.suggested_title,
        "kind": stored_file.extension.upper(),
        "type": stored_file.type_label,
        "size": stored_file.size,
        "url": stored_file.get_absolute_url(),
    }


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
