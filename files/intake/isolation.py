"""Run an inspector in a process of its own, with limits on time and memory.

Parsers of PDFs, archives and pictures meet hostile input here. Whatever one does, hang, swell
or crash, the web process only learns that the file was refused.
"""

import errno
import json
import logging
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from files.enums import Refusal, Refused

logger = logging.getLogger(__name__)

CPU_SECONDS = 15
WALL_SECONDS = 20
MEMORY = 1024 * 1024 * 1024
FILE_SIZE = 512 * 1024 * 1024

_PROJECT = Path(__file__).resolve().parent.parent.parent
_OUT_OF_SPACE = (errno.ENOSPC, errno.EDQUOT)
_OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGKILL)


def run(module: str, arguments: Sequence[str]) -> str:
    """Run a module that calls `serve` and return its answer, the extension that fits the file.

    Args:
        module: dotted name of the inspector.
        arguments: what it gets, paths first.

    Raises:
        Refused: by the inspector, or because it ran out of time or memory or crashed.
    """
    try:
        completed = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", module, *arguments],
            cwd=_PROJECT,
            # One arena: threads of a decoder would reserve their address space many times over.
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(Refusal.TOO_COMPLEX) from error
    if completed.returncode:
        logger.warning(
            "%s ended with %d: %s", module, completed.returncode, completed.stderr[-2000:].decode()
        )
        out_of_time = completed.returncode in _OUT_OF_TIME
        raise Refused(Refusal.TOO_COMPLEX if out_of_time else Refusal.DAMAGED)
    answer = json.loads(completed.stdout)
    if "refusal" in answer:
        raise Refused(Refusal(answer["refusal"]))
    return answer["extension"]


def serve(inspect: Callable[..., str], arguments: Sequence[str]) -> None:
    """Be the process: call the inspector under limits and write its answer to standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE, FILE_SIZE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = {"extension": inspect(*arguments)}
    except Refused as error:
        answer = {"refusal": error.refusal.value}
    except MemoryError:
        answer = {"refusal": Refusal.TOO_COMPLEX.value}
    except OSError as error:
        if error.errno not in _OUT_OF_SPACE:
            raise
        answer = {"refusal": Refusal.STORAGE_FULL.value}
    sys.stdout.write(json.dumps(answer))
