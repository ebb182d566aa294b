""" "I used this": the form, and what others said."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import signed_in
from library.forms.engagement import UseForm, said_before
from library.models import ResourcePage, Use
from library.services import using
from library.views.getting import Wish, for_members

INTENT = "library.use"
PAGE_SIZE = 20
FIELDS = ("helpful", "place", "context", "note", "is_named")


def perform_use(user: User, resource: int, **typed: Any) -> str | None:
    """Keep what a person sent whose session had ended; what will not do is quietly dropped.

    Args:
        user: who signed in.
        resource: primary key.
        typed: what the form held.
    """
    page = ResourcePage.objects.published().filter(pk=resource).first()
    form = UseForm(typed)
    if page is None or not form.is_valid():
        return None
    try:
        using.record_use(user=user, resource=page, said=form.said)
    except using.MayNotTakePart:
        return None
    return _("Thank you. It stands on the page of the resource.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Wish(INTENT, FIELDS))
def use(request: HttpRequest, page: ResourcePage) -> HttpResponse:
    """Take what a member says of her use of a resource; she can change it here later."""
    user = signed_in(request)
    own = Use.objects.filter(user=user, resource=page).first()
    if request.method != "POST":
        membership = getattr(user, "membership", None)
        school = membership.school_name if membership is not None else ""
        return _render(request, page, UseForm(initial=said_before(own, school)), own)
    form = UseForm(request.POST)
    if not form.is_valid():
        return _render(request, page, form, own, status=422)
    using.record_use(user=user, resource=page, said=form.said)
    messages.success(request, _("Thank you. It stands on the page of the resource."))
    return _to_uses(page)


@require_POST
@for_members()
def remove(request: HttpRequest, page: ResourcePage) -> HttpResponse:
    """Take back that one used a resource."""
    using.remove_use(user=signed_in(request), resource=page)
    messages.success(request, _("Taken back. Nothing of it is kept."))
    return _to_uses(page)


@require_safe
@for_members()
def uses(request: HttpRequest, page: ResourcePage) -> HttpResponse:
    """Show what members said of their uses, the newest first."""
    shown = Paginator(Use.objects.filter(resource=page).told(), PAGE_SIZE)
    context = {"page": page, "shown": shown.get_page(request.GET.get("page"))}
    return render(request, "library/uses.html", context)


def _to_uses(page: ResourcePage) -> HttpResponse:
    return redirect(f"{reverse('library:resource', args=[page.slug])}#uses")


def _render(
    request: HttpRequest, page: ResourcePage, form: UseForm, own: Use | None, status: int = 200
) -> HttpResponse:
    context = {"page": page, "form": form, "own": own}
    return render(request, "library/use.html", context, status=status)
