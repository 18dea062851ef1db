"""Follows the end of the record: once for a process, for all in it who want to know what is new."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Final, Self
from uuid import UUID

import msgspec
import psycopg

from backend.adapters.database import BE_PROJECTOR, Connection, Database
from backend.adapters.ending import are_stopped, ended
from backend.adapters.record import Record, read_since
from events import catalogue
from events.base import Event, Recorded

LISTEN = "LISTEN record"
LISTEN_FOR_ENDINGS = "LISTEN sign_ins"
LISTEN_FOR_COUNTS = "LISTEN counts"
_ENDED: Final = "sign_ins"
_COUNTED: Final = "counts"
_BATCH = 500
_POLL = 0.5
_PAUSE = 0.005
"""Seconds between two looks, so that one of them serves many commits."""
_PATIENCE = 10.0
_BACK_OFF = (0.05, 0.2, 0.5, 1.0, 2.0)

log = logging.getLogger(__name__)


class Tail:
    """What was recorded since this process began to watch, in order and without a gap.

    A notification is the hint to read, a poll every half second the guarantee; a connection that
    dies is replaced. The last ``keep`` events are at hand for whoever follows; who is further
    behind reads the record instead, so a slow follower costs nobody anything. Use as an async
    context manager.
    """

    def __init__(self, database: Database, *, keep: int = 4096) -> None:
        self._database, self._record, self._keep = database, Record(database), keep
        self._position = 0
        self._recent: list[Recorded[Event]] = []
        self._moved = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None
        self._hear_ended: list[Callable[[UUID | None], None]] = []
        self._hear_counts: list[Callable[[str], None]] = []

    @property
    def position(self) -> int:
        """The position of the latest event seen."""
        return self._position

    async def __aenter__(self) -> Self:
        """Begin to watch at the present end of the record."""
        self._position = await self._record.head()
        self._watching = asyncio.create_task(self._watch(), name="tail")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop watching; whoever follows waits for ever from now on, and should be cancelled."""
        if self._watching is not None:
            await ended(self._watching)

    def hear_ended(self, hear: Callable[[UUID | None], None]) -> None:
        """Call somebody with every sign-in that ends; None: the connection was away, ask anew."""
        self._hear_ended.append(hear)

    def hear_counts(self, hear: Callable[[str], None]) -> None:
        """Call somebody with every count that stands in no event, as whoever counted tells it, in JSON."""
        self._hear_counts.append(hear)

    async def follow(self, after: int | None = None) -> AsyncIterator[list[Recorded[Event]]]:
        """Yield everything recorded after a position (None: from now on), in order, for ever."""
        position = self._position if after is None else after
        while not are_stopped():
            await self._pass(position)
            batch = self._at_hand(position) or await self._from_the_record(position)
            if batch:
                position = batch[-1].position
                yield batch

    async def reached(self, position: int, timeout: float) -> bool:  # noqa: ASYNC109 -- False is an answer
        """Wait until a position has been seen, for so many seconds; return whether it was."""
        try:
            async with asyncio.timeout(timeout):
                await self._pass(position - 1)
        except TimeoutError:
            return False
        return True

    async def _pass(self, position: int) -> None:
        while self._position <= position:
            await self._moved.wait()

    async def _from_the_record(self, after: int) -> list[Recorded[Event]]:
        """Return the next events, or none for now: who follows outlives a database that is away."""
        try:
            return await self._record.since(after, _BATCH)
        except psycopg.Error as error:
            log.warning("Who follows the tail waits for the record (%s).", type(error).__name__)
            await asyncio.sleep(_POLL)
            return []

    def _at_hand(self, after: int) -> list[Recorded[Event]]:
        """Return the next events if they are in memory; positions have no gaps, so they index."""
        if not self._recent or after + 1 < self._recent[0].position:
            return []
        first = after + 1 - self._recent[0].position
        return self._recent[first : first + _BATCH]

    async def _watch(self) -> None:
        failures = 0
        while True:
            try:
                async with self._listening() as connection:
                    while True:
                        await self._look(connection)
                        failures = 0
                        await asyncio.sleep(_PAUSE)
                        await self._hinted(connection)
            except (psycopg.Error, OSError, TimeoutError) as error:
                log.warning("The tail lost its connection (%s) and makes another.", type(error).__name__)
            except (catalogue.UnknownEvent, msgspec.ValidationError):
                log.exception("The tail waits: after %d is what it cannot read.", self._position)
            await asyncio.sleep(_BACK_OFF[min(failures, len(_BACK_OFF) - 1)])
            failures += 1

    @asynccontextmanager
    async def _listening(self) -> AsyncIterator[Connection]:
        async with await Connection.connect(self._database.url, autocommit=True) as connection:
            await connection.execute(BE_PROJECTOR)
            await connection.execute(LISTEN_FOR_ENDINGS)
            await connection.execute(LISTEN_FOR_COUNTS)
            await connection.execute(LISTEN)
            self._tell_ended(None)
            yield connection

    async def _look(self, connection: Connection) -> None:
        full = True
        while full:
            async with asyncio.timeout(_PATIENCE):
                batch = await read_since(connection, self._position, _BATCH)
            full = len(batch) == _BATCH
            if batch:
                self._take_in(batch)

    def _take_in(self, batch: list[Recorded[Event]]) -> None:
        self._recent.extend(batch)
        if len(self._recent) > 2 * self._keep:
            del self._recent[: -self._keep]
        self._position = batch[-1].position
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def _hinted(self, connection: Connection) -> None:
        async for heard in connection.notifies(timeout=_POLL, stop_after=1):
            if heard.channel == _ENDED:
                self._tell_ended(UUID(heard.payload))
            elif heard.channel == _COUNTED:
                for hear in self._hear_counts:
                    hear(heard.payload)

    def _tell_ended(self, sign_in: UUID | None) -> None:
        for hear in self._hear_ended:
            hear(sign_in)
