"""How fast the session board is rebuilt: against the library's runner, and against copying its rows."""

import asyncio
import time
from typing import Final
from uuid import uuid4

import psycopg
from eventsourcing.persistence import StoredEvent
from psycopg import sql

from backend.adapters.appender import Appender
from backend.adapters.database import Database
from events.base import Event, stored_name
from events.catalogue import encode
from projections.base import Connection
from projections.board import DEFINITION
from projections.places import connect, go_to, make_beside
from projections.rebuilding import rebuild
from projections.runner import prepare
from projections.session_board import SessionBoard
from tests.bench.ground import Row, in_turn, row, server
from tests.bench.library_board import filled, seconds_to_build
from tests.projections.circle import Circle, Meeting

MEETINGS: Final = 200
PEER_MEETINGS: Final = 20
EVENTS: Final = 61
BOARD: Final = SessionBoard()

READ_ALL: Final = """
SELECT notification_id, tenant_id, originator_id, originator_version, topic, state
FROM record.events ORDER BY notification_id
"""
COPY_OUT: Final = sql.SQL("COPY views.{table} TO STDOUT (FORMAT binary)")
COPY_IN: Final = sql.SQL("COPY {table} FROM STDIN (FORMAT binary)")
EMPTY_PEER: Final = """
TRUNCATE session_board, session_board_methods, session_board_entries;
DELETE FROM board_tracking WHERE application_name = 'meetings';
"""


def meeting_of_61(circle: Circle) -> tuple[Meeting, list[Event]]:
    """Return a meeting with so many questions that it has 61 events."""
    meeting = Meeting(circle)
    *said, closed = meeting.everything()
    more = [meeting.asked(uuid4()) for _ in range(EVENTS - len(said) - 1)]
    return meeting, [*said, *more, closed]


async def fill(url: str) -> None:
    """Write the meetings to our record, and make the view."""
    async with await Database.open(url) as database, Appender(database) as appender:
        circle = Circle(appender)
        for _ in range(MEETINGS):
            meeting, events = meeting_of_61(circle)
            await circle.write(meeting.id, *events)
    await prepare(url, [BOARD])
    await rebuild(url, BOARD)


def stored_meetings() -> list[StoredEvent]:
    """Return meetings as the library stores events."""
    circle = Circle(None)
    return [
        StoredEvent(meeting.id, version, stored_name(event), encode(event))
        for meeting, events in (meeting_of_61(circle) for _ in range(PEER_MEETINGS))
        for version, event in enumerate(events, start=1)
    ]


async def ours(url: str) -> tuple[float]:
    """Return the events per second of a rebuild, with the swap."""
    began = time.perf_counter()
    position = await rebuild(url, BOARD)
    return (position / (time.perf_counter() - began),)


async def limit(url: str) -> tuple[float]:
    """Return the events per second of reading the record and copying the finished rows, no more."""
    async with await connect(url, "bench") as connection, await connect(url, "bench") as second:
        await make_beside(connection, BOARD, "bench")
        finished = [await _copied_out(connection, table.name) for table in BOARD.tables]
        began = time.perf_counter()
        rows = await (await second.cursor(binary=True).execute(READ_ALL)).fetchall()
        async with connection.transaction():
            await go_to(connection, "bench")
            for table, blocks in zip(BOARD.tables, finished, strict=True):
                statement = COPY_IN.format(table=sql.Identifier(table.name))
                async with connection.cursor().copy(statement) as copying:
                    for block in blocks:
                        await copying.write(block)
        return (len(rows) / (time.perf_counter() - began),)


async def _copied_out(connection: Connection, table: str) -> list[bytes]:
    statement = COPY_OUT.format(table=sql.Identifier(table))
    async with connection.cursor().copy(statement) as copying:
        return [bytes(block) async for block in copying]


def peer(url: str) -> tuple[float]:
    """Return the events per second of the library's runner."""
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT to_regclass('board_tracking')").fetchone() != (None,):
            connection.execute(EMPTY_PEER)
    events = PEER_MEETINGS * EVENTS
    return (events / seconds_to_build(url, events),)


async def bench() -> list[Row]:
    """Measure on a server of its own; return the line of the table."""
    with server() as url:
        await fill(url)
        with psycopg.connect(url) as connection:
            connection.execute(DEFINITION)
        with filled(url, stored_meetings()):
            mine, most, theirs = await in_turn(
                lambda: ours(url), lambda: limit(url), lambda: asyncio.to_thread(peer, url)
            )
    return [row("rebuild of the session board", "events/s", mine[0], most[0], theirs[0])]
