"""The fast worker: delivers mail, index changes and notifications as they come, and does the
chores that apps registered, such as publishing what is scheduled."""

import logging
import signal
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections, connections
from django.db.utils import OperationalError

from outbox.registry import Chore, topics
from outbox.registry import chores as registered_chores
from outbox.services import do_daily_chores, drain, purge

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.25
PURGE_SECONDS = 3600
DAILY_LOOK_SECONDS = 300


class Command(BaseCommand):
    """Deliver the outbox until told to stop."""

    help = "Deliver the outbox (mail, index changes) until stopped; --once delivers what is due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare `--once`."""
        parser.add_argument("--once", action="store_true", help="deliver what is due and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or SIGINT; a delivery under way is finished first.

        Each topic has a thread of its own: a mail server that hangs must not delay the index.

        Raises:
            CommandError: a thread died of something other than the database; the log says of what.
        """
        if options["once"]:
            self.stdout.write(f"{drain()} delivered")
            return
        self.stopping, self.broken = threading.Event(), False
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        threads = [threading.Thread(target=self._deliver, args=(topic,)) for topic in topics()]
        chores = [
            Chore("outbox.purge", PURGE_SECONDS, purge),
            Chore("outbox.daily", DAILY_LOOK_SECONDS, do_daily_chores),
            *registered_chores(),
        ]
        threads += [threading.Thread(target=self._do_again, args=(chore,)) for chore in chores]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.broken:
            raise CommandError("A delivery thread died; see the log.")

    def _deliver(self, topic: str) -> None:
        """Deliver one topic until told to stop."""
        while not self.stopping.is_set():
            if not self._attempt(lambda: drain(only=[topic], limit=100)):
                self.stopping.wait(POLL_SECONDS)
        connections.close_all()

    def _do_again(self, chore: Chore) -> None:
        """Do a chore now and then, until told to stop."""
        next_time = 0.0
        while not self.stopping.wait(POLL_SECONDS):
            if time.monotonic() >= next_time:
                self._attempt(chore.work)
                next_time = time.monotonic() + chore.seconds
        connections.close_all()

    def _attempt(self, work: Callable[[], int]) -> int:
        """Do a piece of work; return how much was done, 0 if the database did not let us."""
        close_old_connections()
        try:
            return work()
        except OperationalError as error:
            # The database is away or locked: the rows stay, the next round takes them.
            self.stderr.write(f"outbox: {type(error).__name__}, trying again")
        except Exception:
            # Better no worker, which a supervisor starts anew, than one that lacks a topic.
            logger.exception("The outbox worker stops")
            self.broken = True
            self.stopping.set()
        return 0

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping.set()
