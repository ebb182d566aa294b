"""What a member keeps: saved resources and named lists of them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from .resources import ResourcePage


class SaveList(models.Model):
    """A named list of saved resources; private unless its owner shares the link."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="save_lists"
    )
    name = models.CharField(max_length=80)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="library_list_name")]

    def __str__(self) -> str:
        return self.name


class SavedResource(models.Model):
    """A resource a member saved, in any number of her lists."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_resources"
    )
    resource = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="saves")
    lists = models.ManyToManyField(SaveList, related_name="saved_resources", blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "resource"], name="library_saved_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.resource}"
