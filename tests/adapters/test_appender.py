"""What is appended is there, once, in its place, and an answer never lies."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from uuid import uuid4

import psycopg
import pytest

from backend.adapters.appender import Appender
from backend.adapters.appending import (
    ForeignStream,
    OutcomeUnknown,
    RecordBusy,
    StaleVersion,
)
from backend.adapters.database import Database
from backend.adapters.record import Record
from tests.adapters.acts import one, some

CUT_THE_WRITERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE query LIKE '%record.append%' AND datname = current_database() AND pid <> pg_backend_pid()
"""
COUNT_APPENDS = """
SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%record.append%' AND state = 'active'
    AND datname = current_database() AND pid <> pg_backend_pid()
"""
COUNT_FENCES = """
SELECT count(*) FROM pg_get_wal_records_info(%s, pg_current_wal_flush_lsn())
WHERE resource_manager = 'LogicalMessage'
"""


@pytest.fixture
async def appender(database: Database) -> AsyncIterator[Appender]:
    async with Appender(database) as opened:
        yield opened


@pytest.fixture
def record(database: Database) -> Record:
    return Record(database)


async def test_what_was_appended_is_read_back(appender: Appender, record: Record) -> None:
    tenant, stream, actor = uuid4(), uuid4(), uuid4()

    appended = await appender.append(some(tenant, stream, 3)._replace(actor=actor))

    assert not appended.repeated
    assert [event.version for event in appended.events] == [1, 2, 3]
    assert [event.position for event in appended.events] == [1, 2, 3]
    assert {event.actor for event in appended.events} == {actor}
    assert await record.read(tenant, stream) == list(appended.events)
    assert await record.since(0) == list(appended.events)
    assert await record.head() == 3


async def test_reading_begins_after_a_version(appender: Appender, record: Record) -> None:
    tenant, stream = uuid4(), uuid4()
    appended = await appender.append(some(tenant, stream, 5))

    assert await record.read(tenant, stream, after=3) == list(appended.events[3:])


async def test_another_tenant_reads_nothing(appender: Appender, record: Record) -> None:
    stream = uuid4()
    wanted = one(uuid4(), stream)
    await appender.append(wanted)

    assert await record.read(uuid4(), stream) == []
    assert await record.caused_by(uuid4(), stream, wanted.events[0].event_id) == []


async def test_row_level_security_alone_keeps_tenants_apart(appender: Appender, database: Database) -> None:
    ours, theirs = uuid4(), uuid4()
    await appender.append(one(ours, uuid4()))
    await appender.append(one(theirs, uuid4()))

    async with database.reading(ours) as connection:
        cursor = await connection.execute("SELECT tenant_id FROM record.events")
        assert await cursor.fetchall() == [(ours,)]
    async with database.reader.connection() as connection:
        cursor = await connection.execute("SELECT tenant_id FROM record.events")
        assert await cursor.fetchall() == []


async def test_positions_and_versions_have_no_gaps_under_many_writers(
    appender: Appender, record: Record
) -> None:
    tenant, streams = uuid4(), [uuid4() for _ in range(5)]

    async def writer(nth: int) -> None:
        for turn in range(10):
            await appender.append(some(tenant, streams[(nth + turn) % 5], 1 + turn % 3))

    await asyncio.gather(*(writer(nth) for nth in range(16)))

    events = await record.since(0, limit=10_000)
    assert [event.position for event in events] == list(range(1, len(events) + 1))
    for stream in streams:
        versions = [event.version for event in events if event.stream == stream]
        assert versions == list(range(1, len(versions) + 1))


async def test_a_repeat_answers_with_the_first_answer(appender: Appender, record: Record) -> None:
    wanted = some(uuid4(), uuid4(), 3)
    first = await appender.append(wanted)
    await appender.append(one(wanted.tenant, wanted.stream))

    again = await appender.append(wanted)

    assert again.repeated
    assert again.events == first.events
    assert await record.head() == 4


async def test_a_repeat_with_other_events_answers_with_the_first_answer(
    appender: Appender, record: Record
) -> None:
    command = uuid4()
    wanted = one(uuid4(), uuid4(), event_id=command)
    first = await appender.append(wanted)

    again = await appender.append(some(wanted.tenant, wanted.stream, 2, event_id=command))

    assert again.events == first.events
    assert await record.head() == 1


async def test_repeats_at_the_same_moment_are_recorded_once(appender: Appender, record: Record) -> None:
    wanted = some(uuid4(), uuid4(), 2)

    answers = await asyncio.gather(*(appender.append(wanted) for _ in range(20)))

    assert sum(not answer.repeated for answer in answers) == 1
    assert len({answer.events for answer in answers}) == 1
    assert await record.head() == 2


