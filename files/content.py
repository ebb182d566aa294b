"""Bytes that rows share: who may add or drop them."""

from django.db import connection, transaction

from .models import Examination, ExtractedText, Preview, StoredFile
from .storage import blob_name, preview_name, private_storage


def lock_content(sha256: str) -> None:
    """Until the transaction ends, let nobody else add or drop these bytes.

    On SQLite every transaction that may write is alone already (transaction_mode IMMEDIATE).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(sha256[:15], 16)])


@transaction.atomic
def drop_unused_bytes(*, sha256: str) -> bool:
    """Delete the bytes with this hash, and what is known of them, unless a row has them;
    return whether they were unused."""
    lock_content(sha256)
    if StoredFile.objects.sharing_bytes(sha256).exists():
        return False
    ExtractedText.objects.filter(pk=sha256).delete()
    Examination.objects.filter(pk=sha256).delete()
    _forget_pictures(sha256)
    private_storage().delete(blob_name(sha256))
    return True


def _forget_pictures(sha256: str) -> None:
    for preview in Preview.objects.filter(pk=sha256):
        for name in preview.pictures:
            private_storage().delete(preview_name(sha256, name))
        preview.delete()
