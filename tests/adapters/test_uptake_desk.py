"""A process that helps with publishing comes to the same figures, and may change nothing."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from psycopg.errors import ReadOnlySqlTransaction

from backend.adapters.database import Database
from backend.adapters.uptake_desk import connected, facts_now, work_out, worked_out
from backend.demo.loading import load
from backend.demo.simulation import Plan, Simulation
from backend.domain.uptake.periods import Period
from projections.rebuilding import rebuild
from projections.runner import prepare
from projections.shipped import VIEWS
from projections.uptake_facts import UptakeFacts

UNTIL, QUARTER = datetime(2026, 10, 20, tzinfo=UTC), Period(2026, 3)
WRITE = "INSERT INTO uptake.periods (tenant_id, period) VALUES (gen_random_uuid(), '2026-Q3')"


async def test_figures_are_the_same_wherever_they_are_worked_out(database: Database) -> None:
    await prepare(database.url, VIEWS.values())
    organisation, since = uuid4(), UNTIL - timedelta(days=200)
    plan = Plan(
        organisation=organisation, admin=uuid4(), since=since, until=UNTIL, people=120, groups=16, seed=3
    )
    await load(database, Simulation(plan))
    await rebuild(database.url, UptakeFacts())

    async with database.projecting() as connection:
        here = work_out(await facts_now(connection, organisation, QUARTER), QUARTER, 5)
    there = await asyncio.to_thread(worked_out, database.url, organisation, QUARTER, 5)

    assert there == here
    assert any(figure.is_shown for figure in here[0])
    assert here[1] > 0


async def test_whoever_helps_changes_nothing(database: Database) -> None:
    async with await connected(database.url) as connection:
        with pytest.raises(ReadOnlySqlTransaction):
            await connection.execute(WRITE)
