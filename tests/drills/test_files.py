"""R1 and R9: uploads while the server is killed, and bombs while others read."""
# ruff: noqa: T201  (figures are for whoever runs the drill)

import hashlib
import http.client
import json
import random
import secrets
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.drills.conftest import Served, wait_until
from tests.drills.reading import HOST, Readers, percentile
from tests.factories.hostile import CASES

FILES, AT_ONCE, KILLS = 200, 4, 5
BOMBS = ("a large bomb", "a bomb of entities", "a page that unpacks without end")
EACH, BOMBS_AT_ONCE = 10, 2
SLACK = 3
TOKEN = secrets.token_hex(16)
FINAL = {"available", "refused"}


class Sending(Served):
    """A site with its workers, and somebody who is signed in."""

    def act(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start one of `tests.drills.file_actors`."""
        return self.start("-m", "tests.drills.file_actors", *arguments)

    def rows(self) -> dict[str, list[str]]:
        """State, hash and hash of what was sent, of each file."""
        return dict(json.loads(self.ask("rows")))

    def all_are_checked(self) -> bool:
        """Whether no file waits for its check."""
        return all(row[0] in FINAL for row in self.rows().values())


@pytest.fixture
def site(installed: Path, tmp_path: Path) -> Iterator[Sending]:
    """A fresh site."""
    made = Sending(Path(shutil.copytree(installed, tmp_path / "data")))
    # What was taken in without an answer is sent again, and counts twice.
    made.environment["UPLOADS_PER_DAY"] = "1000"
    made.manage("load_starter")
    made.manage("collectstatic", "--noinput", "--verbosity", "0")
    yield made
    made.end()


def send(port: int, session: str, name: str, data: bytes) -> dict[str, Any] | None:
    """Send one file; return what was answered if it was taken in, None if there was no answer."""
    boundary = secrets.token_hex(16)
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = head.encode() + data + f"\r\n--{boundary}--\r\n".encode()
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    headers = {
        "Content-Type": f"multipart/form-data; boundary={boundary}",
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
    }
    try:
        connection.request("POST", "/files/upload/", body, headers)
        answer = connection.getresponse()
        said = answer.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    assert answer.status == 201, (answer.status, said[:300])
    return dict(json.loads(said))


def _has(taken: dict[str, str], number: int) -> bool:
    return len(taken) >= number


def test_r1_uploads_survive_five_deaths_of_the_server(site: Sending) -> None:
    session = site.ask("sign_in")
    site.serve()
    taken: dict[str, str] = {}
    deaths = threading.Event()

    def send_one(number: int) -> None:
        data = b"%d\n" % number * random.randint(1_000, 200_000)
        while True:
            answer = send(site.port, session, f"note-{number}.txt", data)
            if answer is not None:
                taken[answer["id"]] = hashlib.sha256(data).hexdigest()
                return
            time.sleep(0.2)

    def kill_now_and_then() -> None:
        for _ in range(KILLS):
            wanted = min(len(taken) + 10, FILES - 5)
            time.sleep(random.uniform(0.1, 1.0))
            wait_until(partial(_has, taken, wanted), 120, "some uploads")
            site.kill_all()
            site.serve()
        deaths.set()

    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(send_one, range(FILES)))
    killer.join()
    assert deaths.is_set()
    took = wait_until(site.all_are_checked, 600, "the check of all files")

    rows = site.rows()
    lost = [key for key in taken if key not in rows]
    wrong = [key for key, sha in taken.items() if key in rows and rows[key][2] != sha]
    refused = [key for key in taken if key in rows and rows[key][0] != "available"]
    before, after = json.loads(site.ask("faults"))
    print(
        f"\nR1: {len(taken)} uploads acknowledged over {KILLS} deaths, {len(rows)} rows; lost "
        f"{len(lost)}, wrong hash {len(wrong)}, refused {len(refused)}; left over before the sweep "
        f"{len(before)}, after {len(after)}; all checked {took:.1f} s after the last"
    )
    assert (lost, wrong, refused, after) == ([], [], [], [])
    assert not [fault for fault in before if not fault.startswith("orphan")]


def memory_of(pids: list[int]) -> int:
    """Proportional set size of processes together, bytes."""
    total = 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total * 1024


def children_of(pid: int) -> list[int]:
    """A process and all below it, but no inspector: those have limits of their own."""
    found = [pid]
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            command = Path(f"/proc/{child}/cmdline").read_bytes()
            if b"files.intake" not in command:
                found += children_of(int(child))
    return found


def test_r9_bombs_cost_next_to_nothing(site: Sending) -> None:
    session = site.ask("sign_in")
    site.serve()
    bombs = [case for case in CASES if case.title in BOMBS]
    assert len(bombs) == len(BOMBS)
    made = [(case.title, case.name, case.make()) for case in bombs for _ in range(EACH)]
    wait_until(lambda: send(site.port, session, "warm.txt", b"Warm.\n") is not None, 60, "a start")
    wait_until(site.all_are_checked, 60, "the first file")
    before, peak = memory_of(children_of(site.running.pid)), 0
    took: list[float] = []

    def throw(bomb: tuple[str, str, bytes]) -> None:
        start = time.monotonic()
        answer = send(site.port, session, bomb[1], bomb[2])
        assert answer is not None
        while ask(site.port, session, answer["check"])["standing"] == "checking":
            time.sleep(0.05)
        took.append(time.monotonic() - start)

    with (
        Readers(site.port, ["/?unkept=1"], 1) as readers,
        ThreadPoolExecutor(BOMBS_AT_ONCE) as pool,
    ):
        going = [pool.submit(throw, bomb) for bomb in made]
        while not all(one.done() for one in going):
            peak = max(peak, memory_of(children_of(site.running.pid)))
            time.sleep(0.1)
    for one in going:
        one.result()
    p95 = percentile(readers.got, 0.95)
    slow = sorted(took)[int(len(took) * 0.95)]
    print(
        f"\nR9: {len(took)} bombs, {BOMBS_AT_ONCE} at once: refused within {slow:.2f} s (p95, goal "
        f"1 for the check), memory +{(peak - before) / 1e6:.0f} MB (goal 100), home page p95 "
        f"{p95 * 1000:.0f} ms (goal 500) in {len(readers.got)} reads"
    )
    states = {row[0] for row in site.rows().values()}
    assert states == {"available", "refused"}
    wrong = [(one.status, one.text[:200]) for one in readers.got if one.status != 200]
    assert not wrong
    assert peak - before <= SLACK * 100e6
    assert p95 <= SLACK * 0.5
    assert slow <= SLACK * 2


def ask(port: int, session: str, path: str) -> dict[str, Any]:
    """Ask how the check of a file goes."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", path, headers={"Cookie": f"sessionid={session}"})
        return dict(json.loads(connection.getresponse().read()))
    finally:
        connection.close()
