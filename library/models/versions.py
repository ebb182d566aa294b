"""The numbered versions of a resource that were ever published."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Revision

from files.models import StoredFile
from library.querysets import ResourceVersionQuerySet

from .resources import ResourcePage


class ResourceVersion(models.Model):
    """A published version: its revision can never be purged, its address stays."""

    resource = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    revision = models.OneToOneField(
        Revision, on_delete=models.PROTECT, related_name="resource_version"
    )
    what_changed = models.CharField(max_length=500, blank=True)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = ResourceVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["resource", "number"], name="library_version_number")
        ]

    def __str__(self) -> str:
        return f"{self.resource}, version {self.number}"


class VersionFile(models.Model):
    """A file that a numbered version cites, and that therefore is never deleted.

    Revisions name their files in JSON only, where neither a constraint nor an index sees them.
    """

    version = models.ForeignKey(
        ResourceVersion, on_delete=models.CASCADE, related_name="version_files"
    )
    stored_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="version_files"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "stored_file"], name="library_version_file")
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.stored_file}"
