"""Views that are made anew beside themselves, and compared with what they should be."""

import asyncio
import time
from datetime import timedelta
from typing import ClassVar, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest

from backend.adapters.database import Database
from events.forms import Form
from events.group import EarlierMeetingEntered, Facilitation, YearListIssued
from events.person import CertificateIssued
from projections import session_board
from projections.base import Table
from projections.membership import Membership
from projections.places import connect
from projections.progress import Progress
from projections.rebuilding import AlreadyRebuilding, alone, rebuild
from projections.runner import prepare
from projections.shipped import VIEWS
from projections.verifying import verify
from tests.projections.circle import NOON, Circle, Meeting, organised
from tests.projections.conftest import Views
from tests.projections.test_runner import running

BOARD = VIEWS["session_board"]
LEFT_OVER = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'views\\_%'"


async def some_meetings(circle: Circle, how_many: int = 3) -> list[Meeting]:
    meetings = [Meeting(circle) for _ in range(how_many)]
    for meeting in meetings:
        await circle.write(meeting.id, *meeting.everything())
    return meetings


def earlier(circle: Circle) -> EarlierMeetingEntered:
    return EarlierMeetingEntered(
        meeting=uuid4(),
        by=circle.facilitator,
        begin=NOON,
        end=NOON + timedelta(hours=2),
        minutes=110,
        form=Form.ROOM,
        facilitation=Facilitation.EXTERNAL,
        present=tuple(circle.members),
        others=1,
        at=NOON + timedelta(days=1),
    )


async def test_every_view_is_the_same_after_it_was_rebuilt(
    database_url: str, circle: Circle, views: Views
) -> None:
    await some_meetings(circle)
    await circle.write(circle.tenant, *organised(circle.facilitator, *circle.members))
    proof = CertificateIssued(certificate=uuid4(), code="ABCD-EFGH", meetings=(), at=NOON)
    await circle.write(circle.members[0], proof)
    listed = YearListIssued(
        certificate=uuid4(), code="IJKL-MNOP", year=2026, meetings=(), by=circle.facilitator, at=NOON
    )
    await circle.write(circle.group, earlier(circle), listed)
    await views.know(circle)
    for view in VIEWS.values():
        before = await verify(database_url, view)
        assert await rebuild(database_url, view) == circle.position
        after = await verify(database_url, view)

        assert before.holds
        assert after.holds
        assert before.rows == after.rows > 0


async def test_verifying_finds_a_row_that_was_changed_and_one_that_is_missing(
    database_url: str, circle: Circle, views: Views
) -> None:
    await some_meetings(circle)
    await views.know(circle)
    async with await connect(database_url, "a test") as spoiling:
        await spoiling.execute("UPDATE views.session_board SET step = 0 WHERE step = 8")
        await spoiling.execute("DELETE FROM views.membership WHERE role = 'facilitator'")

    board = await verify(database_url, BOARD)
    membership = await verify(database_url, VIEWS["membership"])

    assert [(d.table, d.live, d.rebuilt) for d in board.differences] == [("session_board", 3, 3)]
    assert [(d.table, d.live, d.rebuilt) for d in membership.differences] == [("membership", 5, 6)]
    assert await rebuild(database_url, BOARD)
    assert (await verify(database_url, BOARD)).holds


async def test_copies_are_cleared_away(database_url: str, circle: Circle, views: Views) -> None:
    await some_meetings(circle, 1)
    await views.know(circle)
    await rebuild(database_url, BOARD)
    await verify(database_url, BOARD)

    async with await connect(database_url, "a test") as connection:
        assert await (await connection.execute(LEFT_OVER)).fetchall() == []


async def test_a_reader_never_meets_an_empty_or_missing_view_while_it_is_rebuilt(
    database_url: str, circle: Circle, views: Views
) -> None:
    (meeting,) = await some_meetings(circle, 1)
    await views.know(circle)
    done, seen = asyncio.Event(), [0]

    async def read(session: UUID) -> None:
        while not done.is_set():
            async with views.database.reading(circle.tenant) as connection:
                board = await session_board.of(connection, session)
            assert board
            assert len(board.entries) == 10
            seen[0] += 1

    async with asyncio.TaskGroup() as readers:
        for _ in range(3):
            readers.create_task(read(meeting.id))
        for _ in range(5):
            await rebuild(database_url, BOARD)
        done.set()

    assert seen[0] > 20


async def test_what_is_written_during_a_rebuild_is_in_the_view_afterwards(
    database_url: str, circle: Circle, views: Views, caplog: pytest.LogCaptureFixture
) -> None:
    await some_meetings(circle)

    async def write_on() -> None:
        for _ in range(5):
            await some_meetings(circle, 2)

    async with asyncio.TaskGroup() as both:
        both.create_task(write_on())
        for _ in range(3):
            await rebuild(database_url, BOARD)
    await views.know(circle)

    assert (await verify(database_url, BOARD)).holds
    assert "stopped" not in caplog.text


async def test_a_rebuild_waits_for_a_reader_without_keeping_the_other_readers_waiting(
    database_url: str, circle: Circle, views: Views
) -> None:
    (meeting,) = await some_meetings(circle, 1)
    await views.know(circle)
    longest = 0.0
    async with views.database.reading(circle.tenant) as slow:
        assert await session_board.of(slow, meeting.id)
        rebuilding = asyncio.create_task(rebuild(database_url, BOARD))
        for _ in range(10):
            await asyncio.sleep(0.2)
            began = time.perf_counter()
            async with views.database.reading(circle.tenant) as other:
                assert await session_board.of(other, meeting.id)
            longest = max(longest, time.perf_counter() - began)
        assert not rebuilding.done()

    assert await rebuilding == circle.position
    assert longest < 2
    assert (await verify(database_url, BOARD)).holds


async def test_a_view_is_rebuilt_by_one_at_a_time(database_url: str) -> None:
    await prepare(database_url, [BOARD])
    async with await connect(database_url, "a test") as connection:
        await alone(connection, BOARD)
        with pytest.raises(AlreadyRebuilding):
            await rebuild(database_url, BOARD)


class Reshaped(Membership):
    """Membership in a later revision, with a column more."""

    revision: ClassVar[int] = 2
    definition: ClassVar[LiteralString] = Membership.definition + "ALTER TABLE membership ADD note text;"
    tables: ClassVar[tuple[Table, ...]] = Membership.tables


async def test_a_view_with_a_new_shape_is_rebuilt_before_it_goes_on(
    database_url: str, database: Database, circle: Circle
) -> None:
    progress = Progress(database.reader)
    async with running(database_url, Membership()):
        assert await progress.reached("membership", circle.position, 10)
    async with running(database_url, Reshaped()):
        await circle.form()
        assert await progress.reached("membership", circle.position, 10)

    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*), count(note) FROM views.membership").fetchone() == (6, 0)
    assert (await verify(database_url, Reshaped())).holds
