"""What the sender of a held file sees: what was found, and what she can do."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from files.enums import HoldState
from files.forms import JustificationForm
from files.holds import HoldError, findings_of, justify
from files.models import PrivacyHold
from files.permissions import is_uploader


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def hold(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show why a file is held; take the reason why it may be shared after all."""
    found = _get_own(request, public_id)
    form = JustificationForm(request.POST or None)
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
