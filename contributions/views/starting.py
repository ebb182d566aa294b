"""Where the library's pages lead in: a new version of one's own, a correction to another's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import intents
from accounts.models import User
from accounts.requests import signed_in
from contributions import permissions
from contributions.forms.sharing import SuggestionForm
from contributions.services import drafts, submitting
from contributions.services.errors import AlreadyOpen, SubmissionError
from library.models import ResourcePage
from library.permissions import may_see

from .getting import get_published

INTENT = "contributions.suggest"


def perform(user: User, resource: int, text: str) -> str | None:
    """Send the suggestion of someone who was signed out while she wrote it."""
    found = ResourcePage.objects.filter(pk=resource).first()
    if found is None or not may_see(user, found):
        return None
    try:
        submitting.suggest_correction(resource=found, user=user, text=text)
    except SubmissionError:
        return None
    return _("Thank you. The editors look at it.")


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
    """Tell the editors what should change in someone else's resource."""
    resource = get_published(request, pk)
    form = SuggestionForm(request.POST or None)
    if not request.user.is_authenticated:
        params = {"resource": pk, "text": request.POST.get("text", "")[:4000]}
        intents.remember(request, INTENT, params, next=request.path)
        return redirect("account_login")
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            submitting.suggest_correction(
                resource=resource, user=request.user, text=form.cleaned_data["text"]
            )
            messages.success(request, _("Thank you. The editors look at it."))
            return redirect("library:resource", slug=resource.slug)
    context = {
        "resource": resource,
        "form": form if request.method == "POST" else SuggestionForm(),
        "is_own": permissions.may_start_edit(request.user, resource),
    }
    return render(request, "contributions/suggest.html", context, status=status)
