"""`manage.py check_links`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from home.services.links import check_links


class Command(BaseCommand):
    """Look for links that lead nowhere."""

    help = "See which links of published pages lead nowhere; safe to interrupt and run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare `--limit`."""
        parser.add_argument(
            "--limit", type=int, default=2000, help="most addresses of other sites to ask (2000)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, and say what was found."""
        report = check_links(limit=options["limit"])
        self.stdout.write(
            f"Looked at {report.pages} pages, asked other sites for {report.asked} addresses: "
            f"{report.broken} links lead nowhere."
        )
