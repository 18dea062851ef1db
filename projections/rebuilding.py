"""How a view is made anew: a second copy catches up beside the one in use, then takes its place."""

from asyncio import sleep
from typing import Final

from psycopg.errors import LockNotAvailable

from projections.applying import Copy
from projections.base import Connection, Projection
from projections.places import LIVE, connect, go_to, make_beside, put_in_use, standing
from projections.reading import Reader

SIZE: Final = 500
"""How many events of the record a view takes in at most in one transaction."""

WITHOUT_WAITING: Final = "SET synchronous_commit = off"
"""What is said for a copy, which is worth nothing until it is complete."""

_ALONE: Final = "SELECT pg_try_advisory_lock(hashtextextended('kring rebuilds ' || %s, 0))"
_CAREFUL: Final = "SET LOCAL synchronous_commit = on"
_PATIENCE: Final = "SET LOCAL lock_timeout = '1s'"
_TRIES: Final = 20


class AlreadyRebuilding(RuntimeError):
    """Somebody else is rebuilding or verifying this view."""


async def alone(connection: Connection, projection: Projection) -> None:
    """Keep others from copying this view while the connection lives. Raises AlreadyRebuilding."""
    found = await (await connection.execute(_ALONE, [projection.name])).fetchone()
    if not (found and found[0]):
        raise AlreadyRebuilding(projection.name)


async def rebuild(conninfo: str, projection: Projection, *, size: int = SIZE) -> int:
    """Build a view anew from the whole record and put it in use; return its position.

    Readers see the old rows until the new ones are complete. The copy is written without waiting
    for the disk, which is safe because only the swap, which does wait, makes it count.
    """
    schema = f"{LIVE}_rebuild_{projection.name}"
    purpose = f"kring rebuilds {projection.name}"
    async with await connect(conninfo, purpose) as connection, await connect(conninfo, purpose) as second:
        await alone(connection, projection)
        await connection.execute(WITHOUT_WAITING)
        await make_beside(connection, projection, schema)
        reader = Reader(second, projection, size)
        copy = Copy(connection, projection, schema)
        position = await copy.catch_up(reader, 0, await reader.head())
        return await _swap(copy, reader, position)


async def _swap(copy: Copy, reader: Reader, position: int) -> int:
    """Catch up with the view in use while it is held, and put the copy in its place.

    Waiting for a reader's lock makes other readers wait: so we give up soon and try again.
    """
    connection, projection, schema = copy
    for attempt in range(1, _TRIES + 1):
        try:
            async with connection.transaction():
                await connection.execute(_CAREFUL)
                await connection.execute(_PATIENCE)
                await go_to(connection, LIVE)
                await standing(connection, projection)
                reached = await copy.catch_up(reader, position, await reader.head())
                await put_in_use(connection, projection, schema)
        except LockNotAvailable:
            if attempt == _TRIES:
                raise
            await sleep(0.1 * attempt)
        else:
            return reached
    raise AssertionError
