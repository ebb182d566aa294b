"""Addresses for mails. They come from the settings: a request's Host header may be forged."""

from django.conf import settings
from django.urls import reverse


def site_address(path: str) -> str:
    """Return the full address of a path of this site."""
    return f"{settings.SITE_URL}{path}"


def mail_links() -> dict[str, str]:
    """Return what every mail about an account may link to."""
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.SITE_URL,
        "sign_in": site_address(reverse("account_login")),
        "sign_up": site_address(reverse("account_signup")),
        "reset": site_address(reverse("account_reset_password")),
    }
