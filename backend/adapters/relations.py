"""What members declare about one another, each for themselves: kept beside the record, and deletable."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

from psycopg.rows import TupleRow

from backend.adapters.database import FOR_TENANT, Connection, Pool
from backend.domain.composition import Relation, RelationKind

_DECLARE: Final = """
INSERT INTO identity.relations (tenant_id, group_id, person_id, about, kind)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (tenant_id, group_id, person_id, about) DO UPDATE SET kind = excluded.kind
"""
_OF_PERSON: Final = """
SELECT person_id, about, kind FROM identity.relations
WHERE tenant_id = %s AND group_id = %s AND person_id = %s ORDER BY about
"""
_OF_GROUP: Final = """
SELECT person_id, about, kind FROM identity.relations
WHERE tenant_id = %s AND group_id = %s ORDER BY person_id, about
"""
_FORGET: Final = """
DELETE FROM identity.relations WHERE tenant_id = %s AND group_id = %s AND %s IN (person_id, about)
"""


class Relations:
    """Declarations, asked through the writer's connections, for one tenant at a time."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def declare(self, tenant: UUID, group: UUID, person: UUID, about: UUID, kind: RelationKind) -> None:
        """Keep how a person stands to another, in the place of what they said before."""
        async with self._of(tenant) as connection:
            await connection.execute(_DECLARE, (tenant, group, person, about, kind))

    async def of_person(self, tenant: UUID, group: UUID, person: UUID) -> list[Relation]:
        """Return what a person declared in a group."""
        async with self._of(tenant) as connection:
            found = await connection.execute(_OF_PERSON, (tenant, group, person))
            return [_relation(row) for row in await found.fetchall()]

    async def of_group(self, tenant: UUID, group: UUID) -> list[Relation]:
        """Return what was declared in a group, for the hints alone: nobody is shown it."""
        async with self._of(tenant) as connection:
            found = await connection.execute(_OF_GROUP, (tenant, group))
            return [_relation(row) for row in await found.fetchall()]

    async def forget(self, tenant: UUID, group: UUID, person: UUID) -> None:
        """Delete what a person declared in a group, and what others declared about them there."""
        async with self._of(tenant) as connection:
            await connection.execute(_FORGET, (tenant, group, person))

    @asynccontextmanager
    async def _of(self, tenant: UUID) -> AsyncIterator[Connection]:
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(FOR_TENANT, (str(tenant),))
            yield connection


def _relation(row: TupleRow) -> Relation:
    person, about, kind = row
    return Relation(person, about, RelationKind(kind))
