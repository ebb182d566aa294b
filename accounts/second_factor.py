"""Whether a person has a second factor, and whether this session has passed it."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.internal.flows.trust import is_trusted_browser
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from .models import User
from .permissions import is_privileged

# Recovery codes replace a lost factor; alone they are none.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_factor(user: User) -> bool:
    """Whether the person has set up an authenticator app or a passkey."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def has_passed(request: HttpRequest, user: User) -> bool:
    """Whether this session proved the second factor, or runs on a device trusted for 30 days."""
    records = get_authentication_records(request, user)
    return any(record["method"] == "mfa" for record in records) or is_trusted_browser(request, user)


def is_missing(request: HttpRequest, user: User) -> bool:
    """Whether the person must still set up or pass a second factor before anything else."""
    if not settings.REQUIRE_SECOND_FACTOR or not is_privileged(user):
        return False
    return not (has_factor(user) and has_passed(request, user))


def record_passed(request: HttpRequest, user: User, authenticator: Authenticator) -> None:
    """Count setting a factor up, which proves it, as having passed it in this session."""
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
