"""Addresses of the home app; its pages are Wagtail's."""

from django.urls import path
from django.views.decorators.http import require_safe

from home import feeds
from home.views import events, issues, machines, style

app_name = "home"

urlpatterns = [
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>-<number:number>.xml", machines.sitemap_file, name="sitemap-file"),
    path("style/", style.style, name="style"),
    path("follow/<number:pk>/", issues.follow, name="follow"),
    path("follow/<number:pk>/stop/", issues.unfollow, name="unfollow"),
    path("follow/stop/<str:token>/", issues.stop, name="stop-following"),
    path("calendar/event-<number:pk>.ics", events.event_calendar, name="event-calendar"),
    path("feeds/news.rss", require_safe(feeds.NewsFeed()), name="news-rss"),
    path("feeds/news.atom", require_safe(feeds.NewsAtomFeed()), name="news-atom"),
    path("feeds/resources.rss", require_safe(feeds.ResourceFeed()), name="resources-rss"),
    path("feeds/resources.atom", require_safe(feeds.ResourceAtomFeed()), name="resources-atom"),
]
