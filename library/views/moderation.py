"""Flagged comments, for editors, inside Wagtail's admin."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.requests import signed_in
from conversations.enums import Outcome
from conversations.models import Post
from core.admin_pages import admin_frame
from core.text import clean_text
from library.permissions import may_moderate
from library.services import comments

PAGE_SIZE = 20
SHOW_AGAIN = "show"
SAID = {
    Outcome.KEPT: gettext_lazy("Kept as it is."),
    Outcome.WARNED: gettext_lazy("Kept; its author gets a mail."),
    Outcome.HIDDEN: gettext_lazy("Hidden; its author gets a mail."),
}


@require_http_methods(["GET", "HEAD"])
def queue(request: HttpRequest) -> HttpResponse:
    """Show the comments that were flagged, or those that editors removed."""
    if not may_moderate(request.user):
        raise PermissionDenied
    return _render(request)


@require_http_methods(["POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep, warn or hide a comment, or show it again."""
    if not may_moderate(request.user):
        raise PermissionDenied
    posts = Post.objects.filter(thread__resource_thread__isnull=False)
    post = get_object_or_404(posts.select_related("author"), pk=pk)
    action = request.POST.get("action", "")
    editor, reason = signed_in(request), clean_text(request.POST.get("reason", "")).strip()[:300]
    if action == SHOW_AGAIN:
        comments.show_again(editor=editor, post=post)
        messages.success(request, _("It stands there again."))
        return redirect("comments:queue")
    if action not in Outcome.values:
        raise Http404
    try:
        comments.decide(editor=editor, post=post, outcome=Outcome(action), reason=reason)
    except comments.ReasonNeeded:
        return _render(request, wrong=post.pk, status=422)
    except comments.NothingToDecide:
        messages.error(request, _("Somebody else has decided it in the meantime."))
    else:
        messages.success(request, SAID[Outcome(action)])
    return redirect("comments:queue")


def _render(request: HttpRequest, wrong: int | None = None, status: int = 200) -> HttpResponse:
    is_hidden = request.GET.get("hidden") == "1"
    found = comments.hidden_comments() if is_hidden else comments.waiting_comments()
    found = found.select_related("author", "thread__resource_thread__resource")
    page = Paginator(found.prefetch_related("flags__user"), PAGE_SIZE)
    context = {
        "page_obj": page.get_page(request.GET.get("p")),
        "is_hidden": is_hidden,
        "wrong": wrong,
        **admin_frame(_("Flagged comments"), icon="comment"),
    }
    return render(request, "library/admin/comments.html", context, status=status)
