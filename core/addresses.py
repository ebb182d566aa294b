"""Full addresses. They come from the settings: a request's Host header may be forged."""

from urllib.parse import urlsplit

from django.conf import settings


def site_address(path: str) -> str:
    """Return the full address of a path of this site; a full address stays as it is.

    Wagtail gives pages and pictures full addresses where there are several sites or a storage of
    its own, and paths otherwise.
    """
    parts = urlsplit(path)
    return path if parts.scheme and parts.netloc else f"{settings.SITE_URL}{path}"
