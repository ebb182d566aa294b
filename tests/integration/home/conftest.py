"""Public pages below the front page."""

import pytest

from home.models import (
    EventIndexPage,
    HomePage,
    IssueIndexPage,
    IssuePage,
    NewsIndexPage,
)
from tests.factories.pages import add
from tests.factories.resources import make_library


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
