"""Ask a virus scanner, where there is one: clamd, over its INSTREAM command.

The protocol (https://docs.clamav.net/manual/Usage/Scanning.html#clamd) is the command, chunks with
their length in four bytes before each, a chunk of length 0, and one line of answer.
"""

import logging
import socket
import struct
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from .enums import Refusal, Refused

logger = logging.getLogger(__name__)

CHUNK = 64 * 1024
CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 60.0
LONGEST_ANSWER = 4096


class ScannerAway(Exception):
    """The scanner does not answer, or not what a scanner answers."""


def is_configured() -> bool:
    """Whether the site has a scanner at all."""
    return bool(settings.CLAMD_URL)


def ping() -> None:
    """Ask the scanner whether it is there.

    Raises:
        ScannerAway: it is not.
    """
    if (answer := _ask(b"zPING\0", None)) != "PONG":
        raise ScannerAway(answer[:100])


def scan(path: Path) -> None:
    """Have a file looked at.

    Raises:
        Refused: something harmful is in it.
        ScannerAway: nobody can say now; the file must wait.
    """
    answer = _ask(b"zINSTREAM\0", path)
    if answer.endswith(" FOUND"):
        logger.warning("The virus scanner says of an upload: %s", answer)
        raise Refused(Refusal.VIRUS)
    if not answer.endswith(": OK"):
        # Such as a limit of the scanner's own, below ours: what it has not seen is not clean.
        raise ScannerAway(answer[:100])


def _ask(command: bytes, path: Path | None) -> str:
    try:
        with _connect() as connection:
            connection.settimeout(ANSWER_SECONDS)
            connection.sendall(command)
            if path is not None:
                _send(connection, path)
            return _read(connection)
    except (OSError, ValueError) as error:
        raise ScannerAway(str(error)[:100]) from error


def _connect() -> socket.socket:
    """Return a connection to the address in the settings.

    Raises:
        OSError, ValueError: there is nobody, or it is no address.
    """
    address = urlsplit(settings.CLAMD_URL)
    if address.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(CONNECT_SECONDS)
            connection.connect(address.path)
        except OSError:
            connection.close()
            raise
        return connection
    if address.scheme != "tcp" or not address.hostname:
        raise ValueError("CLAMD_URL is neither tcp://host:port nor unix:///path")
    return socket.create_connection(
        (address.hostname, address.port or 3310), timeout=CONNECT_SECONDS
    )


def _send(connection: socket.socket, path: Path) -> None:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
    connection.sendall(struct.pack("!L", 0))


def _read(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        part = connection.recv(LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode(errors="replace")
