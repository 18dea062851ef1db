"""Reads the record: one stream for one tenant, or everything after a position."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from backend.adapters.database import Connection, Database
from events import catalogue
from events.base import Event, Recorded

READ_STREAM = """
SELECT position, version, event_id, actor_id, recorded_at, topic, state
FROM record.read(%b, %b, %b)
"""
REPLAY = "SELECT position, lines FROM record.replay(%b, %b, %b)"
READ_COMMAND = """
SELECT notification_id, originator_version, event_id, actor_id, recorded_at, topic, state
FROM record.events
WHERE tenant_id = %(tenant)s AND originator_id = %(stream)s AND originator_version >= (
    SELECT originator_version FROM record.events
    WHERE originator_id = %(stream)s AND event_id = %(command)s
) AND command_id = %(command)s
ORDER BY originator_version
"""
READ_SINCE = """
SELECT notification_id, originator_version, event_id, actor_id, recorded_at, topic, state,
    tenant_id, originator_id
FROM record.events
WHERE notification_id > %s
ORDER BY notification_id
LIMIT %s
"""
HOME_OF = """
SELECT tenant_id, split_part(topic, '.', 1) FROM record.events
WHERE originator_id = %s AND originator_version = 1
"""
HEAD = "SELECT position FROM record.head"

_REMEMBERED = 100_000
"""Streams whose home is kept at hand."""

_Row = tuple[int, int, UUID, UUID | None, datetime, str, bytes]


class Home(NamedTuple):
    """Where a stream belongs: its tenant, and what it is the story of (``group``, ``session`` …)."""

    tenant: UUID
    kind: str


class Replayed(NamedTuple):
    """Events of one stream in their order, and the position of the last of them; 0 when there are none."""

    position: int
    events: list[Event]


class Record:
    """What has been recorded, decoded; positions and versions count from 1."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._homes: dict[UUID, Home] = {}

    async def read(self, tenant: UUID, stream: UUID, after: int = 0) -> list[Recorded[Event]]:
        """Return a stream's events after a version, in order; none for another tenant's stream."""
        which = (tenant, stream, after)
        async with self._database.reader.connection() as connection:
            cursor = await connection.execute(READ_STREAM, which, binary=True)
            rows = await cursor.fetchall()
        return [_recorded(row, tenant, stream) for row in rows]

    async def replay(self, tenant: UUID, stream: UUID, after: int = 0) -> Replayed:
        """Return the events of what ``read`` returns, and the position of the last one.

        It is enough to make a state, and a third of the work: the events come in one piece.
        """
        which = (tenant, stream, after)
        async with self._database.reader.connection() as connection:
            cursor = await connection.execute(REPLAY, which, binary=True)
            row = await cursor.fetchone()
        if row is None or row[0] is None:
            return Replayed(0, [])
        return Replayed(row[0], catalogue.decode_lines(row[1]))

    async def caused_by(self, tenant: UUID, stream: UUID, command: UUID) -> list[Recorded[Event]]:
        """Return the events that a command caused in a stream, in order."""
        which = {"tenant": tenant, "stream": stream, "command": command}
        async with self._database.reading(tenant) as connection:
            cursor = await connection.execute(READ_COMMAND, which, binary=True)
            rows = await cursor.fetchall()
        return [_recorded(row, tenant, stream) for row in rows]

    async def since(self, position: int, limit: int = 500) -> list[Recorded[Event]]:
        """Return up to so many events of all tenants after a position; none is ever skipped."""
        async with self._database.projector.connection() as connection:
            return await read_since(connection, position, limit)

    async def home_of(self, stream: UUID) -> Home | None:
        """Return where a stream belongs, which never changes; None when there is no such stream."""
        known = self._homes.get(stream)
        if known is not None:
            return known
        async with self._database.projector.connection() as connection:
            cursor = await connection.execute(HOME_OF, (stream,), binary=True)
            row = await cursor.fetchone()
        if row is None:
            return None
        if len(self._homes) >= _REMEMBERED:
            self._homes.clear()
        home = self._homes[stream] = Home(UUID(str(row[0])), str(row[1]))
        return home

    async def head(self) -> int:
        """Return the position of the latest event, 0 in an empty record."""
        async with self._database.projector.connection() as connection:
            cursor = await connection.execute(HEAD)
            row = await cursor.fetchone()
        return int(row[0]) if row else 0


async def read_since(connection: Connection, position: int, limit: int) -> list[Recorded[Event]]:
    """Return up to so many events after a position, read on a connection of the projector."""
    cursor = await connection.execute(READ_SINCE, (position, limit), binary=True)
    rows = await cursor.fetchall()
    return [_recorded(row[:7], row[7], row[8]) for row in rows]


def _recorded(row: _Row, tenant: UUID, stream: UUID) -> Recorded[Event]:
    return Recorded(
        position=row[0],
        tenant=tenant,
        stream=stream,
        version=row[1],
        event_id=row[2],
        event=catalogue.decode(row[5], row[6]),
        actor=row[3],
        recorded_at=row[4],
    )
