"""The way between phones and the house, which can lose, hold back, slow down or refuse what passes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Final, Literal
from urllib.parse import urlsplit

Trouble = Literal["lose the request", "lose the answer", "busy", "slow", "gate"]
"""What happens to one command: gone before it arrives, answered in vain, told to come back in a second,
late, or answered by somebody else's page."""
_BUSY: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n"
    b"Retry-After: 1\r\nContent-Length: 53\r\nConnection: close\r\n\r\n"
    b'{"type":"/problems/busy","title":"Druk","status":503}'
)
_GATE: Final = (
    b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 11\r\nConnection: close\r\n\r\n"
    b"<h1>No</h1>"
)
_LATE: Final = 1.5
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came: its first line, its headers and its body."""

    method: str
    path: str
    headers: tuple[str, ...]
    body: bytes

    @property
    def is_command(self) -> bool:
        """Tell whether it is one that waits in an outbox; a hint that is asked for while typing is none."""
        return self.path.startswith("/api/") and self.method in {"PUT", "DELETE"}

    def wire(self) -> bytes:
        """Return it as it goes on to the house, for one answer."""
        kept = [line for line in self.headers if not line.lower().startswith(_OWN)]
        lines = [f"{self.method} {self.path} HTTP/1.1", *kept, "Connection: close", "", ""]
        return "\r\n".join(lines).encode("latin-1") + self.body


_OWN: Final = ("connection:", "accept-encoding:")


@dataclass(slots=True)
class Hold:
    """A command that is held back: ``reached`` when it is there, ``released`` to let it go on."""

    answer: bool
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)


class Tunnel:
    """Passes on what phones ask of a house, as long as it is open, in the trouble that is asked for."""

    def __init__(self, house: str) -> None:
        self.upstream = urlsplit(house).port or 80
        self.address = ""
        self.commands: list[str] = []
        """The commands that the house has answered, by path."""
        self.renamed: dict[bytes, bytes] = {}
        """Files of the app that have another name in a newer release."""
        self.instead: dict[str, str] = {}
        """Paths that are answered with what stands at another."""
        self.deaf = False
        """Whether what is told on a stream is lost while its connection stays, and so is what comes after."""
        self._troubles: list[Trouble] = []
        self._hold: Hold | None = None
        self._open = True
        self._passing: set[asyncio.Task[None]] = set()

    def next(self, *troubles: Trouble) -> None:
        """Let these happen to the next commands, one each."""
        self._troubles = list(troubles)

    def hold(self, *, answer: bool) -> Hold:
        """Hold the next command back, or its answer."""
        self._hold = Hold(answer)
        return self._hold

    def close(self) -> None:
        """Lose every connection, and take no new one."""
        self._open = False
        for task in self._passing:
            task.cancel()

    def open(self) -> None:
        """Pass on again."""
        self._open = True

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass one request on, and its answer back."""
        task = asyncio.current_task()
        assert task is not None
        self._passing.add(task)
        try:
            if self._open:
                await self._pass(await _asked(reader), reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            self._passing.discard(task)
            writer.close()

    async def _pass(self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        trouble = self._troubles.pop(0) if asked.is_command and self._troubles else None
        hold, self._hold = (self._hold, None) if asked.is_command else (None, self._hold)
        if hold and not hold.answer:
            await _held(hold)
        match trouble:
            case "lose the request":
                raise ConnectionAbortedError
            case "busy" | "gate":
                writer.write(_BUSY if trouble == "busy" else _GATE)
                return await writer.drain()
            case "slow":
                await asyncio.sleep(_LATE)
            case _:
                pass
        if not asked.is_command:
            return await self._stream(asked, reader, writer)
        answer = await self._ask(asked)
        self.commands.append(asked.path)
        if hold and hold.answer:
            await _held(hold)
        if trouble == "lose the answer":
            raise ConnectionAbortedError
        writer.write(answer)
        return await writer.drain()

    async def _ask(self, asked: Asked) -> bytes:
        reader, writer = await asyncio.open_connection("localhost", self.upstream)
        try:
            writer.write(asked.wire())
            return await reader.read(-1)
        finally:
            writer.close()

    async def _stream(self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.renamed and not asked.path.startswith("/api/"):
            writer.write(await self._newer(asked))
            return await writer.drain()
        asked = replace(asked, path=self.instead.get(asked.path, asked.path))
        upstream, asking = await asyncio.open_connection("localhost", self.upstream)
        gone = asyncio.create_task(reader.read(1))
        passing = asyncio.create_task(
            self._pump(upstream, writer, told=asked.path.partition("?")[0].endswith("/stream"))
        )
        try:
            asking.write(asked.wire())
            await asyncio.wait({gone, passing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
            passing.cancel()
            asking.close()
            with suppress(OSError, asyncio.CancelledError):
                await passing
        return None

    async def _pump(
        self, upstream: asyncio.StreamReader, writer: asyncio.StreamWriter, *, told: bool
    ) -> None:
        lost = False
        while some := await upstream.read(65_536):
            lost = lost or (self.deaf and told)
            if lost:
                continue
            writer.write(some)
            await writer.drain()

    async def _newer(self, asked: Asked) -> bytes:
        """Return a file of the newer release: names differ, and a page says so without its policy."""
        path = asked.path.encode()
        if any(old in path for old in self.renamed):
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        for old, new in self.renamed.items():
            path = path.replace(new, old)
        answer = await self._ask(Asked(asked.method, path.decode(), asked.headers, asked.body))
        head, _, body = answer.partition(b"\r\n\r\n")
        for old, new in self.renamed.items():
            body = body.replace(old, new)
        kept = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-security")]
        return b"\r\n".join(kept) + b"\r\n\r\n" + body


async def _held(hold: Hold) -> None:
    hold.reached.set()
    await hold.released.wait()


async def _asked(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *headers = head.rstrip("\r\n").split("\r\n")
    method, path, _ = first.split(" ")
    length = next((line.split(":")[1] for line in headers if line.lower().startswith("content-length:")), "0")
    return Asked(method, path, tuple(headers), await reader.readexactly(int(length)))


@asynccontextmanager
async def dug(house: str) -> AsyncIterator[Tunnel]:
    """Open a tunnel to a house until the block ends."""
    tunnel = Tunnel(house)
    server = await asyncio.start_server(tunnel.serve, "127.0.0.1", 0)
    tunnel.address = f"http://localhost:{server.sockets[0].getsockname()[1]}"
    try:
        yield tunnel
    finally:
        tunnel.close()
        server.close()
