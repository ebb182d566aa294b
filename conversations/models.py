"""Threads and posts: the talk under a submission, a resource, a group or a plan."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Thread(models.Model):
    """A conversation; who may read it is decided by whatever it hangs under."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"thread {self.public_id}"


class Post(models.Model):
    """One message in a thread, as plain text; `is_event` marks what the system recorded."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField()
    is_event = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.text[:60]
