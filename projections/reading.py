"""How views read the record: in batches, in the order of commits, without leaving anything out."""

from asyncio import create_task, gather
from collections.abc import AsyncGenerator
from typing import Any, Final

from events.catalogue import decode
from projections.base import Batch, Connection, Happened, Projection

_READ: Final = """
SELECT notification_id, tenant_id, originator_id, originator_version, topic, state, recorded_at
FROM record.events WHERE notification_id > %s AND notification_id <= %s
ORDER BY notification_id LIMIT %s
"""
_HEAD: Final = "SELECT position FROM record.head"


class Gap(RuntimeError):
    """A view was about to skip a position of the record; it stops rather than being wrong."""


class Reader:
    """Reads the record for one view: every position counts, only what the view reads is decoded."""

    def __init__(self, connection: Connection, projection: Projection, size: int) -> None:
        self._connection = connection
        self._topics = projection.topics()
        self._size = size

    async def head(self) -> int:
        """Return the position of the last event of the record, 0 when it is empty."""
        found = await (await self._connection.execute(_HEAD)).fetchone()
        return int(found[0]) if found else 0

    async def after(self, position: int, upto: int) -> Batch:
        """Return the next events after a position, and none beyond another.

        Raises Gap, and UnknownEvent for an event that only a newer Kring knows.
        """
        cursor = self._connection.cursor(binary=True)
        await cursor.execute(_READ, [position, upto, self._size])
        rows = await cursor.fetchall()
        last = rows[-1][0] if rows else position
        if last - position != len(rows):
            raise Gap(f"the record skips a position between {position} and {last}")
        return Batch(position, last, self._decoded(rows))

    def _decoded(self, rows: list[tuple[Any, ...]]) -> list[Happened]:
        return [
            Happened(position, tenant, stream, version, decode(topic, state), recorded_at)
            for position, tenant, stream, version, topic, state, recorded_at in rows
            if topic in self._topics
        ]

    async def ahead(self, position: int, upto: int) -> AsyncGenerator[Batch, None]:
        """Yield all batches between two positions, each read while the one before it is used."""
        coming = create_task(self.after(position, upto))
        try:
            while (batch := await coming).upto > batch.after:
                coming = create_task(self.after(batch.upto, upto))
                yield batch
        finally:
            coming.cancel()
            await gather(coming, return_exceptions=True)
