"""`manage.py load_starter`."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from home.services import load_starter
from search.services.synonyms import load_starter_synonyms


class Command(BaseCommand):
    """Make a new site usable: its first pages, vocabularies and synonyms."""

    help = (
        "Add the first pages, vocabularies and synonyms where they are missing; safe to run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        report = load_starter()
        for title in report.made:
            self.stdout.write(f"Made the page “{title}”.")
        call_command("load_vocabularies", stdout=self.stdout)
        added = load_starter_synonyms()
        self.stdout.write(f"{added} sets of synonyms added.")
