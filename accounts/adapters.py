"""Where allauth meets this site: mail through the outbox, our words, links that are ours."""

import time
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from core.addresses import site_address
from outbox.services import queue_mail

from . import intents, second_factor
from .services import confirmation_link, mail_links

MAIL_PREFIX = "account_"
# What the person did herself, as opposed to a link that somebody may have got hold of.
PROOFS = frozenset({"password", "mfa"})


class AccountAdapter(DefaultAccountAdapter):
    """Accounts as this site does them."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("The e-mail address or the password is wrong."),
        "email_taken": _("This address cannot be used. Choose another one."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is not right. Look it up again and type it once more."),
        "incorrect_password": _("This is not your password."),
        "rate_limited": _("That was too often in a short time. Wait a moment and try again."),
        "same_as_current": _("This is your address already."),
        "too_many_login_attempts": _(
            "Too many attempts. Wait five minutes, or reset your password."
        ),
        "unverified_primary_email": _("Confirm your e-mail address first."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail named by the last part of allauth's prefix; it leaves after commit."""
        name = template_prefix.rpartition("/")[2]
        plain = {key: value for key, value in context.items() if isinstance(value, str)}
        # allauth builds this one from the Host header; `mail_links` has a better one.
        plain.pop("signup_url", None)
        queue_mail(
            to=email,
            template=name if name.startswith(MAIL_PREFIX) else MAIL_PREFIX + name,
            context={
                **plain,
                **mail_links(),
                "email": email,
                "timestamp": context.get("timestamp"),
            },
        )

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: Any, signup: bool
    ) -> None:
        """Mail the code to type and the link to follow, either of which confirms the address."""
        address: EmailAddress = emailconfirmation.email_address
        name = "email_confirmation_signup" if signup else "email_confirmation"
        link = confirmation_link(user=address.user, email=address.email)
        self.send_mail(name, address.email, {"code": emailconfirmation.key, "link": link})

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell someone who signs up a second time that she has an account."""
        self.send_mail("account_already_exists", email, {})

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link of a reset mail."""
        uid, _dash, token = key.partition("-")
        parts = {"uidb36": uid, "key": token}
        return site_address(reverse("account_reset_password_from_key", kwargs=parts))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the visitor's address; a forwarding header that is too short is not believed."""
        try:
            return super().get_client_ip(request)
        except ImproperlyConfigured:
            return str(request.META["REMOTE_ADDR"])

    def is_safe_url(self, url: str) -> bool:
        """Whether to redirect there: paths of this site only."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def post_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse:
        """Do what the person was about to do, and lead her back to where she was."""
        if not second_factor.is_missing(request, user):
            outcome = intents.perform_pending(request, user)
            options["redirect_url"] = outcome.next or options["redirect_url"]
        return super().post_login(request, user, **options)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Spare someone who signed in a moment ago to type her password once more."""
        request = allauth_context.request
        records = get_authentication_records(request, request.user)
        since = time.time() - account_settings.REAUTHENTICATION_TIMEOUT
        if any(record["method"] in PROOFS and record["at"] > since for record in records):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return where to go after a changed password."""
        return reverse("accounts:overview")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Return where to go after a changed address."""
        return reverse("accounts:overview")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth puts the Host header in: its port is the visitor's to choose, and each would
        # have five attempts of its own.
        return str(credentials.get("email", "")).lower()


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors as this site does them."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """Return a name for a new passkey that its person may keep."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}"

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """Return how a browser shows the account among the passkeys."""
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.get_full_name() or user.email}

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME
