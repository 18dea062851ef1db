"""What keeps the views up to date: one leader for each, a standby for each leader, and a supervisor."""

import logging
from asyncio import TaskGroup, get_running_loop, sleep
from collections.abc import Awaitable, Callable, Iterable
from typing import Final, TypeAlias

import psycopg

from projections.applying import Copy, Superseded
from projections.base import Connection, Projection
from projections.places import LIVE, connect, go_to, make, standing
from projections.reading import Reader
from projections.rebuilding import SIZE, rebuild

News: TypeAlias = Callable[[int], Awaitable[object]]
"""Returns when the record may have reached a position, or after a while in any case."""

_LEAD: Final = "SELECT pg_try_advisory_lock(hashtextextended('kring leads ' || %s, 0))"
_EVERYTHING: Final = 2**63 - 1
_STANDBY: Final = 0.5
_FIRST_PAUSE: Final = 0.25
_LONGEST_PAUSE: Final = 30.0
_STEADY: Final = 60.0

_log = logging.getLogger(__name__)


async def every_half_second(_position: int) -> None:
    """Wait half a second: the news of those who are told nothing."""
    await sleep(0.5)


class Runner:
    """Keeps views up to date until it is cancelled; any number of processes may run one.

    Each view has one connection. Whoever holds its advisory lock on that connection leads, and
    writes through the same connection, so a leader that lost its lock can write no more.
    """

    def __init__(
        self,
        conninfo: str,
        projections: Iterable[Projection],
        *,
        news: News = every_half_second,
        size: int = SIZE,
    ) -> None:
        self._conninfo = conninfo
        self._projections = tuple(projections)
        self._news = news
        self._size = size

    async def run(self) -> None:
        """Keep all views up to date for ever."""
        async with TaskGroup() as views:
            for projection in self._projections:
                views.create_task(self._supervise(projection), name=projection.name)

    async def _supervise(self, projection: Projection) -> None:
        clock, pause = get_running_loop().time, _FIRST_PAUSE
        while True:
            began = clock()
            try:
                await self._lead(projection)
            except Exception as error:  # noqa: BLE001 - whatever stopped a view, it starts again
                if clock() - began > _STEADY:
                    pause = _FIRST_PAUSE
                _log.warning(
                    "The view %s stopped (%s) and starts again in %.2f s",
                    projection.name,
                    _without_content(error),
                    pause,
                )
            await sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _lead(self, projection: Projection) -> None:
        async with await connect(self._conninfo, f"kring view {projection.name}") as connection:
            await _become_leader(connection, projection)
            position = await self._ready(connection, projection)
            _log.info("The view %s is led from here, from position %d", projection.name, position)
            reader, live = Reader(connection, projection, self._size), Copy(connection, projection, LIVE)
            while True:
                batch = await reader.after(position, _EVERYTHING)
                if batch.upto == position:
                    await self._news(position + 1)
                else:
                    position = await live.take(batch)

    async def _ready(self, connection: Connection, projection: Projection) -> int:
        """Return the position of the view in use, after making or rebuilding it where needed."""
        await make(connection, projection)
        async with connection.transaction():
            await go_to(connection, LIVE)
            place = await standing(connection, projection)
        if place is None or place.revision > projection.revision:
            raise Superseded(projection.name)
        if place.revision < projection.revision:
            _log.info("The view %s has a new shape and is rebuilt", projection.name)
            return await rebuild(self._conninfo, projection)
        return place.position


async def prepare(conninfo: str, projections: Iterable[Projection]) -> None:
    """Make the views that are not there yet, empty, so that they can be asked at once."""
    async with await connect(conninfo, "kring prepares its views") as connection:
        for projection in projections:
            await make(connection, projection)


async def _become_leader(connection: Connection, projection: Projection) -> None:
    """Ask for the lead until we have it; waiting inside the database would hold back its vacuum."""
    leads = False
    while not leads:
        found = await (await connection.execute(_LEAD, [projection.name])).fetchone()
        leads = bool(found and found[0])
        await sleep(0 if leads else _STANDBY)


def _without_content(error: Exception) -> str:
    """Name an error without its message, which could quote a row."""
    state = error.sqlstate if isinstance(error, psycopg.Error) else None
    return f"{type(error).__name__} {state}" if state else type(error).__name__
