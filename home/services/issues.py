"""Following an issue, and telling those who do."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import User
from accounts.services import site_address
from home.models import IssueFollow, IssuePage, IssueUpdateTold
from outbox.services import queue_mail


@transaction.atomic
def follow(*, user: User, issue: IssuePage, now: datetime | None = None) -> IssueFollow:
    """Have a person told when something happens; following twice changes nothing."""
    followed, _ = IssueFollow.objects.get_or_create(
        user=user, issue=issue, defaults={"created_at": now or timezone.now()}
    )
    return followed


@transaction.atomic
def unfollow(*, user: User, issue: IssuePage) -> None:
    """Have a person no longer told."""
    IssueFollow.objects.filter(user=user, issue=issue).delete()


@transaction.atomic
def tell_followers(*, issue: IssuePage) -> None:
    """Mail followers each update of the published issue that they were not told of, once.

    What stood on the page when it was first published is no news.
    """
    told = set(issue.told.values_list("update_id", flat=True))
    new = [block for block in issue.progress if str(block.id) not in set(map(str, told))]
    if not new:
        return
    IssueUpdateTold.objects.bulk_create(
        [IssueUpdateTold(issue=issue, update_id=block.id) for block in new], ignore_conflicts=True
    )
    is_first = issue.first_published_at == issue.last_published_at
    if is_first:
        return
    lines = [
        f"{block.value['date']:%B %-d, %Y}: {strip_tags(str(block.value['text']))}" for block in new
    ]
    followers = IssueFollow.objects.filter(issue=issue, user__is_active=True)
    for follower in followers.select_related("user").order_by("pk"):
        context = {
            "name": follower.user.first_name,
            "title": issue.title,
            "updates": lines,
            "url": site_address(issue.url or "/"),
            "site_name": settings.WAGTAIL_SITE_NAME,
        }
        queue_mail(to=follower.user.email, template="issue_update", context=context)
