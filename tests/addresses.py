"""Every address of the site, read from its resolver: a new one cannot be forgotten."""

import re
from typing import Any

from django.urls import get_resolver

NOBODY = "00000000-0000-4000-8000-000000000000"


def every_pattern() -> list[str]:
    """Every pattern of the project, its prefixes included, in order, each once."""

    def walk(resolver: Any, prefix: str = "") -> list[str]:
        found = []
        for entry in resolver.url_patterns:
            pattern = prefix + str(entry.pattern)
            found += walk(entry, pattern) if hasattr(entry, "url_patterns") else [pattern]
        return found

    return list(dict.fromkeys(walk(get_resolver())))


def an_address_of(pattern: str) -> str:
    """An address that the pattern matches; its parameters name nothing that exists."""
    path = re.sub(r"<uuid:\w+>", NOBODY, pattern)
    path = re.sub(r"<(?:\w+:)?\w+>", "1", path)
    path = re.sub(r"\(\?P1[^)]*\)", "1", path)
    path = (
        path.replace("(?:/|$)", "/")
        .replace("(\\d+)", "1")
        .replace("(.*)", "x")
        .replace("((?:[\\w\\-]+/)*)", "")
    )
    return "/" + path.replace("^", "").replace("$", "")


def every_address() -> list[str]:
    """One address for each pattern."""
    return [an_address_of(pattern) for pattern in every_pattern()]
