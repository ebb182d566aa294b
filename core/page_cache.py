"""Pages that anonymous visitors get again without their being made again.

Outermost, around Django (`clearinghouse.wsgi`): what is kept costs one look at a shared stamp and
one at this process's memory. A view opts in by `keep`; whoever changes what visitors see calls
`empty`, which lets every process forget all it has (docs/adr/0006).
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, NoReturn
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

from core.kept_page import Again, KeptPage
from core.page_stamp import StampUnavailable, read_stamp, renew_stamp

logger = logging.getLogger(__name__)

# How old a page may get if a process died between its commit and its call of `empty`.
KEEP_SECONDS = 300
# Per process; about three hundred pages of the library.
MOST_BYTES = 16_000_000
LONGEST_QUERY = 1_000
# How long nobody looks again at a stamp that could not be read.
PAUSE_SECONDS = 10

# A page may differ by these and no others: they are in the key, or decide that there is none.
VARYING = frozenset({"cookie", "hx-request", "accept-encoding"})
_MARK = "_kept_parameters"
_AGAIN = "_kept_again"
Key = tuple[object, ...]


def keep(
    request: HttpRequest,
    response: HttpResponse,
    parameters: Iterable[str] = (),
    again: Again | None = None,
) -> HttpResponse:
    """Say that an answer is the same for every anonymous visitor, and return it.

    It is kept if it turns out fit for that: no cookie, no form token, no nonce, status 200.
    Browsers may keep it too, but ask each time whether it still stands.

    Args:
        request: what is answered.
        response: the answer.
        parameters: those of the address that the page heeds; with another one it is not kept.
        again: called with the environment of each GET to which the page is given without being
            made; it must be quick.
    """
    patch_vary_headers(response, ("Cookie", "HX-Request", "Accept-Encoding"))
    if is_anonymous(request.META):
        patch_cache_control(response, no_cache=True)
        setattr(response, _MARK, frozenset(parameters))
        setattr(response, _AGAIN, again)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response


def empty() -> None:
    """Forget every kept page, in all processes, once the current transaction is committed.

    What is being made at that moment, perhaps of older rows, is not kept either.
    """
    _calls.made += 1
    number = _calls.made

    def renew() -> None:
        # The first of many calls in a transaction does it for all of them.
        if number > _calls.done:
            _calls.done = _calls.made
            empty_now()

    transaction.on_commit(renew)


def empty_now() -> bool:
    """Forget every kept page, in all processes; return whether they could be told."""
    try:
        renew_stamp()
    except StampUnavailable:
        logger.exception("Kept pages may be old for up to %d seconds", KEEP_SECONDS)
        return False
    return True


def empty_when_changed(*models: type[Model]) -> None:
    """Call `empty` whenever a row of these is saved or deleted; called when the apps are ready."""
    for model in models:
        for name, signal in (("saved", post_save), ("deleted", post_delete)):
            uid = f"page_cache.{name}.{model._meta.label}"
            signal.connect(_on_change, sender=model, dispatch_uid=uid)


def is_anonymous(environ: WSGIEnvironment) -> bool:
    """Whether nothing in a request could make its answer a personal one."""
    if "HTTP_AUTHORIZATION" in environ:
        return False
    cookies = environ.get("HTTP_COOKIE")
    if not cookies:
        return True
    names = {pair.partition("=")[0].strip() for pair in cookies.split(";")}
    # Whoever adds another cookie that changes pages names it here.
    personal = (settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "messages")
    return names.isdisjoint(personal)


class PageCache:
    """A WSGI application that answers from memory what it may, and hands on everything else.

    Args:
        application: the site.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._memory = _Memory()
        self._pause_until = 0.0
        # An answer is stored only if Django gave it with status 200. It refuses hosts that are not
        # ours with 400, so the key of a wrong host never holds anything.
        self._names = ["wsgi.url_scheme", "HTTP_HOST", "SERVER_PORT", "SCRIPT_NAME", "PATH_INFO"]
        self._names += ["QUERY_STRING", "HTTP_HX_REQUEST"]
        if settings.SECURE_PROXY_SSL_HEADER:
            self._names.append(settings.SECURE_PROXY_SSL_HEADER[0])
        if settings.USE_X_FORWARDED_HOST:
            self._names.append("HTTP_X_FORWARDED_HOST")
        if settings.USE_X_FORWARDED_PORT:
            self._names.append("HTTP_X_FORWARDED_PORT")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or not environ.get("HTTP_HOST")
            or len(environ.get("QUERY_STRING", "")) > LONGEST_QUERY
            or not is_anonymous(environ)
        ):
            return self._application(environ, start_response)
        # Before anything is read of which the page is made: if the stamp is renewed meanwhile,
        # the page is kept under the old one, where nobody finds it.
        stamp = self._look()
        if stamp is None:
            return self._application(environ, start_response)
        key = tuple(map(environ.get, self._names))
        page = self._memory.find(key, stamp)
        if page is not None:
            if page.again is not None and environ["REQUEST_METHOD"] == "GET":
                page.again(environ)
            return page.answer(environ, start_response)
        return self._make(environ, start_response, key, stamp)

    def _look(self) -> str | None:
        """Return the present stamp, None if it cannot be read."""
        if time.monotonic() < self._pause_until:
            return None
        try:
            return read_stamp()
        except StampUnavailable:
            self._pause_until = time.monotonic() + PAUSE_SECONDS
            logger.exception("Pages are made anew each time: the stamp cannot be read")
            return None

    def _make(
        self, environ: WSGIEnvironment, start_response: StartResponse, key: Key, stamp: str
    ) -> Iterable[bytes]:
        """Have the site answer, and keep the answer if it is fit for that."""
        begun: list[Any] = []

        def begin(*status_and_headers: Any) -> Callable[[bytes], object]:
            begun[:] = status_and_headers
            return _refuse_to_write

        response = self._application(environ, begin)
        is_fit = isinstance(response, HttpResponse) and _is_fit(environ, response)
        # A view may leave out the body of an answer to HEAD.
        if not is_fit or environ["REQUEST_METHOD"] != "GET":
            start_response(*begun)
            return response
        assert isinstance(response, HttpResponse)
        page = KeptPage(begun[1], response.content, getattr(response, _AGAIN))
        response.close()
        if _has_only(environ.get("QUERY_STRING", ""), getattr(response, _MARK)):
            self._memory.keep(key, page, stamp)
        return page.answer(environ, start_response)


