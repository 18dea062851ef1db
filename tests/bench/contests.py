"""The three ways of writing that are compared: ours, plain rows, and the library's own recorder."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from statistics import quantiles
from typing import Final
from uuid import UUID, uuid4

import psycopg
from eventsourcing.persistence import (
    ApplicationRecorder,
    InfrastructureFactory,
    IntegrityError,
    StoredEvent,
)

from backend.adapters.appender import Appender
from backend.adapters.appending import Append, NewEvent
from events.catalogue import encode
from events.session import ParticipantLeft
from tests.bench.ground import Act, library_environment

EVENT: Final = ParticipantLeft(person=uuid4(), at=datetime(2026, 3, 2, tzinfo=UTC))
STATE: Final = encode(EVENT)
TOPIC: Final = "session.participant_left.v1"
TENANT: Final = uuid4()

MAKE_PLAIN: Final = """
CREATE TABLE IF NOT EXISTS plain (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid, stream uuid, event_id uuid, topic text, state bytea, recorded_at timestamptz DEFAULT now()
)
"""
INSERT_PLAIN: Final = """
INSERT INTO plain (tenant_id, stream, event_id, topic, state) VALUES (%b, %b, %b, %t, %b)
"""


def ours(appender: Appender, stream: UUID) -> Act:
    """Return an act that appends one contribution to a stream."""

    async def act() -> None:
        await appender.append(Append(TENANT, stream, (NewEvent(uuid4(), EVENT),)))

    return act


@asynccontextmanager
async def plain(url: str, writers: int) -> AsyncIterator[list[Act]]:
    """Give acts that each insert one row on a connection of their own: what the server allows."""
    async with AsyncExitStack() as stack:
        connections = [
            await stack.enter_async_context(
                await psycopg.AsyncConnection.connect(url, autocommit=True, prepare_threshold=0)
            )
            for _ in range(writers)
        ]
        await connections[0].execute(MAKE_PLAIN)
        yield [_insert(connection, uuid4()) for connection in connections]


def _insert(connection: psycopg.AsyncConnection, stream: UUID) -> Act:
    async def act() -> None:
        await connection.execute(INSERT_PLAIN, (TENANT, stream, uuid4(), TOPIC, STATE))

    return act


@contextmanager
def library(url: str, writers: int) -> Iterator[ApplicationRecorder]:
    """Give the library's own recorder, with a connection for each writer."""
    factory = InfrastructureFactory.construct(dict(library_environment(url, writers)))
    yield factory.application_recorder()
    factory.close()


def counting(recorder: ApplicationRecorder) -> Callable[[], int]:
    """Return an act on a stream of its own, whose version only this writer moves."""
    stream, version = uuid4(), 0

    def act() -> int:
        nonlocal version
        version += 1
        recorder.insert_events([StoredEvent(stream, version, TOPIC, STATE)])
        return 0

    return act


def contending(recorder: ApplicationRecorder, stream: UUID) -> Callable[[], int]:
    """Return an act on a shared stream: read its version, write the next, again when it was taken."""

    def act() -> int:
        retries = 0
        while True:
            last = recorder.select_events(stream, desc=True, limit=1)
            version = last[0].originator_version + 1 if last else 1
            try:
                recorder.insert_events([StoredEvent(stream, version, TOPIC, STATE)])
            except IntegrityError:
                retries += 1
            else:
                return retries

    return act


async def threads_race(acts: list[Callable[[], int]], seconds: float) -> tuple[float, float, float]:
    """Repeat each act in a thread of its own; return acts/s, the p99 in ms, and retries per act."""
    times: list[float] = []
    retries: list[int] = []
    start = threading.Barrier(len(acts))

    def repeat(act: Callable[[], int]) -> None:
        start.wait()
        until = time.perf_counter() + seconds
        while (began := time.perf_counter()) < until:
            retries.append(act())
            times.append(time.perf_counter() - began)

    with ThreadPoolExecutor(len(acts)) as pool:
        began = time.perf_counter()
        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(pool, repeat, act) for act in acts))
    rate = len(times) / (time.perf_counter() - began)
    return rate, quantiles(times, n=100)[98] * 1e3, sum(retries) / len(retries)
