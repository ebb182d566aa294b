"""A site to measure: production settings, a data folder of its own, and a clock."""

import http.client
import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench.rows import ROOT, as_jsonl, corpus_rows
from clearinghouse.serve import HOST, web_command

START_SECONDS = 60
STOP_SECONDS = 15
TIMEOUT_SECONDS = 120
DRAIN_SECONDS = 3_600
Process = subprocess.Popen[str]


class Site:
    """An installed site in a folder.

    Args:
        folder: its data folder.
        port: where it is served.
    """

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.database = folder / "clearinghouse.sqlite3"
        self.environment = {
            **os.environ,
            "CACHE_URL": "",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "clearinghouse.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": f"{HOST},testserver",
            "HTTPS_ONLY": "0",
            "SITE_URL": f"http://{HOST}:{port}",
            "PORT": str(port),
        }

    def run(self, *arguments: object) -> str:
        """Run a program in the site's environment and return its output.

        Raises:
            subprocess.CalledProcessError: it failed.
        """
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout

    def manage(self, *arguments: object) -> str:
        """Run a management command and return its output."""
        return self.run("manage.py", *arguments)

    def install(self) -> None:
        """Make database, starter content and static files; does little the second time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.manage("migrate", "--verbosity", "0")
        self.manage("createcachetable", "--database", "cache")
        self.manage("load_starter")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")

    def load(self, size: int) -> tuple[float, float]:
        """Import records of the corpus, published, while the outbox worker runs beside.

        Returns:
            Seconds of the import, and seconds from its end until all of it can be searched.
        """
        file = self.folder / "corpus.jsonl"
        with file.open("w", encoding="utf-8") as rows:
            rows.writelines(as_jsonl(corpus_rows(size)))
        # Without an index the changes would wait for the slow worker to build one.
        self.manage("search_index", "rebuild")
        with self.process("manage.py", "outbox_worker"):
            start = time.perf_counter()
            self.manage("import_resources", file, "--publish")
            imported = time.perf_counter()
            while self._undelivered() and time.perf_counter() - imported < DRAIN_SECONDS:
                time.sleep(0.1)
            done = time.perf_counter()
        file.unlink()
        return imported - start, done - imported

    def _undelivered(self) -> int:
        """Count what still waits in the outbox."""
        waiting = "SELECT COUNT(*) FROM outbox_outboxrow WHERE delivered_at IS NULL"
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            return int(connection.execute(waiting).fetchone()[0])

    def prepare(self, size: int) -> None:
        """Install the site, and load it unless an earlier run has."""
        marker = self.folder / f"loaded-{size}"
        if not marker.exists() and any(self.folder.glob("loaded-*")):
            sys.exit(f"{self.folder} holds another number of resources; choose another folder.")
        self.install()
        if marker.exists():
            print(f"Using the {size:,} resources in {self.folder}.")
            self.manage("search_index", "rebuild")
        else:
            print(f"Loading {size:,} resources (once) …", flush=True)
            self.load(size)
            marker.touch()

    @contextmanager
    def serving(self) -> Iterator[Process]:
        """Run web server and workers, as `make serve` does, until the end of the block."""
        with self.process("-m", "clearinghouse.serve") as running:
            _wait_for(self.port)
            yield running

    @contextmanager
    def serving_raw(self) -> Iterator[None]:
        """Serve plain bytes with the same web server, without Django."""
        with self.process("-m", *web_command("bench.raw:application", self.port)):
            _wait_for(self.port)
            yield

    @contextmanager
    def process(self, *arguments: object) -> Iterator[Process]:
        """Run a program beside this one until the end of the block."""
        process = subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            env=self.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.communicate(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()


@contextmanager
def data_folder(chosen: Path | None) -> Iterator[Path]:
    """Yield the chosen folder, or a temporary one that vanishes."""
    if chosen:
        yield chosen.resolve()
    else:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            yield Path(folder)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"Nothing answers on port {port}.")


class NoPage(Exception):
    """An address did not answer with a page."""


class Client:
    """One visitor, who keeps the connection open."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=TIMEOUT_SECONDS)

    def get(self, path: str) -> bytes:
        """Return the body of a page.

        Raises:
            NoPage: the answer is no 200.
        """
        self.connection.request("GET", path, headers={"Accept-Encoding": "identity"})
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise NoPage(f"answered {answer.status}")
        return body


def milliseconds(act: Callable[[int], Any], *, times: int, warm_up: int = 5) -> float:
    """Return the median time of an act, which is given the number of the run."""
    for number in range(warm_up):
        act(number)
    taken = []
    for number in range(warm_up, warm_up + times):
        start = time.perf_counter()
        act(number)
        taken.append(time.perf_counter() - start)
    return median(taken) * 1000


def memory(pids: Iterable[int]) -> float:
    """Return the megabytes of processes and their children; what they share counts once (PSS)."""
    return sum(_pss(pid) + memory(_children(pid)) for pid in pids)


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _pss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("Pss:"))


def print_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table, its first column left, the others right."""
    cells = [list(map(str, row)) for row in (heads, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    for row in cells:
        first = row[0].ljust(widths[0])
        others = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        print("  ".join([first, *others]))
