"""Imports inside Wagtail's admin: upload, report, choices, progress."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.admin_pages import admin_frame
from library.forms.imports import TopicsForm, UploadForm
from library.models import ImportRun
from library.permissions import may_import
from library.services import import_runs
from library.services.exporting import stream_csv
from library.services.importing import Outcome
from library.services.importing.columns import COLUMNS

SHOWN_RUNS = 20
SHOWN_PROBLEMS = 100


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Take an upload and have it checked; list the latest imports."""
    _require_importer(request)
    is_upload = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_upload else UploadForm()
    if is_upload and form.is_valid():
        upload = form.cleaned_data["file"]
        run = import_runs.start(
            user=request.user, upload=upload, name=upload.name, options=form.options()
        )
        return redirect("imports:run", run.public_id)
    context = {
        "form": form,
        "runs": ImportRun.objects.select_related("user").defer("report")[:SHOWN_RUNS],
        "columns": COLUMNS,
        **admin_frame(_("Import resources"), icon="upload"),
    }
    status = 422 if form.errors else 200
    return render(request, "library/admin/import.html", context, status=status)


@require_GET
def run(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show how far an import is, what was found and what can be done next."""
    found = get_run(request, public_id)
    return _show(request, found, TopicsForm(run=found))


@require_GET
def progress(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Return the progress alone; once it ends, the page is to load itself again."""
    found = get_run(request, public_id)
    response = render(request, "library/admin/import_progress.html", _state(found))
    if not found.is_active or found.is_stalled(timezone.now()):
        response["HX-Refresh"] = "true"
    return response


@require_POST
def check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Check the upload again, with what was chosen for unknown topics."""
    found = get_run(request, public_id)
    form = TopicsForm(request.POST, run=found)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    return _do(request, found, import_runs.check_again, options=form.options())


@require_POST
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Import what was checked, or go on with it."""
    return _do(request, get_run(request, public_id), import_runs.confirm)


@require_POST
def stop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop after the rows at hand."""
    return _do(request, get_run(request, public_id), import_runs.stop)


@require_GET
def problems(request: HttpRequest, public_id: UUID) -> StreamingHttpResponse:
    """Download everything that was found wrong."""
    found = get_run(request, public_id)
    return _download(import_runs.problems_csv(found), "import-problems.csv")


@require_GET
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Download the published resources as a table that can be imported again."""
    _require_importer(request)
    return _download(stream_csv(), f"resources-{timezone.localdate().isoformat()}.csv")


def get_run(request: HttpRequest, public_id: UUID) -> ImportRun:
    """Load a run for someone who may import; editors see each other's."""
    _require_importer(request)
    return get_object_or_404(ImportRun.objects.select_related("user"), public_id=public_id)


def _require_importer(request: HttpRequest) -> None:
    if not may_import(request.user):
        raise PermissionDenied


def _do(request: HttpRequest, found: ImportRun, service: Any, **options: Any) -> HttpResponse:
    """Call a service and go back to the page of the run, with a word on what went wrong."""
    try:
        service(run=found, user=request.user, **options)
    except import_runs.WrongState:
        messages.error(request, _("That is not possible any more. This is how it stands now."))
    except import_runs.UploadGone:
        messages.error(request, _("The upload was removed after a week. Upload the file again."))
    return redirect("imports:run", found.public_id)


def _show(
    request: HttpRequest, found: ImportRun, form: TopicsForm, status: int = 200
) -> HttpResponse:
    listed = found.report.get("problems", [])
    context = {
        **_state(found),
        "form": form,
        "problems": listed[:SHOWN_PROBLEMS],
        "more_problems": max(0, len(listed) - SHOWN_PROBLEMS) + found.report.get("left_out", 0),
        **_frame(found.file_name),
    }
    return render(request, "library/admin/import_run.html", context, status=status)


def _state(found: ImportRun) -> dict[str, Any]:
    """Return what the page and its progress show of a run."""
    return {
        "run": found,
        "is_stalled": found.is_stalled(timezone.now()),
        "counts": [
            (outcome.label, found.counts[outcome.value])
            for outcome in Outcome
            if found.counts.get(outcome.value)
        ],
    }


def _frame(file_name: str) -> dict[str, Any]:
    steps = [(reverse("imports:index"), _("Import resources"))]
    return admin_frame(file_name, icon="upload", steps=steps)


def _download(lines: Any, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
