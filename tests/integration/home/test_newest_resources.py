"""The front page shows the newest resources that everybody may see."""

from datetime import UTC, datetime

import pytest

from home.querysets import NEWEST, newest_entries
from library.models import LibraryIndexPage, ResourcePage
from library.services.publishing import withdraw
from tests.factories.resources import make_draft, make_published, members_only

pytestmark = pytest.mark.django_db


def test_the_newest_public_resources_come_first(library: LibraryIndexPage) -> None:
    for number in range(NEWEST + 2):
        page = make_published(library, f"Practice {number}")
        day = datetime(2020, 1, 1 + number, tzinfo=UTC)
        ResourcePage.objects.filter(pk=page.pk).update(first_published_at=day)
    make_published(library, "For members", **members_only())
    make_draft(library, "Not yet")
    withdraw(resource=make_published(library, "No longer"), user=None, reason="Out of date.")
    titles = [entry["title"] for entry in newest_entries()]
    assert titles == [f"Practice {number}" for number in range(NEWEST + 1, 1, -1)]
