"""Following topics and contributors, and the weekly mail to those who do."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.addresses import site_address
from library.enums import Vocabulary
from library.models import Follow, ResourcePage, ResourceTerm, Term
from library.permissions import may_see, visibilities_for
from outbox import services as outbox

TOPIC = "library.digest"
SALT = "library.digest"
# People told in one transaction: on SQLite nobody else writes meanwhile.
CHUNK = 100
MOST_ENTRIES = 20
MOST_FOLLOWS = 200
# What is being published at this very moment has its date before others can see it.
SETTLED = timedelta(minutes=5)
# Nobody is told of what is older, however long no mail went out.
OLDEST = timedelta(days=60)


class NothingToFollow(PermissionDenied):
    """There is no such contributor, it is the person herself, or she follows too much already."""


@dataclass(frozen=True)
class News:
    """A resource that is new, and under what it stands: its topics and their broader ones."""

    pk: int
    title: str
    slug: str
    visibility: str
    owner: int | None
    at: datetime
    terms: frozenset[int]


def has_author_to_follow(user: Any, page: ResourcePage) -> bool:
    """Whether a resource comes from a contributor; whoever imported a table is none."""
    return page.owner_id is not None and page.external_id is None and page.owner_id != user.pk


@transaction.atomic
def follow_term(*, user: User, term: Term, now: datetime | None = None) -> Follow:
    """Have a person told of what is new on a topic; following twice changes nothing.

    Raises:
        NothingToFollow: it is no topic, or she follows 200 things.
    """
    if term.vocabulary != Vocabulary.TOPIC:
        raise NothingToFollow
    return _follow(user, now or timezone.now(), term=term)


@transaction.atomic
def follow_author(*, user: User, resource: ResourcePage, now: datetime | None = None) -> Follow:
    """Have a person told of what is new from whoever shared a resource.

    Raises:
        NothingToFollow: she may not see it, nobody shared it, or she did herself.
    """
    if not may_see(user, resource) or not has_author_to_follow(user, resource):
        raise NothingToFollow
    return _follow(user, now or timezone.now(), author=resource.owner)


@transaction.atomic
def choose(
    *,
    user: User,
    resource: ResourcePage,
    terms: Iterable[Term],
    author: bool,
    now: datetime | None = None,
) -> None:
    """Leave a person following exactly these of a resource's topics, and its contributor or not.

    Raises:
        NothingToFollow: see `follow_term` and `follow_author`.
    """
    wanted = {term.pk: term for term in terms}
    on_it = ResourceTerm.objects.filter(resource=resource).values("term")
    Follow.objects.filter(user=user, term__in=on_it).exclude(term__in=wanted).delete()
    for term in wanted.values():
        follow_term(user=user, term=term, now=now)
    if author:
        follow_author(user=user, resource=resource, now=now)
    elif resource.owner_id is not None:
        Follow.objects.filter(user=user, author=resource.owner_id).delete()


@transaction.atomic
def unfollow(*, user: User, pk: int) -> None:
    """Have a person no longer told of something she follows."""
    Follow.objects.filter(user=user, pk=pk).delete()


@transaction.atomic
def stop_mails(*, user: User) -> None:
    """Send a person no more weekly mails; what she follows stays on its page."""
    Follow.objects.filter(user=user).update(is_mailed=False)


@transaction.atomic
def resume_mails(*, user: User, now: datetime | None = None) -> None:
    """Send a person the weekly mail about all she follows; what came meanwhile is no news."""
    stopped = Follow.objects.filter(user=user, is_mailed=False)
    stopped.update(is_mailed=True, told_up_to=now or timezone.now())


def stop_address(user: User) -> str:
    """Return the address at which a person stops the mails without signing in."""
    token = signing.dumps(user.pk, salt=SALT)
    return site_address(reverse("library:stop_mails", args=[token]))


def user_of_token(token: str) -> User | None:
    """Return whose mails an address stops, None if nobody made it or the account is gone."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk).first()


def ask_for_digest(*, now: datetime | None = None) -> bool:
    """Have the followers told who were not told yet this week; return whether there are any."""
    if not _due(now or timezone.now()).exists():
        return False
    outbox.add(topic=TOPIC, payload={})
    return True


