"""Appends to the record: what arrives while a batch commits forms the next batch."""

import asyncio
from collections import deque
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from uuid import UUID

import psycopg
from psycopg.errors import ReadOnlySqlTransaction

from backend.adapters.appending import (
    Append,
    Appended,
    Encoded,
    ForeignStream,
    OutcomeUnknown,
    Placed,
    RecordBusy,
    StaleVersion,
    recorded,
    send,
)
from backend.adapters.database import Database
from backend.adapters.record import Record
from events import catalogue

_RETRY_DELAYS = (0.02, 0.1, 0.3, 1.0, 2.0)
_PASSING = (psycopg.OperationalError, psycopg.InterfaceError, ReadOnlySqlTransaction)
_OUT_OF_ROOM = "53"


@dataclass(eq=False, slots=True)
class _Waiting:
    command: Encoded
    answer: asyncio.Future[Appended]

    @property
    def key(self) -> tuple[UUID, UUID]:
        append = self.command.append
        return append.stream, append.events[0].event_id

    def give_up(self) -> None:
        self.fail(OutcomeUnknown())

    def fail(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


class Appender:
    """One per process; an async context manager, after which nothing more is written.

    A commit is never cancelled: whoever stops waiting leaves it running. ``limit`` appends may
    wait at most, ``batch`` commands share a commit at most, and ``lanes`` batches are under way
    at once, so that one is prepared while the other commits; beside another, a batch of fewer than
    ``worth`` commands waits to become a fuller one.
    """

    def __init__(  # noqa: PLR0913 -- what it is tuned by
        self,
        database: Database,
        *,
        limit: int = 4096,
        batch: int = 256,
        lanes: int = 2,
        worth: int = 16,
        patience: float = 10.0,
    ) -> None:
        self._database, self._record = database, Record(database)
        self._limit, self._batch, self._patience = limit, batch, patience
        self._worth = worth
        self._queue: deque[_Waiting] = deque()
        self._idle: list[asyncio.Event] = []
        self._repeats: set[asyncio.Task[None]] = set()
        self._closed = False
        self._lanes = [asyncio.create_task(self._run()) for _ in range(lanes)]

    async def __aenter__(self) -> Self:
        """Return the appender."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish what was accepted, and accept nothing more."""
        await self.close()

    async def close(self) -> None:
        """Finish what was accepted, and accept nothing more."""
        self._closed = True
        while self._idle:
            self._idle.pop().set()
        await asyncio.gather(*self._lanes)
        await asyncio.gather(*self._repeats)

    async def append(self, wanted: Append) -> Appended:
        """Record a command's events, durably, exactly once however often it is repeated.

        Raises StaleVersion, ForeignStream, RecordBusy (not written) or OutcomeUnknown.
        """
        if self._closed or len(self._queue) >= self._limit:
            raise RecordBusy(retry_after=1.0)
        states = tuple([catalogue.encode(fresh.event) for fresh in wanted.events])
        answer: asyncio.Future[Appended] = asyncio.Future()
        waiting = _Waiting(Encoded(wanted, states), answer)
        self._queue.append(waiting)
        if self._idle and self._is_worth_a_batch():
            self._idle.pop().set()
        out_of_patience = answer.get_loop().call_later(self._patience, waiting.give_up)
        try:
            return await answer
        finally:
            out_of_patience.cancel()

    def _is_worth_a_batch(self) -> bool:
        nothing_under_way = len(self._idle) == len(self._lanes)
        return nothing_under_way or len(self._queue) >= self._worth

    async def _run(self) -> None:
        while True:
            if self._queue:
                await self._record_batch(self._next_batch())
            elif self._closed:
                return
            else:
                self._idle.append(awake := asyncio.Event())
                await awake.wait()

    def _next_batch(self) -> list[_Waiting]:
        """Take what waits, in order; a repeat of a command in the batch waits for the next."""
        chosen: dict[tuple[UUID, UUID], _Waiting] = {}
        repeats: list[_Waiting] = []
        while self._queue and len(chosen) < self._batch:
            waiting = self._queue.popleft()
            if chosen.setdefault(waiting.key, waiting) is not waiting:
                repeats.append(waiting)
        self._queue.extendleft(reversed(repeats))
        return list(chosen.values())

    async def _record_batch(self, batch: list[_Waiting]) -> None:
        try:
            placed = await self._sent([waiting.command for waiting in batch])
        except psycopg.Error as error:
            if len(batch) > 1:
                for waiting in batch:
                    await self._record_batch([waiting])
            else:
                batch[0].fail(error)
        except Exception as error:  # noqa: BLE001 -- whatever it is, those who wait must hear it
            for waiting in batch:
                waiting.fail(error)
        else:
            for waiting, place in zip(batch, placed, strict=True):
                self._answer(waiting, place)

    async def _sent(self, batch: list[Encoded]) -> list[Placed]:
        """Send a batch, again after a lost connection: the ids make a repeat harmless."""
        for delay in (*_RETRY_DELAYS, None):
            try:
                async with self._database.writer.connection() as connection:
                    return await send(connection, batch)
            except _PASSING as error:
                if (error.sqlstate or "").startswith(_OUT_OF_ROOM):
                    raise RecordBusy(retry_after=5.0) from error
                if delay is None:
                    raise OutcomeUnknown from error
                await asyncio.sleep(delay)
        raise AssertionError

    def _answer(self, waiting: _Waiting, placed: Placed) -> None:
        append, answer = waiting.command.append, waiting.answer
        if answer.done():
            return
        match placed.outcome:
            case "appended":
                answer.set_result(Appended(recorded(append, placed), repeated=False))
            case "stale":
                answer.set_exception(StaleVersion(placed.version))
            case "repeated":
                again = asyncio.create_task(self._answer_again(waiting))
                self._repeats.add(again)
                again.add_done_callback(self._repeats.discard)
            case _:
                answer.set_exception(ForeignStream())

    async def _answer_again(self, waiting: _Waiting) -> None:
        append = waiting.command.append
        try:
            first = await self._record.caused_by(append.tenant, append.stream, append.events[0].event_id)
        except psycopg.Error:
            waiting.fail(OutcomeUnknown())
            return
        if not waiting.answer.done():
            waiting.answer.set_result(Appended(tuple(first), repeated=True))
