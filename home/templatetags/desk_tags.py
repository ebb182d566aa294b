"""Template tags of the editors' desk."""

from typing import Any

from django import template
from django.urls import reverse
from wagtail.models import Page

from library.models import ResourcePage

register = template.Library()


@register.simple_tag
def bring_back_address(page: Any, entry: Any) -> str:
    """Return where to bring the version of a line of the history back; "" if it is no earlier
    version of an ordinary page."""
    if not isinstance(page, Page) or isinstance(page, ResourcePage):
        return ""
    went_out = entry.action in {"wagtail.publish", "wagtail.publish.scheduled"}
    is_version = entry.revision_id and (entry.content_changed or went_out)
    if not is_version or entry.revision_id == page.latest_revision_id:
        return ""
    return reverse("desk:bring_back", args=[page.pk, entry.revision_id])
