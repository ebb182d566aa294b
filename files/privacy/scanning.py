"""The guard over a whole file: reads it and looks through it, in a process with limits."""

from dataclasses import dataclass

from files.privacy.findings import Finding
from files.privacy.guard import findings_of, people_in
from files.privacy.readers import read

SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Scan:
    """What the guard found in a file: at most 50 findings, the grave ones first, and where people
    are named.

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
    findings = [*findings_of(contents), *people_in(contents)]
    return Scan(findings, contents.is_whole)
