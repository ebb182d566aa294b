"""All that is known of the inside of a file, in one pass of a process with limits.

Its text, what it tells about students, whether everybody can read it, and the signature of its
words. Free of Django. A fault in one of the last three does not lose the others.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

from files import extraction, likeness
from files.accessibility.checks import passes
from files.accessibility.examining import examine as examine_form
from files.enums import Refused
from files.intake import isolation
from files.intake.kinds import READABLE_EXTENSIONS
from files.privacy.scanning import scan

# Below the limits of the process, so that a slow file still gets an answer.
SECONDS = 13.5
# Shares of what is left when it is their turn; the guard reads in one half and looks in the other.
ACCESSIBILITY_SHARE = 0.3
GUARD_SHARE = 0.45


def examine(extension: str, path: str) -> dict[str, Any]:
    """Return what is inside a file.

    Args:
        extension: which kind of file it is.
        path: where it is.

    Returns:
        `text` and `pages` as `extraction.read`; `findings` as `privacy.Finding.as_json`;
        `accessibility` with `passes` and `checks`, None if it failed; `signature` in hexadecimal,
        "" for a short text; `failed`, what could not be done; `partial`, what saw a part only.

    Raises:
        Refused: the file is protected, damaged or a bomb: nothing can be said of it.
    """
    start = time.monotonic()
    answer: dict[str, Any] = {"text": "", "pages": None, "findings": [], "accessibility": None}
    answer |= {"signature": "", "failed": [], "partial": []}
    if extension not in READABLE_EXTENSIONS:
        return answer
    answer |= extraction.read(extension, path)

    def left() -> float:
        return max(0.5, SECONDS - (time.monotonic() - start))

    def sign() -> None:
        answer["signature"] = likeness.signature(answer["text"]).hex()

    def look_at_form() -> None:
        checks = examine_form(extension, path, seconds=left() * ACCESSIBILITY_SHARE)
        answer["accessibility"] = {
            "passes": passes(checks),
            "checks": [one.as_json() for one in checks],
        }

    def guard() -> None:
        found = scan(extension, path, seconds=left() * GUARD_SHARE)
        answer["findings"] = [one.as_json() for one in found.findings]
        if not found.is_whole:
            answer["partial"].append("privacy")

    for name, detector in (
        ("signature", sign),
        ("accessibility", look_at_form),
        ("privacy", guard),
    ):
        if not _succeeds(name, detector):
            answer["failed"].append(name)
    return answer


def _succeeds(name: str, detector: Callable[[], None]) -> bool:
    """Whether a detector came to its end; a file that breaks one must not hide from the others."""
    try:
        detector()
    except (Exception, MemoryError, RecursionError, Refused) as error:
        # The words of the error may hold those of the file.
        sys.stderr.write(f"{name}: {type(error).__name__}\n")
        return False
    return True


if __name__ == "__main__":
    isolation.serve(examine, sys.argv[1:])
