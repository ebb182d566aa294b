"""Following an issue, and telling those who do."""

from collections.abc import Iterable
from datetime import datetime
from html import unescape

from django.core import signing
from django.db import transaction
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import User
from core.addresses import site_address
from core.text import clean_line
from home.models import IssueFollow, IssuePage, IssueUpdateTold
from outbox import services as outbox

TOPIC = "home.issue_updates"
# Followers told in one transaction: on SQLite nobody else writes meanwhile.
CHUNK = 100
SALT = "home.follow"


def open_issue(pk: int) -> IssuePage | None:
    """Return an issue if everybody may see it."""
    found: IssuePage | None = IssuePage.objects.live().public().filter(pk=pk).first()
    return found


@transaction.atomic
def follow(*, user: User, issue: IssuePage, now: datetime | None = None) -> IssueFollow:
    """Have a person told when something happens; following twice changes nothing.

    What stands on the page now is no news to her.
    """
    followed, _ = IssueFollow.objects.get_or_create(
        user=user,
        issue=issue,
        defaults={"created_at": now or timezone.now(), "told_up_to": _newest(issue)},
    )
    return followed


@transaction.atomic
def unfollow(*, user: User, issue: IssuePage) -> None:
    """Have a person no longer told."""
    IssueFollow.objects.filter(user=user, issue=issue).delete()


@transaction.atomic
def note_updates(*, issue: IssuePage) -> None:
    """Note each update that an issue is published with, once, and have its followers told.

    However many they are, this writes one row; the worker does the rest (`tell_followers`). What
    stands on the page when it is first published is no news.
    """
    known = {str(update) for update in issue.told.values_list("update_id", flat=True)}
    new = [block.id for block in issue.progress if block.id and str(block.id) not in known]
    if not new:
        return
    IssueUpdateTold.objects.bulk_create(
        [IssueUpdateTold(issue=issue, update_id=update) for update in new], ignore_conflicts=True
    )
    newest = _newest(issue)
    if issue.first_published_at == issue.last_published_at:
        issue.follows.update(told_up_to=newest)
    else:
        outbox.add(topic=TOPIC, payload={"issue": issue.pk, "up_to": newest})


def tell_followers(*, issue_id: int, up_to: int) -> None:
    """Mail each follower the updates she was not told of; safe to run again.

    Nobody is told of a page that not everybody may see, or whose account is closed.

    Args:
        issue_id: the issue.
        up_to: key of the last update to tell.
    """
    issue = open_issue(issue_id)
    if issue is None:
        return
    lines = _lines(issue, up_to)
    while _tell_some(issue, lines, up_to):
        pass


def stop_address(follow: IssueFollow) -> str:
    """Return the address at which a person stops following, without signing in."""
    token = signing.dumps([follow.user_id, follow.issue_id], salt=SALT)
    return site_address(reverse("home:stop-following", args=[token]))


def follow_of_token(token: str) -> IssueFollow | None:
    """Return whose following an address ends; None if it ended, or if nobody made the address."""
    try:
        user, issue = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    rows = IssueFollow.objects.select_related("user", "issue")
    return rows.filter(user_id=user, issue_id=issue).first()


@transaction.atomic
def _tell_some(issue: IssuePage, lines: dict[int, str], up_to: int) -> bool:
    """Mail the next followers who are still to be told; return whether there were any."""
    waiting: QuerySet[IssueFollow] = IssueFollow.objects.filter(
        issue=issue, user__is_active=True, told_up_to__lt=up_to
    )
    followers = list(waiting.select_for_update(of=("self",)).select_related("user")[:CHUNK])
    for follower in followers:
        news = [line for key, line in lines.items() if key > follower.told_up_to]
        if news:
            _mail(issue, follower, news)
    IssueFollow.objects.filter(pk__in=[one.pk for one in followers]).update(told_up_to=up_to)
    return bool(followers)


def _mail(issue: IssuePage, follower: IssueFollow, news: Iterable[str]) -> None:
    stop = stop_address(follower)
    context = {
        "name": follower.user.first_name,
        "title": issue.title,
        "updates": list(news),
        "url": site_address(issue.url or "/"),
        "stop_url": stop,
    }
    headers = {"List-Unsubscribe": f"<{stop}>"}
    outbox.queue_mail(
        to=follower.user.email, template="issue_update", context=context, headers=headers
    )


def _lines(issue: IssuePage, up_to: int) -> dict[int, str]:
    """Return the updates on the page as lines, the newest first, by their keys."""
    keys = {str(one.update_id): one.pk for one in issue.told.filter(pk__lte=up_to)}
    return {
        keys[str(block.id)]: f"{block.value['date']:%B} {block.value['date'].day}, "
        f"{block.value['date'].year}: {_plain(str(block.value['text']))}"
        for block in issue.progress
        if str(block.id) in keys
    }


def _plain(html: str) -> str:
    """Return rich text as one line; a paragraph that ends does not run into the next."""
    return clean_line(unescape(strip_tags(html.replace("</p>", "</p> ").replace("<br", " <br"))))


def _newest(issue: IssuePage) -> int:
    return issue.told.aggregate(newest=Max("pk"))["newest"] or 0
