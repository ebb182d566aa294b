"""A page that was made once and is given to many: its bytes, packed once, and its headers."""

import gzip
import hashlib
from collections.abc import Callable, Iterable
from functools import lru_cache
from wsgiref.types import StartResponse, WSGIEnvironment

import brotli

Headers = list[tuple[str, str]]
Again = Callable[[WSGIEnvironment], object]

# What an answer says about itself, however it is packed.
_OF_THE_BODY = {"content-length", "etag"}
# What a browser that has the page already is told anew (RFC 9110, 15.4.5).
_OF_A_304 = {"cache-control", "content-location", "expires", "vary"}
# Better first. Five and six are what costs about a millisecond for an ordinary page.
_PACKING = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}


class KeptPage:
    """An answer of status 200 and the ways to give it.

    Args:
        headers: of the answer, those of its body left to us.
        body: its bytes, not packed.
        again: to be called with the environment of each request it is given to once more.
    """

    def __init__(
        self,
        headers: Iterable[tuple[str, str]],
        body: bytes,
        again: Again | None = None,
    ) -> None:
        self.again = again
        # Weak: one tag for the page, however its bytes are packed.
        self._etag = f'W/"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
        self._headers = [pair for pair in headers if pair[0].lower() not in _OF_THE_BODY]
        self._headers.append(("ETag", self._etag))
        self._short = [
            pair for pair in self._headers if pair[0].lower() in _OF_A_304 or pair[0] == "ETag"
        ]
        self._body = body
        self._packed: dict[str, tuple[Headers, bytes]] = {}

    @property
    def size(self) -> int:
        """Bytes it takes in memory at most, about: packed, text is less than half of itself."""
        return 2 * len(self._body) + sum(map(len, map("".join, self._headers)))

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        """Give the page, or say that the browser has it."""
        if (known := environ.get("HTTP_IF_NONE_MATCH")) and self._is_named_in(known):
            start_response("304 Not Modified", list(self._short))
            return []
        packing = best_packing(environ.get("HTTP_ACCEPT_ENCODING", ""))
        headers, body = self._packed.get(packing) or self._pack(packing)
        start_response("200 OK", list(headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _is_named_in(self, known: str) -> bool:
        names = (name.strip() for name in known.split(","))
        return any(name == "*" or name.removeprefix("W/") == self._etag[2:] for name in names)

    def _pack(self, packing: str) -> tuple[Headers, bytes]:
        """Pack the bytes, the first time somebody wants them so."""
        body, headers = self._body, list(self._headers)
        if packing:
            body = _PACKING[packing](body)
            headers.append(("Content-Encoding", packing))
        headers.append(("Content-Length", str(len(body))))
        self._packed[packing] = headers, body
        return headers, body


@lru_cache(maxsize=256)
def best_packing(accepted: str) -> str:
    """Return the best packing that an `Accept-Encoding` header names, empty for none."""
    qualities: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        try:
            qualities[name.strip()] = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
    return next((name for name in _PACKING if qualities.get(name, 0) > 0), "")
