"""What the account tests share: a clean cache, mail to read, a sign-up to fill in."""

import re
import time
from typing import Any

from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import User
from tests.factories.people import PASSWORD

SIGN_UP = {
    "first_name": "Nia",
    "last_name": "New",
    "email": "nia@example.org",
    "password1": "plum orchard window",
    "school_unlisted": "Example Academy",
    "position": "principal",
}


def path_in(mail: EmailMessage, part: str) -> str:
    """The path of the link in a mail whose path contains the part."""
    links = re.findall(r"https?://[^/\s]+(/\S*)", str(mail.body))
    return next(link for link in links if part in link)


def code_in(mail: EmailMessage) -> str:
    """The code to type from a confirmation mail."""
    found = re.search(r"\b\d{4}-\d{4}\b", str(mail.body))
    assert found
    return found[0]


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def sign_in(client: Client, user: User, password: str = PASSWORD, **data: Any) -> Any:
    return client.post("/accounts/login/", {"login": user.email, "password": password, **data})


def add_app(user: User) -> str:
    """Give a person an authenticator app; return its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def app_code(secret: str) -> str:
    """The code the app shows now."""
    now = int(time.time()) // mfa_settings.TOTP_PERIOD
    return totp.format_hotp_value(totp.hotp_value(secret, now))


def has_app(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
