"""The fast worker: delivers mail, index changes and notifications as they come."""

import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.db.utils import OperationalError

from outbox.services import drain, purge

POLL_SECONDS = 0.25
PURGE_SECONDS = 3600


class Command(BaseCommand):
    """Deliver the outbox until told to stop."""

    help = "Deliver the outbox (mail, index changes) until stopped; --once delivers what is due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare `--once`."""
        parser.add_argument("--once", action="store_true", help="deliver what is due and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or SIGINT; a delivery under way is finished first."""
        if options["once"]:
            self.stdout.write(f"{drain()} delivered")
            return
        self.running = True
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        next_purge = 0.0
        while self.running:
            close_old_connections()
            try:
                delivered = drain()
                if time.monotonic() > next_purge:
                    purge()
                    next_purge = time.monotonic() + PURGE_SECONDS
            except OperationalError as error:
                # The database is away or locked: the rows stay, the next round takes them.
                self.stderr.write(f"outbox: {type(error).__name__}, trying again")
                delivered = 0
            if not delivered:
                time.sleep(POLL_SECONDS)

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self.running = False
