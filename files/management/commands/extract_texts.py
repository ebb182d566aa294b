"""Read the text inside files, for search."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from files import texts
from files.models import ExtractedText


class Command(BaseCommand):
    """The slow worker does the same by itself; this is for those who cannot wait.

    It may be interrupted at any time and run again: each file is kept as soon as it is read.
    """

    help = "Read the text of all files that take part in search and have none yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare `--again`."""
        parser.add_argument("--again", action="store_true", help="read all of them anew")

    def handle(self, *args: Any, again: bool, **options: Any) -> None:
        """Read one after the other and count how it went."""
        texts.request_missing()
        rows = ExtractedText.objects.all() if again else ExtractedText.objects.waiting()
        wanted = list(rows.order_by("pk").values_list("pk", flat=True))
        counts: dict[str, int] = {}
        for sha256 in tqdm(wanted, unit="file", disable=None):
            state = texts.extract(sha256=sha256, again=again)
            if state is not None:
                counts[state] = counts.get(state, 0) + 1
        self.stdout.write(f"{sum(counts.values())} file(s) read.")
        for state, number in sorted(counts.items()):
            self.stdout.write(f"  {state}: {number}")
