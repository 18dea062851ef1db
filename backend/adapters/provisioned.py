"""What an organisation's directory says over SCIM of its people and units, each organisation's apart."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from msgspec import Struct
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from backend.adapters.clock import Clock
from backend.adapters.database import Pool, keeping

_ALL: Final = """
SELECT resource_id AS id, kind, person_id AS person, body, made_at, changed_at FROM identity.provisioned
WHERE tenant_id = %s AND kind = %s
"""
_ONE: Final = """
SELECT resource_id AS id, kind, person_id AS person, body, made_at, changed_at FROM identity.provisioned
WHERE tenant_id = %s AND kind = %s AND resource_id = %s
"""
_KEEP: Final = """
INSERT INTO identity.provisioned (tenant_id, resource_id, kind, person_id, body, made_at, changed_at)
VALUES (%(organisation)s, %(id)s, %(kind)s, %(person)s, %(body)s, %(now)s, %(now)s)
ON CONFLICT (tenant_id, resource_id) DO UPDATE SET person_id = excluded.person_id, body = excluded.body,
    changed_at = CASE WHEN provisioned.body = excluded.body THEN provisioned.changed_at
        ELSE excluded.changed_at END
"""
_DROP: Final = "DELETE FROM identity.provisioned WHERE tenant_id = %s AND resource_id = %s"


class Provisioned(Struct, frozen=True, kw_only=True):
    """A resource as the directory last said it."""

    id: UUID
    kind: str
    person: UUID | None
    body: dict[str, Any]
    made_at: datetime
    changed_at: datetime


class ProvisionedRows:
    """The table of them."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock

    async def of(self, organisation: UUID, kind: str) -> Sequence[Provisioned]:
        """Return all of a kind."""
        async with (
            keeping(self._pool, organisation) as connection,
            connection.cursor(row_factory=class_row(Provisioned)) as cursor,
        ):
            await cursor.execute(_ALL, (organisation, kind))
            return await cursor.fetchall()

    async def one(self, organisation: UUID, kind: str, resource: UUID) -> Provisioned | None:
        """Return one of a kind."""
        async with (
            keeping(self._pool, organisation) as connection,
            connection.cursor(row_factory=class_row(Provisioned)) as cursor,
        ):
            await cursor.execute(_ONE, (organisation, kind, resource))
            return await cursor.fetchone()

    async def keep(
        self, organisation: UUID, kind: str, resource: UUID, person: UUID | None, body: dict[str, Any]
    ) -> None:
        """Keep what the directory said."""
        row = {
            "organisation": organisation,
            "id": resource,
            "kind": kind,
            "person": person,
            "body": Jsonb(body),
            "now": self._clock.now(),
        }
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_KEEP, row)

    async def drop(self, organisation: UUID, resource: UUID) -> None:
        """Forget what the directory said."""
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_DROP, (organisation, resource))
