"""The least a page can take: bytes through gunicorn, without Django."""

from collections.abc import Callable, Iterable
from typing import Any

PAGE = b"x" * 20_000


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer every request with the same 20,000 bytes."""
    start_response("200 OK", [("Content-Length", str(len(PAGE)))])
    return [PAGE]
