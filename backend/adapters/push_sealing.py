"""Sealing notices so that one browser alone can read them (RFC 8291), on all cores when there are many."""

import asyncio
import os
import threading
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import Final, NamedTuple

from pywebpush import WebPusher

FEW: Final = 32
"""How many are sealed in this process, where starting others would take longer."""


class ToSeal(NamedTuple):
    """A notice, and the two keys of the browser that is to read it."""

    public_key: bytes
    secret: bytes
    notice: bytes


class Sealing:
    """Seals notices; the processes that help are started when there is much to do, and end with us.

    Nobody waits until they have started.
    """

    def __init__(self) -> None:
        self._helpers: ProcessPoolExecutor | None = None
        self._began: Future[list[bytes]] | None = None

    async def seal(self, notices: Sequence[ToSeal], *, helped: bool) -> list[bytes]:
        """Return the bodies of the messages, in the same order; ``helped``: by other processes."""
        if helped and self._helpers is None:
            self._helpers = ProcessPoolExecutor(
                os.cpu_count(), mp_context=get_context("spawn"), initializer=_end_with_parent
            )
            self._began = self._helpers.submit(seal, ())
        if not helped or self._began is None or not self._began.done():
            return await asyncio.to_thread(seal, notices)
        return await asyncio.get_running_loop().run_in_executor(self._helpers, seal, notices)

    def close(self) -> None:
        """Let the helpers go."""
        if self._helpers is not None:
            self._helpers.shutdown(wait=False, cancel_futures=True)


def seal(notices: Sequence[ToSeal]) -> list[bytes]:
    """Seal notices one after the other."""
    return [_sealed(one) for one in notices]


def _sealed(one: ToSeal) -> bytes:
    keys = {"p256dh": _text(one.public_key), "auth": _text(one.secret)}
    body: bytes = WebPusher({"endpoint": "", "keys": keys}).encode(one.notice)["body"]
    return body


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _end_with_parent() -> None:
    """Let a helper end when whoever it helps was killed: it would wait for ever."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(0)