def tell_followers(*, now: datetime | None = None) -> int:
    """Mail each follower what is new since she was told last; return how many mails were queued.

    Safe to run again, and at the same time: each is told once a week, of each resource once, and
    of none that she may not see.
    """
    now = now or timezone.now()
    up_to = now - SETTLED
    if up_to < week_start(now):
        return 0
    news = _news(up_to - OLDEST, up_to)
    mails = 0
    while (count := _tell_some(news, now, up_to)) is not None:
        mails += count
    return mails


def week_start(now: datetime) -> datetime:
    """Return when the week began, by the clock of the site: a mail a week, on Monday or as soon
    as a worker runs again."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday())


def _follow(user: User, now: datetime, **what: Any) -> Follow:
    found = Follow.objects.filter(user=user, **what).first()
    if found is not None:
        return found
    if Follow.objects.filter(user=user).count() >= MOST_FOLLOWS:
        raise NothingToFollow(_("You follow 200 things. Stop following one first."))
    defaults = {"created_at": now, "told_up_to": now}
    made, _is_new = Follow.objects.get_or_create(user=user, **what, defaults=defaults)
    return made


def _due(now: datetime) -> Any:
    return Follow.objects.filter(
        user__is_active=True, is_mailed=True, told_up_to__lt=week_start(now)
    )


@transaction.atomic
def _tell_some(news: Sequence[News], now: datetime, up_to: datetime) -> int | None:
    """Tell the next who are due; return how many mails it took, None if nobody is due."""
    people = list(_due(now).order_by("user").values_list("user", flat=True).distinct()[:CHUNK])
    if not people:
        return None
    rows = _due(now).filter(user__in=people).order_by("pk")
    rows = rows.select_for_update(of=("self",)).select_related("user", "term")
    followed: defaultdict[int, list[Follow]] = defaultdict(list)
    for row in rows:
        followed[row.user_id].append(row)
    mails = sum(_tell(follows, news) for follows in followed.values())
    keys = [row.pk for follows in followed.values() for row in follows]
    Follow.objects.filter(pk__in=keys).update(told_up_to=up_to)
    return mails


def _tell(follows: Sequence[Follow], news: Sequence[News]) -> bool:
    """Mail one person what is new; return whether anything is."""
    user = follows[0].user
    visibilities = visibilities_for(user)
    found: dict[int, tuple[News, str]] = {}
    for follow in follows:
        for one in news:
            if one.at <= follow.told_up_to or one.visibility not in visibilities:
                continue
            if follow.term_id in one.terms or (one.owner and follow.author_id == one.owner):
                found.setdefault(one.pk, (one, follow.term.label if follow.term else ""))
    if not found:
        return False
    entries = [
        {
            "title": one.title,
            "under": label,
            "url": site_address(reverse("library:resource", args=[one.slug])),
        }
        for one, label in found.values()
    ]
    _mail(user, entries)
    return True


def _mail(user: User, entries: Sequence[Mapping[str, str]]) -> None:
    stop = stop_address(user)
    context = {
        "name": user.first_name,
        "entries": list(entries[:MOST_ENTRIES]),
        "count": len(entries),
        "more": max(0, len(entries) - MOST_ENTRIES),
        "library_url": site_address(reverse("library:browse")),
        "follows_url": site_address(reverse("library:follows")),
        "stop_url": stop,
    }
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    outbox.queue_mail(to=user.email, template="digest", context=context, headers=headers)


def _news(since: datetime, up_to: datetime) -> list[News]:
    """Return the resources first published in a time, the newest first, in three queries."""
    rows = ResourcePage.objects.published().filter(
        first_published_at__gt=since, first_published_at__lte=up_to
    )
    found = list(
        rows.newest_first().values_list(
            *("pk", "title", "slug", "visibility", "owner_id", "external_id", "first_published_at")
        )
    )
    parents = dict(Term.objects.of(Vocabulary.TOPIC).order_by().values_list("pk", "parent_id"))
    topics: defaultdict[int, set[int]] = defaultdict(set)
    on_them = ResourceTerm.objects.filter(resource__in=rows.order_by().values("pk"))
    for resource, term in on_them.values_list("resource_id", "term_id"):
        step: int | None = term
        while step in parents and step not in topics[resource]:
            topics[resource].add(step)
            step = parents[step]
    return [
        News(pk, title, slug, visibility, None if imported else owner, at, frozenset(topics[pk]))
        for pk, title, slug, visibility, owner, imported, at in found
    ]
