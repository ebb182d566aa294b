"""What a member keeps: saved resources and named lists of them, some of which are collections."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from library.enums import Audience
from library.querysets import SaveListQuerySet

from .resources import ResourcePage

LIST_NAME_LENGTH = 80
DESCRIPTION_LENGTH = 600
ITEM_NOTE_LENGTH = 300


class SaveList(models.Model):
    """A named list of saved resources: private, for whoever has the link, or a collection that
    stands before everybody, which implies the link."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="save_lists"
    )
    name = models.CharField(max_length=LIST_NAME_LENGTH)
    description = models.TextField(
        max_length=DESCRIPTION_LENGTH, blank=True, default="", db_default=""
    )
    is_shared = models.BooleanField(default=False)
    is_public = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = SaveListQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="library_list_name")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audience(self) -> Audience:
        """Who may read it."""
        if self.is_public:
            return Audience.PUBLIC
        return Audience.LINK if self.is_shared else Audience.PRIVATE


class SavedResource(models.Model):
    """A resource a member saved, in any number of her lists."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_resources"
    )
    resource = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="saves")
    lists = models.ManyToManyField(
        SaveList, related_name="saved_resources", blank=True, through="ListItem"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "resource"], name="library_saved_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.resource}"


class ListItem(models.Model):
    """A saved resource on a list, in its place, with a word on why it is there."""

    saved = models.ForeignKey(
        SavedResource,
        on_delete=models.CASCADE,
        related_name="list_items",
        db_column="savedresource_id",
    )
    save_list = models.ForeignKey(
        SaveList, on_delete=models.CASCADE, related_name="items", db_column="savelist_id"
    )
    position = models.PositiveIntegerField(default=0, db_default=0)
    note = models.TextField(max_length=ITEM_NOTE_LENGTH, blank=True, default="", db_default="")

    class Meta:
        # The table that Django made while the relation had no model of its own.
        db_table = "library_savedresource_lists"
        # What was put on a list before it had an order: the newest first.
        ordering: ClassVar = ["position", "-saved__created_at", "-saved_id"]
        unique_together: ClassVar = [("saved", "save_list")]

    def __str__(self) -> str:
        return f"{self.save_list}: {self.saved.resource}"
