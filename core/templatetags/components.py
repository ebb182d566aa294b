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
    """Return `aria-current` for a link: "page" on its address, "true" below it, else nothing."""
    request = context.get("request")
    path = request.path if request is not None else ""
    if path == address:
        return mark_safe(' aria-current="page"')
    if address != "/" and path.startswith(address):
        return mark_safe(' aria-current="true"')
    return SafeString("")


@register.simple_tag
def page_numbers(number: int, last: int) -> list[int | None]:
    """Return the page numbers worth a link: the ends, the neighbors, None for what is left out."""
    near = {1, 2, last - 1, last, *range(number - 2, number + 3)}
    shown: list[int | None] = []
    previous = 0
    for each in sorted(n for n in near if 1 <= n <= last):
        if each - previous == 2:
            shown.append(each - 1)
        elif each - previous > 2:
            shown.append(None)
        shown.append(each)
        previous = each
    return shown


@register.filter
def filesize(size: int) -> str:
    """Say a size in bytes as people do: "140 KB", "2.5 MB"."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}\u00a0KB"
    return f"{size / 1_000_000:.1f}\u00a0MB".replace(".0\u00a0", "\u00a0")
