"""The connections to PostgreSQL, apart by what they may do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, LiteralString, Self
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

Connection = AsyncConnection[TupleRow]
Pool = AsyncConnectionPool[Connection]

BE_WRITER = "SET ROLE kring_writer"
BE_READER = "SET ROLE kring_reader"
BE_PROJECTOR = "SET ROLE kring_projector"
BE_UPTAKE = "SET ROLE kring_uptake"
FOR_TENANT = "SELECT set_config('app.tenant', %s, true)"
FOR_PERSON = "SELECT set_config('app.person', %s, true)"


@dataclass(frozen=True)
class Database:
    """Four pools on one database, each in a role of its own; use as an async context manager.

    ``writer`` may execute the append function and keep what is not in the record; ``reader`` sees
    one tenant at a time (see ``reading``); ``projector`` reads the whole record and owns the
    views; ``uptake`` sees published figures and nothing else. All connections are in autocommit:
    open a transaction where more than one statement belongs together.
    """

    url: str
    writer: Pool
    reader: Pool
    projector: Pool
    uptake: Pool

    @classmethod
    async def open(cls, url: str, *, writers: int = 2, readers: int = 4, projectors: int = 2) -> Self:
        """Return the pools, connected: at most so many connections of each kind."""
        database = cls(
            url,
            _pool(url, BE_WRITER, writers),
            _pool(url, BE_READER, readers),
            _pool(url, BE_PROJECTOR, projectors),
            _pool(url, BE_UPTAKE, projectors),
        )
        for pool in database.pools:
            await pool.open(wait=True, timeout=10)
        return database

    @property
    def pools(self) -> tuple[Pool, Pool, Pool, Pool]:
        """All four pools."""
        return self.writer, self.reader, self.projector, self.uptake

    async def close(self) -> None:
        """Close every connection."""
        await asyncio.gather(*(pool.close() for pool in self.pools))

    async def __aenter__(self) -> Self:
        """Return the open database."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        await self.close()

    @asynccontextmanager
    async def reading(self, tenant: UUID) -> AsyncIterator[Connection]:
        """Give a connection that sees one tenant, for one read-only-in-effect transaction."""
        async with self._as(FOR_TENANT, tenant) as connection:
            yield connection

    @asynccontextmanager
    async def reading_as(self, person: UUID) -> AsyncIterator[Connection]:
        """Give a connection that sees what is one person's own in all tenants, for one transaction."""
        async with self._as(FOR_PERSON, person) as connection:
            yield connection

    @asynccontextmanager
    async def projecting(self) -> AsyncIterator[Connection]:
        """Give a connection that sees all tenants, for one transaction."""
        async with self.projector.connection() as connection, connection.transaction():
            yield connection

    @asynccontextmanager
    async def _as(self, whose: LiteralString, one: UUID) -> AsyncIterator[Connection]:
        async with (
            self.reader.connection() as connection,
            connection.pipeline(),
            connection.transaction(),
        ):
            await connection.execute(whose, (str(one),))
            yield connection


@asynccontextmanager
async def keeping(pool: Pool, tenant: UUID) -> AsyncIterator[Connection]:
    """Give a writer's connection that keeps and sees what is one tenant's, for one transaction."""
    async with pool.connection() as connection, connection.transaction():
        await connection.execute(FOR_TENANT, (str(tenant),))
        yield connection


@asynccontextmanager
async def keeping_in_one_go(pool: Pool, tenant: UUID) -> AsyncIterator[Connection]:
    """Do as ``keeping`` does, in as few journeys as there are answers to wait for."""
    async with pool.connection() as connection, connection.pipeline(), connection.transaction():
        await connection.execute(FOR_TENANT, (str(tenant),))
        yield connection


def _pool(url: str, role: LiteralString, size: int) -> Pool:
    async def take_role(connection: Connection) -> None:
        await connection.execute(role)

    settings: dict[str, Any] = {"autocommit": True, "prepare_threshold": 0}
    return AsyncConnectionPool(
        url,
        connection_class=Connection,
        kwargs=settings,
        configure=take_role,
        min_size=1,
        max_size=size,
        open=False,
        timeout=10,
        name=role.rpartition(" ")[2],
    )
