"""What a test needs from the machine beside Python: it skips by name where that is missing."""

import os
import secrets
import shutil

import pytest

from search.engines.elastic.address import Address
from search.engines.elastic.generations import Generations


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


def elasticsearch_url(major: str = "") -> str:
    """Return the address of an index of one's own on a running Elasticsearch.

    `ELASTICSEARCH_URLS` names the servers, `8=http://… 9=http://…`, see `tests/elastic.py`.

    Args:
        major: "8" or "9"; by default whichever is there.
    """
    known = dict(one.split("=", 1) for one in os.environ.get("ELASTICSEARCH_URLS", "").split())
    url = known.get(major) if major else next(iter(known.values()), None)
    require(f"Elasticsearch {major}".strip(), available=url is not None)
    # All tests at once make a machine slow; how long readers wait is a matter of the drills.
    return f"{url}/test-{secrets.token_hex(6)}?timeout=30"


def remove_index(url: str) -> None:
    """Delete an index. What a test left on an Elasticsearch must go: a node holds no more than a
    thousand indices."""
    if url.startswith("embedded:"):
        shutil.rmtree(url.removeprefix("embedded:"))
        return
    address = Address.parse(url)
    Generations(address.connect(), address.prefix).remove_all()
