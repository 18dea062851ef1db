"""Published figures, served by a role that reads nothing else."""

from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Final
from uuid import UUID

from msgspec import Struct
from psycopg.rows import class_row

from backend.adapters.database import FOR_TENANT, Connection, Database, keeping, keeping_in_one_go
from backend.adapters.uptake_figures import figure_of
from backend.domain.uptake.definitions import Dimension
from backend.domain.uptake.figures import Figure

_REMEMBERED: Final = 500
"""Periods and breakdowns whose figures are kept at hand."""
_PERIODS: Final = """
SELECT period, floor, rules, computed_at, shown, held_back FROM uptake.periods
ORDER BY left(period, 4), period = left(period, 4), period
"""
_FIGURES: Final = """
SELECT period, metric, version, by, part, rest, holds, value, bound, n, slices, why FROM uptake.figures
WHERE period = %(period)s AND (%(by)s::text IS NULL AND by IS NULL OR by = %(by)s) ORDER BY place
"""
_SERIES: Final = """
SELECT period, metric, version, by, part, rest, holds, value, bound, n, slices, why FROM uptake.figures
WHERE metric = %(metric)s AND (%(by)s::text IS NULL AND by IS NULL OR by = %(by)s)
ORDER BY left(period, 4), period = left(period, 4), period, place
"""
_ASKED: Final = """
INSERT INTO uptake.questions (tenant_id, token_id, day, what) VALUES (%s, %s, %s, %s)
ON CONFLICT (tenant_id, token_id, day, what) DO UPDATE SET times = questions.times + 1
"""
_ALL_ASKED: Final = """
SELECT token_id AS token, day, what, times FROM uptake.questions WHERE tenant_id = %s
ORDER BY day DESC, what, token_id LIMIT %s
"""


class PublishedPeriod(Struct, frozen=True):
    """A period whose figures stand: under which floor and rules they were made, and how many there are."""

    period: str
    floor: int
    rules: int
    computed_at: datetime
    shown: int
    held_back: int


class Asked(Struct, frozen=True):
    """How often a program asked for something on a day."""

    token: UUID
    day: date
    what: str
    times: int


class PublishedUptake:
    """What stands, one organisation at a time, through connections that can read nothing else."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: OrderedDict[tuple[UUID, str, Dimension | None], list[Figure]] = OrderedDict()
        self._standing: OrderedDict[tuple[UUID, str], PublishedPeriod] = OrderedDict()

    async def periods(self, organisation: UUID) -> list[PublishedPeriod]:
        """Return the periods that stand, in order; a year follows its quarters."""
        async with self._reading(organisation) as connection:
            cursor = connection.cursor(row_factory=class_row(PublishedPeriod))
            return await (await cursor.execute(_PERIODS)).fetchall()

    async def period(self, organisation: UUID, name: str) -> PublishedPeriod | None:
        """Return a period if it stands; it stands for good, so that is remembered."""
        if (organisation, name) not in self._standing:
            for one in await self.periods(organisation):
                self._standing[organisation, one.period] = one
            while len(self._standing) > _REMEMBERED:
                self._standing.popitem(last=False)
        return self._standing.get((organisation, name))

    async def figures(self, organisation: UUID, period: str, by: Dimension | None) -> list[Figure]:
        """Return the figures of a period, as a whole or by one dimension, in a stable order.

        They never change, so those that were asked for lately are remembered.
        """
        key = (organisation, period, by)
        if key not in self._known:
            async with self._reading(organisation) as connection:
                rows = await (await connection.execute(_FIGURES, {"period": period, "by": by})).fetchall()
            if not rows:
                return []
            self._known[key] = [figure_of(row) for row in rows]
        self._known.move_to_end(key)
        found = self._known[key]
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return list(found)

    async def series(self, organisation: UUID, metric: str, by: Dimension | None) -> list[tuple[str, Figure]]:
        """Return one measure over all periods that stand, in order."""
        async with self._reading(organisation) as connection:
            rows = await (await connection.execute(_SERIES, {"metric": metric, "by": by})).fetchall()
        return [(row[0], figure_of(row)) for row in rows]

    async def note(self, organisation: UUID, token: UUID, day: date, what: str) -> None:
        """Note that a program asked for something."""
        async with keeping_in_one_go(self._database.writer, organisation) as connection:
            await connection.execute(_ASKED, (organisation, token, day, what))

    async def asked(self, organisation: UUID, limit: int) -> list[Asked]:
        """Return what programs asked for, the latest day first."""
        async with keeping(self._database.writer, organisation) as connection:
            cursor = connection.cursor(row_factory=class_row(Asked))
            return await (await cursor.execute(_ALL_ASKED, (organisation, limit))).fetchall()

    @asynccontextmanager
    async def _reading(self, organisation: UUID) -> AsyncIterator[Connection]:
        async with (
            self._database.uptake.connection() as connection,
            connection.pipeline(),
            connection.transaction(),
        ):
            await connection.execute(FOR_TENANT, (str(organisation),))
            yield connection