async def test_the_same_id_in_two_streams_is_two_commands(appender: Appender, record: Record) -> None:
    tenant, command = uuid4(), uuid4()

    await appender.append(one(tenant, uuid4(), event_id=command))
    await appender.append(one(tenant, uuid4(), event_id=command))

    assert await record.head() == 2


@pytest.mark.parametrize("expected", [0, 1, 3])
async def test_a_stale_version_is_refused_with_the_present_one(appender: Appender, expected: int) -> None:
    tenant, stream = uuid4(), uuid4()
    await appender.append(some(tenant, stream, 2))

    with pytest.raises(StaleVersion) as refused:
        await appender.append(one(tenant, stream, expected=expected))

    assert refused.value.current == 2


async def test_a_stream_that_does_not_exist_is_at_version_none(appender: Appender) -> None:
    with pytest.raises(StaleVersion) as refused:
        await appender.append(one(uuid4(), uuid4(), expected=1))

    assert refused.value.current == 0


async def test_the_expected_version_is_accepted(appender: Appender) -> None:
    tenant, stream = uuid4(), uuid4()
    await appender.append(some(tenant, stream, 2, expected=0))

    appended = await appender.append(one(tenant, stream, expected=2))

    assert appended.events[0].version == 3


async def test_of_those_who_expect_the_same_version_one_is_accepted(appender: Appender) -> None:
    tenant, stream = uuid4(), uuid4()
    await appender.append(one(tenant, stream))

    outcomes = await asyncio.gather(
        *(appender.append(one(tenant, stream, expected=1)) for _ in range(10)),
        return_exceptions=True,
    )

    assert sum(isinstance(outcome, StaleVersion) for outcome in outcomes) == 9


async def test_a_repeat_is_recognised_before_its_version_is_found_stale(appender: Appender) -> None:
    wanted = one(uuid4(), uuid4(), expected=0)
    first = await appender.append(wanted)

    assert (await appender.append(wanted)).events == first.events


async def test_a_stream_belongs_to_one_tenant_for_ever(appender: Appender, record: Record) -> None:
    wanted = one(uuid4(), uuid4())
    await appender.append(wanted)

    with pytest.raises(ForeignStream):
        await appender.append(one(uuid4(), wanted.stream))
    with pytest.raises(ForeignStream):
        await appender.append(wanted._replace(tenant=uuid4()))
    assert await record.head() == 1


async def test_a_refused_command_does_not_fail_its_batch(appender: Appender, record: Record) -> None:
    tenant, stream = uuid4(), uuid4()
    await appender.append(one(tenant, stream))
    good = [one(tenant, stream) for _ in range(5)]
    bad = [one(tenant, stream, expected=9), one(uuid4(), stream)]

    outcomes = await asyncio.gather(
        *map(appender.append, [*good[:2], *bad, *good[2:]]), return_exceptions=True
    )

    assert [type(outcome) for outcome in outcomes[2:4]] == [StaleVersion, ForeignStream]
    assert await record.head() == 6


async def test_an_event_id_taken_by_another_command_fails_alone(appender: Appender, record: Record) -> None:
    tenant, stream = uuid4(), uuid4()
    first = some(tenant, stream, 2)
    await appender.append(first)
    thief = one(tenant, stream, event_id=first.events[1].event_id)

    outcomes = await asyncio.gather(
        *map(appender.append, [one(tenant, stream), thief, one(tenant, stream)]), return_exceptions=True
    )

    assert isinstance(outcomes[1], psycopg.errors.UniqueViolation)
    assert await record.head() == 4


async def test_a_full_queue_says_when_to_come_back(database: Database) -> None:
    async with Appender(database, limit=3, lanes=1) as appender:
        tenant, stream = uuid4(), uuid4()
        outcomes = await asyncio.gather(
            *(appender.append(one(tenant, stream)) for _ in range(10)), return_exceptions=True
        )

    busy = [outcome for outcome in outcomes if isinstance(outcome, RecordBusy)]
    assert busy
    assert busy[0].retry_after > 0
    assert len(await Record(database).since(0)) == 10 - len(busy)


async def test_whoever_stops_waiting_does_not_stop_the_commit(database: Database) -> None:
    tenant, stream = uuid4(), uuid4()
    async with (
        await psycopg.AsyncConnection.connect(database.url) as blocker,
        Appender(database) as appender,
    ):
        await blocker.execute("SELECT position FROM record.head FOR UPDATE")
        tasks = [asyncio.create_task(appender.append(one(tenant, stream))) for _ in range(50)]
        await asyncio.sleep(0.05)
        for task in tasks[::2]:
            task.cancel()
        await blocker.rollback()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)

    assert sum(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes) == 25
    assert len(await Record(database).read(tenant, stream)) == 50


