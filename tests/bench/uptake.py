"""Uptake: publishing a quarter, an answer, and rebuilding the facts against one pass of set-based SQL.

``KRING_BENCH_ORGANISATIONS`` says how many organisations are made up (3); with 500 the first row is
measured, with fewer it is extrapolated from what one takes, and says so.
"""

import asyncio
import os
import time
from datetime import UTC, datetime, timedelta
from statistics import quantiles
from typing import Final
from uuid import UUID

from backend.adapters.database import Database
from backend.adapters.published_uptake import PublishedUptake
from backend.adapters.uptake import UptakePress
from backend.demo.loading import load
from backend.demo.simulation import Plan, Simulation
from backend.domain.uptake.floors import Floors
from backend.domain.uptake.periods import Period
from backend.domain.uptake.publishing import publish
from projections.places import connect, go_to, make_beside
from projections.rebuilding import rebuild
from projections.runner import prepare
from projections.uptake_facts import UptakeFacts
from tests.bench.ground import Row, alone, in_turn, row, server

HERE: Final = int(os.environ.get("KRING_BENCH_ORGANISATIONS", "3"))
AT_ONCE: Final = 2
"""Organisations, as the worker does."""
WANTED: Final = 500
SECONDS: Final = 60.0
ANSWERS: Final = 2_000
UNTIL: Final = datetime(2026, 10, 20, tzinfo=UTC)
QUARTER: Final = Period(2026, 3)
FACTS: Final = UptakeFacts()
SET_BASED: Final = """
INSERT INTO uptake_facts
SELECT e.tenant_id, e.originator_id, e.originator_version, e.notification_id,
    coalesce((s ->> 'at')::timestamptz, e.recorded_at), split_part(e.topic, '.', 2),
    coalesce(s ->> 'person', s ->> 'contributor',
        CASE WHEN e.topic = 'session.insight_noted.v1' THEN s ->> 'by' END)::uuid,
    coalesce(s ->> 'unit', s ->> 'session', s ->> 'group', s ->> 'case', s ->> 'action', s ->> 'id',
        s ->> 'contribution')::uuid,
    coalesce(s ->> 'parent', s ->> 'role_family', s ->> 'case')::uuid,
    coalesce(s ->> 'role', s ->> 'status', s ->> 'facilitation'),
    coalesce((s ->> 'level')::int, (s ->> 'minutes')::int, jsonb_array_length(s -> 'members')),
    (s ->> 'starts_at')::timestamptz,
    CASE WHEN s ? 'facilitators' THEN
        ARRAY(SELECT value::uuid FROM jsonb_array_elements_text(s -> 'facilitators')) END
FROM (
    SELECT *, convert_from(state, 'UTF8')::jsonb AS s FROM record.events WHERE topic = ANY(%s)
) AS e
WHERE EXISTS (
    SELECT FROM record.events AS o
    WHERE o.originator_id = e.tenant_id AND o.topic = 'organisation.organisation_registered.v1')
"""


async def fill(database: Database) -> int:
    """Make up organisations and load them; return how many events they have."""
    events = 0
    for nth in range(HERE):
        plan = Plan(
            organisation=UUID(int=1 + nth),
            admin=UUID(int=10_000 + nth),
            since=UNTIL - timedelta(days=900),
            until=UNTIL,
            people=600,
            groups=80,
            seed=nth,
        )
        events += await load(database, Simulation(plan))
    return events


async def publishing(database: Database) -> float:
    """Return the seconds in which the quarter of all organisations is published."""
    press = UptakePress(database)
    upto = await press.reached()
    began = time.perf_counter()
    room = asyncio.Semaphore(AT_ONCE)

    async def one(organisation: UUID) -> None:
        async with room:
            facts = await press.facts(organisation, QUARTER, upto)
            figures = publish(facts, QUARTER, Floors())
            await press.keep(organisation, QUARTER, figures, upto=upto, floor=5, now=UNTIL)

    await asyncio.gather(*(one(organisation) for organisation, _ in await press.organisations()))
    return time.perf_counter() - began


async def answering(database: Database) -> float:
    """Return the p99 of an answer from the published figures, in ms."""
    published, times = PublishedUptake(database), list[float]()
    for nth in range(ANSWERS):
        began = time.perf_counter()
        await published.figures(UUID(int=1 + nth % HERE), QUARTER.name, None)
        times.append(time.perf_counter() - began)
    return quantiles(times, n=100)[98] * 1e3


async def rebuilt(url: str) -> tuple[float]:
    """Return the events per second of a rebuild, with the swap."""
    began = time.perf_counter()
    position = await rebuild(url, FACTS)
    return (position / (time.perf_counter() - began),)


async def one_pass(url: str, events: int) -> tuple[float]:
    """Return the events per second of one statement that fills the same table."""
    async with await connect(url, "bench") as connection:
        await make_beside(connection, FACTS, "bench")
        began = time.perf_counter()
        async with connection.transaction():
            await go_to(connection, "bench")
            await connection.execute(SET_BASED, [sorted(FACTS.topics())])
        return (events / (time.perf_counter() - began),)


async def bench() -> list[Row]:
    """Measure on a server of its own; return the lines of the table."""
    with server() as url:
        await prepare(url, [FACTS])
        async with await Database.open(url) as database:
            events = await fill(database)
            await rebuild(url, FACTS)
            seconds = await publishing(database)
            p99 = await answering(database)
        ours, most = await in_turn(lambda: rebuilt(url), lambda: one_pass(url, events))
    whole = seconds * WANTED / HERE
    how = "" if HERE == WANTED else f" (extrapolated from {HERE})"
    what = f"a quarter of 500 organisations, {events * WANTED / HERE / 1e6:.0f} M events{how}"
    rebuilding = row("rebuild of the uptake facts", "events/s", ours[0], most[0], most[0])
    return [
        alone(what, "s", whole, SECONDS, less=True),
        alone("an answer about uptake, p99", "ms", p99, 20.0, less=True),
        rebuilding | {"peer": None, "peer_ratio": None},
    ]
