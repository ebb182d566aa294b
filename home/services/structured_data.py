"""What machines are told about a page, in the words of schema.org."""

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page

from core.addresses import site_address
from core.json_ld import ORGANIZATION, Thing, breadcrumbs
from home.models import EventPage, HomePage, IssuePage, NewsPage, ProgramPage


def describe(page: Page, trail: list[tuple[str, str]]) -> list[Thing]:
    """Return what a page is, and where it stands.

    Args:
        page: a public page.
        trail: titles and addresses of the pages above it.
    """
    if isinstance(page, HomePage):
        return [ORGANIZATION, _site()]
    return [_thing(page), breadcrumbs([*trail, (page.title, page.url or "/")])]


def _thing(page: Page) -> Thing:
    if isinstance(page, ProgramPage):
        return _program(page)
    if isinstance(page, EventPage):
        return _event(page)
    if isinstance(page, NewsPage | IssuePage):
        return _article(page)
    return {"@type": "WebPage", "name": page.title, "url": site_address(page.url or "/")}


def _site() -> Thing:
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


def _program(page: ProgramPage) -> Thing:
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


def _event(page: EventPage) -> Thing:
    status = "EventCancelled" if page.is_canceled else "EventScheduled"
    where: list[Thing] = []
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


def _article(page: NewsPage | IssuePage) -> Thing:
    is_news = isinstance(page, NewsPage)
    return {
        "@type": "NewsArticle" if is_news else "Article",
        "headline": page.title,
        "description": page.introduction,
        "datePublished": page.date if isinstance(page, NewsPage) else page.first_published_at,
        "dateModified": page.last_published_at,
        "author": ORGANIZATION,
        "publisher": ORGANIZATION,
        "url": site_address(page.url or "/"),
    }
