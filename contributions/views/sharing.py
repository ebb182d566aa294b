"""“Share a practice”: the form, its autosave and its preview."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from accounts import intents
from accounts.models import User
from accounts.requests import signed_in
from contributions.forms.sharing import MOST_FILES, ContributionForm
from contributions.models import Submission, WantedPractice
from contributions.services import drafts, duplicates, submitting
from contributions.services.errors import (
    AlreadyOpen,
    DraftConflict,
    Lacking,
    SubmissionError,
    Unrelated,
)
from contributions.services.wanted import find_wanted
from library.services.reading import read_resource

from .form_page import bound_form, fresh_form, render_form, with_suggestion
from .getting import get_own

INTENT = "contributions.keep"
# More than anybody writes, less than hurts in a session.
MOST_KEPT = 700_000


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Share a practice: the empty form; the first save makes it a draft."""
    if not request.user.is_authenticated:
        return _for_visitors(request)
    if request.method != "POST":
        return render_form(request, None, fresh_form(None), key=uuid4(), wanted=_wanted(request))
    key = form_key(request)
    return _take(request, find_own(request, key), key)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Go on with a draft, or with what an editor asked to change."""
    if not request.user.is_authenticated:
        return _for_visitors(request)
    found = get_own(request, public_id)
    if not found.is_editable:
        return _is_away(request, found)
    if request.method != "POST":
        return render_form(request, found, fresh_form(found), key=public_id)
    return _take(request, found, public_id)


@require_safe
@never_cache
@xframe_options_sameorigin
@login_required
def preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the contribution as readers would see it."""
    found = get_own(request, public_id)
    page = drafts.read(found)
    context = {
        "page": page,
        "reading": read_resource(page),
        "related": [],
        "is_preview": True,
        "submission": found,
    }
    return render(request, "library/resource.html", context)


