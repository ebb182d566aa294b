"""Public pages below the front page."""

import json
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from home.models import (
    EventIndexPage,
    EventPage,
    HomePage,
    IssueIndexPage,
    IssuePage,
    NewsIndexPage,
    NewsPage,
)
from tests.factories.resources import make_library

P = TypeVar("P", bound=Page)


@pytest.fixture
def front(db: None) -> HomePage:
    """The front page, with the library below it."""
    make_library()
    return HomePage.objects.get()


@pytest.fixture
def news_index(front: HomePage) -> NewsIndexPage:
    return add(front, NewsIndexPage(title="News", slug="news"))


@pytest.fixture
def event_index(front: HomePage) -> EventIndexPage:
    return add(front, EventIndexPage(title="Events", slug="events"))


@pytest.fixture
def issue_index(front: HomePage) -> IssueIndexPage:
    return add(front, IssueIndexPage(title="Issues", slug="issues"))


@pytest.fixture
def issue(issue_index: IssueIndexPage) -> IssuePage:
    return add(issue_index, IssuePage(title="Time for coaching", slug="time"))


def add(parent: Page, page: P) -> P:
    """Add a page below another and publish it."""
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def add_news(index: NewsIndexPage, title: str = "A prize", **fields: Any) -> NewsPage:
    return add(index, NewsPage(title=title, **fields))


def add_event(index: EventIndexPage, title: str = "A meeting", **fields: Any) -> EventPage:
    starts = fields.pop("starts_at", timezone.now() + timedelta(days=7))
    ends = fields.pop("ends_at", starts + timedelta(hours=2))
    return add(index, EventPage(title=title, starts_at=starts, ends_at=ends, **fields))


def restrict(page: Page) -> Group:
    """Make a section private; only members of the group returned may see it."""
    restriction = PageViewRestriction.objects.create(
        page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.GROUPS
    )
    group = Group.objects.create(name=f"Readers of {page.title}")
    restriction.groups.add(group)
    return group


def parts(*blocks: tuple[str, dict[str, Any]]) -> str:
    """The JSON that a stream field keeps."""
    return json.dumps([{"type": name, "value": value} for name, value in blocks])
