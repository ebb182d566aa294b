"""The page in the admin that tells how the search is, and has the index compared or rebuilt."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.admin_pages import admin_frame

from .enums import JobKind
from .health import look
from .permissions import may_look_after_index
from .upkeep import JobRunning, ask_for


@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """Show how the search is; begin a job when asked."""
    _require_permission(request)
    if request.method == "POST":
        _begin(request)
        return redirect("search_index:status")
    context = {"health": look(), **admin_frame(_("Search index"), icon="search")}
    return render(request, "search/admin/status.html", context)


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Return the progress alone; once all is done, the page is to load itself again."""
    _require_permission(request)
    health = look()
    response = render(request, "search/admin/progress.html", {"health": health})
    if not health.is_busy:
        response["HX-Refresh"] = "true"
    return response


def _begin(request: HttpRequest) -> None:
    kind = request.POST.get("kind", "")
    if kind not in JobKind.values:
        messages.error(request, _("That is not possible."))
        return
    try:
        ask_for(kind=JobKind(kind))
    except JobRunning:
        messages.warning(request, _("One is running already, or will be in a moment."))
    else:
        messages.success(request, _("The worker begins as soon as it is free."))


def _require_permission(request: HttpRequest) -> None:
    if not may_look_after_index(request.user):
        raise PermissionDenied
