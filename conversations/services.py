"""Write to a thread, take back, flag. Whoever owns the thread has checked that the person may take
part in it; what is an author's own is checked here."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from .enums import Outcome
from .models import REASON_LENGTH, Flag, Post, Thread

MAX_LENGTH = 10_000
# Afterwards others have answered to what stands there.
EDITABLE_FOR = timedelta(days=1)
# Who sends the same again so soon pressed the button twice.
SAME_AGAIN = timedelta(minutes=10)


class PostIsEmpty(ValueError):
    """There is nothing in the message."""


class PostIsTooLong(ValueError):
    """The message has more than 10,000 characters, or than the thread takes."""


class NotYourPost(PermissionDenied):
    """The post is someone else's, or cannot be changed any more."""


class CannotBeFlagged(PermissionDenied):
    """It is the person's own, or its text does not stand there."""


@transaction.atomic
def add_post(
    *,
    thread: Thread,
    author: Any,
    text: str,
    is_event: bool = False,
    answers: Post | None = None,
    most: int = MAX_LENGTH,
    now: datetime | None = None,
) -> Post:
    """Add a message to a thread.

    Args:
        thread: where.
        author: who.
        text: plain text.
        is_event: the system recorded it.
        answers: the post of the same thread that it answers.
        most: characters that the thread takes.
        now: when.

    Raises:
        PostIsEmpty, PostIsTooLong: the text is not acceptable.
    """
    return Post.objects.create(
        thread=thread,
        author=author,
        text=_checked(text, most),
        is_event=is_event,
        answers=answers,
        created_at=now or timezone.now(),
    )


@transaction.atomic
def add_post_once(
    *,
    thread: Thread,
    author: Any,
    text: str,
    answers: Post | None = None,
    most: int = MAX_LENGTH,
    now: datetime | None = None,
) -> tuple[Post, bool]:
    """Add a message unless the author just sent the same; return it, and whether it is new.

    Raises:
        PostIsEmpty, PostIsTooLong: the text is not acceptable.
    """
    now = now or timezone.now()
    # Two requests of one double click wait for each other here.
    Thread.objects.select_for_update().get(pk=thread.pk)
    same = Post.objects.readable().filter(
        thread=thread, author=author, text=_checked(text, most), created_at__gt=now - SAME_AGAIN
    )
    if (sent := same.first()) is not None:
        return sent, False
    post = add_post(thread=thread, author=author, text=text, answers=answers, most=most, now=now)
    return post, True


def may_edit(user: Any, post: Post, now: datetime | None = None) -> bool:
    """Whether the person may still change the words of a post: her own, for a day."""
    is_new = post.created_at > (now or timezone.now()) - EDITABLE_FOR
    return may_delete(user, post) and is_new


def may_delete(user: Any, post: Post) -> bool:
    """Whether the person may take a post back: her own, as long as it stands there."""
    return bool(post.author_id == user.pk) and post.is_readable and not post.is_event


@transaction.atomic
def edit_post(
    *, post: Post, author: Any, text: str, most: int = MAX_LENGTH, now: datetime | None = None
) -> None:
    """Change the words of one's own post.

    Raises:
        NotYourPost: it is not, or more than a day old, or deleted or hidden.
        PostIsEmpty, PostIsTooLong: the text is not acceptable.
    """
    now = now or timezone.now()
    locked = Post.objects.select_for_update().get(pk=post.pk)
    if not may_edit(author, locked, now):
        raise NotYourPost
    text = _checked(text, most)
    if text != locked.text:
        locked.text, locked.edited_at = text, now
        locked.save(update_fields=["text", "edited_at"])


@transaction.atomic
def delete_post(*, post: Post, author: Any, now: datetime | None = None) -> None:
    """Take one's own post back; its text is erased.

    Raises:
        NotYourPost: it is not, or is deleted or hidden.
    """
    locked = Post.objects.select_for_update().get(pk=post.pk)
    if not may_delete(author, locked):
        raise NotYourPost
    locked.text, locked.deleted_at = "", now or timezone.now()
    locked.save(update_fields=["text", "deleted_at"])


@transaction.atomic
def flag_post(*, post: Post, user: Any, reason: str, now: datetime | None = None) -> Flag:
    """Say that a post should not stand there; saying it again changes the reason.

    Args:
        post: which.
        user: who says so.
        reason: why, at most 300 characters.
        now: when.

    Raises:
        CannotBeFlagged: it is her own, or deleted or hidden.
    """
    locked = Post.objects.select_for_update().get(pk=post.pk)
    if locked.author_id == user.pk or not locked.is_readable or locked.is_event:
        raise CannotBeFlagged
    flag, _is_new = Flag.objects.update_or_create(
        post=locked,
        user=user,
        decided_at=None,
        defaults={"reason": reason[:REASON_LENGTH], "text": locked.text},
        create_defaults={
            "reason": reason[:REASON_LENGTH],
            "text": locked.text,
            "created_at": now or timezone.now(),
        },
    )
    return flag


@transaction.atomic
def decide_flags(
    *, post: Post, editor: Any, outcome: Outcome, reason: str = "", now: datetime | None = None
) -> bool:
    """Close the open flags of a post, and hide it if that is the outcome; return whether there
    were any.

    Args:
        post: what was flagged.
        editor: who decides; the caller has checked that she may.
        outcome: what comes of it.
        reason: what readers and author are told of a hidden one.
        now: when.
    """
    now = now or timezone.now()
    locked = Post.objects.select_for_update().get(pk=post.pk)
    flags = Flag.objects.open().filter(post=locked)
    decided = flags.update(decided_at=now, decided_by=editor, outcome=outcome)
    if decided and outcome == Outcome.HIDDEN and locked.is_readable:
        locked.hidden_at, locked.hidden_reason = now, reason[:REASON_LENGTH]
        locked.save(update_fields=["hidden_at", "hidden_reason"])
    return bool(decided)


@transaction.atomic
def show_again(*, post: Post) -> None:
    """Undo the hiding of a post; the caller has checked that the person may."""
    Post.objects.filter(pk=post.pk).update(hidden_at=None, hidden_reason="")


def _checked(text: str, most: int) -> str:
    text = text.replace("\x00", "").strip()
    if not text:
        raise PostIsEmpty
    if len(text) > most:
        raise PostIsTooLong
    return text
