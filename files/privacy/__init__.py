"""The student privacy guard: what a file tells about students, in its text and beside it.

Free of Django, for a process with limits. It shows where something is, never what: digits and names
in its answers are masked. It is a guard, not a proof: `bench.detectors` says what it misses.
"""

from files.privacy.findings import Finding, Kind, Severity
from files.privacy.guard import findings_of
from files.privacy.readers import read

SECONDS = 4.0

__all__ = ["Finding", "Kind", "Severity", "scan"]


def scan(extension: str, path: str, *, seconds: float = SECONDS) -> list[Finding]:
    """Return what the guard finds in a file, at most 50 findings, the grave ones first.

    Args:
        extension: which kind of file it is.
        path: where it is.
        seconds: for reading, and as many for looking.
    """
    return findings_of(read(extension, path, seconds))
