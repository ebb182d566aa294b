"""What the workers do for files."""

from django.utils import timezone
from django_tasks import task

from files import previews, quarantine, texts
from files.audit import sweep, sweep_unlisted
from outbox.registry import chore, daily

# New files wait this long at most; looking costs one query of an index.
HAND_OVER_SECONDS = 2
# Whatever else the slow worker has comes before what nobody waits for.
LATER = -50
MISSING_SECONDS = 3600


@daily("files.sweep")
def hand_over_sweep() -> None:
    """Give it to the slow worker: it looks at every file."""
    sweep_leftovers.enqueue()


@task
def sweep_leftovers() -> None:
    """Delete what uploads left behind."""
    now = timezone.now()
    for _upload in sweep_unlisted(now=now):
        pass
    sweep(now=now)


@chore("files.missing_texts", seconds=MISSING_SECONDS)
def request_missing_texts() -> int:
    """Ask for the text of files that came before this release, or past the usual doors."""
    return texts.request_missing()


@chore("files.quarantine", seconds=HAND_OVER_SECONDS)
def hand_over_uploads() -> int:
    """Give the slow worker uploads again that were lost with one, or waited for the scanner."""
    taken = quarantine.take_waiting()
    for public_id in taken:
        quarantine.check_upload.enqueue(public_id)
    return len(taken)


@chore("files.texts", seconds=HAND_OVER_SECONDS)
def hand_over_texts() -> int:
    """Give files to the slow worker, some at a time: whatever else it has comes first."""
    taken = texts.take_waiting()
    for sha256 in taken:
        texts.extract_text.using(priority=LATER).enqueue(sha256)
    return len(taken)


@chore("files.previews", seconds=MISSING_SECONDS)
def hand_over_previews() -> int:
    """Have pictures made that were lost with a worker, or that an earlier release did not make."""
    taken = previews.take_waiting()
    for sha256 in taken:
        previews.make_preview.enqueue(sha256)
    return len(taken) + previews.request_missing()
