"""Phones that listen: each a stream of server-sent events that counts what it misses or gets twice."""

import asyncio
import re
from collections.abc import Callable
from typing import Final, NamedTuple

from typing_extensions import override

Heard = Callable[[int, int], None]
"""What is done with the version that a phone of a meeting heard: meeting and version."""
_ACT: Final = re.compile(rb"id: (\d+)\nevent: act\n")
_OK: Final = b"HTTP/1.1 200"
_LONGEST_HEAD: Final = 32
"""Bytes that may be the begin of an act, kept until the rest of them comes."""


class Place(NamedTuple):
    """Where a phone listens: the nth meeting, by its address and with the cookie of its person."""

    port: int
    nth: int
    path: str
    cookie: str

    def asked(self, last: int) -> bytes:
        """Return the call that opens a stream after a version."""
        return (
            f"GET {self.path}/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
            f"Cookie: {self.cookie}\r\nLast-Event-ID: {last}\r\n\r\n"
        ).encode()


class Phone(asyncio.Protocol):
    """One listener, who goes on where it was when its stream is cut; versions are to come one by one."""

    def __init__(self, place: Place, last: int, heard: Heard) -> None:
        self.place, self.last, self._heard = place, last, heard
        self.gaps = self.doubles = self.refusals = 0
        self._transport: asyncio.Transport | None = None
        self._rest = b""
        self._opening = True

    async def connect(self) -> None:
        """Open the stream after the last version heard."""
        self._rest, self._opening = b"", True
        make = asyncio.get_running_loop().create_connection
        transport, _ = await make(lambda: self, "127.0.0.1", self.place.port)
        self._transport = transport
        self._transport.write(self.place.asked(self.last))

    def cut(self) -> None:
        """Lose the network: what was on its way is gone."""
        if self._transport is not None:
            self._transport.abort()
            self._transport = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for what comes."""

    @override
    def data_received(self, data: bytes) -> None:
        """Count what comes, unless it comes on a stream that was cut."""
        if self._opening:
            self._opening = False
            self.refusals += not data.startswith(_OK)
        text = self._rest + data
        end = 0
        for act in _ACT.finditer(text):
            self._take(int(act[1]))
            end = act.end()
        self._rest = text[end:][-_LONGEST_HEAD:]

    def _take(self, version: int) -> None:
        if version <= self.last:
            self.doubles += 1
            return
        self.gaps += version - self.last - 1
        self.last = version
        self._heard(self.place.nth, version)
