"""A client that costs little: one call at a time on a connection that stays open."""

import asyncio
import time
from collections.abc import Callable
from typing import Final, Self, cast

from typing_extensions import override

CREATED: Final = b"HTTP/1.1 201"
_END_OF_HEAD: Final = b"\r\n\r\n"
_LENGTH: Final = b"content-length:"


class Refusal(Exception):
    """An answer that was not expected; the message is its head and body."""


class Calls(asyncio.Protocol):
    """One connection, on which a call waits for the answer to the one before."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[bytes] | None = None
        self._came = b""

    @classmethod
    async def open(cls, port: int) -> Self:
        """Return a connection to a web process on this machine."""
        _, calls = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        return calls

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what is written to."""
        self._transport = cast("asyncio.Transport", transport)

    @override
    def data_received(self, data: bytes) -> None:
        """Hand an answer over when all of it has come."""
        self._came += data
        head, end, body = self._came.partition(_END_OF_HEAD)
        if end and self._answer is not None and len(body) >= _length(head):
            answer, self._came = self._came, b""
            waiting, self._answer = self._answer, None
            if not waiting.done():
                waiting.set_result(answer)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Tell who waits."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError())

    async def call(self, request: bytes, expected: bytes = CREATED) -> bytes:
        """Send a whole request, wait for its answer, return its body. Raises Refusal if unexpected."""
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        answer = await self._answer
        if not answer.startswith(expected):
            raise Refusal(answer.decode())
        return answer.partition(_END_OF_HEAD)[2]

    def close(self) -> None:
        """End the connection."""
        if self._transport is not None:
            self._transport.abort()


def _length(head: bytes) -> int:
    _, _, rest = head.lower().partition(_LENGTH)
    return int(rest.partition(b"\r")[0])


def put(path: str, body: bytes, *, cookie: str = "") -> bytes:
    """Return a PUT as a browser's fetch would send it, but for headers that nobody reads."""
    return (
        f"PUT {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Cookie: {cookie}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


async def load(calls: list[Calls], request: Callable[[int], bytes], seconds: float) -> tuple[int, float]:
    """Call on every connection, again and again; return how many calls in how many seconds."""
    began = time.perf_counter()

    async def repeat(nth: int) -> int:
        count = 0
        while time.perf_counter() < began + seconds:
            await calls[nth].call(request(nth))
            count += 1
        return count

    counts = await asyncio.gather(*map(repeat, range(len(calls))))
    return sum(counts), time.perf_counter() - began
