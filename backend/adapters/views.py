"""The views of this database: read by whom they concern, and waited for."""

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import Final
from uuid import UUID

from backend.adapters.database import Connection, Database
from projections.progress import Progress

_HEAD: Final = "SELECT position FROM record.head"
_PATIENCE: Final = 2.0
"""Seconds that a call waits for a view."""


class Views:
    """The views of this database, read under row-level security."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._progress = Progress(database.reader)

    def of(self, tenant: UUID) -> AbstractAsyncContextManager[Connection]:
        """Return a connection that sees one tenant."""
        return self._database.reading(tenant)

    def of_person(self, person: UUID) -> AbstractAsyncContextManager[Connection]:
        """Return a connection that sees one person's memberships in all tenants."""
        return self._database.reading_as(person)

    def everywhere(self) -> AbstractAsyncContextManager[Connection]:
        """Return a connection that sees all tenants, for what the house does by itself."""
        return self._database.projecting()

    async def reached(self, position: int, view: str | None = None) -> bool:
        """Wait, at most two seconds, until a view (or all) took in a position; tell if so."""
        if position <= 0:
            return True
        names = [view] if view is not None else list(await self._progress.standings())
        waits = [self._progress.reached(name, position, _PATIENCE) for name in names]
        return all(await asyncio.gather(*waits))

    async def up_to_date(self, view: str | None = None) -> bool:
        """Wait, at most two seconds, until a view (or all) took in what is recorded by now; tell if so."""
        async with self._database.reader.connection() as connection:
            found = await (await connection.execute(_HEAD)).fetchone()
        return await self.reached(found[0] if found else 0, view)

    async def lag(self) -> dict[str, int]:
        """Return how many events each view is behind."""
        return await self._progress.lag()
