"""Write to a thread. Whoever owns the thread has checked that the author may."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from .models import Post, Thread

MAX_LENGTH = 10_000


class PostIsEmpty(ValueError):
    """There is nothing in the message."""


class PostIsTooLong(ValueError):
    """The message has more than 10,000 characters."""


@transaction.atomic
def add_post(
    *, thread: Thread, author: Any, text: str, is_event: bool = False, now: datetime | None = None
) -> Post:
    """Add a message to a thread.

    Raises:
        PostIsEmpty, PostIsTooLong: the text is not acceptable.
    """
    text = text.replace("\x00", "").strip()
    if not text:
        raise PostIsEmpty
    if len(text) > MAX_LENGTH:
        raise PostIsTooLong
    return Post.objects.create(
        thread=thread,
        author=author,
        text=text,
        is_event=is_event,
        created_at=now or timezone.now(),
    )
