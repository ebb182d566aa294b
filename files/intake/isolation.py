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
from tempfile import TemporaryFile
from typing import IO

from files.enums import Refusal, Refused
from files.intake.kinds import KINDS

logger = logging.getLogger(__name__)

CPU_SECONDS = 15
WALL_SECONDS = 20
MEMORY = 1024 * 1024 * 1024
FILE_SIZE = 512 * 1024 * 1024
LONGEST_ANSWER = 1024

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
    # Files, not pipes: a parser gone wild may write without end, and only files have a limit.
    with TemporaryFile() as output, TemporaryFile() as errors:
        try:
            status = subprocess.run(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", module, *arguments],
                cwd=_PROJECT,
                # One arena: threads of a decoder would reserve their address space each.
                env={"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                timeout=WALL_SECONDS,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired as error:
            raise Refused(Refusal.TOO_COMPLEX) from error
        if status:
            logger.warning("%s ended with %d: %s", module, status, _last_words(errors))
            raise Refused(Refusal.TOO_COMPLEX if status in _OUT_OF_TIME else Refusal.DAMAGED)
        output.seek(0)
        return _read_answer(module, output.read(LONGEST_ANSWER))


def _last_words(errors: IO[bytes]) -> str:
    errors.seek(max(0, errors.seek(0, os.SEEK_END) - 2000))
    return errors.read().decode(errors="replace")


def _read_answer(module: str, output: bytes) -> str:
    """Return the extension in an inspector's answer; the parser may have scribbled over it."""
    try:
        answer = json.loads(output)
        refusal = Refusal(answer["refusal"]) if "refusal" in answer else None
        extension = str(answer.get("extension"))
    except (ValueError, TypeError, AttributeError) as error:
        logger.warning("%s gave no answer: %r", module, output[-200:])
        raise Refused(Refusal.DAMAGED) from error
    if refusal is not None:
        raise Refused(refusal)
    if extension not in KINDS:
        raise Refused(Refusal.DAMAGED)
    return extension


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
