"""What readers report, inside Wagtail's admin: read, ask the owner, answer, close."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contributions.models import Correction
from contributions.services import corrections
from contributions.services.errors import ClosedAlready, SubmissionError
from contributions.services.queue import is_taken

from .review import heading, require_reviewer


@require_GET
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one report with what can be done about it."""
    require_reviewer(request)
    found = _get(pk)
    if found.closed_at is not None:
        return _closed_already(request)
    return _screen(request, found)


@require_POST
def close_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a report as dealt with, perhaps with an answer."""

    def act(found: Correction) -> str:
        answer = request.POST.get("answer", "")
        closed = corrections.close(correction=found, editor=request.user, answer=answer)
        return _("Closed, and answered.") if closed.answer else _("Closed.")

    return _do(request, pk, act, back=reverse("review:queue"))


@require_POST
def ask_owner(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a report to who shared the resource."""

    def act(found: Correction) -> str:
        corrections.ask_owner(correction=found, editor=request.user)
        return _("Sent to %(name)s.") % {"name": found.resource.owner}

    return _do(request, pk, act, back=reverse("review:correction", args=[pk]))


def _do(
    request: HttpRequest, pk: int, act: Callable[[Correction], str], *, back: str
) -> HttpResponse:
    require_reviewer(request)
    found = _get(pk)
    try:
        said = act(found)
    except ClosedAlready:
        return _closed_already(request)
    except SubmissionError as refusal:
        # Nothing typed is lost: the answer stays in the form beside the reason.
        return _screen(request, found, error=str(refusal.message))
    messages.success(request, said)
    return redirect(back)


def _get(pk: int) -> Correction:
    rows = Correction.objects.select_related("resource__owner", "author")
    return get_object_or_404(rows, pk=pk)


def _closed_already(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("It is closed already."))
    return redirect("review:queue")


def _screen(request: HttpRequest, found: Correction, *, error: str = "") -> HttpResponse:
    context = {
        "correction": found,
        "can_ask_owner": corrections.can_ask_owner(found),
        "is_taken": is_taken(found, request.user),
        "answer": request.POST.get("answer", ""),
        "error": error,
        **heading(None, _("Report on “%(title)s”") % {"title": found.resource.title}),
        "header_icon": "warning" if found.is_urgent else "tasks",
    }
    template = "contributions/admin/correction.html"
    return render(request, template, context, status=422 if error else 200)
