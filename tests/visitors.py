"""Visitors who come through the WSGI application, page cache included."""

import gzip
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpResponse
from django.test import RequestFactory

from core.page_cache import PageCache


@dataclass(frozen=True)
class Answer:
    """What comes over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The page as it is read."""
        packed = self.headers.get("Content-Encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


class Counting:
    """An application that counts what it had to answer itself."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application
        self.answered = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.answered += 1
        return self.application(environ, start_response)


def visit(
    application: WSGIApplication,
    path: str,
    *,
    method: str = "GET",
    secure: bool = False,
    host: str = "localhost",
    **headers: str,
) -> Answer:
    """Ask for an address as a server hands it on; headers are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = RequestFactory().generic(method, path, secure=secure, headers={"Host": host, **named})
    begun: list[Any] = []

    def start_response(*status_and_headers: Any) -> Any:
        begun[:] = status_and_headers

    with _one_connection():
        response = application(request.environ, start_response)
        body = b"".join(response)
        if isinstance(response, HttpResponse):
            response.close()
    return Answer(int(begun[0].split()[0]), dict(begun[1]), body)


@contextmanager
def _one_connection() -> Iterator[None]:
    """Leave the connection of the test open, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


class Visitor:
    """A visitor of a site that notices what had to be made for her."""

    def __init__(self) -> None:
        self.django = Counting(WSGIHandler())
        self.site = PageCache(self.django)

    def get(self, path: str, **headers: Any) -> Answer:
        return visit(self.site, path, **headers)

    def gets_again(self, path: str, **headers: Any) -> bool:
        """Whether a page that was asked for before is given without being made."""
        self.get(path, **headers)
        before = self.django.answered
        self.get(path, **headers)
        return self.django.answered == before
