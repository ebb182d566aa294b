"""`manage.py search_index status|rebuild|reconcile`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search import health, registry, services
from search.engines.base import RebuildRunning, SearchUnavailable

MEGABYTE = 1_000_000


class Command(BaseCommand):
    """Look after the search index."""

    help = "Show the state of the search index, rebuild it, or repair what differs from the data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the action as the one argument."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("status", help="say what the index holds and whether it is up to date")
        actions.add_parser("rebuild", help="build it anew; the old one serves until then")
        actions.add_parser("reconcile", help="find what is missing, stale or gone, and repair it")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        """Run the action; interrupting it leaves the index as it was."""
        try:
            {"status": self.status, "rebuild": self.rebuild, "reconcile": self.reconcile}[action]()
        except KeyboardInterrupt as error:
            raise CommandError("Interrupted; the index is as it was.", returncode=130) from error
        except (RebuildRunning, SearchUnavailable) as error:
            raise CommandError(str(error)) from error

    def status(self) -> None:
        """Print the state of the index."""
        found = health.look()
        status = found.index
        if found.away_since:
            message = f"The engine does not answer since {found.away_since:%Y-%m-%d %H:%M:%S} UTC:"
            self.stdout.write(self.style.ERROR(f"{message} {found.reason}"))
        elif status.ready:
            size = f"{status.bytes / MEGABYTE:,.1f} MB"
            self.stdout.write(f"Index {status.name}: {status.documents:,} documents, {size}.")
            if status.current:
                self.stdout.write(self.style.SUCCESS("It has every declared field."))
            else:
                message = "It lacks declared fields: run manage.py search_index rebuild."
                self.stdout.write(self.style.WARNING(message))
        else:
            message = "There is no readable index: run manage.py search_index rebuild."
            self.stdout.write(self.style.ERROR(message))
        if status.building:
            self.stdout.write("A rebuild is running.")
        self.stdout.write(f"{found.waiting:,} changes wait, {found.given_up:,} were given up.")

    def rebuild(self) -> None:
        """Build the index anew with a progress bar."""
        with tqdm(total=registry.count(), unit=" documents", file=sys.stderr, disable=None) as bar:

            def progress(done: int) -> None:
                bar.update(done - bar.n)

            total = services.rebuild(progress=progress)
        self.stdout.write(self.style.SUCCESS(f"The index is new: {total:,} documents."))

    def reconcile(self) -> None:
        """Repair differences through the outbox and print what was found."""
        drift = services.reconcile()
        if not drift.total:
            self.stdout.write(self.style.SUCCESS("Index and database agree."))
            return
        self.stdout.write(
            f"{drift.holes:,} missing, {drift.stale:,} out of date, {drift.ghosts:,} gone:"
            " the outbox worker repairs them now."
        )
