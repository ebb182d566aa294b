"""What machines are told about a page, in the words of schema.org."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import Page

from accounts.services import site_address
from home.models import EventPage, HomePage, IssuePage, NewsPage, ProgramPage

ORGANIZATION = {
    "@type": "Organization",
    "name": "Connecticut Association of Schools",
    "alternateName": "CAS",
    "url": "https://www.casciac.org",
    "telephone": "+1-203-250-1111",
}


def describe(page: Page, trail: list[tuple[str, str]]) -> dict[str, Any]:
    """Return JSON-LD of a page: what it is, and where it stands.

    Args:
        page: a public page.
        trail: titles and addresses of the pages above it.
    """
    return {
        "@context": "https://schema.org",
        "@graph": [*_things(page), *_breadcrumbs(page, trail)],
    }


def _things(page: Page) -> list[dict[str, Any]]:
    if isinstance(page, HomePage):
        return [ORGANIZATION, _site()]
    if isinstance(page, ProgramPage):
        return [_program(page)]
    if isinstance(page, EventPage):
        return [_event(page)]
    if isinstance(page, NewsPage | IssuePage):
        return [_article(page)]
    return [{"@type": "WebPage", "name": page.title, "url": site_address(page.url or "/")}]


def _site() -> dict[str, Any]:
    return {
        "@type": "WebSite",
        "name": settings.WAGTAIL_SITE_NAME,
        "url": site_address("/"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": site_address(reverse("search:results")) + "?q={search_term_string}",
            "query-input": "required name=search_term_string",
        },
    }


def _program(page: ProgramPage) -> dict[str, Any]:
    return {
        "@type": "Service",
        "name": page.title,
        "description": page.introduction,
        "serviceType": "Leadership development",
        "audience": {"@type": "Audience", "audienceType": page.get_for_whom_display()},
        "areaServed": {"@type": "State", "name": "Connecticut"},
        "provider": ORGANIZATION,
        "url": site_address(page.url or "/"),
    }


def _event(page: EventPage) -> dict[str, Any]:
    status = "EventCancelled" if page.is_cancelled else "EventScheduled"
    where: list[dict[str, Any]] = []
    if page.place:
        where.append({"@type": "Place", "name": page.place, "address": page.address or page.place})
    if page.online_url:
        where.append({"@type": "VirtualLocation", "url": page.online_url})
    return {
        "@type": "Event",
        "name": page.title,
        "description": page.introduction,
        "startDate": page.starts_at,
        "endDate": page.ends_at,
        "eventStatus": f"https://schema.org/{status}",
        "location": where,
        "organizer": ORGANIZATION,
        "url": site_address(page.url or "/"),
    }


def _article(page: NewsPage | IssuePage) -> dict[str, Any]:
    is_news = isinstance(page, NewsPage)
    return {
        "@type": "NewsArticle" if is_news else "Article",
        "headline": page.title,
        "description": strip_tags(page.introduction),
        "datePublished": page.date if isinstance(page, NewsPage) else page.first_published_at,
        "dateModified": page.last_published_at,
        "author": ORGANIZATION,
        "publisher": ORGANIZATION,
        "url": site_address(page.url or "/"),
    }


def _breadcrumbs(page: Page, trail: list[tuple[str, str]]) -> list[dict[str, Any]]:
    if not trail:
        return []
    steps = [("Home", "/"), *trail, (page.title, page.url or "/")]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": site_address(path)}
        for place, (name, path) in enumerate(steps, start=1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": items}]
