"""`manage.py load_samples`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from home.samples import loading


class Command(BaseCommand):
    """Load or remove sample content and demo accounts."""

    help = "Load sample content and demo accounts (development only); --remove takes them away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare `--remove`."""
        parser.add_argument("--remove", action="store_true", help="remove what was loaded")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load or remove, and print the demo sign-ins."""
        if options["remove"]:
            self.stdout.write(f"Removed {loading.remove()} sample resources and all demo accounts.")
            return
        try:
            added = loading.load(progress=self._bar)
        except loading.SamplesNotAllowed as error:
            raise CommandError("Sample content loads on a development site only.") from error
        if added:
            self.stdout.write(f"Loaded {added} sample resources.")
        self.stdout.write(f"\nDemo sign-ins (password {loading.PASSWORD}):")
        for email, _first, _last, role, _state in loading.DEMO_ACCOUNTS:
            self.stdout.write(f"  {email:28} {role.label}")

    def _bar(self, records: Any) -> Any:
        return tqdm(records, desc="Sample resources", disable=None, unit="") if records else records