async def test_a_few_wait_for_the_batch_under_way_and_many_do_not(database: Database) -> None:
    tenant, stream = uuid4(), uuid4()
    async with (
        await psycopg.AsyncConnection.connect(database.url, autocommit=True) as watching,
        await psycopg.AsyncConnection.connect(database.url) as blocker,
        Appender(database, worth=16) as appender,
    ):
        await blocker.execute("SELECT position FROM record.head FOR UPDATE")
        tasks = []
        for _ in range(5):
            tasks.append(asyncio.create_task(appender.append(one(tenant, stream))))
            await _until_under_way(watching, 1)
        tasks += [asyncio.create_task(appender.append(one(tenant, stream))) for _ in range(12)]
        await _until_under_way(watching, 2)
        await blocker.rollback()
        await asyncio.gather(*tasks)

    batches = Counter(event.recorded_at for event in await Record(database).read(tenant, stream))
    assert sorted(batches.values()) == [1, 16]


async def _until_under_way(watching: psycopg.AsyncConnection, batches: int) -> None:
    async with asyncio.timeout(10):
        while True:
            found = await (await watching.execute(COUNT_APPENDS)).fetchone()
            assert found is not None
            if found[0] == batches:
                return
            await asyncio.sleep(0.01)


async def test_closing_finishes_what_was_accepted(database: Database) -> None:
    tenant, stream = uuid4(), uuid4()
    appender = Appender(database)
    tasks = [asyncio.create_task(appender.append(one(tenant, stream))) for _ in range(20)]
    await asyncio.sleep(0)
    await appender.close()

    assert len(await asyncio.gather(*tasks)) == 20
    with pytest.raises(RecordBusy):
        await appender.append(one(tenant, stream))


async def test_a_lost_connection_neither_loses_nor_doubles(
    database: Database, appender: Appender, record: Record
) -> None:
    tenant, stream = uuid4(), uuid4()

    async def cutter() -> None:
        async with await psycopg.AsyncConnection.connect(database.url, autocommit=True) as connection:
            for _ in range(5):
                await connection.execute(CUT_THE_WRITERS)
                await asyncio.sleep(0.02)

    async def writer() -> None:
        for _ in range(10):
            await appender.append(one(tenant, stream))

    await asyncio.gather(cutter(), *(writer() for _ in range(8)))

    assert [event.version for event in await record.read(tenant, stream)] == list(range(1, 81))


async def test_giving_up_waiting_says_that_the_outcome_is_unknown(database: Database) -> None:
    wanted = one(uuid4(), uuid4())
    async with (
        await psycopg.AsyncConnection.connect(database.url) as blocker,
        Appender(database, patience=0.05) as appender,
    ):
        await blocker.execute("SELECT position FROM record.head FOR UPDATE")
        with pytest.raises(OutcomeUnknown):
            await appender.append(wanted)
        await blocker.rollback()

    async with Appender(database) as appender:
        assert (await appender.append(wanted)).repeated


async def test_a_commit_that_no_standby_confirmed_is_an_unknown_outcome(
    database: Database,
) -> None:
    """A notice with SQLSTATE 01000 says so; here a trigger in the commit stands for the standby."""
    trigger = """
    CREATE FUNCTION record.doubt() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE WARNING USING MESSAGE = 'not replicated', ERRCODE = '01000';
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER doubt AFTER INSERT ON record.events
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION record.doubt();
    """
    wanted = one(uuid4(), uuid4())
    async with await psycopg.AsyncConnection.connect(database.url, autocommit=True) as owner:
        await owner.execute(trigger)
    async with Appender(database) as appender:
        with pytest.raises(OutcomeUnknown):
            await appender.append(wanted)

        assert (await appender.append(wanted)).repeated


async def test_a_replayed_answer_is_fenced(database: Database, appender: Appender) -> None:
    wanted = one(uuid4(), uuid4())
    await appender.append(wanted)
    async with await psycopg.AsyncConnection.connect(database.url, autocommit=True) as connection:
        try:
            await connection.execute("CREATE EXTENSION pg_walinspect")
        except psycopg.errors.FeatureNotSupported:
            pytest.skip("this server cannot look into its log")
        cursor = await connection.execute("SELECT pg_current_wal_flush_lsn()")
        (before,) = await cursor.fetchone() or ("0/0",)

        assert (await appender.append(wanted)).repeated

        cursor = await connection.execute(COUNT_FENCES, (before,))
        assert await cursor.fetchone() == (1,)


async def test_it_is_known_whose_a_stream_is(appender: Appender, record: Record) -> None:
    wanted = one(uuid4(), uuid4())
    await appender.append(wanted)

    home = await record.home_of(wanted.stream)
    assert home is not None
    assert home.tenant == wanted.tenant
    assert await record.home_of(uuid4()) is None
