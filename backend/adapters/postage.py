"""How many invitations are mailed to an address: whoever knows it must not fill its letterbox."""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
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
SELECT address, group_id FROM identity.mailed_invitations WHERE address = ANY(%s) AND mailed_at > %s
"""
_ADD: Final = "INSERT INTO identity.mailed_invitations (address, group_id, mailed_at) VALUES (%s, %s, %s)"


class Postage:
    """The letters of the last day, counted in the database: by all processes, and beyond revoking."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock

    async def stamp(self, addresses: Sequence[str], group: UUID) -> bool:
        """Count a letter of a group to each address; tell whether they may go: all of them, or none."""
        now = self._clock.now()
        async with self._pool.connection() as connection, connection.transaction():
            for address in sorted(addresses):
                await connection.execute(_ONE_AT_A_TIME, (address,))
            if await _full(connection, addresses, group, now):
                return False
            async with connection.cursor() as cursor:
                await cursor.executemany(_ADD, [(address, group, now) for address in addresses])
        return True

    async def full(self, addresses: Sequence[str], group: UUID) -> AbstractSet[str]:
        """Return the addresses to which no letter of a group may go now."""
        async with self._pool.connection() as connection:
            return await _full(connection, addresses, group, self._clock.now())


async def _full(
    connection: Connection, addresses: Sequence[str], group: UUID, now: datetime
) -> AbstractSet[str]:
    found = await connection.execute(_LATELY, (list(addresses), now - A_DAY))
    letters = await found.fetchall()
    from_all = Counter(address for address, _ in letters)
    from_here = Counter(address for address, sender in letters if sender == group)
    return {
        address for address in from_all if from_all[address] >= FROM_ALL or from_here[address] >= FROM_A_GROUP
    }
