"""A member's profile, and the editors' page that ends a membership."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import signed_in
from core.admin_pages import admin_frame

from . import services
from .forms import ProfileForm
from .models import Membership
from .permissions import may_decide_membership, may_decide_memberships


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own name, school and position."""
    user = signed_in(request)
    membership: Membership | None = getattr(user, "membership", None)
    form = ProfileForm(request.POST or None, initial=_profile(user, membership))
    if request.method == "POST" and form.is_valid():
        form.save(user)
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:overview")
    return render(request, "members/profile.html", {"form": form, "membership": membership})


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask an editor why, and end a membership."""
    membership = _get_membership(request, pk)
    reason = request.POST.get("reason", "")
    context = {
        **admin_frame(_("End the membership of %(name)s") % {"name": membership.user}),
        "membership": membership,
        "reason": reason,
        "error": "",
    }
    if request.method != "POST":
        return render(request, "members/admin/end.html", context)
    try:
        editor = cast(User, request.user)
        services.end_membership(membership=membership, editor=editor, reason=reason)
    except services.ReasonNeeded as error:
        context["error"] = str(error)
        return render(request, "members/admin/end.html", context, status=422)
    except services.AlreadyDecided as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Ended; %(name)s gets a mail.") % {"name": membership.user})
    return redirect("memberships:index")


def _get_membership(request: HttpRequest, pk: int) -> Membership:
    """Return a membership that the person may decide about.

    Raises:
        Http404: there is none.
        PermissionDenied: she may not.
    """
    if not may_decide_memberships(request.user):
        raise PermissionDenied
    membership = get_object_or_404(Membership.objects.with_people(), pk=pk)
    if not may_decide_membership(request.user, membership):
        raise PermissionDenied
    return membership


def _profile(user: User, membership: Membership | None) -> dict[str, str]:
    """Return the profile as the form shows it."""
    shown = {"first_name": user.first_name, "last_name": user.last_name}
    if membership is not None:
        shown["school"] = str(membership.school or "")
        shown["school_unlisted"] = membership.school_unlisted
        shown["position"] = membership.position
    return shown
