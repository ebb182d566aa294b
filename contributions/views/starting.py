"""Where the library's pages lead in: a new version of one's own, a report about another's."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import signed_in
from contributions import permissions
from contributions.forms.reporting import ReportForm
from contributions.services import corrections, drafts
from contributions.services.errors import AlreadyOpen

from .getting import get_published


@require_POST
@login_required
def start_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a new version of a resource the person contributed, or go on with it."""
    resource = get_published(request, pk)
    if not permissions.may_start_edit(request.user, resource):
        raise Http404
    try:
        started = drafts.start_edit(user=request.user, resource=resource)
    except AlreadyOpen:
        own = resource.submissions.open().filter(contributor=signed_in(request)).first()
        if own is None:
            messages.error(request, _("An editor is working on a new version of it already."))
            return redirect("library:resource", slug=resource.slug)
        messages.info(request, _("You started a new version already. Go on here."))
        return redirect("contributions:submission", public_id=own.public_id)
    messages.success(request, _("The published version stays until the new one is approved."))
    return redirect("contributions:edit", public_id=started.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def suggest_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what any reader reports about somebody else's resource."""
    resource = get_published(request, pk)
    is_visitor = not request.user.is_authenticated
    form = ReportForm(request.POST or None, is_visitor=is_visitor)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and not ratelimit.consume(request, action="correction"):
            form.add_error(None, _("That was too often in a short time. Wait a while."))
            status = 429
        elif form.is_valid():
            fields = {name: form.cleaned_data.get(name, "") for name in ("kind", "text", "email")}
            corrections.report(
                resource=resource, user=request.user, is_suspect=form.is_suspect, **fields
            )
            messages.success(request, _("Thank you. The editors look at it."))
            return redirect("library:resource", slug=resource.slug)
    context = {
        "resource": resource,
        "form": form if request.method == "POST" else ReportForm(is_visitor=is_visitor),
        "is_own": permissions.may_start_edit(request.user, resource),
    }
    return render(request, "contributions/suggest.html", context, status=status)
