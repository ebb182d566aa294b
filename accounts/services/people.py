"""Making and changing accounts for others."""

from collections.abc import Iterable

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from core.addresses import site_address
from outbox.services import queue_mail

from .site import mail_links


@transaction.atomic
def create_account(
    *,
    email: str,
    password: str | None,
    first_name: str,
    last_name: str,
    roles: Iterable[Role] = (),
    verified: bool = True,
) -> User:
    """Create a person who can sign in at once.

    Args:
        email: her address; it must be free.
        password: None for one who sets it by a link (see `invite`).
        first_name, last_name: her name.
        roles: groups she joins.
        verified: whether the address counts as confirmed.

    Raises:
        IntegrityError: the address is taken.
        Group.DoesNotExist: the migrations have not made the groups.
    """
    user = User.objects.create_user(email, password, first_name=first_name, last_name=last_name)
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    user.groups.set(Group.objects.get(name=role.value) for role in roles)
    return user


@transaction.atomic
def invite(*, user: User) -> None:
    """Prepare an account that somebody else made, and mail its person a link to set a password.

    Setting it through the link confirms the address as well.
    """
    user.set_unusable_password()
    user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": False}
    )
    queue_mail(
        to=user.email,
        template="account_invitation",
        context={"link": password_link(user=user), **mail_links()},
    )


def password_link(*, user: User) -> str:
    """Return a link that sets the person's password, once."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return site_address(reverse("account_reset_password_from_key", kwargs=key))


@transaction.atomic
def change_address(*, user: User, before: str) -> None:
    """Follow up on an address that somebody else changed: tell the old one, confirm the new one.

    Args:
        user: the person, with the new address saved.
        before: the address she had.
    """
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    queue_mail(
        to=before,
        template="account_email_changed",
        context={"from_email": before, "to_email": user.email, **mail_links()},
    )
