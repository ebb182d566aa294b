"""What the workers do for files."""

from django.utils import timezone
from django_tasks import task

from files.audit import sweep, sweep_unlisted
from outbox.registry import daily


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
