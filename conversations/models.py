"""Threads and posts: the talk under a submission, a resource, a group or a plan."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from .enums import Outcome
from .querysets import FlagQuerySet, PostQuerySet

REASON_LENGTH = 300


class Thread(models.Model):
    """A conversation; who may read it is decided by whatever it hangs under."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"thread {self.public_id}"


class Post(models.Model):
    """One message in a thread, as plain text; `is_event` marks what the system recorded.

    The text of a deleted one is gone; a hidden one keeps it, for editors alone.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField()
    is_event = models.BooleanField(default=False)
    answers = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="answered_by"
    )
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.CharField(
        max_length=REASON_LENGTH, blank=True, default="", db_default=""
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["created_at", "id"]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_readable(self) -> bool:
        """Whether its text stands there: neither deleted nor hidden."""
        return self.deleted_at is None and self.hidden_at is None


class Flag(models.Model):
    """Somebody thinks that a post should not stand there; `text` is what she read."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="flags")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(max_length=REASON_LENGTH)
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post", "user"],
                condition=models.Q(decided_at=None),
                name="conversations_flagged_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.reason}"
