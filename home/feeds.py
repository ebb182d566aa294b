"""Feeds of news and of new resources, in RSS and Atom."""

from datetime import datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from home.models import NewsPage
from library.enums import Visibility
from library.models import ResourcePage

MOST = 30


class NewsFeed(Feed[NewsPage, Any]):
    """The newest news."""

    title = _("News of the Connecticut Association of Schools")
    description = _("What is new at the association.")
    link = "/"

    def items(self) -> Any:
        """Return the newest news that everybody may see."""
        return NewsPage.objects.live().public().order_by("-date", "-pk")[:MOST]

    def item_title(self, item: NewsPage) -> str:
        """Return its title."""
        return item.title

    def item_description(self, item: NewsPage) -> str:
        """Return its introduction."""
        return item.introduction

    def item_link(self, item: NewsPage) -> str:
        """Return its address."""
        return item.url or "/"

    def item_pubdate(self, item: NewsPage) -> datetime:
        """Return the beginning of its day."""
        return timezone.make_aware(datetime.combine(item.date, time()))


class NewsAtomFeed(NewsFeed):
    """The same in Atom."""

    feed_type = Atom1Feed
    subtitle = NewsFeed.description


class ResourceFeed(Feed[ResourcePage, Any]):
    """The newest resources of the library that everybody may see."""

    title = _("New in the library of the CAS Clearinghouse")
    description = _("Practices that school leaders tried, told by the people who ran them.")
    link = "/library/"

    def items(self) -> Any:
        """Return the newest public resources."""
        public = frozenset({Visibility.PUBLIC.value})
        found = ResourcePage.objects.published().visible_to(public)
        return found.order_by("-first_published_at", "-pk")[:MOST]

    def item_title(self, item: ResourcePage) -> str:
        """Return its title."""
        return item.title

    def item_description(self, item: ResourcePage) -> str:
        """Return its summary."""
        return item.summary

    def item_link(self, item: ResourcePage) -> str:
        """Return its permanent address."""
        return reverse("library:permanent", args=[item.pk])

    def item_pubdate(self, item: ResourcePage) -> datetime | None:
        """Return when it was first published."""
        return item.first_published_at


class ResourceAtomFeed(ResourceFeed):
    """The same in Atom."""

    feed_type = Atom1Feed
    subtitle = ResourceFeed.description
