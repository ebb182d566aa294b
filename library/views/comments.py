"""Comments under a resource: read, write, answer, change, take back, flag."""

from allauth.core import ratelimit
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import signed_in
from conversations import services as conversations
from conversations.models import Post
from library.forms.engagement import CommentForm, FlagForm
from library.models import ResourcePage
from library.services import comments as service
from library.views.getting import Wish, for_members

INTENT = "library.comment"
PAGE_SIZE = 30
LONGEST_NUMBER = 15


def perform_comment(user: User, resource: int, **typed: str) -> str | None:
    """Keep what a person sent whose session had ended; what will not do is quietly dropped.

    Args:
        user: who signed in.
        resource: primary key.
        typed: what the form held.
    """
    page = ResourcePage.objects.published().filter(pk=resource).first()
    form = CommentForm(typed)
    if page is None or not form.is_valid():
        return None
    try:
        answered = _answered(page, form.cleaned_data["answers"])
        text = form.cleaned_data["text"]
        service.add_comment(user=user, resource=page, text=text, answers=answered)
    except service.MayNotTakePart:
        return None
    return _("Your comment stands under the resource.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Wish(INTENT, ("text", "answers")))
def comments(request: HttpRequest, page: ResourcePage) -> HttpResponse:
    """Show all comments on a resource, and take one."""
    if request.method != "POST":
        answered = _answered(page, _number(request.GET.get("answer", "")))
        initial = {"answers": answered.pk} if answered else {}
        return _render(request, page, CommentForm(initial=initial), answered)
    form = CommentForm(request.POST)
    answered = _answered(page, _number(request.POST.get("answers", "")))
    if not form.is_valid():
        return _render(request, page, form, answered, status=422)
    if not ratelimit.consume(request, action="comment", user=signed_in(request)):
        form.add_error(None, _("You wrote a lot in the last hour. Wait a little, then send."))
        return _render(request, page, form, answered, status=429)
    post = service.add_comment(
        user=signed_in(request), resource=page, text=form.cleaned_data["text"], answers=answered
    )
    return _to(page, post)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members()
def edit(request: HttpRequest, page: ResourcePage, pk: int) -> HttpResponse:
    """Change the words of one's own comment, for a day."""
    post, user = _get_post(page, pk), signed_in(request)
    if not conversations.may_edit(user, post):
        raise Http404
    form = CommentForm(request.POST or None, initial={"text": post.text})
    if request.method == "POST" and form.is_valid():
        most = service.COMMENT_LENGTH
        text = form.cleaned_data["text"]
        conversations.edit_post(post=post, author=user, text=text, most=most)
        return _to(page, post)
    context = {"page": page, "post": post, "form": form}
    status = 422 if form.errors else 200
    return render(request, "library/edit_comment.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members()
def delete(request: HttpRequest, page: ResourcePage, pk: int) -> HttpResponse:
    """Ask, and take one's own comment back."""
    post, user = _get_post(page, pk), signed_in(request)
    if not conversations.may_delete(user, post):
        raise Http404
    if request.method != "POST":
        return render(request, "library/delete_comment.html", {"page": page, "post": post})
    conversations.delete_post(post=post, author=user)
    messages.success(request, _("Your comment is deleted."))
    return redirect("library:comments", slug=page.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members()
def flag(request: HttpRequest, page: ResourcePage, pk: int) -> HttpResponse:
    """Tell the editors that a comment should not stand there."""
    post, user = _get_post(page, pk), signed_in(request)
    if post.author_id == user.pk or not post.is_readable:
        raise Http404
    form, status = FlagForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        if ratelimit.consume(request, action="comment_flag", user=user):
            conversations.flag_post(post=post, user=user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Thank you. An editor looks at it."))
            return _to(page, post)
        form.add_error(None, _("You have flagged a lot in the last hour. Wait a little."))
        status = 429
    elif request.method == "POST":
        status = 422
    context = {"page": page, "post": post, "form": form}
    return render(request, "library/flag_comment.html", context, status=status)


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else None


def _answered(page: ResourcePage, pk: int | None) -> Post | None:
    """Return the comment that is answered; None where there is none, or nothing to answer to."""
    if pk is None or pk >= 10**LONGEST_NUMBER:
        return None
    return service.comments_on(page).readable().filter(pk=pk).first()


def _get_post(page: ResourcePage, pk: int) -> Post:
    return get_object_or_404(service.comments_on(page), pk=pk)


def _to(page: ResourcePage, post: Post) -> HttpResponse:
    """Lead to a comment, to the page of the list that it is on."""
    before = service.comments_on(page).filter(created_at__lte=post.created_at).count()
    number = max(1, -(-before // PAGE_SIZE))
    at = reverse("library:comments", args=[page.slug])
    return redirect(f"{at}?page={number}#comment-{post.pk}")


def _page(posts: QuerySet[Post], asked: str | None) -> Page:
    paginator = Paginator(posts, PAGE_SIZE)
    return paginator.get_page(asked or paginator.num_pages)


def _render(
    request: HttpRequest,
    page: ResourcePage,
    form: CommentForm,
    answered: Post | None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "answered": answered,
        "shown": _page(service.comments_on(page), request.GET.get("page")),
        "editable_since": timezone.now() - conversations.EDITABLE_FOR,
    }
    return render(request, "library/comments.html", context, status=status)
