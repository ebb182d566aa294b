"""Pages of the editors, inside Wagtail's admin: the queue and the review screen."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contributions import permissions
from contributions.enums import State
from contributions.forms.review import ClaimForm, CorrectionForm, MessageForm, SeenForm
from contributions.models import Submission
from contributions.services import duplicates, reviewing, submitting
from contributions.services import queue as queue_service
from contributions.services.comparison import compare
from contributions.services.errors import Incomplete, SubmissionError
from contributions.services.typed_guard import students_in
from contributions.services.workflow import shown_hash
from conversations.services import PostIsEmpty, PostIsTooLong
from core.admin_pages import admin_frame
from files import texts
from files.finding_words import people_named
from library.models import ResourcePage
from library.services.publishing import NotPublished
from library.services.typed_likeness import text_of
from members.models import Membership
from members.services import (
    AlreadyDecided,
    MayNotDecide,
    ReasonNeeded,
    approve_membership,
    decline_membership,
)

PAGE_SIZE = 30


def get_submission(request: HttpRequest, public_id: UUID) -> Submission:
    """Load a submission for someone who may review; for anyone else it does not exist."""
    require_reviewer(request)
    found = get_object_or_404(
        Submission.objects.select_related(
            "resource", "contributor", "holder", "revision", "thread", "decided_by"
        ),
        public_id=public_id,
    )
    if found.state == State.DRAFT or found.revision is None:
        raise Http404
    return found


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Everything that waits for an editor, oldest first, with filters."""
    require_reviewer(request)
    wanted = queue_service.QueueFilter(
        type=_one_of(request, "type", queue_service.TYPES),
        state=_one_of(request, "state", (*State.values, "self-approved")),
        mine=request.GET.get("mine") == "1",
        oldest_first=request.GET.get("order") != "newest",
    )
    found = queue_service.items(editor=request.user, wanted=wanted, today=timezone.localdate())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("p"))
    states = [choice for choice in State.choices if choice[0] != State.DRAFT]
    return render(
        request,
        "contributions/admin/queue.html",
        {
            "page_obj": page,
            "wanted": wanted,
            "states": states,
            **admin_frame(_("Review"), icon="tasks"),
        },
    )


