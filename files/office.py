"""Office files as PDF, where LibreOffice is installed."""

import logging
import resource
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from .enums import Refusal, Refused
from .intake import isolation

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
        environment = {"PATH": "/usr/bin:/bin", "HOME": profile, "LANG": "C.UTF-8"}
        try:
            status = isolation.status_of(
                command, environment=environment, seconds=WALL_SECONDS, limit=_limit
            )
        except (OSError, subprocess.SubprocessError) as error:
            logger.warning("LibreOffice does not start: %s", error)
            raise Refused(Refusal.TOO_COMPLEX) from error
    if status:
        logger.warning("LibreOffice cannot convert a file: %d", status)
        raise Refused(Refusal.DAMAGED)
    target = folder / "source.pdf"
    if not target.exists():
        raise Refused(Refusal.DAMAGED)
    return target


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE, FILE_SIZE))
