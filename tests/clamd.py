"""A virus scanner for tests: clamd on real sockets, and every way in which it may fail."""

import socketserver
import struct
import threading
from types import TracebackType
from typing import Self

# Not the string that real scanners know: their users' own scanners would delete this file.
HARMFUL = b"HARMFUL-TEST-FILE"


class _Handler(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        scanner = self.server.scanner
        if scanner.mode == "hang":
            scanner.closing.wait(30)
            return
        command = self._until_nul()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM":
            self._scan()

    def _scan(self) -> None:
        scanner, data = self.server.scanner, b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            data += self.rfile.read(length)
            if scanner.mode == "drop":
                return
            if scanner.mode == "limit":
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        scanner.seen.append(data)
        found = HARMFUL in data
        self.wfile.write(b"stream: Harmful.Test FOUND\0" if found else b"stream: OK\0")

    def _until_nul(self) -> bytes:
        command = b""
        while (byte := self.rfile.read(1)) not in (b"", b"\0"):
            command += byte
        return command


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    scanner: "Scanner"


class Scanner:
    """Scans on a port of this machine. mode: "scan"; "hang"; "drop" (closes in the middle);
    "limit" (calls everything too large); while it is closed, connections are refused."""

    def __init__(self) -> None:
        self.mode, self.seen, self.closing = "scan", list[bytes](), threading.Event()

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.scanner = self
        self.url = f"tcp://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
