"""The administrator's page on deliveries: what waits, what failed, and trying again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.admin_pages import admin_frame

from .models import OutboxRow
from .permissions import may_see_deliveries
from .services import retry_given_up

PAGE_SIZE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def deliveries(request: HttpRequest) -> HttpResponse:
    """Show what could not be delivered, and try it again when asked.

    Neither subject nor text of a mail is shown: they may hold codes and links for one person only.
    """
    if not may_see_deliveries(request.user):
        raise PermissionDenied
    if request.method == "POST":
        count = retry_given_up()
        said = ngettext(
            "%(n)d delivery is tried again.", "%(n)d deliveries are tried again.", count
        )
        messages.success(request, said % {"n": count})
        return redirect("outbox:deliveries")
    waiting = OutboxRow.objects.pending()
    context = {
        **admin_frame(_("Deliveries"), icon="mail"),
        "waiting_count": waiting.count(),
        "oldest": waiting.order_by("created_at").first(),
        "late": OutboxRow.objects.late(timezone.now()).order_by("created_at")[:PAGE_SIZE],
        "given_up": Paginator(OutboxRow.objects.given_up(), PAGE_SIZE).get_page(
            request.GET.get("p")
        ),
    }
    return render(request, "outbox/deliveries.html", context)
