"""Who is ready with the running step: one row for a meeting, overwritten when the next step runs."""

from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Final
from uuid import UUID

from backend.adapters.database import Pool

_READY: Final = """
INSERT INTO presence.ready AS r (session_id, tenant_id, run, ready) VALUES (%s, %s, %s, ARRAY[%s::uuid])
ON CONFLICT (session_id) DO UPDATE SET run = excluded.run, ready = CASE
    WHEN r.run < excluded.run THEN excluded.ready
    ELSE array(SELECT DISTINCT one FROM unnest(r.ready || excluded.ready) AS one ORDER BY one)
END
WHERE r.run <= excluded.run
"""
_NOT_YET: Final = """
UPDATE presence.ready SET ready = array_remove(ready, %s) WHERE (session_id, tenant_id, run) = (%s, %s, %s)
"""
_TELL: Final = """
SELECT pg_notify('counts', json_build_object('session', %s::uuid, 'what', 'ready',
    'count', json_build_object('step', %s::int, 'ready', %s::int))::text)
"""
_OF: Final = "SELECT ready FROM presence.ready WHERE (session_id, run) = (%s, %s)"


class Readiness:
    """Who said to be ready, of this house's meetings."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def ready(self, session: UUID, tenant: UUID, run: datetime, person: UUID) -> None:
        """Note that a person is ready with a run; who was ready with an earlier run is forgotten."""
        async with self._pool.connection() as connection:
            await connection.execute(_READY, (session, tenant, run, person))

    async def not_yet(self, session: UUID, tenant: UUID, run: datetime, person: UUID) -> None:
        """Note that a person is not ready after all."""
        async with self._pool.connection() as connection:
            await connection.execute(_NOT_YET, (person, session, tenant, run))

    async def of(self, session: UUID, run: datetime) -> AbstractSet[UUID]:
        """Return who is ready with a run."""
        async with self._pool.connection() as connection:
            row = await (await connection.execute(_OF, (session, run))).fetchone()
        return set(row[0]) if row else set()

    async def tell(self, session: UUID, step: int, ready: int) -> None:
        """Tell every process how many are ready with a step: a number, and nothing else."""
        async with self._pool.connection() as connection:
            await connection.execute(_TELL, (session, step, ready))
