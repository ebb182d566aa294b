"""Pictures of files: a small one of the first page for lists, and one of each page to read in.

Made by the slow worker for files whose text it reads (see `texts`), once for the same bytes, and
kept beside them. They are derived: what is lost is made again.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from core.text import clean_text

from . import office
from .enums import PreviewState, Refused
from .inspection import hash_of
from .intake import isolation
from .intake.kinds import PICTURE_EXTENSIONS
from .limits import LONGEST_PAGE_TEXT, LONGEST_PICTURING, MOST_PAGES, THUMBNAIL
from .models import ExtractedText, Preview, StoredFile
from .storage import blob_name, incoming_folder, local_path, preview_name, save_file

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3
HANDED_AT_ONCE = 20
MOST_MISSING = 200


def kinds_with_pages() -> frozenset[str]:
    """Return the kinds of files of which there can be pictures here."""
    converted = office.EXTENSIONS if office.is_installed() else frozenset()
    return frozenset({"pdf", *PICTURE_EXTENSIONS}) | converted


def request(*, sha256s: Iterable[str], now: datetime | None = None) -> int:
    """Have pictures made of the bytes with these hashes, unless that was done or asked for; return
    how many are new."""
    wanted = set(sha256s)
    wanted -= set(Preview.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    files = StoredFile.objects.available().filter(sha256__in=wanted)
    files = files.filter(extension__in=kinds_with_pages())
    new = sorted(set(files.values_list("sha256", flat=True)))
    now = now or timezone.now()
    Preview.objects.bulk_create(
        (Preview(pk=sha256, handed_at=now) for sha256 in new), ignore_conflicts=True
    )
    for sha256 in new:
        make_preview.enqueue(sha256)
    return len(new)


def request_missing() -> int:
    """Have pictures made of files whose text takes part in search; return how many are new.

    That is what an upgrade finds, or a LibreOffice that has been installed.
    """
    read = ExtractedText.objects.exclude(pk__in=Preview.objects.values("pk"))
    files = StoredFile.objects.available().filter(extension__in=kinds_with_pages())
    missing = files.filter(sha256__in=read.values("pk")).values_list("sha256", flat=True)
    return request(sha256s=list(missing[:MOST_MISSING]))


class Picture(NamedTuple):
    """A picture to show, with its size in pixels."""

    url: str
    width: int
    height: int


class PageShown(NamedTuple):
    """A page of a file: its picture and its words."""

    number: int
    url: str
    width: int
    height: int
    text: str


class Pages(NamedTuple):
    """The pages of a file that there are pictures of, and how many there are altogether."""

    shown: list[PageShown]
    total: int


class Shown(NamedTuple):
    """What a list shows of a file: a small picture, and whether its pages can be read here."""

    thumbnail: Picture
    has_pages: bool


def shown_for(files: Iterable[StoredFile]) -> dict[int, Shown]:
    """Return what lists show of files of which there are pictures, by primary key, in one query."""
    files = list(files)
    rows = Preview.objects.filter(pk__in={each.sha256 for each in files}, state=PreviewState.DONE)
    pictures = dict(rows.values_list("pk", "pictures"))
    found = {}
    for each in files:
        made = pictures.get(each.sha256, {})
        if THUMBNAIL in made:
            found[each.pk] = Shown(_picture(each, THUMBNAIL, made), "1" in made)
    return found


def pages_of(stored_file: StoredFile) -> Pages:
    """Return the pages of a file that there are pictures of; none if there are no pictures."""
    row = Preview.objects.filter(pk=stored_file.sha256, state=PreviewState.DONE).first()
    if row is None:
        return Pages([], 0)
    pages = []
    for number, text in enumerate(row.texts, start=1):
        if str(number) in row.pictures:
            pages.append(PageShown(number, *_picture(stored_file, str(number), row.pictures), text))
    return Pages(pages, row.pages or len(pages))


def _picture(stored_file: StoredFile, name: str, made: dict[str, Any]) -> Picture:
    url = reverse("files:page", args=[stored_file.public_id, name])
    return Picture(url, made[name][0], made[name][1])


def take_waiting(*, now: datetime | None = None) -> list[str]:
    """Return the hashes of files whose pictures were lost with a worker, to hand over again."""
    now = now or timezone.now()
    lost = Preview.objects.filter(state=PreviewState.WAITING, handed_at__lte=now - LEASE)
    if not lost.exists():
        return []
    with transaction.atomic():
        taken = list(lost.order_by("handed_at", "pk").values_list("pk", flat=True)[:HANDED_AT_ONCE])
        Preview.objects.filter(pk__in=taken).update(handed_at=now)
    return taken


@task(priority=-20)
def make_preview(sha256: str) -> None:
    """Make the pictures of one file, in the slow worker."""
    make(sha256=sha256)


def make(*, sha256: str, now: datetime | None = None) -> str | None:
    """Make the pictures of a file that waits for them, and return the state it is in.

    Call it outside a transaction: it takes its time.
    """
    rows = Preview.objects.filter(pk=sha256, state=PreviewState.WAITING)
    if not rows.update(attempts=F("attempts") + 1):
        return None
    attempts = rows.values_list("attempts", flat=True).first() or 0
    stored = StoredFile.objects.sharing_bytes(sha256).first()
    if stored is None:
        rows.delete()
        return None
    state, found = PreviewState.FAILED, dict[str, Any]()
    if attempts <= MOST_ATTEMPTS:
        try:
            found = _make(stored)
            state = PreviewState.DONE
        except (Refused, FileNotFoundError) as error:
            logger.warning("There are no pictures of %s: %s", sha256, error)
        except OSError:
            # The disk is full or the store away: it is handed over again once the lease is over.
            logger.exception("The pictures of %s cannot be kept now", sha256)
            return PreviewState.WAITING.value
    rows.update(
        state=state.value,
        pages=found.get("total"),
        pictures=found.get("pictures", {}),
        texts=found.get("texts", []),
        finished_at=now or timezone.now(),
    )
    return state.value


def _make(stored: StoredFile) -> dict[str, Any]:
    """Make and keep the pictures; return what a row tells of them.

    Raises:
        Refused: there can be none.
        OSError: they cannot be kept.
    """
    with (
        TemporaryDirectory(dir=incoming_folder()) as folder,
        local_path(blob_name(stored.sha256)) as path,
    ):
        source, extension = path, stored.extension
        if extension in office.EXTENSIONS:
            source, extension = office.as_pdf(path, extension, Path(folder)), "pdf"
        answer = isolation.call(
            "files.picturing", [extension, str(source), folder], longest=LONGEST_PICTURING
        )
        pictures = {}
        for name in [THUMBNAIL, *map(str, range(1, MOST_PAGES + 1))]:
            picture = Path(folder) / f"{name}.webp"
            if name not in answer["pictures"] or not picture.exists():
                continue
            width, height = (int(side) for side in answer["pictures"][name])
            digest, _size = hash_of([picture.read_bytes()])
            save_file(preview_name(stored.sha256, name), picture)
            pictures[name] = [width, height, digest]
    texts = [clean_text(str(each))[:LONGEST_PAGE_TEXT] for each in answer["texts"][:MOST_PAGES]]
    return {"total": int(answer["total"]), "pictures": pictures, "texts": texts}
