"""The student privacy guard: what a file tells about students, in its text and beside it.

Free of Django, for a process with limits. It shows where something is, never what: digits and names
in its answers are masked. It is a guard, not a proof: `bench.detectors` says what it misses.
"""

from dataclasses import dataclass

from files.privacy.findings import Finding, Kind, Severity
from files.privacy.guard import findings_of
from files.privacy.readers import read

SECONDS = 4.0

__all__ = ["Finding", "Kind", "Scan", "Severity", "scan"]


@dataclass(frozen=True, slots=True)
class Scan:
    """What the guard found in a file: at most 50 findings, the grave ones first.

    Attributes:
        is_whole: the guard saw all of the file; it gives up on very long ones.
    """

    findings: list[Finding]
    is_whole: bool


def scan(extension: str, path: str, *, seconds: float = SECONDS) -> Scan:
    """Look through a file.

    Args:
        extension: which kind of file it is.
        path: where it is.
        seconds: for reading, and as many for looking.
    """
    contents = read(extension, path, seconds)
    findings = findings_of(contents)
    return Scan(findings, contents.is_whole)
