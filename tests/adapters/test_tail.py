"""Whoever follows the record sees every event once, in order, whatever happens on the way."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from uuid import uuid4

import psycopg
import pytest

from backend.adapters.appender import Appender
from backend.adapters.database import Database
from backend.adapters.record import Record
from backend.adapters.tail import Tail
from tests.adapters.acts import one, some

CUT_THE_TAILS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND (query LIKE 'LISTEN%' OR query LIKE '%notification_id >%')
    AND pid <> pg_backend_pid()
"""

CUT_THE_POOLS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND query NOT LIKE 'LISTEN%' AND query NOT LIKE '%notification_id >%'
    AND pid <> pg_backend_pid()
"""


@pytest.fixture
async def appender(database: Database) -> AsyncIterator[Appender]:
    async with Appender(database) as opened:
        yield opened


async def positions(tail: Tail, until: int, after: int | None = None) -> list[int]:
    """Follow until a position, and return what was seen."""
    seen: list[int] = []
    async for batch in tail.follow(after):
        seen += [event.position for event in batch]
        if seen[-1] >= until:
            break
    return seen


async def test_everything_after_a_position_is_seen_in_order(database: Database, appender: Appender) -> None:
    tenant, stream = uuid4(), uuid4()
    before = await appender.append(some(tenant, stream, 3))
    async with Tail(database) as tail:
        after = await appender.append(some(tenant, stream, 2))
        seen = []
        async for batch in tail.follow(after=1):
            seen += batch
            if seen[-1].position == 5:
                break

    assert seen == [*before.events[1:], *after.events]


async def test_following_from_now_on_leaves_out_what_was(database: Database, appender: Appender) -> None:
    await appender.append(some(uuid4(), uuid4(), 3))
    async with Tail(database) as tail:
        following = asyncio.create_task(positions(tail, until=4))
        await asyncio.sleep(0)
        await appender.append(one(uuid4(), uuid4()))

        assert await following == [4]


async def test_a_hint_is_enough(
    database: Database, appender: Appender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.adapters.tail._POLL", 60)
    async with Tail(database) as tail:
        for position in range(1, 6):
            await appender.append(one(uuid4(), uuid4()))

            assert await tail.reached(position, 10)


async def test_without_hints_the_poll_finds_it(
    database: Database, appender: Appender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.adapters.tail.LISTEN", "LISTEN something_else")
    async with Tail(database) as tail:
        await appender.append(one(uuid4(), uuid4()))

        assert await tail.reached(1, 5)


async def test_a_position_that_never_comes_is_not_reached(database: Database) -> None:
    async with Tail(database) as tail:
        assert await tail.reached(0, 0)
        assert not await tail.reached(1, 0.05)


async def test_several_followers_at_their_own_pace_see_the_same(
    database: Database, appender: Appender
) -> None:
    async def slow(tail: Tail) -> list[int]:
        seen: list[int] = []
        async for batch in tail.follow(0):
            seen += [event.position for event in batch]
            await asyncio.sleep(0.005)
            if seen[-1] == 600:
                break
        return seen

    async with Tail(database, keep=10) as tail:
        following = asyncio.gather(slow(tail), *(positions(tail, 600, after=0) for _ in range(20)))
        for _ in range(60):
            await appender.append(some(uuid4(), uuid4(), 10))
        async with asyncio.timeout(20):
            everybody = await following

    assert everybody == [list(range(1, 601))] * 21


async def test_a_tail_whose_connection_dies_makes_another(
    database: Database, appender: Appender, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "backend.adapters.tail")
    async with (
        await psycopg.AsyncConnection.connect(database.url, autocommit=True) as owner,
        Tail(database) as tail,
    ):
        following = asyncio.create_task(positions(tail, until=30, after=0))
        for _ in range(30):
            await owner.execute(CUT_THE_TAILS)
            await appender.append(one(uuid4(), uuid4()))
        async with asyncio.timeout(20):
            seen = await following

    assert seen == list(range(1, 31))
    assert "lost its connection" in caplog.text


async def test_who_is_far_behind_outlives_a_lost_connection(
    database: Database, appender: Appender, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "backend.adapters.tail")
    await appender.append(some(uuid4(), uuid4(), 3))
    async with (
        await psycopg.AsyncConnection.connect(database.url, autocommit=True) as owner,
        Tail(database) as tail,
    ):
        await appender.append(one(uuid4(), uuid4()))
        assert await tail.reached(4, 5)
        await owner.execute(CUT_THE_POOLS)
        async with asyncio.timeout(20):
            seen = await positions(tail, until=4, after=0)

    assert seen == [1, 2, 3, 4]
    assert "waits for the record" in caplog.text


async def restarted_reader(database: Database, until: int) -> list[int]:
    """Read with a tail that is replaced every 100 ms, each from where the last one stopped."""
    seen: list[int] = []
    while not seen or seen[-1] < until:
        with suppress(TimeoutError):
            async with Tail(database) as tail, asyncio.timeout(0.1):
                async for batch in tail.follow(seen[-1] if seen else 0):
                    seen += [event.position for event in batch]
                    if seen[-1] >= until:
                        break
    return seen


async def nothing_is_skipped(database: Database, each: int) -> None:
    """Let 8 writers on 8 connections record so many events each while the reader restarts."""
    async with AsyncExitStack() as stack:
        wide = await stack.enter_async_context(await Database.open(database.url, writers=8))
        appenders = [await stack.enter_async_context(Appender(wide, lanes=1)) for _ in range(8)]

        async def writer(appender: Appender) -> None:
            tenant, stream = uuid4(), uuid4()
            for turn in range(0, each, 4):
                await appender.append(some(tenant, stream, min(4, each - turn)))

        reading = asyncio.create_task(restarted_reader(database, 8 * each))
        await asyncio.gather(*map(writer, appenders))
        seen = await reading
    gc.collect()  # who stopped while connecting holds a server that would wait a minute

    assert seen == list(range(1, 8 * each + 1))
    assert await Record(database).head() == 8 * each


async def test_a_reader_that_restarts_under_eight_writers_skips_nothing(database: Database) -> None:
    await nothing_is_skipped(database, each=250)


@pytest.mark.drill
async def test_a_reader_that_restarts_skips_none_of_forty_thousand(database: Database) -> None:
    await nothing_is_skipped(database, each=5_000)


async def test_what_this_version_cannot_read_is_waited_for_and_not_skipped(
    database: Database, appender: Appender, caplog: pytest.LogCaptureFixture
) -> None:
    alien = "UPDATE record.events SET topic = %s WHERE notification_id = 2"
    await appender.append(some(uuid4(), uuid4(), 3))
    async with await psycopg.AsyncConnection.connect(database.url, autocommit=True) as owner:
        await owner.execute(alien, ("session.from_the_future.v9",))
        async with Tail(database) as tail:
            tail._position = 0
            assert not await tail.reached(3, 0.2)
            await owner.execute(alien, ("session.participant_left.v1",))

            assert await tail.reached(3, 5)
    assert "what it cannot read" in caplog.text
