"""A mail server for tests: real sockets, and every way in which one may fail."""

import asyncio
import threading
from collections import Counter
from contextlib import suppress
from email import message_from_bytes
from email.message import Message
from types import TracebackType
from typing import Self


class MailSink:
    """Accepts mail on a port of this machine, and keeps it.

    mode: "accept"; "defer" (4xx to each recipient); "reject" (5xx); "hang" (takes the connection
    and never says a word); while it is closed, connections are refused. It may change at any time.
    delay: seconds it takes for a mail.
    """

    def __init__(self, port: int = 0) -> None:
        self.port, self.mode, self.delay = port, "accept", 0.0
        self.mails: list[Message] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        starting = asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType
    ) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def copies(self) -> Counter[str]:
        """How many copies of each Message-ID arrived."""
        return Counter(str(mail["Message-ID"]) for mail in self.mails)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A client that is killed says no goodbye.
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await self._talk(reader, writer)
        writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.mode == "hang":
            await reader.read()  # until the client gives up
            return
        writer.write(b"220 sink\r\n")
        while line := await reader.readline():
            verb = line[:4].strip().upper()
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                body = await reader.readuntil(b"\r\n.\r\n")
                self.mails.append(message_from_bytes(body[:-5]))
                await asyncio.sleep(self.delay)
            codes = {"defer": b"451 later\r\n", "reject": b"550 nobody here\r\n"}
            refused = verb == b"RCPT" and self.mode in codes
            writer.write(codes[self.mode] if refused else b"250 ok\r\n")
            await writer.drain()
            if verb == b"QUIT":
                break
