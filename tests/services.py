"""What a test needs from the machine beside Python: it skips by name where that is missing."""

import os

import pytest


def require(service: str, *, available: bool) -> None:
    """Skip the test unless the service is there; where `REQUIRE_SERVICES=1` is set, fail instead.

    Args:
        service: its name as a person installs it, such as "Chromium".
        available: whether it was found.
    """
    if available:
        return
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"{service} is required here and was not found.", pytrace=False)
    pytest.skip(f"{service} was not found on this machine")
