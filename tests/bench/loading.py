"""How long a session of 61 events takes from the disk to its state: against the bare query."""

import gc
import time
from collections.abc import Awaitable, Callable
from statistics import median
from typing import Final
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from backend.adapters.appender import Appender
from backend.adapters.database import Database
from backend.adapters.processes import SELDOM
from backend.adapters.record import REPLAY, Record
from backend.adapters.streams import Streams
from backend.domain.session.evolving import evolve
from backend.domain.session.rules import decide
from backend.domain.session.state import Session
from tests.bench.ground import Row, database, in_turn, library_environment, row
from tests.bench.rebuilding import EVENTS, meeting_of_61
from tests.projections.circle import Circle

TIMES: Final = 200
UNASKED: Final = gc.get_threshold()

Load = Callable[[], Awaitable[object]]


class Talk(Aggregate):
    """A session as the library's documentation would have it: methods that trigger events."""

    def __init__(self) -> None:
        self.said: dict[UUID, tuple[UUID, UUID, int, list[object]]] = {}

    @event("Asked")
    def ask(self, question: UUID, by: UUID, case: UUID, step: int, text: list[object]) -> None:
        """Somebody asks something: the fields of our QuestionAsked, its sealed text as a list."""
        self.said[question] = (by, case, step, text)


async def bench() -> list[Row]:
    """Measure one session, loaded again and again.

    We look for cycles as seldom as our web process does, the library as often as Python does unasked.
    """
    async with database() as opened, Appender(opened) as appender:
        circle = Circle(appender)
        meeting, events = meeting_of_61(circle)
        await circle.write(meeting.id, *events)
        with Application[UUID](library_environment(opened.url, 2)) as library:
            talk = Talk()
            for _ in range(60):
                sealed = [uuid4(), uuid4(), "n" * 16, "c" * 64]
                talk.ask(uuid4(), uuid4(), uuid4(), 3, sealed)
            library.save(talk)

            async def theirs() -> object:
                return library.repository.get(talk.id)

            mine, most, peer = await in_turn(
                lambda: _milliseconds(_ours(opened, appender, circle.tenant, meeting.id), SELDOM),
                lambda: _milliseconds(_bare(opened, circle.tenant, meeting.id), SELDOM),
                lambda: _milliseconds(theirs, UNASKED),
            )
    return [row("load a session of 61 events", "ms", mine[0], most[0], peer[0], less=True)]


def _ours(
    opened: Database, appender: Appender, tenant: UUID, session: UUID
) -> Callable[[], Awaitable[object]]:
    async def load() -> Session:
        streams = Streams(appender, Record(opened), blank=Session, evolve=evolve, decide=decide)
        live = await streams.state(tenant, session)
        assert live.version == EVENTS
        return live.state

    return load


def _bare(opened: Database, tenant: UUID, session: UUID) -> Load:
    async def load() -> object:
        async with opened.reader.connection() as connection:
            cursor = await connection.execute(REPLAY, (tenant, session, 0), binary=True)
            return await cursor.fetchall()

    return load


async def _milliseconds(load: Load, seldom: tuple[int, int, int]) -> tuple[float]:
    """Return the median; what was loaded is kept meanwhile, as a process keeps its meetings."""
    gc.set_threshold(*seldom)
    times, kept = [], []
    for _ in range(TIMES):
        began = time.perf_counter()
        kept.append(await load())
        times.append(time.perf_counter() - began)
    gc.set_threshold(*UNASKED)
    return (median(times) * 1e3,)
