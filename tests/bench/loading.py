"""How long a session of 61 events takes from the disk to its state: against the bare query."""

import time
from collections.abc import Awaitable, Callable
from statistics import median
from typing import Final
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from backend.adapters.appender import Appender
from backend.adapters.database import Database
from backend.adapters.record import READ_STREAM, Record
from backend.domain.session.state import Session, evolve
from tests.bench.ground import Row, database, in_turn, library_environment, row
from tests.bench.rebuilding import meeting_of_61
from tests.projections.circle import Circle

TIMES: Final = 200


class Talk(Aggregate):
    """A session as the library's documentation would have it: methods that trigger events."""

    def __init__(self) -> None:
        self.said: dict[UUID, tuple[UUID, str]] = {}

    @event("Asked")
    def ask(self, question: UUID, by: UUID, text: str) -> None:
        """Somebody asks something."""
        self.said[question] = (by, text)


async def bench() -> list[Row]:
    """Measure one session, loaded again and again."""
    async with database() as opened, Appender(opened) as appender:
        circle = Circle(appender)
        meeting, events = meeting_of_61(circle)
        await circle.write(meeting.id, *events)
        with Application[UUID](library_environment(opened.url, 2)) as library:
            talk = Talk()
            for _ in range(60):
                talk.ask(uuid4(), uuid4(), "x" * 80)
            library.save(talk)

            async def theirs() -> object:
                return library.repository.get(talk.id)

            mine, most, peer = await in_turn(
                lambda: _milliseconds(_ours(opened, circle.tenant, meeting.id)),
                lambda: _milliseconds(_bare(opened, circle.tenant, meeting.id)),
                lambda: _milliseconds(theirs),
            )
    return [row("load a session of 61 events", "ms", mine[0], most[0], peer[0], less=True)]


def _ours(opened: Database, tenant: UUID, session: UUID) -> Callable[[], Awaitable[object]]:
    record = Record(opened)

    async def load() -> Session:
        state = Session(session)
        recorded = await record.read(tenant, session)
        assert len(recorded) == 61
        for each in recorded:
            state = evolve(state, each.event)  # type: ignore[arg-type]  # the stream is a session's
        return state

    return load


def _bare(opened: Database, tenant: UUID, session: UUID) -> Callable[[], Awaitable[object]]:
    async def load() -> object:
        async with opened.reader.connection() as connection:
            cursor = await connection.execute(READ_STREAM, (tenant, session, 0), binary=True)
            return await cursor.fetchall()

    return load


async def _milliseconds(load: Callable[[], Awaitable[object]]) -> tuple[float]:
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        await load()
        times.append(time.perf_counter() - began)
    return (median(times) * 1e3,)
