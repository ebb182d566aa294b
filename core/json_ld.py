"""What machines are told about a page: JSON-LD in the words of schema.org."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString, mark_safe

from core.addresses import site_address

Thing = dict[str, Any]

ORGANIZATION: Thing = {
    "@type": "Organization",
    "name": "Connecticut Association of Schools",
    "alternateName": "CAS",
    "url": "https://www.casciac.org",
    "telephone": "+1-203-250-1111",
}

# Nothing in the data can end the element it stands in.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def as_script(*things: Thing) -> SafeString:
    """Return a data block for the head of a page; browsers do not run it, so no policy minds it."""
    data = {"@context": "https://schema.org", "@graph": [thing for thing in things if thing]}
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped


def breadcrumbs(trail: Iterable[tuple[str, str]]) -> Thing:
    """Return where a page stands.

    Args:
        trail: titles and addresses from below the front page down to the page itself.
    """
    steps = [("Home", "/"), *trail]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": site_address(path)}
            for place, (name, path) in enumerate(steps, start=1)
        ],
    }
