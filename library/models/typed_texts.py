"""What the typed text of a published resource is known by, so that what is alike to it is found."""

from django.db import models

from .resources import ResourcePage


class TypedText(models.Model):
    """The signature of a resource's text (see `files.likeness`); none for a short one."""

    resource = models.OneToOneField(
        ResourcePage, on_delete=models.CASCADE, related_name="typed_text"
    )
    signature = models.BinaryField(null=True)

    def __str__(self) -> str:
        return str(self.resource)


class TypedTextBand(models.Model):
    """One part of the signature: texts that are alike share one."""

    typed_text = models.ForeignKey(TypedText, on_delete=models.CASCADE, related_name="bands")
    value = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.typed_text_id}: {self.value}"
