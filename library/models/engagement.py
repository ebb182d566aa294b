"""What readers do with a resource: beside the record, never in a revision (docs/adr/0008)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from conversations.models import Thread
from library.enums import CountKind
from library.querysets import FollowQuerySet, UseQuerySet

from .resources import ResourcePage
from .vocabularies import Term

NOTE_LENGTH = 600
PLACE_LENGTH = 160


class Use(models.Model):
    """A person used a resource at her school, and what she says of it.

    `place` is the school in words: it stays when the school leaves the list or she leaves it.
    """

    resource = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="uses")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="resource_uses"
    )
    is_helpful = models.BooleanField()
    place = models.CharField(max_length=PLACE_LENGTH)
    context = models.CharField(max_length=120, blank=True)
    note = models.TextField(max_length=NOTE_LENGTH, blank=True)
    is_named = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = UseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resource", "user"], name="library_used_once")
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.resource}"

    @property
    def by(self) -> str:
        """Who says it: the person if she chose so, else her school alone."""
        name = self.user.get_full_name() if self.is_named else ""
        if name:
            return _("%(name)s, %(school)s") % {"name": name, "school": self.place}
        return _("A school leader at %(school)s") % {"school": self.place}


class ResourceThread(models.Model):
    """The comments under a resource; made with the first one.

    `told_up_to` is the key of the last post that the contributor was mailed about.
    """

    resource = models.OneToOneField(
        ResourcePage, on_delete=models.CASCADE, related_name="comment_thread"
    )
    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="resource_thread")
    told_up_to = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"comments on {self.resource}"


class Follow(models.Model):
    """Somebody wants to hear of new resources on a topic, or of the contributor `author`.

    `told_up_to`: what was published until then is no news to her.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows"
    )
    term = models.ForeignKey(
        Term, on_delete=models.CASCADE, null=True, blank=True, related_name="follows"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="followers",
    )
    is_mailed = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    told_up_to = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "term"], name="library_follows_term_once"),
            models.UniqueConstraint(fields=["user", "author"], name="library_follows_author_once"),
            models.CheckConstraint(
                condition=models.Q(term=None, author__isnull=False)
                | models.Q(term__isnull=False, author=None),
                name="library_follows_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.term or self.author}"


class DailyCount(models.Model):
    """How often a resource was looked at or one of its files fetched on a day, by nobody knows
    whom."""

    resource = models.ForeignKey(
        ResourcePage, on_delete=models.CASCADE, related_name="daily_counts"
    )
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=CountKind.choices)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resource", "day", "kind"], name="library_counted_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource}, {self.day}: {self.number} ({self.kind})"
