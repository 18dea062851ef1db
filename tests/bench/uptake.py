"""Uptake: publishing a quarter, answers, and rebuilding the facts against one pass of set-based SQL.

``KRING_BENCH_ORGANISATIONS`` says how many organisations there are, in tens (50): ten are made up, and the
others are these once more under other ids. With 500 the first row is measured at ten million events, which
takes some minutes and ten gigabytes; with fewer it is extrapolated from what one takes, and says so.
"""

import asyncio
import gc
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Final
from uuid import UUID

from typing_extensions import override

from backend.adapters.clock import SystemClock
from backend.adapters.database import Database
from backend.adapters.ending import ended
from backend.adapters.processes import SELDOM
from backend.adapters.uptake import UptakePress
from backend.demo.loading import load
from backend.demo.simulation import Plan, Simulation
from backend.domain.uptake.periods import Period, settled_between
from backend.house import House, opened
from backend.reactions.uptake import Uptake
from backend.settings import Settings
from events.catalogue import EVENTS
from projections.places import connect, go_to, make_beside
from projections.rebuilding import rebuild
from projections.runner import Runner, prepare
from projections.shipped import VIEWS
from projections.uptake_facts import UptakeFacts
from projections.uptake_telling import RUNS_ON
from tests.bench.ground import Row, alone, in_turn, row, server
from tests.bench.uptake_asking import ask, tokens
from tests.bench.uptake_copies import copy
from tests.bench.web import MASTER_KEY, kring

MADE_UP: Final = 10
HERE: Final = int(os.environ.get("KRING_BENCH_ORGANISATIONS", "50")) // MADE_UP * MADE_UP
ORGANISATIONS: Final = tuple(UUID(int=1 + nth) for nth in range(MADE_UP))
WANTED: Final = 500
SECONDS: Final = 60.0
ANSWER: Final = 20.0
"""Milliseconds."""
SINCE: Final = timedelta(days=900)
UNTIL: Final = datetime(2026, 10, 20, tzinfo=UTC)
QUARTER: Final = Period(2026, 3)
BEFORE: Final = Period(2026, 2)
FACTS: Final = UptakeFacts()
TOLD: Final = sorted(name for name in FACTS.topics() if EVENTS[name] not in RUNS_ON)
"""What a line is kept of: the steps that FACTS reads as well leave one after a break only."""
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
    for nth in range(MADE_UP):
        plan = Plan(
            organisation=ORGANISATIONS[nth],
            admin=UUID(int=10_000 + nth),
            since=UNTIL - SINCE,
            until=UNTIL,
            people=600,
            groups=80,
            seed=nth,
        )
        events += await load(database, Simulation(plan))
    return events


class SetClock(SystemClock):
    """A clock that stands where the bench put it."""

    def __init__(self) -> None:
        self.at = BEFORE.settled - timedelta(days=1)

    @override
    def now(self) -> datetime:
        return self.at


@asynccontextmanager
async def working(url: str, clock: SetClock) -> AsyncIterator[House]:
    """Open the house as the worker does, whose facts follow the record."""

    async def soon(_position: int) -> None:
        await asyncio.sleep(0.02)

    gc.set_threshold(*SELDOM)
    with TemporaryDirectory(prefix="kring-bench-") as folder:
        settings = Settings.from_environment({"KRING_FOLDER": folder, "KRING_MASTER_KEY": MASTER_KEY})
        async with opened(settings, url, clock) as house:
            following = asyncio.create_task(Runner(url, [FACTS], news=soon).run())
            try:
                yield house
            finally:
                await ended(following)


class Alone(UptakePress):
    """A press whom nobody helps."""

    @override
    @asynccontextmanager
    async def helped(self) -> AsyncIterator[None]:
        """Let nobody help."""
        yield


async def earlier(url: str, clock: SetClock) -> None:
    """Publish all periods before the two that are measured."""
    async with working(url, clock) as house:
        for _ in range(2):
            await house.uptake.round()  # the second waits until the facts know what the first said


async def publishing(url: str, clock: SetClock) -> tuple[float, float]:
    """Return the seconds in which a quarter is published: by one process, and the next one with help."""
    async with working(url, clock) as house:
        alone_at_it = Uptake(Alone(house.database), house.organisations, clock, house.webhook_post)
        taken = []
        for uptake, quarter in ((alone_at_it, BEFORE), (house.uptake, QUARTER)):
            await uptake.round()
            clock.at = quarter.settled
            began = time.perf_counter()
            published = await uptake.round()
            taken.append(time.perf_counter() - began)
            assert published == HERE, published
    return taken[0], taken[1]


async def answering(url: str, database: Database) -> tuple[float, float]:
    """Return the p99 in ms of answers from a web process: asked for the first time, and again."""
    periods = [period.name for period in settled_between(UNTIL - SINCE, QUARTER.settled)]
    known = await tokens(database, ORGANISATIONS)
    with kring(url) as web:
        first, again = [await ask(web, known, periods) for _ in range(2)]
    return quantiles(first, n=100)[98], quantiles(again, n=100)[98]


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
            await connection.execute(SET_BASED, [TOLD])
        return (events / (time.perf_counter() - began),)


async def bench() -> list[Row]:
    """Measure on a server of its own; return the lines of the table."""
    clock = SetClock()
    with server() as url:
        await prepare(url, VIEWS.values())
        async with await Database.open(url) as database:
            events = await fill(database)
            ours, most = await in_turn(lambda: rebuilt(url), lambda: one_pass(url, events))
            await earlier(url, clock)
            events = await copy(url, ORGANISATIONS, HERE // MADE_UP - 1)
            by_one, helped = await publishing(url, clock)
            first, again = await answering(url, database)
    how = "" if HERE == WANTED else f" (extrapolated from {HERE})"
    what = f"a quarter of 500 organisations, {events * WANTED / HERE / 1e6:.0f} M events{how}"
    rebuilding = row("rebuild of the uptake facts", "events/s", ours[0], most[0], most[0])
    return [
        row(what, "s", helped * WANTED / HERE, SECONDS, by_one * WANTED / HERE, less=True),
        alone("an answer about uptake, asked for the first time, p99", "ms", first, ANSWER, less=True),
        alone("an answer about uptake, asked again, p99", "ms", again, ANSWER, less=True),
        rebuilding | {"peer": None, "peer_ratio": None},
    ]
