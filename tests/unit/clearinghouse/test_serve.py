"""One program runs the site's processes: none outlives the others, each may say how it ended."""

import os
import signal
import subprocess
import sys

import pytest

PREPARE = """
import os, sys, time
from clearinghouse.serve import supervise
def stay():
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(60)
def fail():
    sys.exit(3)
def crash():
    raise RuntimeError("out of paper")
"""


def start(*works: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", f"{PREPARE}\nsys.exit(supervise([{', '.join(works)}]))"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(("ending", "status"), [("fail", 3), ("crash", 1)])
def test_when_one_process_ends_all_do(ending: str, status: int) -> None:
    process = start("stay", ending)
    out, err = process.communicate(timeout=30)
    assert process.returncode == status
    assert ("out of paper" in err) == (ending == "crash")
    assert not any(is_running(int(line)) for line in out.splitlines())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_stops_all_and_is_content(number: signal.Signals) -> None:
    process = start("stay", "stay")
    assert process.stdout is not None
    children = [int(process.stdout.readline()) for _ in range(2)]
    process.send_signal(number)
    assert process.wait(timeout=30) == 0
    assert not any(is_running(one) for one in children)
