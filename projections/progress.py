"""How far the views are behind the record, and how to wait for one of them."""

from asyncio import Task, create_task, get_running_loop, shield, sleep
from typing import Any, Final

from msgspec import Struct
from psycopg.errors import UndefinedTable
from psycopg_pool import AsyncConnectionPool

from projections.base import Connection

_WHERE: Final = """
SELECT p.projection, p.position, h.position FROM views.positions AS p CROSS JOIN record.head AS h
"""
_ROUND: Final = 0.01


class Standing(Struct, frozen=True):
    """Where a view stands; ``lag`` counts the events it has not seen."""

    projection: str
    position: int
    head: int

    @property
    def lag(self) -> int:
        """How many events the view is behind."""
        return self.head - self.position


class Progress:
    """Tells how far views are; however many wait at once, they ask the database together."""

    def __init__(self, pool: AsyncConnectionPool[Connection]) -> None:
        self._pool = pool
        self._asking: Task[dict[str, Standing]] | None = None

    async def standings(self) -> dict[str, Standing]:
        """Return where every view stands, by its name; nothing before any view was made."""
        if self._asking is None or self._asking.done():
            self._asking = create_task(self._ask())
        return await shield(self._asking)

    async def lag(self) -> dict[str, int]:
        """Return how many events each view is behind, by its name."""
        return {name: standing.lag for name, standing in (await self.standings()).items()}

    async def reached(self, projection: str, position: int, patience: float) -> bool:
        """Wait until a view has taken in a position, at most so many seconds; tell whether it has.

        A position that the record has not reached is not waited for. The first answer may have been
        asked for before the caller's own event, so only a later one says how far the record is.
        """
        clock = get_running_loop().time
        until = clock() + patience
        asked_anew = False
        while True:
            standing = (await self.standings()).get(projection)
            if standing and standing.position >= position:
                return True
            if clock() >= until or (asked_anew and standing and standing.head < position):
                return False
            asked_anew = True
            await sleep(_ROUND)

    async def _ask(self) -> dict[str, Standing]:
        try:
            async with self._pool.connection() as connection:
                found: list[tuple[Any, ...]] = await (await connection.execute(_WHERE)).fetchall()
        except UndefinedTable:
            return {}
        return {name: Standing(name, position, head) for name, position, head in found}
