"""Following issues."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import intents
from accounts.models import User
from accounts.requests import signed_in
from home.models import IssuePage
from home.services import issues

INTENT = "home.follow"


def perform_follow(user: User, issue: int) -> str | None:
    """Follow what a visitor wanted to follow before she signed in.

    Args:
        user: who signed in.
        issue: primary key, as remembered by `follow`.
    """
    page = issues.open_issue(issue)
    if page is None:
        return None
    issues.follow(user=user, issue=page)
    return _("You follow “%(title)s”.") % {"title": page.title}


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow an issue; a visitor is asked to sign in first, and then it is done."""
    page = _get_issue(pk)
    if request.method != "POST":
        return render(request, "home/follow.html", {"page": page})
    if not request.user.is_authenticated:
        intents.remember(request, INTENT, {"issue": page.pk}, next=page.url or "/")
        return redirect(reverse("account_signup" if "new" in request.POST else "account_login"))
    issues.follow(user=signed_in(request), issue=page)
    messages.success(request, _("You follow this issue: you get an email when something happens."))
    return redirect(page.url or "/")


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop following from a mail, signed in or not; opening the link changes nothing, since mail
    scanners open links too."""
    follow = issues.follow_of_token(token)
    if follow is not None and request.method == "POST":
        issues.unfollow(user=follow.user, issue=follow.issue)
        follow = None
    return render(request, "home/stop_following.html", {"follow": follow})


@require_POST
def unfollow(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop following an issue."""
    page = _get_issue(pk)
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?next={page.url}")
    issues.unfollow(user=signed_in(request), issue=page)
    messages.success(request, _("You no longer follow this issue."))
    return redirect(page.url or "/")


def _get_issue(pk: int) -> IssuePage:
    page = issues.open_issue(pk)
    if page is None:
        raise Http404
    return page
