"""Bytes follow their last row."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from .content import drop_unused_bytes
from .models import StoredFile
from .quarantine import drop_quarantined


@receiver(post_delete, sender=StoredFile, dispatch_uid="files.drop_bytes_after_commit")
def drop_bytes_after_commit(sender: type, instance: StoredFile, **kwargs: Any) -> None:
    """However a row is deleted, its bytes go after commit; if that fails, the sweep finds them."""

    def drop() -> None:
        if instance.is_quarantined:
            drop_quarantined(instance.public_id)
        drop_unused_bytes(sha256=instance.sha256)

    # Not a partial: Django asks what fails in a robust hook for its name, which those lack.
    transaction.on_commit(drop, robust=True)
