"""Feeds of news and of new resources, in RSS and Atom: what everybody may see, and only that."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from core.addresses import site_address
from core.text import clean_text
from home.models import NewsIndexPage, NewsPage
from library.models import ResourcePage

MOST = 30
# Two code points that no XML may hold, beside what `clean_text` takes out.
_NOT_IN_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """What a feed says about one thing. Its `guid` is its name for ever, while its address may
    change: a reader must not take it for a new one then."""

    title: str
    summary: str
    address: str
    guid: str
    published_at: datetime | None
    changed_at: datetime | None


class OurFeed(Feed[Entry, HttpRequest]):
    """What the feeds have in common; addresses come from the settings, not from the request."""

    item_guid_is_permalink = False

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        """Return the request: what the feed is about is in its class."""
        return request

    def feed_url(self, obj: HttpRequest) -> str:
        """Return the address of the feed itself."""
        return site_address(obj.path)

    def item_title(self, item: Entry) -> str:
        """Return its title, which readers take for plain text."""
        return plain(item.title)

    def item_description(self, item: Entry) -> str:
        """Return its summary, which readers take for HTML."""
        return escape(plain(item.summary))

    def item_link(self, item: Entry) -> str:
        """Return its address."""
        return item.address

    def item_guid(self, item: Entry) -> str:
        """Return its name."""
        return item.guid

    def item_pubdate(self, item: Entry) -> datetime | None:
        """Return when it was first published."""
        return item.published_at

    def item_updateddate(self, item: Entry) -> datetime | None:
        """Return when it was last published."""
        return item.changed_at


class NewsFeed(OurFeed):
    """The newest news."""

    title = _("News of the Connecticut Association of Schools")
    description = _("What is new at the association.")
    feed_type: type[SyndicationFeed] = Rss201rev2Feed

    def link(self, obj: HttpRequest) -> str:
        """Return the address of the list of news."""
        index = NewsIndexPage.objects.live().public().first()
        return site_address((index.get_url(obj) if index else None) or "/")

    def items(self, obj: HttpRequest) -> list[Entry]:
        """Return the newest news that everybody may see."""
        return [
            Entry(
                title=news.title,
                summary=news.introduction,
                address=site_address(news.get_url(obj) or "/"),
                guid=f"urn:uuid:{news.translation_key}",
                published_at=timezone.make_aware(datetime.combine(news.date, time())),
                changed_at=news.last_published_at,
            )
            for news in NewsPage.objects.live().public().order_by("-date", "-pk")[:MOST]
        ]


class NewsAtomFeed(NewsFeed):
    """The same in Atom."""

    feed_type = Atom1Feed
    subtitle = NewsFeed.description


class ResourceFeed(OurFeed):
    """The newest resources of the library that everybody may see."""

    title = _("New in the library of the CAS Clearinghouse")
    description = _("Practices that school leaders tried, told by the people who ran them.")
    feed_type: type[SyndicationFeed] = Rss201rev2Feed
    item_guid_is_permalink = True

    def link(self, obj: HttpRequest) -> str:
        """Return the address of the library."""
        return site_address(reverse("library:browse"))

    def items(self, obj: HttpRequest) -> list[Entry]:
        """Return the newest public resources under their permanent addresses."""
        found = ResourcePage.objects.for_everybody().newest_first()
        names = ("pk", "title", "summary", "first_published_at", "last_published_at")
        entries = []
        for pk, title, summary, first, last in found.values_list(*names)[:MOST]:
            address = site_address(reverse("library:permanent", args=[pk]))
            entries.append(Entry(title, summary, address, address, first, last))
        return entries


class ResourceAtomFeed(ResourceFeed):
    """The same in Atom."""

    feed_type = Atom1Feed
    subtitle = ResourceFeed.description


def plain(text: str) -> str:
    """Return text that any XML can hold."""
    return _NOT_IN_XML.sub("", clean_text(text))
