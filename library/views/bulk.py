"""The list of published resources in Wagtail's admin, and changes of many of them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.admin_pages import admin_frame
from core.fields import is_key
from library.enums import BulkOutcome, BulkState
from library.forms.bulk import FilterForm, ValuesForm
from library.models import BulkChange
from library.permissions import may_change_many
from library.services import bulk

PER_PAGE = 50
SHOWN_CHANGES = 10


@require_GET
def resources(request: HttpRequest) -> HttpResponse:
    """List the published resources of some filters, to choose from."""
    _require(request)
    form = FilterForm(request.GET)
    found = bulk.selected(form.filters()).prefetch_related("resource_terms__term")
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    query = request.GET.copy()
    query.pop("p", None)
    context = {
        "form": form,
        "shown": shown,
        "query": query.urlencode(),
        "today": timezone.localdate(),
        "changes": BulkChange.objects.exclude(values={}).select_related("user")[:SHOWN_CHANGES],
        **admin_frame(_("Resources"), icon="tasks"),
    }
    return render(request, "library/admin/resources.html", context)


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Take what was chosen: some of a page, or all of a result."""
    _require(request)
    if request.POST.get("which") == "all":
        form = FilterForm(QueryDict(request.POST.get("query", "")))
        keys = list(bulk.selected(form.filters()).values_list("pk", flat=True))
    else:
        sent = request.POST.getlist("resource")
        keys = [int(key) for key in sent if is_key(key)]
    try:
        change = bulk.choose(user=request.user, keys=keys)
    except bulk.NothingToDo:
        messages.error(request, _("Choose at least one resource."))
    except bulk.TooMany:
        messages.error(request, _("One change takes 5,000 resources at most. Filter further."))
    else:
        return redirect("bulk:change", change.public_id)
    query = request.POST.get("query", "")
    return redirect(f"{reverse('bulk:resources')}?{QueryDict(query).urlencode()}")


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say what is to be changed; see what that does, and how far it is."""
    found = _get(request, public_id)
    form = ValuesForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            bulk.set_values(change=found, user=request.user, values=form.values())
            return redirect("bulk:change", found.public_id)
        except bulk.NothingToDo:
            form.add_error(None, _("Choose something to change."))
        except bulk.WrongState:
            _say_too_late(request)
            return redirect("bulk:change", found.public_id)
    is_new = found.state == BulkState.CHOSEN
    if is_new and (not found.values or form.errors or "again" in request.GET):
        context = {"form": form, "change": found, **_frame(_("What to change"))}
        status = 422 if form.errors else 200
        return render(request, "library/admin/bulk_values.html", context, status=status)
    number = request.GET.get("p", "")
    page = int(number) if number.isdecimal() and len(number) < 6 else 1
    context = {**_state(found), **_frame(_("Change of many"))}
    if is_new:
        context["shown"] = bulk.preview(found, page=page)
    elif not found.is_active:
        context["shown"] = bulk.outcomes(found, page=page)
    return render(request, "library/admin/bulk_change.html", _with_counts(context))


@require_GET
def progress(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Return the progress alone; once it ends, the page is to load itself again."""
    found = _get(request, public_id)
    response = render(request, "library/admin/bulk_progress.html", _state(found))
    if not found.is_active or found.is_stalled(timezone.now()):
        response["HX-Refresh"] = "true"
    return response


@require_POST
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Have it done, or go on with it."""
    return _do(request, public_id, bulk.confirm)


@require_POST
def stop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop after the resource at hand."""
    return _do(request, public_id, bulk.stop)


@require_POST
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put back what it changed."""
    return _do(request, public_id, bulk.undo)


def _require(request: HttpRequest) -> None:
    if not may_change_many(request.user):
        raise PermissionDenied


def _get(request: HttpRequest, public_id: UUID) -> BulkChange:
    """Load a change for someone who may change many; editors see each other's."""
    _require(request)
    return get_object_or_404(BulkChange.objects.select_related("user"), public_id=public_id)


def _do(request: HttpRequest, public_id: UUID, service: Callable[..., object]) -> HttpResponse:
    """Call a service and go back to the page of the change."""
    found = _get(request, public_id)
    try:
        service(change=found, user=request.user)
    except bulk.WrongState:
        _say_too_late(request)
    return redirect("bulk:change", found.public_id)


def _say_too_late(request: HttpRequest) -> None:
    messages.error(request, _("That is not possible any more. This is how it stands now."))


def _state(found: BulkChange) -> dict[str, Any]:
    ended = not found.is_active and found.state != BulkState.CHOSEN
    changed = found.items.filter(outcome=BulkOutcome.CHANGED)
    return {
        "change": found,
        "is_new": found.state == BulkState.CHOSEN,
        "is_stalled": found.is_stalled(timezone.now()),
        "may_undo": ended and not found.is_undo and changed.exists(),
    }


def _with_counts(context: dict[str, Any]) -> dict[str, Any]:
    shown = context.get("shown")
    if shown is not None:
        context["counts"] = [
            (each.label, shown.counts[each]) for each in BulkOutcome if shown.counts[each]
        ]
        context["would_change"] = shown.counts[BulkOutcome.CHANGED]
    return context


def _frame(title: str) -> dict[str, Any]:
    steps = [(reverse("bulk:resources"), _("Resources"))]
    return admin_frame(title, icon="tasks", steps=steps)
