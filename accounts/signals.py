"""What follows from events in allauth."""

from typing import Any

from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset, user_signed_up
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from . import intents, second_factor
from .models import User


@receiver(user_signed_up)
def keep_intent(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Let a new account carry what its person was about to do."""
    intents.keep_for(request, user)


@receiver(authenticator_added)
def count_as_passed(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Spare someone who just set a factor up to prove it once more."""
    if authenticator.type in second_factor.FACTORS:
        second_factor.record_passed(request, user, authenticator)


@receiver(password_reset)
def confirm_by_reset(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Confirm the address of someone who reset her password: she read the mail sent there."""
    if EmailAddress.objects.filter(user=user).count() == 1:
        verify_email_indirectly(request, user, user.email)
