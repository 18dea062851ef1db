"""Live aggregates: the states of streams kept in memory, moved forward by the events recorded."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID, uuid5
from weakref import WeakValueDictionary

from backend.adapters.appender import Appender
from backend.adapters.appending import Append, NewEvent, StaleVersion
from backend.adapters.record import Record
from backend.domain.errors import Refused
from events.base import Event, Recorded

S = TypeVar("S")
C = TypeVar("C")

_TRIES = 20


class Live(NamedTuple, Generic[S]):
    """A stream's state after its first ``version`` events; to be read, not changed."""

    version: int
    state: S


class Answer(NamedTuple):
    """What a command came to: the place of its last event, and the events it caused.

    A command that changes nothing causes none, and answers with the place the stream is at.
    """

    position: int
    version: int
    repeated: bool
    events: tuple[Recorded[Event], ...]


class _Stream(Generic[S]):
    """One stream in memory. A person's commands take turns; different persons' do not."""

    __slots__ = ("key", "position", "reading", "state", "turns", "version")

    def __init__(self, key: tuple[UUID, UUID], state: S) -> None:
        self.key = key
        self.state = state
        self.version = 0
        self.position = 0
        self.reading = asyncio.Lock()
        self.turns: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    def turn(self, actor: UUID | None) -> AbstractAsyncContextManager[None]:
        if actor is None:
            return nullcontext()
        return self.turns.setdefault(actor, asyncio.Lock())


_OTHER_BODY = frozenset({"id-reused", "group-exists"})
"""Refusals that stand although the command's id is known: it was another command."""


class Streams(Generic[S, C]):
    """All streams of one kind, for commands and reads; at most ``keep`` of them stay in memory.

    ``decide`` answers a command with events or raises Refused; ``evolve`` may change the state in
    place. Other processes may append as well: what is missing here is read before it matters.
    """

    def __init__(  # noqa: PLR0913 -- an aggregate is its three functions
        self,
        appender: Appender,
        record: Record,
        *,
        blank: Callable[[UUID], S],
        evolve: Callable[[S, Any], S],
        decide: Callable[[C, S], Sequence[Event]],
        keep: int = 2000,
    ) -> None:
        self._appender, self._record, self._keep = appender, record, keep
        self._blank, self._evolve, self._decide = blank, evolve, decide
        self._known: OrderedDict[tuple[UUID, UUID], _Stream[S]] = OrderedDict()

    async def state(self, tenant: UUID, stream: UUID) -> Live[S]:
        """Return the state after everything recorded until now; blank for an unknown stream."""
        known = self._stream(tenant, stream)
        await self._read_on(known)
        return Live(known.version, known.state)

    async def recent(self, tenant: UUID, stream: UUID) -> Live[S]:
        """Return the state as this process knows it, reading only what it does not know at all.

        What this process recorded is in it; what others did follows as soon as ``observe`` is told.
        """
        known = self._stream(tenant, stream)
        if known.version == 0:
            await self._read_on(known)
        return Live(known.version, known.state)

    async def handle(  # noqa: PLR0913 -- a command and its circumstances
        self,
        tenant: UUID,
        stream: UUID,
        command: C,
        *,
        command_id: UUID,
        exclusive: bool = False,
        actor: UUID | None = None,
    ) -> Answer:
        """Carry out a command once, however often it is repeated under its id.

        The first event gets the command's id, those after it ``uuid5(command_id, str(n))`` with
        n from 1. ``exclusive`` decides again when another event came in between, and answers a
        repeat that can no longer be decided with its first answer. Raises what ``decide`` raises,
        StaleVersion (when others were faster time and again), ForeignStream, RecordBusy or
        OutcomeUnknown.
        """
        known = self._stream(tenant, stream)
        async with known.turn(actor):
            if known.version == 0:
                await self._read_on(known)
            for last in (False,) * _TRIES + (True,):
                try:
                    events = await self._decided(known, command)
                except Refused as refused:
                    if not exclusive or refused.reason in _OTHER_BODY:
                        raise
                    return await self._first_answer(known, command_id, refused)
                if not events:
                    return await self._first_answer(known, command_id)
                at = known.version if exclusive else None
                wanted = Append(tenant, stream, _numbered(command_id, events), at, actor)
                try:
                    return await self._append(known, wanted)
                except StaleVersion:
                    await self._read_on(known)
                    if last:
                        raise
        raise AssertionError

    def observe(self, batch: Sequence[Recorded[Event]]) -> None:
        """Take in what others recorded, as the Tail tells it; optional, saves reading."""
        for recorded in batch:
            known = self._known.get((recorded.tenant, recorded.stream))
            if known is not None and recorded.version > known.version:
                self._apply(known, [recorded])

    def _stream(self, tenant: UUID, stream: UUID) -> _Stream[S]:
        key = (tenant, stream)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = _Stream(key, self._blank(stream))
            if len(self._known) > self._keep:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return known

    async def _decided(self, known: _Stream[S], command: C) -> Sequence[Event]:
        """Decide; a refusal counts only when nothing was recorded that we had not seen."""
        try:
            return self._decide(command, known.state)
        except Refused:
            if not await self._read_on(known):
                raise
            return self._decide(command, known.state)

    async def _append(self, known: _Stream[S], wanted: Append) -> Answer:
        events, repeated = await self._appender.append(wanted)
        if events[0].version > known.version + 1:
            await self._read_on(known)
        self._apply(known, events)
        return Answer(events[-1].position, events[-1].version, repeated, events)

    async def _first_answer(
        self, known: _Stream[S], command_id: UUID, otherwise: Exception | None = None
    ) -> Answer:
        first = await self._record.caused_by(*known.key, command_id)
        if first:
            return Answer(first[-1].position, first[-1].version, repeated=True, events=tuple(first))
        if otherwise is not None:
            raise otherwise
        return Answer(known.position, known.version, repeated=True, events=())

    async def _read_on(self, known: _Stream[S]) -> bool:
        """Read what this process has not seen of a stream; return whether there was anything."""
        async with known.reading:
            after = known.version
            position, events = await self._record.replay(*known.key, after)
            news = events[known.version - after :]
            for event in news:
                known.state = self._evolve(known.state, event)
                known.version += 1
            known.position = max(known.position, position)
            return bool(news)

    def _apply(self, known: _Stream[S], events: Iterable[Recorded[Event]]) -> None:
        """Take in those events that come next."""
        for recorded in events:
            if recorded.version == known.version + 1:
                known.state = self._evolve(known.state, recorded.event)
                known.version, known.position = recorded.version, recorded.position


def _numbered(command: UUID, events: Sequence[Event]) -> tuple[NewEvent, ...]:
    ids = [command, *(uuid5(command, str(nth)) for nth in range(1, len(events)))]
    return tuple(map(NewEvent, ids, events))
