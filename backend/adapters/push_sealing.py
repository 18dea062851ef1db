"""Sealing notices so that one browser alone can read them (RFC 8291), on all cores when there are many."""

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple

from pywebpush import WebPusher

from backend.adapters.processes import Processes

FEW: Final = 32
"""How many are sealed in this process, where starting others would take longer."""


class ToSeal(NamedTuple):
    """A notice, and the two keys of the browser that is to read it."""

    public_key: bytes
    secret: bytes
    notice: bytes


class Sealing:
    """Seals notices; when there are many, other processes help, for whom nobody waits."""

    def __init__(self) -> None:
        self._processes = Processes("sealing")

    async def seal(self, notices: Sequence[ToSeal], *, helped: bool) -> list[bytes]:
        """Return the bodies of the messages, in the same order; ``helped``: by other processes."""
        if not helped:
            return await _sealed_here(notices)
        return await self._processes.do(seal, notices, here=partial(_sealed_here, notices))

    def close(self) -> None:
        """Let the other processes go."""
        self._processes.close()


async def _sealed_here(notices: Sequence[ToSeal]) -> list[bytes]:
    return await asyncio.to_thread(seal, notices)


def seal(notices: Sequence[ToSeal]) -> list[bytes]:
    """Seal notices one after the other."""
    return [_sealed(one) for one in notices]


def _sealed(one: ToSeal) -> bytes:
    keys = {"p256dh": _text(one.public_key), "auth": _text(one.secret)}
    body: bytes = WebPusher({"endpoint": "", "keys": keys}).encode(one.notice)["body"]
    return body


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
