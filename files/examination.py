"""Look into files that are meant for readers of the library: students' data, accessibility,
likeness. What is found is kept once for the same bytes; a hold is each file's own.

Files that no app asks about are never looked into.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from . import texts
from .findings import hold_if_needed
from .intake.kinds import READABLE_EXTENSIONS
from .models import Examination, StoredFile


@transaction.atomic
def request(*, files: Iterable[int], now: datetime | None = None) -> None:
    """Have files looked into, those still in quarantine once they are out of it.

    Args:
        files: primary keys of what an app lists for readers or editors of the library.
        now: when; the present by default.
    """
    rows = StoredFile.objects.filter(pk__in=list(files), is_examined=False)
    new = list(rows.values_list("pk", flat=True))
    if not new:
        return
    StoredFile.objects.filter(pk__in=new).update(is_examined=True)
    for stored_file in StoredFile.objects.available().filter(pk__in=new):
        look_into(stored_file=stored_file, now=now)


def look_into(*, stored_file: StoredFile, now: datetime | None = None) -> None:
    """Have an available file looked into, or use what is known of its bytes."""
    if stored_file.extension not in READABLE_EXTENSIONS:
        texts.request(sha256s=[stored_file.sha256])
        return
    found = Examination.objects.filter(pk=stored_file.sha256).first()
    if found is not None:
        hold_if_needed(stored_file, found, now or timezone.now())
    else:
        texts.request_now(sha256=stored_file.sha256, now=now)


def look_now(*, files: Iterable[int]) -> None:
    """Look into files here and now, where no worker runs: it takes half a second for each.

    Args:
        files: primary keys of available files.
    """
    files = list(files)
    request(files=files)
    hashes = set(StoredFile.objects.filter(pk__in=files).values_list("sha256", flat=True))
    for sha256 in sorted(hashes):
        texts.extract(sha256=sha256)
