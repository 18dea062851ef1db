"""Where figures are made from facts and kept for good, by who reads everything."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final
from uuid import UUID

from psycopg.types.json import Jsonb

from backend.adapters.database import Database
from backend.adapters.processes import Processes
from backend.adapters.record import HEAD
from backend.adapters.uptake_desk import facts_now, work_out, worked_out
from backend.adapters.uptake_figures import figure_of
from backend.domain.uptake.definitions import DEFINITIONS, VERSION
from backend.domain.uptake.figures import Figure
from backend.domain.uptake.parts import Part
from backend.domain.uptake.periods import Period
from projections import uptake_facts

_FORGET_WHO: Final = "UPDATE choices.pulses SET answered = '{}' WHERE named AND until <= %s"
_KEEP_PERIOD: Final = """
INSERT INTO uptake.periods (tenant_id, period, upto, floor, rules, computed_at, shown, held_back)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING true
"""
_KEEP_FIGURES: Final = """
COPY uptake.figures (tenant_id, period, place, metric, version, by, part, rest, holds, value, bound, n,
    slices, why) FROM STDIN
"""
_DONE: Final = "SELECT tenant_id, period, shown, held_back FROM uptake.periods"
_WHOLE: Final = """
SELECT period, metric, version, by, part, rest, holds, value, bound, n, slices, why FROM uptake.figures
WHERE tenant_id = %s AND period = %s AND by IS NULL ORDER BY place
"""

_HERE: Final = 2
"""Organisations whose figures are worked out in this process: one is read while another is worked out."""


class UptakePress:
    """Makes figures and keeps them; asked through the projector's connections."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._processes: Processes | None = None
        self._here = asyncio.Semaphore(_HERE)

    async def organisations(self) -> list[tuple[UUID, datetime]]:
        """Return every organisation, and when it was registered."""
        async with self._database.projecting() as connection:
            return await uptake_facts.organisations(connection)

    async def done(self) -> Mapping[tuple[UUID, str], tuple[int, int]]:
        """Return which periods of which organisations stand: how many figures have a value, and have none."""
        async with self._database.projecting() as connection:
            rows = await (await connection.execute(_DONE)).fetchall()
        return {(tenant, period): (shown, held_back) for tenant, period, shown, held_back in rows}

    async def forget_who_answered(self, now: datetime) -> None:
        """Forget who answered how a meeting was, where nobody can answer any more."""
        async with self._database.projecting() as connection:
            await connection.execute(_FORGET_WHO, (now,))

    async def head(self) -> int:
        """Return how far the record has come."""
        async with self._database.projecting() as connection:
            row = await (await connection.execute(HEAD)).fetchone()
        return int(row[0]) if row else 0

    async def reached(self) -> int:
        """Return how far the facts follow the record."""
        async with self._database.projecting() as connection:
            return await uptake_facts.reached(connection)

    @asynccontextmanager
    async def helped(self) -> AsyncIterator[None]:
        """Let other processes help with working out figures, for as long as the block lasts."""
        self._processes = Processes("publishing")
        self._processes.start()
        try:
            yield
        finally:
            self._processes.close()
            self._processes = None

    async def figures(self, organisation: UUID, period: Period, floor: int) -> tuple[list[Figure], int]:
        """Return the figures of a period, and up to which position of the record they know it."""

        async def here() -> tuple[list[Figure], int]:
            async with self._here:
                async with self._database.projecting() as connection:
                    facts = await facts_now(connection, organisation, period)
                return work_out(facts, period, floor)

        if self._processes is None:
            return await here()
        url = self._database.url
        return await self._processes.do(worked_out, url, organisation, period, floor, here=here)

    async def keep(  # noqa: PLR0913 - a publication and its circumstances
        self,
        organisation: UUID,
        period: Period,
        figures: Sequence[Figure],
        *,
        upto: int,
        floor: int,
        now: datetime,
    ) -> bool:
        """Keep the figures of a period, all or none; tell whether they were not there before."""
        shown = sum(figure.is_shown for figure in figures)
        head = (organisation, period.name, upto, floor, VERSION, now, shown, len(figures) - shown)
        async with self._database.projecting() as connection:
            if await (await connection.execute(_KEEP_PERIOD, head)).fetchone() is None:
                return False
            async with connection.cursor().copy(_KEEP_FIGURES) as rows:
                for place, figure in enumerate(figures):
                    await rows.write_row(_row(organisation, period, place, figure))
        return True

    async def whole(self, organisation: UUID, period: str) -> list[Figure]:
        """Return the figures of the organisation as a whole that stand for a period."""
        async with self._database.projecting() as connection:
            rows = await (await connection.execute(_WHOLE, (organisation, period))).fetchall()
        return [figure_of(row) for row in rows]


def _row(organisation: UUID, period: Period, place: int, figure: Figure) -> tuple[object, ...]:
    part = figure.part or Part(None)
    slices = Jsonb([[one.key, one.value] for one in figure.slices])
    return (
        organisation,
        period.name,
        place,
        figure.metric,
        DEFINITIONS[figure.metric].version,
        figure.by,
        part.id,
        part.rest,
        list(part.holds),
        figure.value,
        figure.bound,
        figure.n,
        slices,
        figure.why,
    )
