"""Delete what uploads left behind."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from files.audit import GRACE, UNLISTED_GRACE, sweep, sweep_unlisted


class Command(BaseCommand):
    """Run it once a day; it never touches what a draft, a submission or a version lists."""

    help = (
        "Delete uploads that nothing lists, stored bytes without a row and unfinished uploads, "
        "once they are old enough."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let the times of grace be chosen."""
        parser.add_argument(
            "--hours",
            type=float,
            default=GRACE.total_seconds() / 3600,
            help="how old leftovers of interrupted uploads must be (default: %(default)s)",
        )
        parser.add_argument(
            "--days",
            type=float,
            default=UNLISTED_GRACE.days,
            help="how old uploads that nothing lists must be (default: %(default)s)",
        )

    def handle(self, *args: Any, hours: float, days: float, **options: Any) -> None:
        """Sweep and say what went; of an upload its id, for its name may tell too much."""
        now = timezone.now()
        unlisted = 0
        for stored_file in sweep_unlisted(now=now, grace=timedelta(days=days)):
            self.stdout.write(f"deleted: upload {stored_file.public_id}")
            unlisted += 1
        swept = sweep(now=now, grace=timedelta(hours=hours))
        for name in swept:
            self.stdout.write(f"deleted: {name}")
        self.stdout.write(f"{unlisted} upload(s) that nothing lists deleted.")
        self.stdout.write(f"{len(swept)} leftover(s) deleted.")
