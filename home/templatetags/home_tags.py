"""Template tags of the public pages."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail.models import Page

from core.addresses import site_address
from core.json_ld import as_script
from core.memo import Memo
from home.models import EventPage, NewsPage
from home.querysets import entries_of, for_everybody
from home.services.structured_data import describe

register = template.Library()

MOST, MOST_EVENTS = 3, 2

_latest: Memo[list[Page]] = Memo()


@register.simple_tag
def structured_data(page: Page, trail: Iterable[tuple[str, str]] = ()) -> SafeString:
    """Describe the page to machines as JSON-LD (schema.org)."""
    return as_script(*describe(page, list(trail or ())))


@register.simple_tag(takes_context=True)
def leads_to(context: Context, value: Any) -> str:
    """Return where a block leads: to its page if that is published, else to its address, else
    nowhere (empty)."""
    page = value.get("page")
    if page is not None:
        return page.get_url(context.get("request")) or "" if page.live else ""
    return value.get("url") or ""


@register.filter
def full_address(path: str) -> str:
    """Return the full address of a page or a picture, as other sites need it."""
    return site_address(path)


@register.simple_tag
def public_entries(chosen: Iterable[Any]) -> list[dict[str, Any]]:
    """Return those of the chosen resources that everybody may see, as entries."""
    return entries_of([page.pk for page in chosen if page is not None])


@register.simple_tag
def latest() -> list[Page]:
    """Return the newest news and the next events that everybody may see."""
    return _latest.get(_newest_and_next)


@register.simple_tag
def spotlight_target(value: Any) -> Page | None:
    """Return the page in the spotlight while everybody may see it and its last day is not over."""
    page, until = value["page"], value["until"]
    if page is None or (until is not None and until < timezone.localdate()):
        return None
    return for_everybody(page)


@register.filter
def address(url: str) -> str:
    """Return the part of an address that people read: "www.example.org"."""
    return urlsplit(url).netloc or url


@register.filter
def phone(number: str) -> str:
    """Return a printed phone number as a `tel:` link takes it; ten digits are American."""
    digits = "".join(one for one in number if one.isdigit() or one == "+")
    return f"+1{digits}" if len(digits) == 10 and not digits.startswith("+") else digits


def _newest_and_next() -> list[Page]:
    news = NewsPage.objects.live().public().order_by("-date", "-pk")
    events = EventPage.objects.live().public().filter(ends_at__gte=timezone.now())
    coming = list(events.order_by("starts_at", "pk")[:MOST_EVENTS])
    return [*coming, *news[: MOST - len(coming)]]
