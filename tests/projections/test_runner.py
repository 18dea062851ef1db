"""Views that keep themselves up to date: one leader, a standby, a supervisor."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import ClassVar

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege
from typing_extensions import override

from backend.adapters.database import Database
from backend.adapters.ending import ended
from projections.applying import Copy
from projections.base import Batch, Connection, Happened, Projection
from projections.membership import Membership
from projections.places import LIVE, connect
from projections.progress import Progress
from projections.reading import Gap, Reader
from projections.runner import Runner, prepare
from projections.shipped import VIEWS
from projections.verifying import verify
from tests.projections.circle import Circle, Meeting
from tests.projections.conftest import Views

LEADERS = """
SELECT pid FROM pg_stat_activity
WHERE application_name = 'kring view membership' AND datname = current_database()
    AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted)
"""
KILL = "SELECT pg_terminate_backend(%s)"
KILL_ALL = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE application_name LIKE 'kring view %' AND datname = current_database()
"""
GUARDED = """
SELECT relname, relrowsecurity AND relforcerowsecurity
FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'tenant_id'
WHERE nspname = 'views' AND relkind = 'r'
"""


async def no_news(_position: int) -> None:
    await asyncio.sleep(0.01)


@asynccontextmanager
async def running(url: str, *projections: Projection) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(Runner(url, projections, news=no_news).run())
    yield task
    await ended(task)


async def leader(connection: Connection, after: int = 0) -> int:
    """Return who leads, once somebody does: another than who led before, who may take a while to die."""
    for _ in range(500):
        if found := await (await connection.execute(LEADERS)).fetchall():
            ((pid,),) = found
            if pid != after:
                return int(pid)
        await asyncio.sleep(0.02)
    raise AssertionError("nobody leads")


async def test_a_standby_takes_over_from_a_leader_that_dies(
    database_url: str, database: Database, circle: Circle
) -> None:
    progress = Progress(database.reader)
    async with (
        await connect(database_url, "a test") as watching,
        running(database_url, Membership()),
        running(database_url, Membership()),
    ):
        first = await leader(watching)
        assert await progress.reached("membership", circle.position, 10)
        async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as killing:
            await killing.execute(KILL, [first])
        await leader(watching, after=first)
        await circle.form()
        assert await progress.reached("membership", circle.position, 10)


async def test_views_are_exact_after_their_leaders_were_killed_again_and_again(
    database_url: str, circle: Circle, views: Views
) -> None:
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as killing:
        for _ in range(6):
            meeting = Meeting(circle)
            await circle.write(meeting.id, *meeting.everything())
            await killing.execute(KILL_ALL)
    await views.know(circle)

    for view in VIEWS.values():
        assert (await verify(database_url, view)).holds


class Fragile(Membership):
    """Fails at the first batch it is given."""

    failures: ClassVar[int] = 0

    @override
    async def apply(self, batch: Sequence[Happened], connection: Connection) -> None:
        await super().apply(batch, connection)
        Fragile.failures += 1
        if Fragile.failures == 1:
            raise RuntimeError("secret words of a member")


async def test_a_view_that_fails_starts_again_loses_nothing_and_logs_no_content(
    database_url: str, database: Database, circle: Circle, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        async with running(database_url, Fragile()):
            assert await Progress(database.reader).reached("membership", circle.position, 10)

    assert "The view membership stopped (RuntimeError) and starts again in 0.25 s" in caplog.text
    assert "secret" not in caplog.text


async def test_one_view_that_fails_does_not_stop_the_others(
    database_url: str, database: Database, circle: Circle
) -> None:
    progress = Progress(database.reader)
    await prepare(database_url, VIEWS.values())
    async with await connect(database_url, "a test") as spoiling:
        await spoiling.execute("ALTER TABLE views.agenda RENAME TO agenda_elsewhere")
        await circle.write(Meeting(circle).id, *Meeting(circle).opened())
        async with running(database_url, *VIEWS.values()):
            assert await progress.reached("session_board", circle.position, 10)
            assert not await progress.reached("agenda", circle.position, 0.1)
            await spoiling.execute("ALTER TABLE views.agenda_elsewhere RENAME TO agenda")
            assert await progress.reached("agenda", circle.position, 10)


async def test_a_view_refuses_to_skip_a_position(database_url: str, circle: Circle) -> None:
    membership = Membership()
    await prepare(database_url, [membership])
    async with await connect(database_url, "a test") as connection:
        copy = Copy(connection, membership, LIVE)
        reader = Reader(connection, membership, 2)
        second = await reader.after(2, circle.position)
        with pytest.raises(Gap):
            await copy.take(second)
        assert await copy.take(await reader.after(0, circle.position)) == 2
        assert await copy.take(second) == 4


async def test_a_reader_notices_a_hole_in_the_record(database_url: str, circle: Circle) -> None:
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as owner:
        await owner.execute("DELETE FROM record.events WHERE notification_id = 3")
    async with await connect(database_url, "a test") as connection:
        with pytest.raises(Gap):
            await Reader(connection, Membership(), 500).after(0, circle.position)


async def test_the_lag_is_what_a_view_has_not_seen(
    database_url: str, database: Database, circle: Circle
) -> None:
    membership, progress = Membership(), Progress(database.reader)
    await prepare(database_url, [membership])
    before = await progress.lag()
    async with await connect(database_url, "a test") as connection:
        batch = await Reader(connection, membership, 3).after(0, circle.position)
        await Copy(connection, membership, LIVE).take(batch)

    assert before == {"membership": circle.position}
    assert await progress.lag() == {"membership": circle.position - 3}
    assert not await progress.reached("membership", circle.position, 0.05)


async def test_every_table_of_every_view_is_guarded_by_tenant(database_url: str) -> None:
    await prepare(database_url, VIEWS.values())
    async with await connect(database_url, "a test") as connection:
        guarded = await (await connection.execute(GUARDED)).fetchall()

    tables = {table.name for view in VIEWS.values() for table in view.tables}
    assert dict(guarded) == dict.fromkeys(tables, True)


async def test_the_readers_role_cannot_write_a_view(database_url: str, database: Database) -> None:
    await prepare(database_url, VIEWS.values())
    async with database.reader.connection() as connection:
        for write in (
            "DELETE FROM views.session_board",
            "UPDATE views.positions SET position = 0",
            "INSERT INTO views.agenda DEFAULT VALUES",
            "TRUNCATE views.membership",
        ):
            with pytest.raises(InsufficientPrivilege):
                await connection.execute(write)


async def test_nothing_happens_twice_in_a_batch_that_comes_twice(database_url: str, circle: Circle) -> None:
    membership = Membership()
    await prepare(database_url, [membership])
    async with await connect(database_url, "a test") as connection:
        copy, reader = Copy(connection, membership, LIVE), Reader(connection, membership, 500)
        batch = await reader.after(0, circle.position)
        for _ in range(2):
            assert await copy.take(batch) == circle.position
        older = Batch(0, 4, batch.happened[:3])
        assert await copy.take(older) == circle.position