class _Memory:
    """The pages of this process that were made under one stamp, the least used one going first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stamp = ""
        self._size = 0
        self._pages: OrderedDict[Key, tuple[KeptPage, float]] = OrderedDict()

    def find(self, key: Key, stamp: str) -> KeptPage | None:
        """Return a page that was made under this stamp, not long ago."""
        with self._lock:
            if stamp != self._stamp:
                self._stamp, self._size = stamp, 0
                self._pages.clear()
            page, until = self._pages.get(key, (None, 0.0))
            if page is None:
                return None
            if until < time.monotonic():
                self._drop(key)
                return None
            self._pages.move_to_end(key)
            return page

    def keep(self, key: Key, page: KeptPage, stamp: str) -> None:
        """Keep a page, unless another stamp has been seen since it was begun."""
        with self._lock:
            if stamp != self._stamp or page.size > MOST_BYTES:
                return
            self._drop(key)
            self._pages[key] = page, time.monotonic() + KEEP_SECONDS
            self._size += page.size
            while self._size > MOST_BYTES:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: Key) -> None:
        page, _ = self._pages.pop(key, (None, 0.0))
        if page is not None:
            self._size -= page.size


class _Calls(threading.local):
    """How often this thread called `empty`, and up to which call it has been done."""

    made = 0
    done = 0


_calls = _Calls()


def _is_fit(environ: WSGIEnvironment, response: HttpResponse) -> bool:
    """Whether an answer is marked and holds nothing that is one visitor's."""
    # Headers of several values are never many; whatever is not understood keeps the page out.
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    control = response.get("Cache-Control", "")
    return (
        hasattr(response, _MARK)
        and response.status_code == 200
        and not response.cookies
        and "CSRF_COOKIE_NEEDS_UPDATE" not in environ
        and "'nonce-" not in response.get("Content-Security-Policy", "")
        and "private" not in control
        and "no-store" not in control
        and "Content-Encoding" not in response
        and varies <= VARYING
    )


def _has_only(query: str, parameters: frozenset[str]) -> bool:
    """Whether an address has no other parameters than these."""
    return all(name in parameters for name, _ in parse_qsl(query, keep_blank_values=True))


def _on_change(**kwargs: Any) -> None:
    empty()


def _refuse_to_write(data: bytes) -> NoReturn:
    raise NotImplementedError("Django answers with an iterable.")
