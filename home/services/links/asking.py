"""Ask another site whether an address is there: politely, and never a machine of our own network.

The name is looked up once, every address it stands for must be a public one, and the connection
goes to just that address: a name that changes between the look and the call leads nowhere else.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urldefrag, urljoin, urlsplit

from django.conf import settings

from contributions.services.links import asks_to_sign_in
from home.enums import LinkProblem

# For one step of a conversation, and for all that is asked about one address.
TIMEOUT_SECONDS = 10
LONGEST_SECONDS = 20
MOST_REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
FOR_GOOD = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
WEB_PORTS = frozenset(PORTS.values())
# What browsers send as it is; a percent sign is taken for part of what is quoted already.
UNQUOTED = "/%:@!$&'()*+,;=~"
# The IPv6 addresses given to the public, and those that stand for an IPv4 address (RFC 6052).
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
LookUp = Callable[[str, int], list[str]]


class NotPublic(Exception):
    """The address is not one of the public internet."""


class NotAsked(Exception):
    """The address is public, but no ordinary web server answers there."""


class MovedTo(NamedTuple):
    """The address has moved for good, and this is where it leads now."""

    address: str


Finding = LinkProblem | MovedTo | None


class Manner(NamedTuple):
    """How to ask.

    Attributes:
        look_up: returns the addresses a name stands for, see `look_up`.
        ports: those that may be asked.
        ends_at: when to give up, by the monotonic clock.
    """

    look_up: LookUp
    ports: Collection[int]
    ends_at: float


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses a name stands for.

    Raises:
        NotPublic: one of them belongs to a private network, to this machine, or to no host.
        OSError: nobody has that name.
    """
    found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for address in found:
        if not _is_public(ipaddress.ip_address(address.split("%")[0])):
            raise NotPublic
    return found


def _is_public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether it leads to a host of the public internet, by way of a gateway too."""
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(inner)
        if ip not in GLOBAL_UNICAST:
            return False
    return ip.is_global and not ip.is_multicast


def ask(
    url: str,
    *,
    look_up: LookUp = look_up,
    ports: Collection[int] = WEB_PORTS,
    seconds: float = LONGEST_SECONDS,
) -> Finding:
    """Return what is wrong with an address of another site; None if nothing is, or none can tell.

    A site that wants to know who asks, or is asked too often, is not broken.

    Args:
        url: the address.
        look_up: returns the addresses a name stands for.
        ports: those that may be asked; an address with another one is let be.
        seconds: the longest it may take, whatever the other site does.
    """
    try:
        return _follow(url, Manner(look_up, ports, time.monotonic() + seconds))
    except NotPublic:
        return LinkProblem.INSIDE
    except NotAsked:
        return None
    except socket.gaierror:
        return LinkProblem.UNKNOWN
    except (OSError, http.client.HTTPException, ValueError):
        return LinkProblem.SILENT


def _follow(url: str, manner: Manner) -> Finding:
    is_hint = bool(asks_to_sign_in(url))
    asked, for_good = url, True
    for _step in range(MOST_REDIRECTS + 1):
        status, location = _request("HEAD", url, manner)
        if status >= HTTPStatus.BAD_REQUEST:
            # Some sites answer only to those who want all of it.
            status, location = _request("GET", url, manner)
        if not location or not HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            break
        for_good = for_good and status in FOR_GOOD
        url = urljoin(url, location)
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return LinkProblem.GONE
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.SERVICE_UNAVAILABLE:
        return LinkProblem.FAILING
    is_shut = status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
    if is_shut:
        return LinkProblem.SIGN_IN if is_hint else None
    has_moved = for_good and status < HTTPStatus.MULTIPLE_CHOICES and _place(url) != _place(asked)
    return MovedTo(_as_browsers_write(url)) if has_moved else None


def _place(url: str) -> tuple[str, str, str]:
    """Return what makes another place of an address: neither https, “www.” nor a last slash do."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return host, parts.path.rstrip("/"), parts.query


def _as_browsers_write(url: str) -> str:
    return quote(urldefrag(url).url, safe=f"{UNQUOTED}?[]", errors="surrogateescape")


def _request(method: str, url: str, manner: Manner) -> tuple[int, str]:
    """Send one request and return its status and where it leads on.

    Raises:
        NotPublic: see `look_up`; also another scheme than HTTP, or a name and password.
        NotAsked: it has a port that may not be asked.
        TimeoutError: the time is over.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or "@" in parts.netloc:
        raise NotPublic
    port = PORTS[parts.scheme] if parts.port is None else parts.port
    addresses = manner.look_up(parts.hostname, port)
    if port not in manner.ports:
        raise NotAsked
    with _connection(parts, port, addresses[0], manner.ends_at) as connection:
        connection.request(
            method,
            _wanted(parts),
            headers={
                "Host": _host(parts, port),
                "User-Agent": f"Mozilla/5.0 (compatible; link check; +{settings.SITE_URL})",
                "Accept": "*/*",
                "Connection": "close",
            },
        )
        with connection.getresponse() as answer:
            status, location = answer.status, answer.headers.get("Location", "")
    # Headers are read as Latin-1, and many a site writes UTF-8.
    return status, location.encode("latin-1").decode("utf-8", "surrogateescape")


def _wanted(parts: SplitResult) -> str:
    """Return path and query as browsers send them: letters of any script, spaces and all."""
    path = quote(parts.path or "/", safe=UNQUOTED, errors="surrogateescape")
    query = quote(parts.query, safe=f"{UNQUOTED}?", errors="surrogateescape")
    return f"{path}?{query}" if query else path


def _host(parts: SplitResult, port: int) -> str:
    """Return the name of the host as browsers send it: with a port only if it is unusual."""
    name = (parts.hostname or "").encode("idna").decode()
    name = f"[{name}]" if ":" in name else name
    return name if port == PORTS[parts.scheme] else f"{name}:{port}"


@contextmanager
def _connection(
    parts: SplitResult, port: int, address: str, ends_at: float
) -> Iterator[http.client.HTTPConnection]:
    """Open a connection to the very address that was looked up, under the name of the host.

    Raises:
        TimeoutError: the time is over. A timeout of a socket ends only a silence: a site that
            sends a byte now and then would hold us for ever.
    """
    host = parts.hostname or ""
    left = ends_at - time.monotonic()
    if left <= 0:
        raise TimeoutError
    sock = socket.create_connection((address, port), min(TIMEOUT_SECONDS, left))
    try:
        if parts.scheme == "https":
            context = ssl.create_default_context()
            sock = context.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
        with _shut_at(sock, ends_at):
            if isinstance(sock, ssl.SSLSocket):
                sock.do_handshake()
            connection = http.client.HTTPConnection(host, port)
            connection.sock = sock
            yield connection
    finally:
        sock.close()


@contextmanager
def _shut_at(sock: socket.socket, ends_at: float) -> Iterator[None]:
    """Shut a socket at a time, whatever is going on with it by then.

    Raises:
        TimeoutError: it was shut. What was read until then may look like an answer.
    """

    def shut() -> None:
        with suppress(OSError):
            # Not the method of an SSL socket, which drops the session that is being read.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(ends_at - time.monotonic(), shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if time.monotonic() >= ends_at:
        raise TimeoutError
