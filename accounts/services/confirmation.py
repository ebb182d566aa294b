"""Confirming an e-mail address by link. The typed code is allauth's; both are in one mail."""

from dataclasses import dataclass

from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from django.core import signing
from django.urls import reverse

from accounts.models import User
from core.addresses import site_address
from outbox.services import queue_mail

from .site import mail_links

SALT = "accounts.confirmation"
MAX_AGE_SECONDS = 3 * 24 * 3600


class LinkNoLongerWorks(Exception):
    """The link is wrong, too old, was used already, or its address belongs to someone else."""


@dataclass(frozen=True)
class Confirmation:
    """What a link confirms: that this person reads mail at this address."""

    user: User
    email: str


def confirmation_link(*, user: User, email: str) -> str:
    """Return a link that works once, on any device, for three days.

    It names the address the account has now, so that it dies as soon as that changes.
    """
    token = signing.dumps([user.pk, email, user.email], salt=SALT)
    return site_address(reverse("accounts:confirm_link", args=[token]))


def read_confirmation(*, token: str) -> Confirmation:
    """Return what a link stands for; reading changes nothing.

    Raises:
        LinkNoLongerWorks: see there.
    """
    try:
        pk, email, current = signing.loads(token, salt=SALT, max_age=MAX_AGE_SECONDS)
    except signing.BadSignature:
        raise LinkNoLongerWorks from None
    user = User.objects.active().filter(pk=pk, email=current).first()
    if user is None or EmailAddress.objects.filter(user=user, email=email, verified=True).exists():
        raise LinkNoLongerWorks
    if any(other.pk != user.pk for other in filter_users_by_email(email)):
        raise LinkNoLongerWorks
    return Confirmation(user=user, email=email)


def send_confirmation_again(*, email: str) -> None:
    """Mail a new link if an account waits for it, or else what is the matter with the address.

    Exactly one mail goes out in every case, so that nobody learns which addresses are known.
    """
    address = (
        EmailAddress.objects.filter(email=email.lower(), user__is_active=True)
        .select_related("user")
        .order_by("-verified")
        .first()
    )
    context = {"email": email, **mail_links()}
    if address is None:
        template = "account_unknown_account"
    elif address.verified:
        template = "account_already_exists"
    else:
        template = "account_email_confirmation_again"
        context["link"] = confirmation_link(user=address.user, email=address.email)
    queue_mail(to=email, template=template, context=context)
