"""Following issues: who may, and what followers are told, once."""

import json
import re
import uuid
from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from accounts.models import User
from home.models import IssueFollow, IssuePage
from home.services import issues
from outbox.models import OutboxRow
from tests.factories.pages import restrict
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
PASSWORD = "Correct-horse-battery-9"


def update(issue: IssuePage, *texts: str, publish: bool = True) -> IssuePage:
    """Add updates to an issue and publish it, or save a draft."""
    issue = IssuePage.objects.get(pk=issue.pk)
    blocks = [
        {
            "type": "update",
            "id": str(uuid.uuid4()),
            "value": {"date": "2026-05-04", "text": f"<p>{text}</p><p>More.</p>"},
        }
        for text in texts
    ]
    issue.progress = json.dumps([*blocks, *issue.progress.get_prep_value()])
    revision = issue.save_revision()
    if publish:
        revision.publish()
    return IssuePage.objects.get(pk=issue.pk)


def mails_about(mailoutbox: list[EmailMessage], deliver: Callable[[], None]) -> list[str]:
    """Recipients of the mails that came since the last time."""
    mailoutbox.clear()
    deliver()
    return sorted(message.to[0] for message in mailoutbox)


def test_a_member_follows_once_and_stops(issue: IssuePage, leader: User, signed_in: SignIn) -> None:
    client = signed_in(leader)
    for _ in range(2):
        answer = client.post(f"/follow/{issue.pk}/", follow=True)
        assert "You follow this issue" in answer.content.decode()
    assert IssueFollow.objects.count() == 1
    assert "You follow this issue. Stop" in client.get("/issues/time/").content.decode()
    answer = client.post(f"/follow/{issue.pk}/stop/", follow=True)
    assert "You no longer follow this issue" in answer.content.decode()
    assert not IssueFollow.objects.exists()


def test_an_outsider_may_follow_too(issue: IssuePage, outsider: User, signed_in: SignIn) -> None:
    """Issues are public, and so is following them; it takes an account alone."""
    signed_in(outsider).post(f"/follow/{issue.pk}/")
    assert IssueFollow.objects.get().user == outsider


def test_a_visitor_signs_in_and_follows(client: Client, issue: IssuePage, db: None) -> None:
    person = make_person("pat@example.org", "Pat", "Principal")
    person.set_password(PASSWORD)
    person.save()
    page = client.get(f"/follow/{issue.pk}/").content.decode()
    assert "Sign in and follow" in page
    assert not IssueFollow.objects.exists()
    answer = client.post(f"/follow/{issue.pk}/")
    assert answer.headers["Location"] == "/accounts/login/"
    signed = client.post(
        "/accounts/login/", {"login": "pat@example.org", "password": PASSWORD}, follow=True
    )
    assert IssueFollow.objects.get().user == person
    assert signed.request["PATH_INFO"] == "/issues/time/"
    assert "You follow “Time for coaching”." in signed.content.decode()


def test_a_visitor_without_an_account_is_led_to_sign_up(client: Client, issue: IssuePage) -> None:
    answer = client.post(f"/follow/{issue.pk}/", {"new": "yes"})
    assert answer.headers["Location"] == "/accounts/signup/"
    assert client.session["intent"]["params"] == {"issue": issue.pk}


def test_a_wish_for_an_issue_that_went_away_is_dropped(issue: IssuePage, leader: User) -> None:
    from home.views.issues import perform_follow

    issue.unpublish()
    assert perform_follow(leader, issue.pk) is None
    assert not IssueFollow.objects.exists()


@pytest.mark.parametrize("what", ["unpublished", "restricted", "no"])
def test_an_issue_not_everybody_sees_is_not_there_to_follow(
    issue: IssuePage, leader: User, signed_in: SignIn, what: str
) -> None:
    if what == "unpublished":
        issue.unpublish()
    if what == "restricted":
        restrict(Page.objects.get(pk=issue.get_parent().pk))
    pk = 99_999_999_999 if what == "no" else issue.pk
    for who in (Client(), signed_in(leader)):
        for address in (f"/follow/{pk}/", f"/follow/{pk}/stop/"):
            assert who.post(address).status_code == 404
        answer = who.get(f"/follow/{pk}/")
        assert answer.status_code == 404
        assert "Time for coaching" not in answer.content.decode()


def test_followers_are_mailed_each_update_once(
    issue: IssuePage,
    leader: User,
    contributor: User,
    mailoutbox: list[EmailMessage],
    deliver: Callable[[], None],
) -> None:
    for who in (leader, contributor):
        issues.follow(user=who, issue=issue)
    update(issue, "The board <b>met</b> &amp; agreed.")
    assert mails_about(mailoutbox, deliver) == [contributor.email, leader.email]
    body = mailoutbox[0].body
    assert mailoutbox[0].subject == "Progress: Time for coaching"
    assert "May 4, 2026: The board met & agreed. More." in body
    assert "/issues/time/" in body
    update(issue, "A law passed.")
    assert mails_about(mailoutbox, deliver) == [contributor.email, leader.email]
    assert "The board met" not in mailoutbox[0].body
    assert "A law passed." in mailoutbox[0].body


def test_nothing_new_is_no_mail(
    issue: IssuePage, leader: User, mailoutbox: list[EmailMessage], deliver: Callable[[], None]
) -> None:
    issues.follow(user=leader, issue=issue)
    changed = update(issue, "The board met.")
    assert mails_about(mailoutbox, deliver) == [leader.email]
    changed.introduction = "Changed."
    changed.save_revision().publish()
    changed.unpublish()
    IssuePage.objects.get(pk=issue.pk).save_revision().publish()
    update(issue, "Only a draft.", publish=False)
    assert mails_about(mailoutbox, deliver) == []


