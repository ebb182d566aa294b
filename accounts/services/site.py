"""Addresses for mails."""

from django.conf import settings
from django.urls import reverse

from core.addresses import site_address


def mail_links() -> dict[str, str]:
    """Return what every mail about an account may link to."""
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.SITE_URL,
        "sign_in": site_address(reverse("account_login")),
        "sign_up": site_address(reverse("account_signup")),
        "reset": site_address(reverse("account_reset_password")),
    }
