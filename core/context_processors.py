"""What every page may say about the site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Return the name and address of the site."""
    return {"site_name": settings.WAGTAIL_SITE_NAME, "site_url": settings.SITE_URL}
