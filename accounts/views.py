"""Pages of accounts that allauth has not, and those it does differently."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from allauth.account.utils import has_verified_email
from allauth.account.views import ConfirmEmailVerificationCodeView
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from . import intents, second_factor, services
from .forms import AddressForm
from .permissions import is_privileged, may_enter_admin
from .requests import signed_in

NEXT_SESSION_KEY = "second_factor_next"


@require_safe
@never_cache
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Show a person her account: who she is here, and how she signs in."""
    user = signed_in(request)
    return render(
        request,
        "account/overview.html",
        {
            "membership": getattr(user, "membership", None),
            "has_second_factor": second_factor.has_factor(user),
            "must_have_second_factor": is_privileged(user),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Confirm an address by a link: opening it shows a button, pressing the button confirms.

    Mail scanners open links; so only the button changes anything. In the browser that waits for
    the code the person is signed in at once; on another device she has to type her password,
    for whoever signed up with somebody else's address must not get its owner into that account.
    """
    try:
        with transaction.atomic():
            confirmation = services.read_confirmation(token=token)
            if request.method != "POST":
                return render(request, "account/confirm_link.html", {"confirmation": confirmation})
            _confirm(request, confirmation)
    except (services.LinkNoLongerWorks, IntegrityError):
        return render(request, "account/confirm_again.html", {"form": AddressForm(), "dead": True})
    stage = get_pending_stage(request)
    if isinstance(stage, EmailVerificationStage) and stage.login.user == confirmation.user:
        return stage.exit()
    outcome = intents.perform_kept(confirmation.user)
    for text in outcome.said:
        messages.success(request, text)
    if request.user == confirmation.user:
        return redirect(outcome.next or "accounts:overview")
    messages.info(request, _("Sign in to go on."))
    return redirect(outcome.next or "account_login")


def _confirm(request: HttpRequest, confirmation: services.Confirmation) -> None:
    """Mark the address as confirmed; it becomes the only one of its account.

    Raises:
        LinkNoLongerWorks: somebody else confirmed it in the meantime.
    """
    user, email = confirmation.user, confirmation.email
    address = EmailAddress.objects.filter(user=user, email=email).first() or EmailAddress(
        user=user, email=email
    )
    if not get_adapter().confirm_email(request, address):
        raise services.LinkNoLongerWorks


class ConfirmCodeView(ConfirmEmailVerificationCodeView):
    """Confirm an address by the code of the mail, in the browser where it was asked for."""

    template_name = "account/confirm_code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Go on at once if the link was used elsewhere; offer a new mail if the code is dead."""
        stage = get_pending_stage(request)
        if isinstance(stage, EmailVerificationStage) and has_verified_email(
            stage.login.user, stage.login.email
        ):
            return stage.exit()
        response = super().dispatch(request, *args, **kwargs)
        dead = isinstance(response, HttpResponseRedirect) and response.url == reverse(
            "account_login"
        )
        if dead and request.user.is_anonymous:
            return redirect("accounts:confirm_again")
        return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_again(request: HttpRequest) -> HttpResponse:
    """Send a new confirmation mail to whoever asks; the answer is the same for any address."""
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "account/confirm_again.html", {"form": form})
    email = form.cleaned_data["email"]
    limited = ratelimit.consume_or_429(request, action="reset_password", key=email.lower())
    if limited:
        return limited
    services.send_confirmation_again(email=email)
    return render(request, "account/confirm_again_sent.html", {"email": email})


@require_safe
@never_cache
@login_required
def set_up_second_factor(request: HttpRequest) -> HttpResponse:
    """Explain the second factor to those who must have one; afterwards, lead on."""
    user = signed_in(request)
    if not second_factor.is_missing(request, user):
        outcome = intents.perform_pending(request, user)
        address = outcome.next or request.session.pop(NEXT_SESSION_KEY, "")
        return redirect(address or "accounts:overview")
    address = request.GET.get(REDIRECT_FIELD_NAME, "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        request.session[NEXT_SESSION_KEY] = address
    return render(request, "account/second_factor.html")


@csrf_exempt
@never_cache
def closed_door(request: HttpRequest, to: str = "account_login", **kwargs: Any) -> HttpResponse:
    """Stand in for a sign-in form that is not ours: read nothing, lead to the one that is.

    Wagtail also sends those here who are signed in and may not enter. Our sign-in page would send
    them straight back, and so on for ever.

    Raises:
        PermissionDenied: the person is signed in and may not enter.
    """
    if to == "account_login" and request.user.is_authenticated:
        if request.path.startswith("/admin/") and may_enter_admin(request.user):
            return redirect("wagtailadmin_home")
        raise PermissionDenied
    address = request.GET.get(REDIRECT_FIELD_NAME, "")
    query = ""
    if url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        query = "?" + urlencode({REDIRECT_FIELD_NAME: address})
    return HttpResponseRedirect(reverse(to) + query)
