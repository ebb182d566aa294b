"""Saying that a resource is still good, for who shared it and for editors."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from library.models import ResourcePage
from library.permissions import may_renew
from library.services import review_dates
from library.views.resources import find_resource, or_tombstone


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@or_tombstone
def still_good(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whether a resource is still good, and take a yes."""
    page = find_resource(request, slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    if not may_renew(request.user, page):
        raise PermissionDenied
    if request.method == "POST":
        say_still_good(request, page)
        return redirect("library:resource", slug=page.slug)
    context = {
        "page": page,
        "is_owner": page.owner_id == request.user.pk,
        "next_day": review_dates.in_a_year(timezone.localdate()),
    }
    return render(request, "library/still_good.html", context)


def say_still_good(request: HttpRequest, page: ResourcePage) -> None:
    """Take the word of the person, and tell her what came of it."""
    try:
        day = review_dates.still_good(resource=page, user=request.user)
    except review_dates.InReview:
        text = _("A new version of “%(title)s” is in review. The editors set the date in it.")
        messages.error(request, text % {"title": page.title})
        return
    text = _("Thank you. “%(title)s” is to be looked at again by %(day)s.")
    words = {"title": page.title, "day": date_format(day, "F j, Y")}
    messages.success(request, text % words)
