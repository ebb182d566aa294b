"""What our own pages in Wagtail's admin have in common."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def admin_frame(
    title: Any, *, icon: str = "", steps: Iterable[tuple[str, Any]] = ()
) -> dict[str, Any]:
    """Return the heading of a page in the admin and the way to it, for `generic/base.html`.

    Args:
        title: the heading, and the last step of the way.
        icon: the name of one of Wagtail's icons.
        steps: address and name of each page between the first page of the admin and this one.
    """
    between = [{"url": url, "label": label} for url, label in steps]
    first, last = (
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": "", "label": title},
    )
    return {
        "breadcrumbs_items": [first, *between, last],
        "header_title": title,
        "header_icon": icon,
    }
