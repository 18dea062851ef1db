"""On which day the texts of a case go, whatever others say or choose."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from msgspec.structs import replace

from events.contribution import ContributionWithdrawn, TurnPassed
from events.group import RetentionChosen
from projections import due
from projections.base import Connection
from tests.projections.circle import NOON, Circle, Meeting
from tests.projections.conftest import Views

LATER = NOON + timedelta(days=21)


async def due_on(connection: Connection, meeting: Meeting) -> date:
    """Return the day on which the texts of a meeting's case go."""
    found = await due.of_person(connection, meeting.contributor)
    return next(one.due_on for one in found if one.case == meeting.case)


async def test_nobody_changes_a_term_under_a_borrowed_id(circle: Circle, views: Views) -> None:
    meeting, told = Meeting(circle), Meeting(circle, LATER)
    waiting, borrowing = Meeting(circle), Meeting(circle, LATER)
    report = uuid4()
    await circle.write(meeting.id, *meeting.everything())
    await circle.write(waiting.id, *waiting.everything())
    await circle.write(told.id, *told.opened(meeting.waiting()), told.reported(meeting, report))
    await circle.write(told.id, told.closed())
    mallory = meeting.asker
    taken_back = ContributionWithdrawn(contribution=report, by=mallory)
    await circle.write(
        borrowing.id,
        *borrowing.opened(waiting.waiting()),
        TurnPassed(id=report, by=mallory, step=0),
        taken_back,
        replace(borrowing.committed(), by=mallory, case=meeting.case),
        replace(borrowing.reported(waiting), by=mallory),
        borrowing.closed(),
    )

    async with views.seen_by(circle) as connection:
        assert await due_on(connection, meeting) == LATER.date() + timedelta(days=30)
        assert await due_on(connection, waiting) == NOON.date() + timedelta(days=180)


def shorter(circle: Circle, at: datetime, after_follow_up: int, after_session: int) -> RetentionChosen:
    """Choose to keep texts shorter."""
    return RetentionChosen(
        days_after_follow_up=after_follow_up, days_after_session=after_session, by=circle.facilitator, at=at
    )


async def test_a_shorter_term_takes_no_earlier_case_away_within_two_weeks(
    circle: Circle, views: Views
) -> None:
    before, after = Meeting(circle), Meeting(circle, NOON + timedelta(days=41))
    await circle.write(before.id, *before.everything())
    await circle.write(circle.group, shorter(circle, NOON + timedelta(days=40), 0, 1))
    await circle.write(after.id, *after.everything())

    async with views.seen_by(circle) as connection:
        assert await due_on(connection, before) == NOON.date() + timedelta(days=54)
        assert await due_on(connection, after) == NOON.date() + timedelta(days=42)


async def test_a_later_choice_puts_off_nothing_that_was_promised_before(circle: Circle, views: Views) -> None:
    meeting = Meeting(circle)
    await circle.write(meeting.id, *meeting.everything())
    await circle.write(circle.group, shorter(circle, NOON, 30, 60))
    await circle.write(circle.group, shorter(circle, NOON + timedelta(days=58), 30, 59))
    await circle.write(circle.group, shorter(circle, NOON + timedelta(days=59), 30, 58))

    async with views.seen_by(circle) as connection:
        assert await due_on(connection, meeting) == NOON.date() + timedelta(days=60)
