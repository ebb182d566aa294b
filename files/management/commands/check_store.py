"""Compare every row of a file with the bytes on disk, and the search index with the database."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from files.audit import find_faults
from search import services
from search.engines.base import SearchUnavailable


class Command(BaseCommand):
    """List what is missing, corrupt or left over; exit 1 if anything is."""

    help = "Compare files with rows and hashes, and index with database, and list every fault."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line for each fault."""
        count = 0
        for fault in find_faults():
            self.stdout.write(str(fault))
            count += 1
        for fault_of_index in self._faults_of_index():
            self.stdout.write(fault_of_index)
            count += 1
        if count:
            raise CommandError(f"{count} fault(s) found.", returncode=1)
        self.stdout.write("Every file is as its row says.")

    def _faults_of_index(self) -> Iterator[str]:
        try:
            if not services.status().ready:
                self.stderr.write("There is no search index yet; it was not compared.")
                return
            found = services.drift()
        except SearchUnavailable as error:
            yield f"index: does not answer ({error})"
            return
        if found.total:
            yield (
                f"index: {found.holes} missing, {found.stale} out of date, {found.ghosts} gone; "
                "manage.py search_index reconcile repairs it"
            )
