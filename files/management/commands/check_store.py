"""Compare every row of a file with the bytes on disk."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from files.audit import find_faults


class Command(BaseCommand):
    """List what is missing, corrupt or left over; exit 1 if anything is."""

    help = "Compare stored files with their rows and hashes, and list every fault."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line for each fault."""
        count = 0
        for fault in find_faults():
            self.stdout.write(str(fault))
            count += 1
        if count:
            raise CommandError(f"{count} fault(s) found.", returncode=1)
        self.stdout.write("Every file is as its row says.")
