"""Addresses of the home app; its pages are Wagtail's."""

from django.urls import path

from home import feeds
from home.views import events, issues, style

app_name = "home"

urlpatterns = [
    path("style/", style.style, name="style"),
    path("follow/<int:pk>/", issues.follow, name="follow"),
    path("follow/<int:pk>/stop/", issues.unfollow, name="unfollow"),
    path("calendar/event-<int:pk>.ics", events.event_calendar, name="event-calendar"),
    path("feeds/news.rss", feeds.NewsFeed(), name="news-rss"),
    path("feeds/news.atom", feeds.NewsAtomFeed(), name="news-atom"),
    path("feeds/resources.rss", feeds.ResourceFeed(), name="resources-rss"),
    path("feeds/resources.atom", feeds.ResourceAtomFeed(), name="resources-atom"),
]
