"""A stand-in for the service that Chromium subscribes with: it gives addresses, and carries messages.

Chromium is told of it by switches. It asks for an id, then for an address for each subscription, and
keeps one connection open over which messages come: a byte for the kind, the length, and a protocol
buffer. Only the fields that are needed are written here.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from struct import pack
from typing import Final
from urllib.parse import parse_qs

DEVICE: Final = 4_242_424_242
_VERSION: Final = 41
_HEARTBEAT, _HEARTBEAT_ANSWER, _LOGIN, _LOGGED_IN, _MESSAGE = 0, 1, 2, 3, 8


@dataclass
class Messaging:
    """Where it listens; whom it gave which address; and what it was asked, for who looks for a fault."""

    port: int = 0
    line_port: int = 0
    apps: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By address: the subscription as Chromium calls it, and the key of who may send."""
    asked: list[str] = field(default_factory=list)
    carried: int = 0
    line: asyncio.StreamWriter | None = None
    logged_in: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def switches(self) -> list[str]:
        """What Chromium is started with."""
        here = f"http://127.0.0.1:{self.port}"
        return [
            f"--gcm-checkin-url={here}/checkin",
            f"--gcm-registration-url={here}/register",
            f"--gcm-mcs-endpoint=https://127.0.0.1:{self.line_port}",
            "--ignore-certificate-errors",
        ]

    async def deliver(self, address: str, body: bytes) -> None:
        """Carry a message, sealed as RFC 8188 has it, to the browser that has an address."""
        app, sender = self.apps[address]
        self.carried += 1
        await self.logged_in.wait()
        assert self.line is not None
        self.line.write(
            _framed(
                _MESSAGE,
                _text(2, "1")
                + _text(3, sender)
                + _text(5, app)
                + _bytes(7, _text(1, "content-encoding") + _text(2, "aes128gcm"))
                + _bytes(7, _text(1, "subtype") + _text(2, app))
                + _text(9, f"message {self.carried}")
                + _bytes(21, body),
            )
        )
        await self.line.drain()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one question over HTTP."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = int(head.lower().partition("content-length:")[2].partition("\r\n")[0] or 0)
        body = await reader.readexactly(length)
        path = head.split(" ", 2)[1]
        self.asked.append(path)
        said = self._checked_in() if path.startswith("/checkin") else self._registered(body.decode())
        kind = "application/x-protobuf" if path.startswith("/checkin") else "text/plain"
        writer.write(
            f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(said)}\r\n"
            "Connection: close\r\n\r\n".encode()
            + said
        )
        await writer.drain()
        writer.close()

    def _checked_in(self) -> bytes:
        return _number(1, 1) + pack("<BQ", 7 << 3 | 1, DEVICE) + pack("<BQ", 8 << 3 | 1, DEVICE)

    def _registered(self, form: str) -> bytes:
        told = {name: values[0] for name, values in parse_qs(form).items()}
        self.asked.append(form)
        if told.get("delete") == "true":
            return b"deleted=" + told.get("app", "").encode()
        address = f"address{len(self.apps)}"
        self.apps[address] = told.get("X-subtype", told.get("app", "")), told.get("sender", "")
        return f"token={address}".encode()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Keep the line of a browser open."""
        try:
            self.asked.append("line")
            await reader.readexactly(1)
            writer.write(bytes([_VERSION]))
            while True:
                kind = (await reader.readexactly(1))[0]
                await reader.readexactly(await _length(reader))
                self.asked.append(f"kind {kind}")
                if kind == _LOGIN:
                    writer.write(_framed(_LOGGED_IN, _text(1, "1")))
                    self.line = writer
                    self.logged_in.set()
                elif kind == _HEARTBEAT:
                    writer.write(_framed(_HEARTBEAT_ANSWER, b""))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass


async def _length(reader: asyncio.StreamReader) -> int:
    found = shift = 0
    while True:
        byte = (await reader.readexactly(1))[0]
        found |= (byte & 0x7F) << shift
        if byte < 0x80:
            return found
        shift += 7


def _varint(number: int) -> bytes:
    found = bytearray()
    while number >= 0x80:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def _number(name: int, value: int) -> bytes:
    return _varint(name << 3) + _varint(value)


def _bytes(name: int, value: bytes) -> bytes:
    return _varint(name << 3 | 2) + _varint(len(value)) + value


def _text(name: int, value: str) -> bytes:
    return _bytes(name, value.encode())


def _framed(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + _varint(len(body)) + body


@asynccontextmanager
async def messaging(tls: ssl.SSLContext) -> AsyncIterator[Messaging]:
    """Let the stand-in listen on loopback."""
    here = Messaging()
    asking = await asyncio.start_server(here.answer, "127.0.0.1", 0)
    line = await asyncio.start_server(here.talk, "127.0.0.1", 0, ssl=tls)
    here.port, here.line_port = (one.sockets[0].getsockname()[1] for one in (asking, line))
    try:
        yield here
    finally:
        asking.close()
        line.close()
