"""A push service of our own (RFC 8030): it checks who signs, opens what is sealed, and says what it is told.

The sealed notices are opened by ``http_ece`` and signatures are checked by hand (RFC 8292), so that
neither is judged by the code that made it.
"""

import asyncio
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def text_of(raw: bytes) -> str:
    """Return bytes as browsers write them."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def bytes_of(text: str) -> bytes:
    """Return what browsers wrote."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Browser:
    """A browser that subscribed: only it opens what is sealed for it."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def public_key(self) -> bytes:
        """Its key, as a point."""
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def subscription(self) -> dict[str, Any]:
        """What ``PushSubscription.toJSON()`` gives."""
        keys = {"p256dh": text_of(self.public_key), "auth": text_of(self.secret)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    def read(self, body: bytes) -> bytes:
        """Open what was sealed for it."""
        opened: bytes = http_ece.decrypt(
            body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"
        )
        return opened


@dataclass
class Message:
    """A message as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float


@dataclass
class PushServer:
    """Where it listens, what it was given, and how it answers.

    ``answers``: for each path the answers it gives one after another before 201. An answer is a
    status and headers; a status of 0 never comes.
    """

    port: int = 0
    answers: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)
    got: list[Message] = field(default_factory=list)
    connections: int = 0
    vapid_keys: set[str] = field(default_factory=set)

    @property
    def origin(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def browser(self, name: str) -> Browser:
        """Return a browser that subscribed here."""
        return Browser(f"{self.origin}/push/{name}")

    def to(self, name: str) -> list[Message]:
        """Return what arrived for a browser, also what was refused."""
        return [one for one in self.got if one.path == f"/push/{name}"]

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        self.connections += 1
        try:
            while line := await reader.readline():
                method, path, _ = line.decode().split(" ", 2)
                headers = {}
                while (line := await reader.readline()) != b"\r\n":
                    name, _, value = line.decode().partition(":")
                    headers[name.strip().lower()] = value.strip()
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                message = Message(path, headers, body, asyncio.get_running_loop().time())
                self.got.append(message)
                planned = self.answers.get(path, [])
                status, extra = planned.pop(0) if planned else (self.judge(method, message), {})
                if status == 0:
                    await asyncio.sleep(3600)
                lines = [
                    f"HTTP/1.1 {status} Said",
                    "Content-Length: 0",
                    *(f"{n}: {v}" for n, v in extra.items()),
                ]
                writer.write("\r\n".join([*lines, "", ""]).encode())
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def judge(self, method: str, message: Message) -> int:
        """Return what RFC 8030 and RFC 8292 say of a message."""
        headers = message.headers
        known = {"content-encoding": "aes128gcm", "urgency": headers.get("urgency", "")}
        if method != "POST" or any(headers.get(name) != value for name, value in known.items()):
            return 400
        if headers["urgency"] not in {"very-low", "low", "normal", "high"} or not headers["ttl"].isdecimal():
            return 400
        if not set(headers["topic"]) <= _URL_SAFE or len(headers["topic"]) > 32:
            return 400
        if len(message.body) > 4096:
            return 413
        return 201 if self.is_signed(headers["authorization"]) else 403

    def is_signed(self, authorization: str) -> bool:
        """Check a VAPID signature, its audience and its time, by hand."""
        scheme, _, rest = authorization.partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        signed, _, signature = parts["t"].rpartition(".")
        header, claims = (json.loads(bytes_of(part)) for part in signed.split("."))
        raw = bytes_of(signature)
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes_of(parts["k"]))
        der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        point.verify(der, signed.encode(), ec.ECDSA(SHA256()))
        self.vapid_keys.add(parts["k"])
        is_ours = claims["aud"] == self.origin and claims["sub"].startswith("mailto:")
        return scheme == "vapid" and header["alg"] == "ES256" and is_ours


_URL_SAFE = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@asynccontextmanager
async def push_server(server: PushServer | None = None) -> AsyncIterator[PushServer]:
    """Let a push service listen on loopback."""
    server = server or PushServer()
    running = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    server.port = running.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        running.close()
