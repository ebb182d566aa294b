"""Where editors decide whether a held file may be shared."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import is_editor
from core.admin_pages import admin_frame
from files.enums import HoldState
from files.forms import ReasonForm
from files.holds import HoldError, decide, findings_of, may_decide
from files.models import PrivacyHold


@require_safe
def holds(request: HttpRequest) -> HttpResponse:
    """List the held files that wait for a decision, the most pressing first."""
    if not is_editor(request.user):
        raise PermissionDenied
    waiting = PrivacyHold.objects.to_decide().select_related("stored_file__uploaded_by")
    context = {"holds": waiting, **admin_frame(_("Held files"), icon="lock")}
    return render(request, "files/admin/holds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what was found and what its sender says; take the decision."""
    found = _get_justified(request, public_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        release = request.POST.get("action") == "release"
        text = form.cleaned_data["text"]
        try:
            decide(hold=found, user=request.user, release=release, text=text)
        except HoldError as error:
            messages.error(request, str(error))
        else:
            words = _("Released. Whoever sent it gets a mail.")
            messages.success(request, words if release else _("It stays held; its sender is told."))
        return redirect("held_files:holds")
    context = {
        "hold": found,
        "findings": findings_of(found),
        "form": form,
        "may_decide": may_decide(request.user, found),
        **admin_frame(
            found.stored_file.original_name,
            icon="lock",
            steps=[(reverse("held_files:holds"), _("Held files"))],
        ),
    }
    return render(request, "files/admin/hold.html", context, status=422 if form.errors else 200)


def _get_justified(request: HttpRequest, public_id: UUID) -> PrivacyHold:
    """Return a hold that editors were asked about.

    Raises:
        PermissionDenied: the person is no editor.
        Http404: there is none, or nobody asked yet.
    """
    if not is_editor(request.user):
        raise PermissionDenied
    rows = PrivacyHold.objects.select_related("stored_file__uploaded_by")
    found: PrivacyHold = get_object_or_404(rows, stored_file__public_id=public_id)
    if found.state == HoldState.OPEN and not found.is_with_editors:
        raise Http404
    return found
