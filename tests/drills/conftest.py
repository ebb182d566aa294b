"""A site of its own for every drill: a data folder, a database, processes to start and kill."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from clearinghouse.serve import web_command
from tests.drills.reading import HOST, get
from tests.elastic import free_port

ROOT = Path(__file__).resolve().parent.parent.parent


class Installation:
    """An installed site, used by processes that know nothing of the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if "TEST" not in name},
            "DJANGO_SETTINGS_MODULE": "clearinghouse.settings.dev",
            "DATA_DIR": str(folder),
            "PYTHONUNBUFFERED": "1",
        }
        self.processes: list[subprocess.Popen[str]] = []

    def start(self, *arguments: str, own_session: bool = False) -> "subprocess.Popen[str]":
        """Start a Python process in the project's folder."""
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=own_session,
        )
        self.processes.append(process)
        return process

    def act(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start one of `tests.drills.actors`."""
        return self.start("-m", "tests.drills.actors", *arguments)

    def ask(self, *arguments: str, seconds: int = 120) -> str:
        """Run one of the actors to its end and return what it printed."""
        process = self.act(*arguments)
        said, _nothing = process.communicate(timeout=seconds)
        assert process.returncode == 0, arguments
        return said.strip()

    def worker(self) -> "subprocess.Popen[str]":
        """Start the worker of the outbox."""
        return self.start("manage.py", "outbox_worker")

    def end(self) -> None:
        """Kill what still runs."""
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.communicate()


class Served(Installation):
    """An installed site with its web server, under the settings of production."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.port = free_port()
        self.environment |= {
            "DJANGO_SETTINGS_MODULE": "clearinghouse.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": HOST,
            "HTTPS_ONLY": "0",
            "SITE_URL": f"http://{HOST}:{self.port}",
            "PORT": str(self.port),
            "PYTHONWARNINGS": "ignore",
        }

    def manage(self, *arguments: str, seconds: int = 600) -> None:
        """Run a management command to its end."""
        assert self.start("manage.py", *arguments).wait(seconds) == 0, arguments

    def serve(self) -> None:
        """Run web server and both workers."""
        self.running = self.start("-m", "clearinghouse.serve", own_session=True)
        self._wait()

    def serve_web_alone(self) -> None:
        """Run the web server without the workers."""
        self.start("-m", *web_command("clearinghouse.wsgi:application", self.port))
        self._wait()

    def kill_all(self) -> None:
        """Kill what `serve` runs, all of it at once, as a power cut would."""
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.communicate()

    def end(self) -> None:
        """Ask what still runs to end, and kill what does not: a server has children of its own."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            with suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=20)
        super().end()

    def _wait(self) -> None:
        wait_until(lambda: get(self.port, "/robots.txt").status == 200, 120, "the web server")


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated data folder, to be copied."""
    folder = tmp_path_factory.mktemp("installed")
    site = Installation(folder)
    for command in (["migrate", "-v0"], ["createcachetable", "--database", "cache"]):
        assert site.start("manage.py", *command).wait(300) == 0
    return folder


@pytest.fixture
def site(installed: Path, tmp_path: Path) -> Iterator[Installation]:
    """A fresh site."""
    made = Installation(Path(shutil.copytree(installed, tmp_path / "data")))
    yield made
    made.end()


def wait_until(holds: Callable[[], bool], seconds: float, what: str) -> float:
    """Wait for something to come true; return how long it took, fail after so many seconds."""
    start = time.monotonic()
    while not holds():
        assert time.monotonic() - start < seconds, f"{what}: not within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - start
