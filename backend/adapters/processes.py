"""Other processes that do what takes a core: started when there is much to do, and gone when we are."""

import asyncio
import gc
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from types import ModuleType
from typing import Final, TypeVar, TypeVarTuple

from backend.adapters.ending import are_stopped

MOST: Final = 4
"""More of them wait for PostgreSQL, or for a network, rather than for a core."""
SELDOM: Final = (20_000, 20, 20)
"""How seldom Python looks for cycles: calls leave hardly any, and looking took a fifth of their time."""
REST: Final = 5.0
"""Seconds after which others take the place of those that died."""
_log = logging.getLogger("kring.processes")
T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Processes:
    """As many as there are cores, at most a few, that help with one kind of work.

    Nobody waits until they have started, and what one that died had in hand is done here. They end
    with us, also when we are killed.
    """

    def __init__(self, what: str, *, most: int = MOST, rest: float = REST) -> None:
        self._what, self._most = what, min(os.cpu_count() or 1, most)
        self._helpers: ProcessPoolExecutor | None = None
        self._began: Future[None] | None = None
        self._rest, self._rest_until = rest, 0.0

    def start(self) -> None:
        """Let the first one start, unless some are there or died just now."""
        if self._helpers is None and time.monotonic() >= self._rest_until:
            context = get_context("spawn")
            self._helpers = ProcessPoolExecutor(self._most, mp_context=context, initializer=_begin)
            self._began = self._handed(self._helpers, _nothing)

    async def do(self, work: Callable[[*Ts], T], *given: *Ts, here: Callable[[], Awaitable[T]]) -> T:
        """Return what another process makes of it; as long as there is none, what comes of it ``here``."""
        self.start()
        helpers = self._helpers
        if helpers is None or self._began is None or not self._began.done():
            return await here()
        in_hand = self._handed(helpers, work, *given)
        if in_hand is None:
            return await here()
        try:
            return await asyncio.wrap_future(in_hand)
        except BrokenProcessPool:
            self._lose(helpers)
        except asyncio.CancelledError:
            if are_stopped():  # it is not a helper that let go of what it had in hand
                raise
        return await here()

    def _handed(
        self, helpers: ProcessPoolExecutor, work: Callable[[*Ts], T], *given: *Ts
    ) -> Future[T] | None:
        """Hand work over; return nothing when there is nobody, or none can be started."""
        try:
            with _as_nobody():
                return helpers.submit(work, *given)
        except (OSError, RuntimeError):
            self._lose(helpers)
            return None

    def close(self) -> None:
        """Let them go, once they have done what they have in hand."""
        if self._helpers is not None:
            self._helpers.shutdown(wait=False, cancel_futures=True)
        self._helpers = self._began = None

    def _lose(self, helpers: ProcessPoolExecutor) -> None:
        """Say once that one of them died or could not start: the others end with it."""
        if helpers is self._helpers:
            _log.warning("A process that helps with %s died; others take its place", self._what)
            self._rest_until = time.monotonic() + self._rest
            self.close()


@contextmanager
def _as_nobody() -> Iterator[None]:
    """Hide what this process was started as: one that helps would import all of it, which takes seconds."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _nothing() -> None:
    pass


def _begin() -> None:
    """Let a process end when whoever it helps was killed, and not when somebody stops us both by a key."""
    gc.set_threshold(*SELDOM)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(0)
