"""How many invitations are mailed to an address: whoever knows it must not fill its letterbox."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from backend.adapters.clock import Clock
from backend.adapters.database import Connection, Pool

A_DAY: Final = timedelta(days=1)
FROM_A_GROUP: Final = 2
"""Letters that one group has the house send to an address in a day."""
FROM_ALL: Final = 10
"""Letters that all groups have the house send to an address in a day."""

_ONE_AT_A_TIME: Final = "SELECT pg_advisory_xact_lock(hashtextextended('mailed invitation ' || %s, 0))"
_LATELY: Final = """
SELECT group_id FROM identity.mailed_invitations WHERE address = %s AND mailed_at > %s
"""
_ADD: Final = "INSERT INTO identity.mailed_invitations (address, group_id, mailed_at) VALUES (%s, %s, %s)"


class Postage:
    """The letters of the last day, counted in the database: by all processes, and beyond revoking."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock

    async def stamp(self, address: str, group: UUID) -> bool:
        """Count a letter of a group to an address; tell whether it may go."""
        now = self._clock.now()
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(_ONE_AT_A_TIME, (address,))
            lately = await _lately(connection, address, now)
            if len(lately) >= FROM_ALL or lately.count(group) >= FROM_A_GROUP:
                return False
            await connection.execute(_ADD, (address, group, now))
        return True


async def _lately(connection: Connection, address: str, now: datetime) -> list[UUID]:
    found = await connection.execute(_LATELY, (address, now - A_DAY))
    return [group for (group,) in await found.fetchall()]
