"""How we know that a view is right: it is built anew beside itself and compared byte for byte."""

from collections.abc import AsyncIterator
from typing import Final

from msgspec import Struct
from psycopg import IsolationLevel, sql

from projections.applying import Copy
from projections.base import Connection, Projection
from projections.places import LIVE, clear_away, connect, go_to, make_beside
from projections.reading import Reader
from projections.rebuilding import SIZE, WITHOUT_WAITING, alone

_POSITION: Final = "SELECT position FROM positions WHERE projection = %s"
_ALL_ROWS: Final = sql.SQL("COPY (SELECT * FROM {table} AS t ORDER BY t) TO STDOUT")


class Difference(Struct, frozen=True):
    """A table of a view whose rows are not what the record says; counts only, never content."""

    table: str
    live: int
    rebuilt: int
    first: int
    """The first row that differs, counted from 1 in the order of the key."""


class Verdict(Struct, frozen=True):
    """What verifying found: how many rows were compared at which position, and what differed."""

    projection: str
    position: int
    rows: int
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        """Tell whether the view in use is exactly what the record says."""
        return not self.differences


async def verify(conninfo: str, projection: Projection, *, size: int = SIZE) -> Verdict:
    """Build a view anew up to the position of the one in use, and compare all rows of both.

    The view in use is looked at as of one moment and may go on meanwhile.
    """
    schema = f"{LIVE}_verify_{projection.name}"
    purpose = f"kring verifies {projection.name}"
    async with await connect(conninfo, purpose) as connection, await connect(conninfo, purpose) as live:
        await alone(connection, projection)
        await connection.execute(WITHOUT_WAITING)
        await make_beside(connection, projection, schema)
        await live.set_isolation_level(IsolationLevel.REPEATABLE_READ)
        await live.set_read_only(True)
        async with live.transaction():
            await go_to(live, LIVE)
            position = await _position(live, projection)
            async with await connect(conninfo, purpose) as reading:
                reader = Reader(reading, projection, size)
                await Copy(connection, projection, schema).catch_up(reader, 0, position)
            async with connection.transaction():
                await go_to(connection, schema)
                verdict = await compare(live, connection, projection, position)
        await clear_away(connection, schema)
    return verdict


async def _position(connection: Connection, projection: Projection) -> int:
    found = await (await connection.execute(_POSITION, [projection.name])).fetchone()
    return int(found[0]) if found else 0


async def compare(live: Connection, rebuilt: Connection, projection: Projection, position: int) -> Verdict:
    """Compare all rows of two copies, each found by the search path of its connection."""
    rows, differences = 0, []
    for table in projection.tables:
        counted, difference = await _compare_table(live, rebuilt, table.name)
        rows += counted
        if difference:
            differences.append(difference)
    return Verdict(projection.name, position, rows, tuple(differences))


async def _compare_table(live: Connection, rebuilt: Connection, table: str) -> tuple[int, Difference | None]:
    ours, theirs = _rows(live, table), _rows(rebuilt, table)
    here = there = first = 0
    while True:
        mine, other = await anext(ours, None), await anext(theirs, None)
        if mine is None and other is None:
            return here, Difference(table, here, there, first) if first else None
        here, there = here + (mine is not None), there + (other is not None)
        if mine != other and not first:
            first = max(here, there)


async def _rows(connection: Connection, table: str) -> AsyncIterator[bytes]:
    query = _ALL_ROWS.format(table=sql.Identifier(table))
    async with connection.cursor().copy(query) as rows:
        async for row in rows:
            yield bytes(row)
