"""Take files in, tell how their check goes, and remove them."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import signed_in
from files.enums import Refusal
from files.models import StoredFile
from files.permissions import is_uploader
from files.readiness import Standing, standing_of, words_for
from files.refusals import FileInUse, FileRefused
from files.services import remove_file, store_upload

_STATUS = {
    Refusal.TOO_LARGE: 413,
    Refusal.QUOTA: 413,
    Refusal.DAILY_LIMIT: 429,
    Refusal.STORAGE_FULL: 507,
}


@never_cache
@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """Keep the one file of the field "file" in quarantine: 201 and how it stands, or why not, in
    words."""
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
    return JsonResponse(describe([stored_file])[0], status=201)


@never_cache
@require_POST
def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Remove an upload of one's own that nothing lists: 204, or 409 and why not."""
    stored_file = _get_own(request, public_id)
    if isinstance(stored_file, JsonResponse):
        return stored_file
    try:
        remove_file(actor=signed_in(request), stored_file=stored_file)
    except FileInUse as error:
        return JsonResponse({"error": str(error.reason)}, status=409)
    return HttpResponse(status=204)


@never_cache
@require_safe
def state(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """Tell whoever sent a file how far its check has come."""
    stored_file = _get_own(request, public_id)
    if isinstance(stored_file, JsonResponse):
        return stored_file
    return JsonResponse(describe([stored_file])[0])


def describe(files: Sequence[StoredFile]) -> list[dict[str, str | int]]:
    """Return what the uploader's form shows of files; without an address one cannot be fetched."""
    standings = standing_of(files)
    return [_description(each, standings[each.pk]) for each in files]


def _description(stored_file: StoredFile, standing: Standing) -> dict[str, str | int]:
    shown: dict[str, str | int] = {
        "id": str(stored_file.public_id),
        "name": stored_file.original_name,
        "title": stored_file.suggested_title,
        "kind": stored_file.extension.upper(),
        "type": stored_file.type_label,
        "size": stored_file.size,
        "standing": standing.value,
        "words": words_for(stored_file, standing),
        "check": reverse("files:state", args=[stored_file.public_id]),
    }
    if stored_file.is_available:
        shown["url"] = stored_file.get_absolute_url()
    return shown


def _get_own(request: HttpRequest, public_id: UUID) -> StoredFile | JsonResponse:
    """Return a file that the person sent, or the answer that says why not."""
    if not isinstance(request.user, User):
        return JsonResponse({"error": _("Sign in again.")}, status=401)
    stored_file = StoredFile.objects.filter(public_id=public_id).first()
    if stored_file is None or not is_uploader(request.user, stored_file):
        return JsonResponse({"error": _("This file is not here any more.")}, status=404)
    return stored_file