def form_key(request: HttpRequest) -> UUID:
    """Return the public id that the form was given for its draft; a new one if it lost it."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def find_own(request: HttpRequest, key: UUID) -> Submission | None:
    """Return the draft that an earlier sending of the same form has made already."""
    return (
        Submission.objects.select_related("resource", "draft", "revision")
        .filter(public_id=key, contributor=signed_in(request))
        .first()
    )


def keep(user: User, found: Submission | None, form: ContributionForm, key: UUID) -> Submission:
    """Save what a checked form holds into its draft, made if need be.

    Raises:
        DraftConflict: it was saved elsewhere since, with other content.
        SubmissionError: it cannot be saved now.
    """
    kept = _keep(user, found, form, key)
    duplicates.answer(submission=kept, answers=form.likeness_answers())
    return kept


def _keep(user: User, found: Submission | None, form: ContributionForm, key: UUID) -> Submission:
    content = form.to_content()
    if found is None:
        wanted = find_wanted(form.data.get("wanted", ""))
        try:
            return drafts.start(user=user, content=content, public_id=key, wanted=wanted)
        except AlreadyOpen:
            # Somebody else's: never hers to see.
            return drafts.start(user=user, content=content, wanted=wanted)
    what_changed = form.cleaned_data.get("what_changed", found.what_changed)
    serial = form.cleaned_data.get("serial") or 0
    try:
        return drafts.save(
            submission=found,
            user=user,
            content=content,
            serial=serial,
            what_changed=what_changed,
        )
    except DraftConflict:
        found.refresh_from_db()
        # Sent twice, or the answer to the first sending was lost: nothing to choose between.
        if drafts.is_same(found, content) and found.what_changed == what_changed:
            return found
        raise


def perform(user: User, data: str = "", key: str = "", files: str = "") -> str | None:
    """Keep as a draft what someone sent who was signed out meanwhile.

    Args:
        user: the person, signed in again.
        data: the form as it was sent.
        key: the public id that the draft has or will have.
        files: names of the files that came with it; nobody's files are not kept.
    """
    if not data:
        return None
    public_id = UUID(key)
    found = Submission.objects.by(user).filter(public_id=public_id).first()
    form = bound_form(user, data, found if found and found.is_editable else None)
    form.is_valid()
    try:
        keep(user, found, form, public_id)
    except SubmissionError:
        drafts.start(user=user, content=form.to_content())
    if files:
        return _(
            "You were signed out. What you wrote is kept as a draft, but not the files that you "
            "had just chosen. Go on with the draft and add them again: %(names)s."
        ) % {"names": files}
    return _("You were signed out. What you wrote is kept as a draft.")


def _wanted(request: HttpRequest) -> WantedPractice | None:
    """Return what the contribution is to answer, as the address or the form says."""
    return find_wanted(request.POST.get("wanted") or request.GET.get("wanted", ""))


def _take(request: HttpRequest, found: Submission | None, key: UUID) -> HttpResponse:
    """Save a form that was sent, and do what the button said."""
    user, action = signed_in(request), request.POST.get("action", "save")
    if found is not None and not found.is_editable:
        return _is_away(request, found)
    data = with_suggestion(request.POST, action)
    form = bound_form(user, data, found, request.FILES.getlist("uploads"))
    if not form.is_valid():
        return render_form(request, found, form, key=key, status=422, wanted=_wanted(request))
    try:
        kept = keep(user, found, form, key)
    except DraftConflict:
        assert found is not None
        serial = found.draft_serial
        return render_form(request, found, form, key=key, serial=serial, conflict=True, status=409)
    except SubmissionError as error:
        messages.error(request, str(error.message))
        return render_form(request, found, form, key=key, status=409)
    return _go_on(request, kept, form, action)


def _go_on(
    request: HttpRequest, kept: Submission, form: ContributionForm, action: str
) -> HttpResponse:
    """After saving: preview, submit, or stay on the form."""
    if action == "preview":
        return redirect("contributions:preview", public_id=kept.public_id)
    if action == "submit":
        return _submit(request, kept, form)
    verb, _colon, _rest = action.partition(":")
    if verb in {"suggest", "add"}:
        response = redirect("contributions:edit", public_id=kept.public_id)
        response["Location"] += "?suggest=1#suggestions"
        return response
    if verb != "remove":
        messages.success(request, _("Saved as a draft. Only you can see it."))
    return redirect("contributions:edit", public_id=kept.public_id)


def _submit(request: HttpRequest, kept: Submission, form: ContributionForm) -> HttpResponse:
    is_cleared = form.cleaned_data["is_cleared"]
    try:
        kept = submitting.submit(submission=kept, user=request.user, is_cleared=is_cleared)
    except Unrelated as error:
        form.alike_error = str(error.message)
        serial = kept.draft_serial
        return render_form(request, kept, form, key=kept.public_id, serial=serial, status=422)
    except Lacking as error:
        form.add_missing(error.fields)
        serial = kept.draft_serial
        return render_form(request, kept, form, key=kept.public_id, serial=serial, status=422)
    except SubmissionError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _thanks(kept))
    return redirect("contributions:submission", public_id=kept.public_id)


def _thanks(kept: Submission) -> str:
    if kept.submit_when_checked:
        return _(
            "Thank you. It goes to the editors by itself as soon as its files are checked. "
            "You need not wait for that."
        )
    return _("Thank you. The editors have it, and you get a mail.")


def _is_away(request: HttpRequest, found: Submission) -> HttpResponse:
    """Lead from the form of something that cannot be edited now to where it stands."""
    if request.method == "POST" and found.is_waiting:
        messages.info(request, _("The editors have it already."))
    elif request.method == "POST":
        messages.error(request, _("It cannot be edited any more."))
    return redirect("contributions:submission", public_id=found.public_id)


def _for_visitors(request: HttpRequest) -> HttpResponse:
    """Explain the form, and lead to it by way of signing in; keep what was sent meanwhile."""
    match = request.resolver_match
    public_id = match.kwargs.get("public_id") if match else None
    if request.method != "POST":
        if public_id is not None:
            return login_required(edit)(request, public_id=public_id)
        return render(request, "contributions/invitation.html", {"wanted": _wanted(request)})
    data = request.POST.urlencode() if "title" in request.POST else ""
    params: dict[str, Any] = {}
    if data and len(data) <= MOST_KEPT:
        names = [str(upload.name)[:100] for upload in request.FILES.getlist("uploads")[:MOST_FILES]]
        params = {
            "data": data,
            "key": str(public_id or form_key(request)),
            "files": ", ".join(names),
        }
    wanted = _wanted(request)
    here = f"{request.path}?wanted={wanted.public_id}" if wanted else request.path
    after = reverse("contributions:mine") if params else here
    intents.remember(request, INTENT, params, next=after)
    return redirect("account_signup" if "new" in request.POST else "account_login")
