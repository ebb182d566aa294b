"""Office files as PDF, where LibreOffice is installed."""

import logging
import os
import resource
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from .enums import Refusal, Refused

logger = logging.getLogger(__name__)

EXTENSIONS = frozenset({"docx", "pptx", "xlsx", "odt", "odp", "ods"})
WALL_SECONDS = 90
CPU_SECONDS = 60
# LibreOffice reserves much more than it uses.
MEMORY = 6 * 1024 * 1024 * 1024
FILE_SIZE = 256 * 1024 * 1024


def is_installed() -> bool:
    """Whether there is a LibreOffice to ask."""
    return bool(settings.LIBREOFFICE)


def as_pdf(path: Path, extension: str, folder: Path) -> Path:
    """Write a PDF of an office file into a folder and return its path.

    What is converted has passed the intake: no macros, nothing from elsewhere.

    Raises:
        Refused: it cannot be converted, or takes too long.
    """
    # LibreOffice goes by names.
    source = folder / f"source.{extension}"
    source.symlink_to(path)
    with TemporaryDirectory(dir=folder) as profile:
        command = [
            settings.LIBREOFFICE,
            f"-env:UserInstallation=file://{profile}",
            *("--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder)),
            str(source),
        ]
        _run(command, profile)
    target = folder / "source.pdf"
    if not target.exists():
        raise Refused(Refusal.DAMAGED)
    return target


def _run(command: list[str], home: str) -> None:
    """Run LibreOffice with limits, in a group of its own, which ends with it.

    Raises:
        Refused: it fails, or takes too long.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - the program that the settings name
            command,
            env={"PATH": "/usr/bin:/bin", "HOME": home, "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_limit,
        )
    except (OSError, subprocess.SubprocessError) as error:
        logger.warning("LibreOffice does not start: %s", error)
        raise Refused(Refusal.TOO_COMPLEX) from error
    try:
        status = process.wait(WALL_SECONDS)
    except BaseException as error:
        # Its starter has children, which do the work.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            raise Refused(Refusal.TOO_COMPLEX) from error
        raise
    if status:
        logger.warning("LibreOffice cannot convert a file: %d", status)
        raise Refused(Refusal.DAMAGED)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE, FILE_SIZE))
