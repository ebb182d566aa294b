"""Serve the site: `python -m clearinghouse.serve` runs the web server and both workers.

The site is loaded once and each process is a fork of that one, so that what all of them need lies
in memory once. When one of them ends, the others are ended too: whoever started this program
starts it anew.
"""

import gc
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.template.loader import get_template
from django.urls import reverse
from gunicorn.app import wsgiapp

HOST = "127.0.0.1"
PATIENCE_SECONDS = 10
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def main(arguments: Sequence[str]) -> int:
    """Serve on `PORT` until told to stop, with `WEB_CONCURRENCY` web processes.

    Args:
        arguments: `dev` for Django's own web server; nothing for gunicorn.

    Returns:
        The exit status: 0 when told to stop, otherwise that of the process that ended first.
    """
    load()
    web = run_development_web if "dev" in arguments else run_web
    return supervise([web, run_fast_worker, run_slow_worker])


def load() -> None:
    """Load the site with its templates; leave nothing open that a fork would share."""
    import_module("clearinghouse.wsgi")
    reverse("library:browse")
    for folder in map(Path, settings.TEMPLATES[0]["DIRS"]):
        for path in folder.rglob("*.html"):
            get_template(str(path.relative_to(folder)))
    connections.close_all()
    # Looking through what is loaded would copy it: a collection writes to all that it counts.
    gc.collect()
    gc.freeze()


def chosen_port() -> int:
    """Return the port to serve on."""
    return int(os.environ.get("PORT", "8000"))


def web_command(application: str, port: int) -> list[str]:
    """Return the command of the web server for an application, named `module:object`."""
    workers = os.environ.get("WEB_CONCURRENCY", "2")
    options = ["--bind", f"{HOST}:{port}", "--workers", workers, "--threads", "2"]
    # Its control socket has one place for all sites of a machine, and nobody needs it.
    return ["gunicorn", application, "--preload", "--no-control-socket", *options]


def run_web() -> None:
    """Run gunicorn."""
    sys.argv = web_command("clearinghouse.wsgi:application", chosen_port())
    wsgiapp.run()


def run_development_web() -> None:
    """Run Django's own web server, which shows errors in full and static files as they are."""
    call_command("runserver", f"{HOST}:{chosen_port()}", "--noreload")


def run_fast_worker() -> None:
    """Deliver mail and index changes."""
    call_command("outbox_worker")


def run_slow_worker() -> None:
    """Run imports and Wagtail's own tasks."""
    call_command("db_worker", "--queue-name", "*", "--interval", "1", "--no-reload")


def supervise(works: Sequence[Callable[[], None]]) -> int:
    """Do each work in a process of its own until one ends or we are told to stop; then end all.

    Returns:
        0 when told to stop, otherwise the exit status of the process that ended first.
    """
    # Told to stop while only some have started, we hear of it when all have.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    left = {_fork(work) for work in works}
    status = 0
    try:
        for number in STOP_SIGNALS:
            signal.signal(number, _interrupt)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
        ended, code = os.wait()
        left.discard(ended)
        status = os.waitstatus_to_exitcode(code)
    except KeyboardInterrupt:
        pass
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    _end(left)
    return status


def run_apart(work: Callable[[], None]) -> int:
    """Do the work in a process of its own and return its exit status."""
    _, code = os.waitpid(_fork(work), 0)
    return os.waitstatus_to_exitcode(code)


def _fork(work: Callable[[], None]) -> int:
    """Do the work in a process of its own and return the number of that process."""
    number = os.fork()
    if number:
        return number
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
    status = 1
    try:
        work()
        status = 0
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        # Not sys.exit: what waits for the end of the program is the parent's.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _end(left: set[int]) -> None:
    """Ask the processes to end, and kill those that have not after a while."""
    for number in left:
        os.kill(number, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while left and time.monotonic() < deadline:
        left = {number for number in left if not os.waitpid(number, os.WNOHANG)[0]}
        time.sleep(0.05)
    for number in left:
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
