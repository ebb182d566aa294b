"""Template tags every template may use (built in, no load needed)."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from core.icons import icon_svg

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of `core.icons`; give a `label` only where no word stands beside it."""
    return icon_svg(name, label)


@register.simple_tag(takes_context=True)
def current(context: Context, address: str) -> SafeString:
    """Return `aria-current` for a link to `address`: "page" on it, "true" below it, else nothing."""
    request = context.get("request")
    path = request.path if request is not None else ""
    if path == address:
        return mark_safe(' aria-current="page"')
    if address != "/" and path.startswith(address):
        return mark_safe(' aria-current="true"')
    return SafeString("")
