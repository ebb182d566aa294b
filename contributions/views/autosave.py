"""What the form's script asks for: saving while typing, and a token after signing in again."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import signed_in
from contributions.forms.sharing import ContributionForm
from contributions.models import Submission
from contributions.services.errors import DraftConflict, SubmissionError
from files.views.uploading import describe

from .form_page import alike_context, bound_form, conflict_html, link_warnings, suggestions_for
from .sharing import find_own, form_key, keep


@require_POST
@never_cache
def autosave(request: HttpRequest) -> JsonResponse:
    """Save the form as a draft, made if need be.

    What is not fit to be kept stays as the draft has it and is named in "errors". 409 says that
    the draft was saved elsewhere ("conflict", with both texts) or cannot be edited ("gone").
    """
    if not request.user.is_authenticated:
        return JsonResponse({"error": _("You were signed out.")}, status=401)
    key, user = form_key(request), signed_in(request)
    found = find_own(request, key)
    if found is not None and not found.is_editable:
        return _gone(found, _("It is with the editors, or decided."))
    form = bound_form(user, request.POST, found)
    form.is_valid()
    try:
        kept = keep(user, found, form, key)
    except DraftConflict:
        assert found is not None
        answer = {
            "conflict": conflict_html(found, form),
            "serial": found.draft_serial,
        }
        return JsonResponse(answer, status=409)
    except SubmissionError as error:
        assert found is not None
        return _gone(found, str(error.message))
    return JsonResponse(_saved(request, kept, form))


@require_safe
@never_cache
def token(request: HttpRequest) -> JsonResponse:
    """Say who is signed in, with a token for the form; nobody's id is empty."""
    user: Any = request.user
    public_id = str(user.public_id) if user.is_authenticated else ""
    return JsonResponse({"user": public_id, "token": get_token(request)})


def _saved(request: HttpRequest, kept: Submission, form: ContributionForm) -> dict[str, Any]:
    suggested = {"suggestions": suggestions_for(signed_in(request), form)}
    public_id: UUID = kept.public_id
    return {
        "id": str(public_id),
        "serial": kept.draft_serial,
        "saved": time_format(timezone.localtime(), "TIME_FORMAT"),
        "edit": reverse("contributions:edit", args=[public_id]),
        "preview": reverse("contributions:preview", args=[public_id]),
        "errors": form.errors_by_name(),
        "warnings": link_warnings(form),
        "files": describe(form.listed),
        "matches": render_to_string(
            "contributions/parts/alike.html",
            {**alike_context(signed_in(request), kept, form), "user": request.user},
        ),
        "suggestions": render_to_string("contributions/parts/suggestions.html", suggested),
    }


def _gone(found: Submission, words: str) -> JsonResponse:
    url = reverse("contributions:submission", args=[found.public_id])
    return JsonResponse({"gone": words, "url": url}, status=409)
