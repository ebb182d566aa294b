"""What whoever sent a file sees of it alone: why it is held, and what to mend in it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from files.enums import HoldState
from files.fix_list import fix_list_of
from files.forms import ReasonForm
from files.holds import HoldError, findings_of, justify
from files.models import PrivacyHold, StoredFile
from files.permissions import is_uploader


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def hold(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show why a file is held; take the reason why it may be shared after all."""
    found = _get_own(request, public_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            justify(hold=found, user=request.user, text=form.cleaned_data["text"])
        except HoldError as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, _("Thank you. An editor decides, and you get a mail."))
            return redirect("files:hold", public_id=public_id)
    context = {
        "hold": found,
        "findings": findings_of(found),
        "form": form,
        "may_justify": found.state in {HoldState.OPEN, HoldState.KEPT},
    }
    return render(request, "files/hold.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
@login_required
def accessibility(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show whoever sent a file what to mend so that everybody can read it."""
    stored_file = get_object_or_404(StoredFile, public_id=public_id)
    if not is_uploader(request.user, stored_file) or not stored_file.is_available:
        raise Http404
    context = {"stored_file": stored_file, "list": fix_list_of(stored_file)}
    return render(request, "files/accessibility.html", context)


def _get_own(request: HttpRequest, public_id: UUID) -> PrivacyHold:
    """Return the hold of a file that the person sent.

    Raises:
        Http404: there is none, or it is somebody else's; the two cannot be told apart.
    """
    rows = PrivacyHold.objects.select_related("stored_file", "decided_by")
    found: PrivacyHold = get_object_or_404(rows, stored_file__public_id=public_id)
    if not is_uploader(request.user, found.stored_file):
        raise Http404
    return found
