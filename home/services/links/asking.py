"""Ask another site whether an address is there: politely, and never a machine of our own network.

The name is looked up once, every address it stands for must be a public one, and the connection
goes to just that address: a name that changes between the look and the call leads nowhere else.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

from contributions.services.links import asks_to_sign_in
from home.enums import LinkProblem

TIMEOUT_SECONDS = 10
MOST_REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
LookUp = Callable[[str, int], list[str]]


class NotPublic(Exception):
    """The address is not one of the public internet."""


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses a name stands for.

    Raises:
        NotPublic: one of them belongs to a private network, to this machine, or to no host.
        OSError: nobody has that name.
    """
    found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for address in found:
        ip = ipaddress.ip_address(address.split("%")[0])
        inner = getattr(ip, "ipv4_mapped", None) or ip
        if not inner.is_global or inner.is_multicast:
            raise NotPublic
    return found


def ask(url: str, *, look_up: LookUp = look_up) -> LinkProblem | None:
    """Return what is wrong with an address of another site; None if nothing is, or none can tell.

    A site that wants to know who asks, or is asked too often, is not broken.
    """
    try:
        return _follow(url, look_up)
    except NotPublic:
        return LinkProblem.INSIDE
    except socket.gaierror:
        return LinkProblem.UNKNOWN
    except (OSError, http.client.HTTPException, ValueError):
        return LinkProblem.SILENT


def _follow(url: str, look_up: LookUp) -> LinkProblem | None:
    is_hint = bool(asks_to_sign_in(url))
    for _step in range(MOST_REDIRECTS + 1):
        status, location = _request("HEAD", url, look_up)
        if status >= HTTPStatus.BAD_REQUEST:
            # Some sites answer only to those who want all of it.
            status, location = _request("GET", url, look_up)
        if not location or not HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            break
        url = urljoin(url, location)
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return LinkProblem.GONE
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.SERVICE_UNAVAILABLE:
        return LinkProblem.FAILING
    is_shut = status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
    return LinkProblem.SIGN_IN if is_shut and is_hint else None


def _request(method: str, url: str, look_up: LookUp) -> tuple[int, str]:
    """Send one request and return its status and where it leads on.

    Raises:
        NotPublic: see `look_up`; also another scheme than HTTP or a port of its own.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.username:
        raise NotPublic
    port = parts.port or PORTS[parts.scheme]
    addresses = look_up(parts.hostname, port)
    connection = _connection(parts, port, addresses[0])
    try:
        path = parts.path or "/"
        connection.request(
            method,
            f"{path}?{parts.query}" if parts.query else path,
            headers={
                "User-Agent": f"Mozilla/5.0 (compatible; link check; +{settings.SITE_URL})",
                "Accept": "*/*",
                "Connection": "close",
            },
        )
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()


def _connection(parts: SplitResult, port: int, address: str) -> http.client.HTTPConnection:
    """Return a connection to the very address that was looked up, under the name of the host."""
    host = parts.hostname or ""
    plain = http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
    connection = plain
    sock = socket.create_connection((address, port), TIMEOUT_SECONDS)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        try:
            sock = context.wrap_socket(sock, server_hostname=host)
        except BaseException:
            sock.close()
            raise
    connection.sock = sock
    return connection
