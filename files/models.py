"""Stored files, and the image and document models of the public pages."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from .enums import FileState, HoldState, PreviewState, TextState
from .intake.kinds import KINDS, PICTURE_EXTENSIONS
from .intake.names import extension_of
from .querysets import ExtractedTextQuerySet, PrivacyHoldQuerySet, StoredFileQuerySet
from .refusals import delay_of, reason_of

TITLE_LENGTH = 200


class StoredFile(models.Model):
    """A file someone uploaded, kept under the SHA-256 of its bytes, never public.

    It comes in quarantined, under the hash of what was sent; once it is available it never changes
    again (see `quarantine`). Several rows may share bytes; the bytes go when the last row goes.
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

    state = models.CharField(
        max_length=12, default=FileState.QUARANTINED.value, db_default=FileState.AVAILABLE.value
    )
    received_sha256 = models.CharField(
        max_length=64, blank=True, db_default="", help_text="of the bytes as they were sent"
    )
    refusal = models.CharField(max_length=20, blank=True, db_default="")
    delay = models.CharField(max_length=12, blank=True, db_default="")
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    check_after = models.DateTimeField(null=True, help_text="not handed to a worker before")
    # An app that lists it for readers of the library asked what is in it (`examination.request`).
    is_examined = models.BooleanField(default=False, db_default=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["uploaded_by", "created_at"], name="files_uploader"),
            models.Index(
                fields=["check_after"],
                name="files_quarantined",
                condition=models.Q(state=FileState.QUARANTINED.value),
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    def get_absolute_url(self) -> str:
        """Return the address it is downloaded from, by those who may."""
        return reverse("files:download", args=[self.public_id, self.original_name])

    @property
    def is_available(self) -> bool:
        """Whether it was checked and found fit."""
        return self.state == FileState.AVAILABLE

    @property
    def is_refused(self) -> bool:
        """Whether it was checked and is not kept; `refusals.reason_of` says why."""
        return self.state == FileState.REFUSED

    @property
    def state_words(self) -> str:
        """What whoever sent it should know of its state, in a sentence; nothing once it is fit."""
        if self.is_refused:
            return reason_of(self.refusal)
        return delay_of(self.delay) if self.is_quarantined else ""

    @property
    def is_quarantined(self) -> bool:
        """Whether it still waits for its check."""
        return self.state == FileState.QUARANTINED

    @property
    def suggested_title(self) -> str:
        """A name for readers made of the file's: no extension, no underscores."""
        extension = extension_of(self.original_name)
        stem = self.original_name[: -len(extension) - 1] if extension else self.original_name
        return " ".join(stem.replace("_", " ").split())[:TITLE_LENGTH] or self.original_name

    @property
    def type_label(self) -> str:
        """What kind of file it is, such as "Word document"."""
        kind = KINDS.get(self.extension)
        return kind.label if kind else self.extension.upper()

    @property
    def opens_in_browser(self) -> bool:
        """Whether browsers show it safely by themselves: a PDF or a picture."""
        return self.extension == "pdf" or self.extension in PICTURE_EXTENSIONS


class ExtractedText(models.Model):
    """What stands in the bytes with a hash, however many rows share them; see `texts`.

    `text` outlives another extraction until that one has its result.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    state = models.CharField(max_length=12, default=TextState.WAITING.value)
    text = models.TextField(blank=True)
    pages = models.PositiveIntegerField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    handed_at = models.DateTimeField(null=True, help_text="given to the slow worker")
    finished_at = models.DateTimeField(null=True)

    objects = ExtractedTextQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["handed_at"],
                name="files_text_waiting",
                condition=models.Q(state=TextState.WAITING.value),
            )
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:8]}: {self.state}"


class Examination(models.Model):
    """What was found in the bytes with a hash beside their text (see `examination`).

    Findings hold no number, name or date that stands in the file: what they show is masked.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    findings = models.JSONField(default=list)
    checks = models.JSONField(default=list, help_text="accessibility: code, passed, where")
    is_accessible = models.BooleanField(null=True)
    signature = models.BinaryField(null=True)
    failed = models.JSONField(default=list, help_text="detectors that gave up")
    finished_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.sha256[:8]}: {len(self.findings)} finding(s)"


class SignatureBand(models.Model):
    """One part of the signature of a text: texts that are alike share one (see `likeness`)."""

    examination = models.ForeignKey(Examination, on_delete=models.CASCADE, related_name="bands")
    value = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.examination_id[:8]}: {self.value}"


class Preview(models.Model):
    """The pictures of the bytes with a hash (see `previews`).

    `pictures` has width, height and SHA-256 by name: "t" is the small one, "1" the first page.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    state = models.CharField(max_length=12, default=PreviewState.WAITING.value)
    pages = models.PositiveIntegerField(null=True)
    pictures = models.JSONField(default=dict)
    texts = models.JSONField(default=list, help_text="the words of each page that has a picture")
    attempts = models.PositiveSmallIntegerField(default=0)
    handed_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["handed_at"],
                name="files_preview_waiting",
                condition=models.Q(state=PreviewState.WAITING.value),
            )
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:8]}: {self.state}"


class PrivacyHold(models.Model):
    """A file that nobody but its sender gets, because there seem to be students' data in it.

    open -> justified: its sender says why it may be shared, and an editor decides
                       -> released, or kept: then it can only be replaced.
    What nobody sent, or somebody without an account any more, is decided from open.
    """

    stored_file = models.OneToOneField(
        StoredFile, on_delete=models.CASCADE, related_name="privacy_hold"
    )
    state = models.CharField(max_length=10, default=HoldState.OPEN.value)
    opened_at = models.DateTimeField(default=timezone.now)
    justification = models.TextField(max_length=2000, blank=True)
    justified_at = models.DateTimeField(null=True)
    decide_by = models.DateField(null=True)
    decision = models.TextField(max_length=2000, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = PrivacyHoldQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "decide_by"], name="files_holds")]

    def __str__(self) -> str:
        return f"{self.stored_file}: {self.state}"

    @property
    def is_with_editors(self) -> bool:
        """Whether an editor decides: its sender said why it may be shared, or is gone."""
        is_nobodys = self.state == HoldState.OPEN and self.stored_file.uploaded_by_id is None
        return is_nobodys or self.state == HoldState.JUSTIFIED

    @property
    def is_over(self) -> bool:
        """Whether the file may go its way."""
        return self.state == HoldState.RELEASED


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
    """A resized copy of an image. Browsers keep it: no other picture ever gets its name."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="files_rendition_unique"
            )
        ]

    def get_upload_to(self, filename: str) -> str:
        """Return where it is kept; the hash of the picture is part of the name."""
        name = super().get_upload_to(filename).removeprefix("images/")
        # The column holds 100 characters, and storages add some to a name that is taken.
        return f"images/{self.image.get_file_hash()[:10]}.{name[-70:]}"
