"""Comments under a resource: a thread of the conversations, which members read and write."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, Min, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from conversations import services as conversations
from conversations.enums import Outcome
from conversations.models import Flag, Post, Thread
from conversations.querysets import PostQuerySet
from core.addresses import site_address
from library.models import ResourcePage, ResourceThread
from library.permissions import may_moderate, may_see, may_take_part
from library.services.using import MayNotTakePart
from outbox.services import queue_mail

COMMENT_LENGTH = 2_000
# Contributors told in one night's transaction; the others are told the night after.
MOST_TOLD = 500


class MayNotModerate(MayNotTakePart):
    """The person does not decide about comments."""


class NothingToDecide(ValueError):
    """Somebody else has decided it in the meantime."""


class ReasonNeeded(ValueError):
    """A comment is hidden, and its author warned, only with a word on why."""


def comments_on(page: ResourcePage) -> PostQuerySet:
    """Return the comments that have a place under a resource, in the order they were written, each
    with its author and what it answers."""
    posts: PostQuerySet = Post.objects.filter(thread__resource_thread__resource=page)
    return posts.shown().select_related("author__membership__school__district", "answers__author")


@transaction.atomic
def add_comment(
    *,
    user: User,
    resource: ResourcePage,
    text: str,
    answers: Post | None = None,
    now: datetime | None = None,
) -> Post:
    """Say something under a published resource; who sends the same twice said it once.

    Raises:
        MayNotTakePart: she is no member or may not see it, or it was withdrawn.
        PostIsEmpty, PostIsTooLong: the text is not acceptable.
    """
    if not may_take_part(user) or not may_see(user, resource):
        raise MayNotTakePart
    post, _is_new = conversations.add_post_once(
        thread=_thread_of(resource),
        author=user,
        text=text,
        answers=answers,
        most=COMMENT_LENGTH,
        now=now,
    )
    return post


def waiting_comments() -> PostQuerySet:
    """Return the flagged comments that wait for an editor, longest waiting first."""
    posts: PostQuerySet = Post.objects.filter(thread__resource_thread__isnull=False)
    is_open = Q(flags__decided_at=None, flags__isnull=False)
    return posts.filter(is_open).annotate(since=Min("flags__created_at")).order_by("since", "pk")


def hidden_comments() -> PostQuerySet:
    """Return the comments that editors removed, the latest first."""
    posts: PostQuerySet = Post.objects.filter(thread__resource_thread__isnull=False)
    return posts.exclude(hidden_at=None).order_by("-hidden_at")


def waiting_count() -> int:
    """Return how many flagged comments wait for an editor."""
    open_flags = Flag.objects.open().filter(post__thread__resource_thread__isnull=False)
    return open_flags.order_by().values("post").distinct().count()


@transaction.atomic
def decide(
    *, editor: User, post: Post, outcome: Outcome, reason: str = "", now: datetime | None = None
) -> None:
    """Decide about a flagged comment; its author is mailed what concerns her.

    Args:
        editor: who decides.
        post: the comment.
        outcome: keep it, keep it and warn its author, or hide it.
        reason: what the author is told; needed unless it is just kept.
        now: when.

    Raises:
        MayNotModerate: the person is no editor, or it is her own comment.
        ReasonNeeded: there is none.
        NothingToDecide: no flag is open.
    """
    if not may_moderate(editor) or post.author_id == editor.pk:
        raise MayNotModerate
    if outcome != Outcome.KEPT and not reason:
        raise ReasonNeeded
    decided = conversations.decide_flags(
        post=post, editor=editor, outcome=outcome, reason=reason, now=now
    )
    if not decided:
        raise NothingToDecide
    if outcome != Outcome.KEPT and post.author is not None:
        _mail_author(
            post, "comment_hidden" if outcome == Outcome.HIDDEN else "comment_warned", reason
        )


@transaction.atomic
def show_again(*, editor: User, post: Post) -> None:
    """Put a comment back that was hidden.

    Raises:
        MayNotModerate: the person is no editor, or it is her own comment.
    """
    if not may_moderate(editor) or post.author_id == editor.pk:
        raise MayNotModerate
    conversations.show_again(post=post)


@transaction.atomic
def tell_contributors(*, now: datetime | None = None) -> int:
    """Mail each contributor once what is new under her resources since the last mail; return how
    many were mailed. What was hidden or taken back meanwhile is not counted."""
    now = now or timezone.now()
    is_news = Q(thread__posts__pk__gt=F("told_up_to"))
    rows = (
        ResourceThread.objects.select_for_update(of=("self",))
        .filter(pk__in=ResourceThread.objects.filter(is_news).values("pk"))
        .select_related("resource__owner")
        .order_by("pk")[:MOST_TOLD]
    )
    news: dict[User, list[dict[str, object]]] = {}
    for row in rows:
        posts = Post.objects.filter(thread=row.thread_id)
        fresh = posts.readable().filter(pk__gt=row.told_up_to)
        row.told_up_to = posts.aggregate(newest=Max("pk"))["newest"]
        page, owner = row.resource, row.resource.owner
        count = fresh.exclude(author=owner).count() if owner is not None else 0
        if count and owner.is_active and may_see(owner, page):
            entry = {"title": page.title, "count": count, "url": _comments_address(page)}
            news.setdefault(owner, []).append(entry)
        row.save(update_fields=["told_up_to"])
    for owner, entries in news.items():
        _mail(owner, "new_comments", {"entries": entries, "count": len(entries)}, now)
    return len(news)


def _thread_of(resource: ResourcePage) -> Thread:
    """Return the thread of a resource, made if nobody said anything yet."""
    # Two first comments at once wait for each other here.
    ResourcePage.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    found = ResourceThread.objects.select_related("thread").filter(resource=resource).first()
    if found is None:
        found = ResourceThread.objects.create(resource=resource, thread=Thread.objects.create())
    return found.thread


def _comments_address(page: ResourcePage) -> str:
    return site_address(reverse("library:comments", args=[page.slug]))


def _mail_author(post: Post, template: str, reason: str) -> None:
    page = post.thread.resource_thread.resource
    assert post.author is not None
    context = {"title": page.title, "url": _comments_address(page), "text": reason}
    _mail(post.author, template, context, None)


def _mail(person: User, template: str, context: dict[str, object], now: datetime | None) -> None:
    context = {"name": person.first_name, **context}
    queue_mail(to=person.email, template=template, context=context, now=now)
