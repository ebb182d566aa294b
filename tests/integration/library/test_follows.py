"""Following topics and contributors, and the mail of the week."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from accounts.models import User
from library.models import Follow, ResourcePage, Term
from library.services import following
from library.services.following import NothingToFollow
from library.services.publishing import withdraw
from tests.factories.resources import members_only
from tests.integration.library.conftest import Make

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]

# A Monday in the morning, after the nightly chores.
MONDAY = timezone.make_aware(datetime(2026, 11, 23, 4))
BEFORE = MONDAY - timedelta(days=5)


@pytest.fixture
def topic(vocabularies: None) -> Term:
    return Term.objects.get(slug="chronic-absence")


@pytest.fixture
def tell(
    deliver: Callable[[], None], mailoutbox: list[EmailMessage]
) -> Callable[[datetime], list[EmailMessage]]:
    """Tell the followers at a time and return the mails that it took."""

    def run(now: datetime) -> list[EmailMessage]:
        mailoutbox.clear()
        following.tell_followers(now=now)
        deliver()
        return list(mailoutbox)

    return run


def appeared(page: ResourcePage, at: datetime) -> ResourcePage:
    ResourcePage.objects.filter(pk=page.pk).update(first_published_at=at)
    return page


def follow(user: User, topic: Term) -> Follow:
    return following.follow_term(user=user, term=topic, now=BEFORE)


def test_a_topic_is_followed_from_the_library_and_left_again(
    make: Make, topic: Term, deliver: Callable[[], None], signed_in: SignIn, leader: User
) -> None:
    make("A phone tree", terms=(topic.slug,))
    deliver()
    client, at = signed_in(leader), f"/my/follows/topic/{topic.slug}/"
    assert at in client.get(f"/library/?topic={topic.slug}").content.decode()
    assert at not in client.get(f"/library/?topic={topic.slug}&q=phone").content.decode()
    client.post(at)
    client.post(at)
    assert topic.label in client.get("/my/follows/").content.decode()
    assert Follow.objects.count() == 1
    assert "Stop following it" in client.get(at).content.decode()
    client.post(at, {"stop": "1"})
    assert "You follow nothing yet" in client.get("/my/follows/").content.decode()


def test_what_to_follow_is_chosen_on_a_resource(
    make: Make, topic: Term, signed_in: SignIn, leader: User, contributor: User
) -> None:
    page = make("A phone tree", terms=(topic.slug, "9-12"), owner=contributor)
    client, at = signed_in(leader), f"/library/{page.slug}/follow/"
    assert at in client.get(f"/library/{page.slug}/").content.decode()
    client.post(at, {"topic": [topic.slug, "9-12", "xyz"], "author": "1"})
    assert {(one.term, one.author) for one in Follow.objects.all()} == {
        (topic, None),
        (None, contributor),
    }
    text = client.get("/my/follows/").content.decode()
    assert "Whoever shared" in text
    assert contributor.first_name not in text
    assert "You follow this" in client.get(f"/library/{page.slug}/").content.decode()
    client.post(at, {"author": "1"})
    assert Follow.objects.get().author == contributor
    client.post(f"/my/follows/{Follow.objects.get().pk}/stop/")
    assert not Follow.objects.exists()


def test_nobody_follows_herself_or_whoever_imported_a_table(
    make: Make, signed_in: SignIn, leader: User, contributor: User
) -> None:
    own = make("Mine", owner=leader)
    imported = make("From a table", owner=contributor, external_id="7")
    hidden = make("Hidden", owner=contributor, **members_only())
    client = signed_in(leader)
    for page in (own, imported):
        client.post(f"/library/{page.slug}/follow/", {"author": "1"})
    assert not Follow.objects.exists()
    User.objects.filter(pk=leader.pk).update(is_active=False)
    leader.refresh_from_db()
    with pytest.raises(NothingToFollow):
        following.follow_author(user=leader, resource=hidden)


def test_nobody_ends_what_another_follows(
    topic: Term, client: Client, signed_in: SignIn, leader: User, contributor: User
) -> None:
    followed = follow(leader, topic)
    at = f"/my/follows/{followed.pk}/stop/"
    assert signed_in(contributor).post(at).status_code == 404
    assert client.post(at).url.startswith("/accounts/login/")
    assert Follow.objects.count() == 1


def test_followers_are_told_once_a_week_of_what_they_may_see(
    make: Make,
    topic: Term,
    leader: User,
    outsider: User,
    contributor: User,
    tell: Callable[[datetime], list[EmailMessage]],
) -> None:
    for user in (leader, outsider, contributor):
        follow(user, topic)
    new, hidden = MONDAY - timedelta(days=1), MONDAY - timedelta(days=2)
    appeared(make("A phone tree", terms=(topic.slug,)), new)
    appeared(make("For members", terms=(topic.slug,), **members_only()), hidden)
    appeared(make("Older", terms=(topic.slug,)), BEFORE - timedelta(days=1))
    appeared(make("Elsewhere", terms=("9-12",)), new)
    User.objects.filter(pk=contributor.pk).update(is_active=False)
    mails = {one.to[0]: one.body for one in tell(MONDAY)}
    assert set(mails) == {leader.email, outsider.email}
    assert "A phone tree" in mails[leader.email]
    assert "For members" in mails[leader.email]
    assert "For members" not in mails[outsider.email]
    for body in mails.values():
        assert "Older" not in body
        assert "Elsewhere" not in body
    assert tell(MONDAY + timedelta(hours=1)) == []
    appeared(make("On Tuesday", terms=(topic.slug,)), MONDAY + timedelta(days=1))
    assert tell(MONDAY + timedelta(days=2)) == []
    later = tell(MONDAY + timedelta(days=7))
    assert {one.to[0] for one in later} == {leader.email, outsider.email}
    assert all("On Tuesday" in one.body and "phone tree" not in one.body for one in later)


def test_no_mail_goes_out_if_nothing_is_new_or_it_was_withdrawn(
    make: Make,
    topic: Term,
    leader: User,
    reviewer: User,
    tell: Callable[[datetime], list[EmailMessage]],
) -> None:
    follow(leader, topic)
    assert tell(MONDAY) == []
    page = appeared(make("Gone", terms=(topic.slug,)), MONDAY + timedelta(days=1))
    withdraw(resource=page, user=reviewer, reason="Old.")
    assert tell(MONDAY + timedelta(days=7)) == []


def test_a_topic_brings_its_narrower_ones_and_a_resource_is_named_once(
    make: Make,
    topic: Term,
    leader: User,
    contributor: User,
    tell: Callable[[datetime], list[EmailMessage]],
) -> None:
    assert topic.parent is not None
    page = make("A phone tree", terms=(topic.slug,), owner=contributor)
    follow(leader, topic.parent)
    follow(leader, topic)
    following.follow_author(user=leader, resource=page, now=BEFORE)
    appeared(page, MONDAY - timedelta(days=1))
    (sent,) = tell(MONDAY)
    assert sent.body.count("A phone tree") == 1
    assert "1 resource" in sent.subject


def test_a_missed_monday_is_made_up_for(
    make: Make,
    topic: Term,
    leader: User,
    at_night: Callable[[str], None],
    deliver: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    now = timezone.now()
    followed = follow(leader, topic)
    Follow.objects.update(told_up_to=now - timedelta(days=8))
    appeared(make("A phone tree", terms=(topic.slug,)), now - timedelta(hours=1))
    at_night("library.digest")
    deliver()
    assert [one.to for one in mailoutbox] == [[leader.email]]
    followed.refresh_from_db()
    assert followed.told_up_to > now - timedelta(hours=1)
    assert not following.ask_for_digest()


def test_the_mail_stops_at_one_press_without_signing_in(
    make: Make,
    topic: Term,
    leader: User,
    tell: Callable[[datetime], list[EmailMessage]],
    signed_in: SignIn,
) -> None:
    follow(leader, topic)
    appeared(make("A phone tree", terms=(topic.slug,)), MONDAY - timedelta(days=1))
    (sent,) = tell(MONDAY)
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert stop in sent.body
    path = "/" + stop.split("/", 3)[3]
    program = Client(enforce_csrf_checks=True)
    assert program.get(path).status_code == 200
    assert Follow.objects.get().is_mailed
    assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    appeared(make("Later", terms=(topic.slug,)), MONDAY + timedelta(days=1))
    assert tell(MONDAY + timedelta(days=7)) == []
    client = signed_in(leader)
    assert "You stopped the weekly mail." in client.get("/my/follows/").content.decode()
    client.post("/my/follows/mails/", {"mails": "yes"})
    assert Follow.objects.get().is_mailed
    client.post("/my/follows/mails/", {"mails": "no"})
    assert not Follow.objects.get().is_mailed


@pytest.mark.parametrize("token", ["forged", "MQ:1x:abc", "%00", "x" * 500])
def test_a_forged_address_stops_nothing(
    topic: Term, client: Client, leader: User, token: str
) -> None:
    follow(leader, topic)
    answer = client.post(f"/my/follows/no-mails/{token}/")
    assert "This link stops nothing." in answer.content.decode()
    assert Follow.objects.get().is_mailed