@require_http_methods(["GET", "POST"])
def submission(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One submission: what it says, what changed, the thread, and the decision."""
    found = get_submission(request, public_id)
    if request.method == "GET":
        return _screen(request, found, MessageForm())
    message = MessageForm(request.POST)
    action = _ACTIONS.get(request.POST.get("action", ""))
    if action is None:
        raise Http404
    if not message.is_valid():
        return _screen(request, found, message, status=422)
    try:
        said = action(request, found, message.cleaned_data["text"])
    except (PostIsEmpty, PostIsTooLong):
        message.add_error("text", _("Write something, in at most 10,000 characters."))
        return _screen(request, found, message, status=422)
    except Incomplete as error:
        message.add_error("text", str(error.message))
        return _screen(request, found, message, status=422)
    except SubmissionError as error:
        # Nothing typed is lost: the text stays in the form beside the reason.
        messages.error(request, str(error.message))
        return _screen(request, get_submission(request, public_id), message, status=409)
    messages.success(request, said)
    return redirect("review:submission", public_id=public_id)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct metadata and typing errors of a submission under review."""
    found = get_submission(request, public_id)
    if found.revision is None or not permissions.may_decide(request.user, found):
        raise Http404
    resource = found.revision.as_object()
    form = CorrectionForm(request.POST or None, resource=resource)
    seen = SeenForm(request.POST or None, initial=_seen(found))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and seen.is_valid():
            try:
                _apply_corrections(request, found, form, seen)
            except SubmissionError as error:
                messages.error(request, str(error.message))
                status = 409
            else:
                return redirect("review:submission", public_id=public_id)
    context = {
        "submission": found,
        "form": form,
        "seen": seen,
        **heading(found, _("Correct “%(title)s”") % {"title": found.submitted_title}),
        "header_icon": "edit",
    }
    return render(request, "contributions/admin/correct.html", context, status=status)


@require_POST
def membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or decline a new member; ask for the reason of a refusal that came without."""
    require_reviewer(request)
    found = get_object_or_404(Membership, pk=pk)
    editor: Any = request.user
    now = timezone.now()
    try:
        if request.POST.get("action") == "approve":
            approve_membership(membership=found, editor=editor, now=now)
            messages.success(request, _("%(name)s is a member now.") % {"name": found.user})
        else:
            reason = request.POST.get("reason", "")
            decline_membership(membership=found, editor=editor, reason=reason, now=now)
            messages.success(request, _("Declined; %(name)s gets a mail.") % {"name": found.user})
    except ReasonNeeded as error:
        return _ask_why(request, found, reason=request.POST.get("reason", ""), error=str(error))
    except MayNotDecide:
        messages.error(request, _("You may not decide this membership."))
    except AlreadyDecided as error:
        messages.error(request, str(error))
    return redirect(_back(request))


def _ask_why(request: HttpRequest, found: Membership, *, reason: str, error: str) -> HttpResponse:
    """Show the refusal once more, with what is wrong with its reason."""
    context = {
        "membership": found,
        "reason": reason,
        "error": error,
        "back": _back(request),
        **heading(None, _("Decline the membership of %(name)s") % {"name": found.user}),
        "header_icon": "tasks",
    }
    template = "contributions/admin/decline_membership.html"
    return render(request, template, context, status=422)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a published resource out of the library, with a reason that readers see."""
    require_reviewer(request)
    resource = get_object_or_404(ResourcePage, pk=pk, live=True)
    reason, error = request.POST.get("reason", ""), ""
    if request.method == "POST":
        try:
            reviewing.withdraw_published(resource=resource, editor=request.user, reason=reason)
        except SubmissionError as refusal:
            error = str(refusal.message)
        except NotPublished:
            messages.error(request, _("It is not in the library any more."))
            return redirect("review:queue")
        else:
            messages.success(request, _("Withdrawn. Its address says so, and why."))
            return redirect("wagtailadmin_explore", resource.get_parent().pk)
    context = {
        "resource": resource,
        "reason": reason,
        "error": error,
        **heading(None, _("Withdraw “%(title)s”") % {"title": resource.title}),
        "header_icon": "download",
    }
    template = "contributions/admin/withdraw.html"
    return render(request, template, context, status=422 if error else 200)


def _claim(request: HttpRequest, found: Submission, text: str) -> str:
    form = ClaimForm(request.POST)
    if not form.is_valid():
        raise SubmissionError(_("Enter the date as in 2026-12-31."))
    reviewing.claim(
        submission=found,
        editor=request.user,
        due_on=form.cleaned_data["due_on"],
        take_over=request.POST.get("take_over") == "1",
    )
    return _("It is yours now.")


def _release(request: HttpRequest, found: Submission, text: str) -> str:
    reviewing.release(submission=found, editor=request.user)
    return _("Back in the queue.")


def _request_changes(request: HttpRequest, found: Submission, text: str) -> str:
    reviewing.request_changes(submission=found, editor=request.user, text=text)
    return _("Sent back with your request.")


def _decline(request: HttpRequest, found: Submission, text: str) -> str:
    reviewing.decline(submission=found, editor=request.user, reason=text)
    return _("Declined; the contributor gets your reason.")


def _approve(request: HttpRequest, found: Submission, text: str) -> str:
    version = reviewing.approve(
        submission=found, editor=request.user, seen=_seen_from(SeenForm(request.POST)), text=text
    )
    return _("Published as version %(number)d.") % {"number": version.number}


def _post(request: HttpRequest, found: Submission, text: str) -> str:
    submitting.post(submission=found, user=request.user, text=text)
    return _("Sent.")


_ACTIONS: dict[str, Callable[[HttpRequest, Submission, str], str]] = {
    "claim": _claim,
    "release": _release,
    "request-changes": _request_changes,
    "decline": _decline,
    "approve": _approve,
    "post": _post,
}


def _screen(
    request: HttpRequest, found: Submission, message: MessageForm, status: int = 200
) -> HttpResponse:
    assert found.revision is not None
    resource = found.revision.as_object()
    if message.errors:
        message.fields["text"].widget.attrs["autofocus"] = True
    rounds = list(found.rounds.select_related("revision"))
    term_rows, files = list(resource.resource_terms.all()), list(resource.resource_files.all())
    prefetch_related_objects(term_rows, "term")
    prefetch_related_objects(files, "stored_file")
    notes = texts.notes(row.sha256 for row in files)
    people = people_named(row.sha256 for row in files)
    context = {
        "submission": found,
        "resource": resource,
        "terms": [row.term for row in term_rows],
        "files": [(row, notes.get(row.sha256, ""), people.get(row.sha256, "")) for row in files],
        "comparisons": _comparisons(found, resource, rounds),
        "matches": duplicates.matches(
            files=duplicates.listed(resource),
            text=text_of(resource),
            besides=found.resource_id,
            user=request.user,
            answers=duplicates.answers_of(found),
        ),
        "told": students_in(resource),
        "waiting_matches": duplicates.waiting_matches(submission=found, resource=resource),
        "posts": found.thread.posts.select_related("author"),
        "message": message,
        "claim_form": ClaimForm(initial={"due_on": found.due_on}),
        "seen": SeenForm(initial=_seen(found)),
        "may_decide": permissions.may_decide(request.user, found),
        "is_own": permissions.is_contributor(request.user, found),
        "is_overdue": found.is_overdue(timezone.localdate()),
        "membership": Membership.objects.waiting().filter(user=found.contributor).first(),
        **heading(found),
        "header_icon": "tasks",
    }
    return render(request, "contributions/admin/submission.html", context, status=status)


def _comparisons(
    found: Submission, resource: ResourcePage, rounds: list[Any]
) -> list[tuple[str, list[Any]]]:
    """What changed: against the published version, the last round, and the hand-in itself."""
    shown = []
    if found.resource.live_revision_id and found.resource.live_revision_id != found.revision_id:
        live = found.resource.live_revision.as_object()
        shown.append((_("Against the published version"), compare(live, resource)))
    if len(rounds) > 1:
        last = rounds[-2].revision.as_object()
        shown.append((_("Since the last round"), compare(last, resource)))
    if rounds and rounds[-1].revision_id != found.revision_id:
        handed_in = rounds[-1].revision.as_object()
        shown.append((_("Corrections by editors"), compare(handed_in, resource)))
    return shown


def _apply_corrections(
    request: HttpRequest, found: Submission, form: CorrectionForm, seen: SeenForm
) -> None:
    changes = form.changes()
    if not changes:
        messages.info(request, _("Nothing was changed."))
        return
    reviewing.correct(submission=found, editor=request.user, seen=_seen_from(seen), changes=changes)
    messages.success(request, _("Corrected. The contributor sees what you changed."))


def _seen(found: Submission) -> dict[str, Any]:
    revision = found.revision
    return {"revision_id": revision.pk, "content_hash": shown_hash(revision)} if revision else {}


def _seen_from(form: SeenForm) -> reviewing.Seen:
    form.full_clean()
    data = form.cleaned_data
    return reviewing.Seen(data.get("revision_id", 0), data.get("content_hash", ""))


def require_reviewer(request: HttpRequest) -> None:
    if not permissions.may_review(request.user):
        raise PermissionDenied


def _one_of(request: HttpRequest, name: str, allowed: Any) -> str:
    value = request.GET.get(name, "")
    return value if value in allowed else ""


def _back(request: HttpRequest) -> str:
    """Where the form stood: a submission's screen, or else the queue."""
    public_id = request.POST.get("submission", "")
    try:
        return reverse("review:submission", args=[UUID(public_id)])
    except ValueError:
        return reverse("review:queue")


def heading(found: Submission | None, last: str = "") -> dict[str, Any]:
    """The title of a page and the way to it: a submission's screen, or something on the way."""
    steps = [(reverse("review:queue"), _("Review"))]
    if found is None:
        return admin_frame(last, steps=steps)
    if not last:
        return admin_frame(found.submitted_title, steps=steps)
    screen = reverse("review:submission", args=[found.public_id])
    return admin_frame(last, steps=[*steps, (screen, found.submitted_title)])
