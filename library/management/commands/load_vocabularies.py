"""`manage.py load_vocabularies`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from library.services.vocabulary import load_vocabularies


class Command(BaseCommand):
    """Add the starter topics, audiences, grade bands and standards."""

    help = "Add the starter terms that are missing; what editors changed since stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reset",
            action="store_true",
            help="put the starter terms back to their labels, places, notes and synonyms",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = load_vocabularies(reset=options["reset"])
        self.stdout.write(f"{report.added} added, {report.reset} reset, {report.kept} kept.")
