"""Run a parser in a process of its own, with limits on time and memory.

Parsers of PDFs, archives and pictures meet hostile input here. Whatever one does, hang, swell
or crash, the caller only learns that the file was refused.
"""

import errno
import json
import logging
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

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
    """Run an inspector, which calls `serve`; return its answer, the extension that fits the file.

    Args:
        module: dotted name of the inspector.
        arguments: what it gets, paths first.

    Raises:
        Refused: by the inspector, or because it ran out of time or memory or crashed.
    """
    extension = str(call(module, arguments, longest=LONGEST_ANSWER))
    if extension not in KINDS:
        raise Refused(Refusal.DAMAGED)
    return extension


def call(module: str, arguments: Sequence[str], *, longest: int) -> Any:
    """Run a module that calls `serve` and return what its function returned.

    Args:
        module: dotted name of the module.
        arguments: what its function gets.
        longest: bytes of the answer that are read at most.

    Raises:
        Refused: by the function, or because it ran out of time or memory or crashed.
    """
    # Files, not pipes: a parser gone wild may write without end, and only files have a limit.
    with TemporaryFile() as output, TemporaryFile() as errors:
        status = status_of(
            [sys.executable, "-m", module, *arguments],
            # One arena: threads of a decoder would reserve their address space each.
            environment={"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
            seconds=WALL_SECONDS,
            output=output,
            errors=errors,
        )
        if status:
            logger.warning("%s ended with %d: %s", module, status, _last_words(errors))
            raise Refused(Refusal.TOO_COMPLEX if status in _OUT_OF_TIME else Refusal.DAMAGED)
        output.seek(0)
        return _read_answer(module, output.read(longest))


def status_of(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    seconds: float,
    output: IO[bytes] | int = subprocess.DEVNULL,
    errors: IO[bytes] | int = subprocess.DEVNULL,
    limit: Callable[[], None] | None = None,
) -> int:
    """Run a command in a group of its own, which ends with it, and return its exit status.

    Args:
        command: a program of ours or of the settings, and its arguments.
        environment: all of its environment.
        seconds: how long it may take.
        output: where its standard output goes.
        errors: where its standard error goes.
        limit: called in the new process before the program starts.

    Raises:
        Refused: it takes longer.
    """
    process = subprocess.Popen(  # noqa: S603 - see `command`
        command,
        cwd=_PROJECT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=errors,
        start_new_session=True,
        preexec_fn=limit,
    )
    try:
        return process.wait(seconds)
    except BaseException as error:
        # Its children do the work, if it is only a starter.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            raise Refused(Refusal.TOO_COMPLEX) from error
        raise


def _last_words(errors: IO[bytes]) -> str:
    errors.seek(max(0, errors.seek(0, os.SEEK_END) - 2000))
    return errors.read().decode(errors="replace")


def _read_answer(module: str, output: bytes) -> Any:
    """Return the result in an answer; the parser may have scribbled over it."""
    try:
        answer = json.loads(output)
        refusal = Refusal(answer["refusal"]) if "refusal" in answer else None
        result = answer.get("result")
    except (ValueError, TypeError, AttributeError) as error:
        logger.warning("%s gave no answer: %r", module, output[-200:])
        raise Refused(Refusal.DAMAGED) from error
    if refusal is not None:
        raise Refused(refusal)
    return result


def serve(function: Callable[..., Any], arguments: Sequence[str]) -> None:
    """Be the process: call a function under limits and write its result to standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE, FILE_SIZE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Should whoever waits for us be killed, nobody else would end us.
    signal.alarm(WALL_SECONDS + 1)
    try:
        answer = {"result": function(*arguments)}
    except Refused as error:
        answer = {"refusal": error.refusal.value}
    except MemoryError:
        answer = {"refusal": Refusal.TOO_COMPLEX.value}
    except OSError as error:
        if error.errno not in _OUT_OF_SPACE:
            raise
        answer = {"refusal": Refusal.STORAGE_FULL.value}
    sys.stdout.write(json.dumps(answer))
