"""Hand out files and the pictures of pages."""

import errno
import logging
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponseBase,
    HttpResponseNotFound,
)
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from files.delivery import deliver
from files.downloads import tell_of_download
from files.models import Preview, StoredFile
from files.permissions import may_read
from files.storage import preview_name, private_storage

logger = logging.getLogger(__name__)

SALT = "files.elsewhere"
# A reader may leaf through a long document; that she still may is asked each time.
ELSEWHERE_SECONDS = 3600

PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# Long enough for leafing; a right that is gone is gone for the file itself at once.
PUBLIC, PRIVATE = "public, max-age=3600", "private, max-age=60"
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
    if settings.FILES_HOST:
        response: HttpResponseBase = redirect(
            address_elsewhere(request.user, stored_file, inline=inline)
        )
    else:
        response = _deliver(request, stored_file, inline=inline, is_public=is_public)
    tell_of_download(request, stored_file, response)
    return response


@require_safe
def download_elsewhere(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """Serve a file on the host of its own, to whoever was led there; rights are asked again."""
    try:
        public_id, person, inline = signing.loads(token, salt=SALT, max_age=ELSEWHERE_SECONDS)
    except signing.BadSignature as error:
        raise Http404 from error
    stored_file = get_object_or_404(StoredFile, public_id=public_id)
    user = User.objects.active().filter(pk=person).first() or AnonymousUser()
    if not may_read(user, stored_file):
        raise Http404
    return _deliver(request, stored_file, inline=inline, is_public=False)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseNotFound:
    """Say on the host of files that there is nothing; it has no pages to lead to."""
    return HttpResponseNotFound("Not found.\n", content_type="text/plain")


def address_elsewhere(user: Any, stored_file: StoredFile, *, inline: bool) -> str:
    """Return where the host of its own serves a file to a person, for an hour."""
    token = signing.dumps([str(stored_file.public_id), user.pk, inline], salt=SALT)
    path = reverse(
        "download-elsewhere", args=[token, stored_file.original_name], urlconf="files.host_urls"
    )
    return settings.FILES_HOST + path


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


@require_safe
def page(request: HttpRequest, public_id: UUID, name: str) -> HttpResponseBase:
    """Serve the picture of a page, or the small one ("t"), to those who may read the file."""
    stored_file, is_public = _get_readable(request, public_id)
    preview = Preview.objects.filter(pk=stored_file.sha256).only("pictures").first()
    if preview is None or name not in preview.pictures:
        raise Http404
    try:
        file = private_storage().open(preview_name(stored_file.sha256, name))
    except FileNotFoundError as error:
        raise Http404 from error
    headers = {**PAGE_HEADERS, "Cache-Control": PUBLIC if is_public else PRIVATE}
    return FileResponse(file, content_type="image/webp", headers=headers)


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


def _deliver(
    request: HttpRequest, stored_file: StoredFile, *, inline: bool, is_public: bool
) -> HttpResponseBase:
    try:
        return deliver(request, stored_file, inline=inline, is_public=is_public)
    except FileNotFoundError as error:
        logger.exception("The bytes of file %s are gone.", stored_file.public_id)
        raise Http404 from error