def test_what_an_issue_is_first_published_with_is_no_news(
    issue_index: Page, leader: User, mailoutbox: list[EmailMessage], deliver: Callable[[], None]
) -> None:
    draft = IssuePage(title="New", slug="new", live=False)
    issue_index.add_child(instance=draft)
    issues.follow(user=leader, issue=draft)
    update(draft, "It begins.")
    assert mails_about(mailoutbox, deliver) == []
    update(draft, "It goes on.")
    assert mails_about(mailoutbox, deliver) == [leader.email]
    assert "It begins" not in mailoutbox[0].body


def test_who_follows_now_is_not_told_what_the_page_said_before(
    issue: IssuePage, leader: User, mailoutbox: list[EmailMessage], deliver: Callable[[], None]
) -> None:
    update(issue, "Old.")
    issues.follow(user=leader, issue=issue)
    assert mails_about(mailoutbox, deliver) == []
    update(issue, "New.")
    assert mails_about(mailoutbox, deliver) == [leader.email]
    assert "Old." not in mailoutbox[0].body


def test_a_closed_account_is_told_nothing(
    issue: IssuePage, leader: User, mailoutbox: list[EmailMessage], deliver: Callable[[], None]
) -> None:
    issues.follow(user=leader, issue=issue)
    User.objects.filter(pk=leader.pk).update(is_active=False)
    update(issue, "The board met.")
    assert mails_about(mailoutbox, deliver) == []


@pytest.mark.parametrize("what", ["unpublished", "restricted", "deleted"])
def test_nobody_is_told_of_a_page_that_not_everybody_sees_any_longer(
    issue: IssuePage,
    leader: User,
    mailoutbox: list[EmailMessage],
    deliver: Callable[[], None],
    what: str,
) -> None:
    issues.follow(user=leader, issue=issue)
    update(issue, "The board met.")
    page = Page.objects.get(pk=issue.pk).specific
    if what == "unpublished":
        page.unpublish()
    elif what == "restricted":
        restrict(page)
    else:
        page.delete()
    assert mails_about(mailoutbox, deliver) == []


def test_a_worker_that_dies_on_the_way_tells_the_rest_and_nobody_twice(
    issue: IssuePage, mailoutbox: list[EmailMessage], deliver: Callable[[], None], db: None
) -> None:
    people = [make_person(f"p{number}@example.org", "P", "P") for number in range(5)]
    for person in people:
        issues.follow(user=person, issue=issue)
    update(issue, "The board met.")
    real, calls = issues._tell_some, []

    def dies(*args: object) -> bool:
        calls.append(1)
        if len(calls) == 2:
            raise OSError
        return real(*args)

    payload = OutboxRow.objects.get(topic=issues.TOPIC).payload
    with patch.object(issues, "CHUNK", 2):
        with patch.object(issues, "_tell_some", dies), pytest.raises(OSError):
            issues.tell_followers(issue_id=payload["issue"], up_to=payload["up_to"])
        assert len(mails_about(mailoutbox, deliver)) == 5
        issues.tell_followers(issue_id=payload["issue"], up_to=payload["up_to"])
    assert mails_about(mailoutbox, deliver) == []


def test_publishing_asks_no_more_of_the_database_for_many_followers(
    issue: IssuePage, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    issue = update(issue, "The first.")

    def note(text: str) -> IssuePage:
        changed = update(issue, text, publish=False)
        found: IssuePage = changed.get_latest_revision_as_object()
        found.first_published_at, found.last_published_at = None, issue.last_published_at
        return found

    people = [User(email=f"p{number}@example.org") for number in range(50)]
    User.objects.bulk_create(people)
    IssueFollow.objects.bulk_create(
        [
            IssueFollow(user=person, issue=issue, created_at=issue.first_published_at)
            for person in people
        ]
    )
    changed = note("The second.")
    OutboxRow.objects.all().delete()
    with django_assert_num_queries(6):
        issues.note_updates(issue=changed)
    assert OutboxRow.objects.filter(topic=issues.TOPIC).count() == 1
    assert not OutboxRow.objects.filter(topic="outbox.mail").exists()


def test_a_mail_leads_to_a_way_to_stop_without_signing_in(
    client: Client, issue: IssuePage, leader: User, mail: Callable[[], EmailMessage]
) -> None:
    issues.follow(user=leader, issue=issue)
    update(issue, "The board met.")
    sent = mail()
    address = re.findall(r"http\S+(/follow/stop/\S+)", str(sent.body))[0]
    assert address in sent.message()["List-Unsubscribe"]
    assert "Stop following “Time for coaching”" in client.get(address).content.decode()
    assert IssueFollow.objects.exists()
    assert "You do not follow this issue." in client.post(address).content.decode()
    assert not IssueFollow.objects.exists()
    assert client.get(address).status_code == client.post(address).status_code == 200


def test_nobody_stops_for_another(client: Client, issue: IssuePage, leader: User) -> None:
    follow = issues.follow(user=leader, issue=issue)
    token = issues.stop_address(follow).rstrip("/").rsplit("/", 1)[1]
    for forged in ("x", token[:-1] + ("A" if token[-1] != "A" else "B"), f"{leader.pk}:{issue.pk}"):
        assert client.post(f"/follow/stop/{forged}/").status_code == 200
    assert IssueFollow.objects.exists()
