"""Blocking connections for the applications of one tenant, apart by what they may do."""

from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg_pool import ConnectionPool

from backend.adapters.database import BE_PROJECTOR, BE_READER, BE_WRITER

FOR_ONE_TENANT = "SELECT set_config('app.tenant', %s, false)"

Pool = ConnectionPool[psycopg.Connection]


class Pools:
    """Connections for one tenant's applications: to append, to read, to keep track."""

    def __init__(self, url: str, tenant: UUID, size: int = 10) -> None:
        self.url, self.tenant = url, tenant
        self.writer = _pool(url, size, BE_WRITER)
        self.reader = _pool(url, size, BE_READER, tenant)
        self.projector = _pool(url, size, BE_PROJECTOR)

    def close(self) -> None:
        """Close every connection."""
        for pool in (self.writer, self.reader, self.projector):
            pool.close()


def _pool(url: str, size: int, role: LiteralString, tenant: UUID | None = None) -> Pool:
    def take_role(connection: psycopg.Connection) -> None:
        connection.execute(role)
        if tenant is not None:
            connection.execute(FOR_ONE_TENANT, (str(tenant),))

    settings: dict[str, Any] = {"autocommit": True, "prepare_threshold": 0}
    return ConnectionPool(url, kwargs=settings, configure=take_role, min_size=0, max_size=size, open=True)
