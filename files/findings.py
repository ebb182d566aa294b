"""What was found in the bytes of files: kept once for the same bytes, while a hold is each
file's own."""

from datetime import datetime
from typing import Any

from django.dispatch import Signal

from . import likeness
from .models import Examination, PrivacyHold, SignatureBand, StoredFile
from .privacy.findings import HOLDS_NOTHING

# Sent inside the transaction in which it becomes known what is in the bytes.
file_examined = Signal()


def keep(*, sha256: str, answer: dict[str, Any], now: datetime) -> None:
    """Write down what was found in the bytes with a hash, and hold the files that need it.

    Call it inside the transaction that keeps their text.
    """
    signature = bytes.fromhex(str(answer.get("signature") or ""))
    form = answer.get("accessibility") or {"checks": [], "passes": None}
    failed = [*answer.get("failed", []), *answer.get("partial", [])]
    found, _new = Examination.objects.update_or_create(
        pk=sha256,
        defaults={
            "findings": answer.get("findings", []),
            "checks": form["checks"],
            "is_accessible": form["passes"],
            "signature": signature or None,
            "failed": failed,
            "finished_at": now,
        },
    )
    found.bands.all().delete()
    SignatureBand.objects.bulk_create(
        SignatureBand(examination=found, value=value)
        for value in (likeness.bands(signature) if signature else ())
    )
    for stored_file in StoredFile.objects.sharing_bytes(sha256).filter(is_examined=True):
        hold_if_needed(stored_file, found, now)
    file_examined.send(sender=Examination, sha256=sha256)


def hold_if_needed(stored_file: StoredFile, found: Examination, now: datetime) -> None:
    """Keep a file from everybody but its sender if students' data seem to be in it."""
    if any(one["kind"] not in HOLDS_NOTHING for one in found.findings):
        PrivacyHold.objects.get_or_create(stored_file=stored_file, defaults={"opened_at": now})
