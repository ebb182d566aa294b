"""What became of a contribution: the list, one contribution, and what can be done with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import signed_in
from contributions import permissions
from contributions.enums import State
from contributions.forms.sharing import ReplyForm
from contributions.models import Submission
from contributions.services import drafts, progress, submitting
from contributions.services.errors import SubmissionError
from files import texts
from library.services.reading import read_resource

from .getting import get_own

PAGE_SIZE = 20


@require_safe
@never_cache
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """List the person's contributions: state, who has it, since when, what comes next."""
    found = Submission.objects.by(request.user).select_related("resource", "holder")
    shown = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    rows = [{"submission": each, "next": progress.next_step(each, today)} for each in shown]
    return render(request, "contributions/mine.html", {"shown": shown, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def submission(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one contribution and its thread; take a reply."""
    found = get_own(request, public_id)
    form = ReplyForm(request.POST or None)
    if request.method != "POST":
        return _show(request, found, ReplyForm())
    if not form.is_valid():
        return _show(request, found, form, status=422)
    try:
        submitting.post(submission=found, user=request.user, text=form.cleaned_data["text"])
    except SubmissionError as error:
        form.add_error("text", str(error.message))
        return _show(request, found, form, status=409)
    messages.success(request, _("Sent."))
    return redirect(f"{reverse('contributions:submission', args=[public_id])}#thread")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask, and take a contribution back."""
    found = get_own(request, public_id)
    if request.method != "POST":
        if not permissions.may_withdraw(request.user, found):
            return redirect("contributions:submission", public_id=public_id)
        return render(request, "contributions/withdraw.html", {"submission": found})
    try:
        submitting.withdraw(submission=found, user=request.user)
    except SubmissionError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Withdrawn. Your text and files are kept."))
    return redirect("contributions:submission", public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask, and delete a draft that was never submitted."""
    found = get_own(request, public_id)
    if request.method != "POST":
        if not permissions.may_discard(request.user, found):
            return redirect("contributions:submission", public_id=public_id)
        return render(request, "contributions/discard.html", {"submission": found})
    try:
        drafts.discard(submission=found, user=request.user)
    except SubmissionError as error:
        messages.error(request, str(error.message))
        return redirect("contributions:submission", public_id=public_id)
    messages.success(request, _("The draft is deleted."))
    return redirect("contributions:mine")


@require_POST
@login_required
def restart(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Go on with a declined or withdrawn contribution, as a draft."""
    found = get_own(request, public_id)
    try:
        submitting.restart(submission=found, user=request.user)
    except SubmissionError as error:
        messages.error(request, str(error.message))
        return redirect("contributions:submission", public_id=public_id)
    messages.success(request, _("It is a draft again."))
    return redirect("contributions:edit", public_id=public_id)


def _show(
    request: HttpRequest, found: Submission, form: ReplyForm, status: int = 200
) -> HttpResponse:
    user = signed_in(request)
    posts = list(found.thread.posts.select_related("author"))
    resource = drafts.read(found)
    reading = read_resource(resource)
    notes = texts.notes(file.sha256 for file in reading.files)
    context: dict[str, Any] = {
        "submission": found,
        "resource": resource,
        "files": [(file, notes.get(file.sha256, "")) for file in reading.files],
        "next": progress.next_step(found, timezone.localdate()),
        "steps": progress.steps(found),
        "request_post": progress.request(found, posts),
        "corrections": progress.corrections(found),
        "posts": posts,
        "form": form,
        "may_edit": permissions.may_edit(user, found),
        "may_withdraw": permissions.may_withdraw(user, found)
        and not permissions.may_discard(user, found),
        "may_discard": permissions.may_discard(user, found),
        "may_restart": permissions.may_restart(user, found),
        "may_start_edit": permissions.may_start_edit(user, found.resource)
        and found.state == State.PUBLISHED,
        "may_post": permissions.may_post(user, found),
    }
    return render(request, "contributions/submission.html", context, status=status)
