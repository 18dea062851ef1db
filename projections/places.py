"""Where views live: one schema for those in use, and another beside it for each copy in the making."""

from typing import Final, NamedTuple

from psycopg import AsyncConnection, sql

from projections.base import Connection, Projection

LIVE: Final = "views"

_BE_PROJECTOR: Final = "SET ROLE kring_projector"
_BE_MYSELF: Final = "SET LOCAL ROLE NONE"
_GO_TO: Final = "SELECT set_config('search_path', %s, true)"
_ONE_MAKER: Final = "SELECT pg_advisory_xact_lock(hashtextextended('kring views are made', 0))"
_DROP_SCHEMA: Final = sql.SQL("DROP SCHEMA IF EXISTS {schema} CASCADE")
_MAKE_SCHEMA: Final = sql.SQL("CREATE SCHEMA {schema} AUTHORIZATION kring_projector")
_MAKE_POSITIONS: Final = """
CREATE TABLE IF NOT EXISTS positions (
    projection text PRIMARY KEY,
    revision int NOT NULL,
    position bigint NOT NULL,
    tables text[] NOT NULL
);
GRANT SELECT ON positions TO kring_reader;
"""
_ENTER: Final = """
INSERT INTO positions (projection, revision, position, tables) VALUES (%s, %s, 0, %s)
ON CONFLICT DO NOTHING RETURNING true
"""
_GUARD: Final = sql.SQL("""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON {table} FOR SELECT
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
GRANT SELECT ON {table} TO kring_reader;
""")
_AT: Final = "SELECT revision, position, tables FROM positions WHERE projection = %s FOR UPDATE"
_DROP_TABLE: Final = sql.SQL("DROP TABLE IF EXISTS {table}")
_MOVE_TABLE: Final = sql.SQL("ALTER TABLE {schema}.{table} SET SCHEMA {live}")
_MOVE_POSITION: Final = sql.SQL("""
INSERT INTO {live}.positions SELECT * FROM {schema}.positions WHERE projection = %s
ON CONFLICT (projection) DO UPDATE SET
    revision = excluded.revision, position = excluded.position, tables = excluded.tables
""")


class Place(NamedTuple):
    """How far a copy of a view has come, in which revision, and which tables it consists of."""

    revision: int
    position: int
    tables: list[str]


async def connect(conninfo: str, purpose: str) -> Connection:
    """Return a connection that owns the views and reads the whole record; ``purpose`` names it."""
    connection = await AsyncConnection.connect(conninfo, autocommit=True, application_name=purpose)
    try:
        await connection.execute(_BE_PROJECTOR)
    except BaseException:
        await connection.close()
        raise
    return connection


async def go_to(connection: Connection, schema: str) -> None:
    """Let names without a schema mean this one until the transaction ends."""
    await connection.execute(_GO_TO, [schema])


async def standing(connection: Connection, projection: Projection) -> Place | None:
    """Return where the copy of a view in the present schema stands, and hold it there.

    Nobody else moves it until the transaction ends. None: there is no such view yet.
    """
    found = await (await connection.execute(_AT, [projection.name])).fetchone()
    return Place(*found) if found else None


async def make(connection: Connection, projection: Projection, schema: str = LIVE) -> None:
    """Make a view, empty, unless the schema has it; its rows are visible to their tenant alone."""
    async with connection.transaction():
        await connection.execute(_ONE_MAKER)
        await go_to(connection, schema)
        await connection.execute(_MAKE_POSITIONS)
        names = [table.name for table in projection.tables]
        entered = await connection.execute(_ENTER, [projection.name, projection.revision, names])
        if await entered.fetchone():
            await connection.execute(projection.definition)
            for name in names:
                await connection.execute(_GUARD.format(table=sql.Identifier(name)))


async def make_beside(connection: Connection, projection: Projection, schema: str) -> None:
    """Make an empty copy of a view in a schema of its own, in place of one left there before.

    The connecting user makes the schema: a restored or copied database does not remember that the
    projector's role may.
    """
    name = sql.Identifier(schema)
    async with connection.transaction():
        await connection.execute(_DROP_SCHEMA.format(schema=name))
        await connection.execute(_BE_MYSELF)
        await connection.execute(_MAKE_SCHEMA.format(schema=name))
    await make(connection, projection, schema)


async def clear_away(connection: Connection, schema: str) -> None:
    """Drop a copy and its schema."""
    await connection.execute(_DROP_SCHEMA.format(schema=sql.Identifier(schema)))


async def put_in_use(connection: Connection, projection: Projection, schema: str) -> None:
    """Put a copy in the place of the view in use; all of it shows when the transaction commits."""
    await go_to(connection, LIVE)
    live, beside = sql.Identifier(LIVE), sql.Identifier(schema)
    if old := await standing(connection, projection):
        for old_name in old.tables:
            await connection.execute(_DROP_TABLE.format(table=sql.Identifier(LIVE, old_name)))
    for table in projection.tables:
        name = sql.Identifier(table.name)
        await connection.execute(_MOVE_TABLE.format(schema=beside, table=name, live=live))
    await connection.execute(_MOVE_POSITION.format(schema=beside, live=live), [projection.name])
    await clear_away(connection, schema)
