"""Stored files, and the image and document models of the public pages."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition


class StoredFile(models.Model):
    """A file someone uploaded: immutable, kept under the SHA-256 of its bytes, never public.

    Several rows may share bytes; the bytes go when the last row goes.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(help_text="bytes")
    content_type = models.CharField(max_length=100)
    extension = models.CharField(max_length=10)
    original_name = models.CharField(max_length=255)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="stored_files"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["uploaded_by", "created_at"], name="files_uploader")]

    def __str__(self) -> str:
        return self.original_name


class Document(AbstractDocument):
    """A document that editors place on pages; library files are `StoredFile`s instead."""

    # Redeclared only for their reverse names: Wagtail's own model of this name exists as well.
    tags = TaggableManager(blank=True, related_name="files_documents")
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    admin_form_fields: ClassVar = ("title", "file", "collection", "tags")


class Image(AbstractImage):
    """An image on a page."""

    tags = TaggableManager(blank=True, related_name="files_images")
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    admin_form_fields: ClassVar = (
        "title",
        "file",
        "description",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        pass


class Rendition(AbstractRendition):
    """A resized copy of an image."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="files_rendition_unique"
            )
        ]
