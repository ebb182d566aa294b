"""A member's profile."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User

from .forms import ProfileForm
from .models import Membership


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own name, school and position."""
    assert isinstance(request.user, User)
    user = request.user
    membership: Membership | None = getattr(user, "membership", None)
    form = ProfileForm(request.POST or None, initial=_profile(user, membership))
    if request.method == "POST" and form.is_valid():
        form.save(user)
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:overview")
    return render(request, "members/profile.html", {"form": form, "membership": membership})


def _profile(user: User, membership: Membership | None) -> dict[str, str]:
    """Return the profile as the form shows it."""
    shown = {"first_name": user.first_name, "last_name": user.last_name}
    if membership is not None:
        shown["school"] = str(membership.school or "")
        shown["school_unlisted"] = membership.school_unlisted
        shown["position"] = membership.position
    return shown
