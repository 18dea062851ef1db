"""What organisations, their units, role families and programmes are called: beside the record."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from psycopg.errors import UniqueViolation

from backend.adapters.database import Pool, keeping, keeping_in_one_go
from backend.domain.organisation.naming import Part

_NAME: Final = "SELECT name FROM identity.organisations WHERE tenant_id = %s"
_CALL: Final = """
INSERT INTO identity.organisations (tenant_id, name) VALUES (%s, %s)
ON CONFLICT (tenant_id) DO UPDATE SET name = excluded.name
"""
_PARTS: Final = "SELECT part_id, name FROM identity.organisation_parts WHERE tenant_id = %s"
_PART: Final = """
SELECT kind, beside, name FROM identity.organisation_parts WHERE tenant_id = %s AND part_id = %s
"""
_CLAIM: Final = """
INSERT INTO identity.organisation_parts (tenant_id, part_id, kind, beside, name)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (tenant_id, part_id) DO UPDATE SET
    beside = excluded.beside, name = excluded.name, claimed_at = now()
WHERE organisation_parts.kind = excluded.kind
RETURNING part_id
"""
_HOLDER: Final = """
SELECT part_id FROM identity.organisation_parts
WHERE tenant_id = %s AND kind = %s AND beside = %s AND lower(name) = lower(%s)
"""
_RETIRE: Final = """
UPDATE identity.organisation_parts SET beside = part_id WHERE tenant_id = %s AND part_id = %s
"""
_GIVE_UP: Final = """
DELETE FROM identity.organisation_parts
WHERE tenant_id = %s AND part_id = %s AND claimed_at < now() - interval '1 minute'
"""
_DROP: Final = "DELETE FROM identity.organisation_parts WHERE tenant_id = %s AND part_id = %s"


class Organisations:
    """Names, each seen by its own organisation alone."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def name(self, organisation: UUID) -> str | None:
        """Return what an organisation calls itself."""
        async with keeping(self._pool, organisation) as connection:
            row = await (await connection.execute(_NAME, (organisation,))).fetchone()
        return str(row[0]) if row else None

    async def call(self, organisation: UUID, name: str) -> None:
        """Name an organisation, or name it anew."""
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_CALL, (organisation, name))

    async def parts(self, organisation: UUID) -> Mapping[UUID, str]:
        """Return the names of all parts, also of those that are retired."""
        async with keeping_in_one_go(self._pool, organisation) as connection:
            found = await connection.execute(_PARTS, (organisation,))
            return {part: str(name) for part, name in await found.fetchall()}

    async def part(self, organisation: UUID, part: UUID) -> Part | None:
        """Return a part as it is named."""
        async with keeping(self._pool, organisation) as connection:
            row = await (await connection.execute(_PART, (organisation, part))).fetchone()
        return Part(*row) if row else None

    async def claim(self, organisation: UUID, part: UUID, wanted: Part) -> UUID | None:
        """Name a part; return who has that name already, and then nothing has changed.

        The part itself is returned when its id is in use for something of another kind.
        """
        row = (organisation, part, wanted.kind, wanted.beside, wanted.name)
        try:
            async with keeping(self._pool, organisation) as connection:
                named = await (await connection.execute(_CLAIM, row)).fetchone()
        except UniqueViolation:
            return await self._holder(organisation, wanted) or part
        return part if named is None else None

    async def _holder(self, organisation: UUID, wanted: Part) -> UUID | None:
        what = (organisation, wanted.kind, wanted.beside, wanted.name)
        async with keeping(self._pool, organisation) as connection:
            row = await (await connection.execute(_HOLDER, what)).fetchone()
        return UUID(str(row[0])) if row else None

    async def retire(self, organisation: UUID, part: UUID) -> None:
        """Free a part's name for others; the audit log still knows it."""
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_RETIRE, (organisation, part))

    async def give_up(self, organisation: UUID, part: UUID) -> None:
        """Free the name of what was never recorded, if that took longer than any command waits."""
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_GIVE_UP, (organisation, part))

    async def drop(self, organisation: UUID, part: UUID) -> None:
        """Forget a name that came to nothing."""
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_DROP, (organisation, part))
