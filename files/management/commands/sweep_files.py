"""Delete what interrupted uploads left behind."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from files.audit import GRACE, sweep


class Command(BaseCommand):
    """Run it once a day; it never touches bytes that a row has."""

    help = "Delete stored bytes without a row and unfinished uploads, once they are old enough."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let the grace period be chosen."""
        parser.add_argument(
            "--hours",
            type=float,
            default=GRACE.total_seconds() / 3600,
            help="how old leftovers must be (default: %(default)s)",
        )

    def handle(self, *args: Any, hours: float, **options: Any) -> None:
        """Sweep and say what went."""
        swept = sweep(now=timezone.now(), grace=timedelta(hours=hours))
        for name in swept:
            self.stdout.write(f"deleted: {name}")
        self.stdout.write(f"{len(swept)} leftover(s) deleted.")
