"""Where files are kept, from one address."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

PRIVATE = "files.object_storage.ReplacingObjectStorage"
PAGES = "files.object_storage.PrivateObjectStorage"


def stores_of(address: str) -> dict[str, dict[str, Any]]:
    """Return the entries "private" and "default" of `STORAGES`.

    Args:
        address: `s3://bucket/prefix`, with the parameters `endpoint` and `region` where it is not
            Amazon's own. Who signs in stands in `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`,
            or wherever else Amazon's client looks.

    Raises:
        ImproperlyConfigured: it is no such address.
    """
    parts = urlsplit(address)
    if parts.scheme != "s3" or not parts.netloc:
        raise ImproperlyConfigured("FILES_URL is s3://bucket/prefix?endpoint=…&region=…, or empty.")
    given = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if unknown := set(given) - {"endpoint", "region"}:
        raise ImproperlyConfigured(f"FILES_URL does not know {', '.join(sorted(unknown))}.")
    shared = {
        "bucket_name": parts.netloc,
        "endpoint_url": given.get("endpoint"),
        "region_name": given.get("region"),
        "signature_version": "s3v4",
    }
    prefix = parts.path.strip("/")
    return {
        "private": {
            "BACKEND": PRIVATE,
            "OPTIONS": {**shared, "location": f"{prefix}/files".lstrip("/")},
        },
        "default": {
            "BACKEND": PAGES,
            "OPTIONS": {**shared, "location": f"{prefix}/media".lstrip("/")},
        },
    }
