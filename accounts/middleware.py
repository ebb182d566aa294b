"""Asks privileged roles for a second factor."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from . import second_factor
from .models import User
from .permissions import is_privileged

ALWAYS = frozenset({"account_logout"})
# What leads to a first factor; closed again as soon as there is one, or a stolen password could
# add a second.
SETTING_UP = ALWAYS | {
    "accounts:second_factor",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
}
PASSING = ALWAYS | {
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}


class RequireSecondFactor:
    """Leads privileged people without a (passed) second factor to it; nothing else answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Answer in place of the view where the second factor is missing."""
        # Without a session cookie nobody is signed in; looking would mark the page as personal.
        if (
            not settings.REQUIRE_SECOND_FACTOR
            or settings.SESSION_COOKIE_NAME not in request.COOKIES
        ):
            return None
        user = request.user
        if not isinstance(user, User) or not is_privileged(user):
            return None
        if not second_factor.has_factor(user):
            return self._lead_to(request, "accounts:second_factor", SETTING_UP)
        if not second_factor.has_passed(request, user):
            return self._lead_to(request, "mfa_reauthenticate", PASSING)
        return None

    def _lead_to(
        self, request: HttpRequest, name: str, allowed: frozenset[str]
    ) -> HttpResponseBase | None:
        """Send the person to the page of that name, unless she is on an allowed one."""
        if request.resolver_match is not None and request.resolver_match.view_name in allowed:
            return None
        address = reverse(name)
        if request.method == "GET":
            address += "?" + urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
        if request.headers.get("HX-Request"):
            return HttpResponseClientRedirect(reverse(name))
        if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
            return HttpResponse(
                "Set up and pass your second factor first.", status=403, content_type="text/plain"
            )
        return HttpResponseRedirect(address)
