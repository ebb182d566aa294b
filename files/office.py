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


# A document may link to what stands elsewhere, such as a picture on a machine of our own network.
# No place is trusted, so most of that is not loaded; the rest is asked of a proxy where none is.
_NOWHERE = """
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInet{name}ProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
</item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInet{name}ProxyPort" oor:op="fuse"><value>1</value></prop>
</item>"""
_SETTINGS = f"""<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
</item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetNoProxy" oor:op="fuse"><value></value></prop>
</item>{"".join(_NOWHERE.format(name=name) for name in ("HTTP", "HTTPS", "FTP"))}
</oor:items>
"""


def is_installed() -> bool:
    """Whether there is a LibreOffice to ask."""
    return bool(settings.LIBREOFFICE)


def as_pdf(path: Path, extension: str, folder: Path) -> Path:
    """Write a PDF of an office file into a folder and return its path.

    What is converted has passed the intake, which refuses macros; what is merely linked, such as
    pictures on other sites, is not loaded.

    Raises:
        Refused: it cannot be converted, or takes too long.
    """
    # LibreOffice goes by names.
    source = folder / f"source.{extension}"
    source.symlink_to(path)
    with TemporaryDirectory(dir=folder) as profile:
        user = Path(profile) / "user"
        user.mkdir()
        (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
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
