"""`manage.py empty_page_cache`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.page_cache import empty_now


class Command(BaseCommand):
    """Have every page made anew, after a change that the site could not notice by itself."""

    help = "Forget the pages kept for anonymous visitors, in all processes."

    def handle(self, *args: Any, **options: Any) -> None:
        """Put a new stamp in place.

        Raises:
            CommandError: the shared stamp cannot be written.
        """
        if not empty_now():
            raise CommandError("The stamp cannot be written; the lines above say why.")
        self.stdout.write(self.style.SUCCESS("Every page will be made anew."))
