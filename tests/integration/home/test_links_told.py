"""Whoever shared a resource hears once of each of its links that stays broken."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from accounts.models import User
from home.enums import LinkProblem
from home.models import HomePage, MissionPage, PageLink
from home.services.links import check_links
from home.services.links.asking import Finding, MovedTo
from library.models import LibraryIndexPage, ResourcePage
from library.services.publishing import withdraw
from tests.factories.resources import make_published

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
GONE, ALSO_GONE = "https://gone.example.org/page", "https://gone.example.org/other"
MOVED, NOW_AT = "https://old.example.org/", "https://new.example.org/"


class Story:
    """Nights on which links are looked at, and the mails that came of each."""

    def __init__(self, deliver: Callable[[], None], mailoutbox: list[EmailMessage]) -> None:
        self.now: datetime = timezone.now()
        self.broken = {GONE, ALSO_GONE}
        self._deliver, self._mails = deliver, mailoutbox

    def check(self, hours: float = 0) -> list[EmailMessage]:
        """Look at the links so many hours later."""
        self.now += timedelta(hours=hours)
        before = len(self._mails)
        check_links(ask=self._ask, pause=0, now=self.now)
        self._deliver()
        return self._mails[before:]

    def _ask(self, address: str) -> Finding:
        if address == MOVED:
            return MovedTo(NOW_AT)
        return LinkProblem.GONE if address in self.broken else None


@pytest.fixture
def story(deliver: Callable[[], None], mailoutbox: list[EmailMessage]) -> Story:
    return Story(deliver, mailoutbox)


def with_links(
    library: LibraryIndexPage, title: str, *urls: str, owner: User | None
) -> ResourcePage:
    links = [{"type": "link", "value": {"url": url, "label": ""}} for url in urls]
    return make_published(library, title, links=links, owner=owner)


def test_once_all_broken_links_are_named_after_a_day(
    library: LibraryIndexPage, contributor: User, story: Story
) -> None:
    page = with_links(library, "Linked", GONE, ALSO_GONE, MOVED, owner=contributor)
    assert story.check() == []
    assert story.check(hours=21) == []
    [mail] = story.check(hours=21)
    assert mail.to == [contributor.email]
    assert "Linked" in mail.subject
    body = str(mail.body)
    for url in (GONE, ALSO_GONE):
        assert f"- {url}: The other site has no such page" in body
    assert MOVED not in body
    assert f"/library/{page.slug}/still-good/" in body
    assert story.check(hours=21) == story.check(hours=48) == []


def test_they_are_named_again_only_if_they_were_mended_and_broke_anew(
    library: LibraryIndexPage, contributor: User, story: Story
) -> None:
    with_links(library, "Linked", GONE, ALSO_GONE, owner=contributor)
    story.check()
    assert len(story.check(hours=25)) == 1
    story.broken = {ALSO_GONE}
    assert story.check(hours=25) == []
    story.broken = {GONE, ALSO_GONE}
    assert story.check(hours=25) == []
    [mail] = story.check(hours=25)
    assert GONE in str(mail.body)
    assert ALSO_GONE not in str(mail.body)


def test_a_site_that_is_down_for_one_night_is_nobodys_mail(
    library: LibraryIndexPage, contributor: User, story: Story
) -> None:
    with_links(library, "Linked", GONE, owner=contributor)
    story.check()
    story.broken = set()
    assert story.check(hours=25) == []
    story.broken = {GONE}
    assert story.check(hours=25) == []


def test_a_link_within_the_site_is_told_of_too(
    library: LibraryIndexPage, contributor: User, story: Story
) -> None:
    make_published(library, "Inner", body='<p><a href="/nowhere/">x</a></p>', owner=contributor)
    assert story.check() == []
    [mail] = story.check(hours=25)
    assert "- /nowhere/: It is not on this site any more" in str(mail.body)


def test_owners_get_one_mail_and_only_of_what_is_in_the_library(
    library: LibraryIndexPage, contributor: User, leader: User, reviewer: User, story: Story
) -> None:
    with_links(library, "One", GONE, owner=contributor)
    with_links(library, "Two", GONE, owner=contributor)
    with_links(library, "Nobody's", GONE, owner=None)
    gone = with_links(library, "Withdrawn", GONE, owner=leader)
    page = MissionPage(title="No resource", body=[], owner=leader)
    HomePage.objects.get().add_child(instance=page)
    PageLink.objects.create(page=page, target="/x/", problem="deleted")
    story.check()
    withdraw(resource=gone, user=reviewer, reason="Out of date.")
    [mail] = story.check(hours=25)
    assert mail.to == [contributor.email]
    assert "“One”" in str(mail.body)
    assert "“Two”" in str(mail.body)


def test_what_has_moved_for_good_is_in_the_report_and_breaks_nothing(
    library: LibraryIndexPage, contributor: User, reviewer: User, signed_in: SignIn, story: Story
) -> None:
    with_links(library, "Linked", MOVED, owner=contributor)
    story.check()
    assert story.check(hours=25) == []
    editor = signed_in(reviewer)
    report = editor.get("/admin/desk/broken-links/").content.decode()
    assert "It has moved for good" in report
    assert NOW_AT in report
    assert "leads nowhere" not in editor.get("/admin/").content.decode()
