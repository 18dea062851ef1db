"""When a group meets."""

from datetime import timedelta
from uuid import UUID, uuid4

from events.group import SessionCancelled, SessionRescheduled, SessionScheduled
from events.method import AdviceMode
from events.session import SessionReopened
from projections import agenda
from projections.agenda import MeetingState
from tests.projections.circle import NOON, Circle, Meeting
from tests.projections.conftest import Views


def planned(circle: Circle, session: UUID, days: int) -> SessionScheduled:
    return SessionScheduled(
        session=session,
        by=circle.facilitator,
        starts_at=NOON + timedelta(days=days),
        minutes=90,
        method="basis6",
        advice_mode=AdviceMode.ROUND,
        facilitator=None,
    )


async def test_the_next_meeting_is_the_first_that_is_planned_and_not_cancelled(
    circle: Circle, views: Views
) -> None:
    first, second, third = uuid4(), uuid4(), uuid4()
    await circle.write(
        circle.group, *(planned(circle, s, d) for s, d in ((first, 1), (second, 2), (third, 3)))
    )
    moved = SessionRescheduled(session=second, by=circle.facilitator, starts_at=NOON + timedelta(days=9))
    await circle.write(circle.group, SessionCancelled(session=first, by=circle.facilitator), moved)

    async with views.seen_by(circle) as connection:
        meetings = await agenda.of(connection, circle.group)
        coming = await agenda.next_of(connection, circle.group)

    assert [(row.session_id, row.state) for row in meetings] == [
        (first, MeetingState.CANCELLED),
        (third, MeetingState.PLANNED),
        (second, MeetingState.PLANNED),
    ]
    assert coming
    assert coming.session_id == third


async def test_a_planned_meeting_opens_closes_and_opens_again(circle: Circle, views: Views) -> None:
    meeting = Meeting(circle, NOON + timedelta(days=1))
    await circle.write(circle.group, planned(circle, meeting.id, 1))
    await circle.write(meeting.id, *meeting.opened())
    async with views.seen_by(circle) as connection:
        running = await agenda.next_of(connection, circle.group)
    await circle.write(meeting.id, meeting.closed())
    async with views.seen_by(circle) as connection:
        none = await agenda.next_of(connection, circle.group)
        closed = await agenda.of_session(connection, meeting.id)
    await circle.write(meeting.id, SessionReopened(by=circle.facilitator, at=meeting.at))
    async with views.seen_by(circle) as connection:
        again = await agenda.of_session(connection, meeting.id)

    assert running
    assert closed
    assert again
    assert (running.state, running.opened_at) == (MeetingState.OPEN, meeting.at)
    assert none is None
    assert (closed.state, closed.closed_at) == (MeetingState.CLOSED, meeting.closed().at)
    assert (again.state, again.closed_at) == (MeetingState.OPEN, None)


async def test_a_meeting_that_took_place_is_neither_moved_nor_called_off(
    circle: Circle, views: Views
) -> None:
    meeting = Meeting(circle, NOON + timedelta(days=1))
    late = SessionRescheduled(session=meeting.id, by=circle.facilitator, starts_at=NOON + timedelta(days=9))
    await circle.write(circle.group, planned(circle, meeting.id, 1))
    await circle.write(meeting.id, *meeting.opened())
    await circle.write(circle.group, late)
    await circle.write(meeting.id, meeting.closed())
    await circle.write(circle.group, SessionCancelled(session=meeting.id, by=circle.facilitator))

    async with views.seen_by(circle) as connection:
        row = await agenda.of_session(connection, meeting.id)

    assert row
    assert (row.state, row.starts_at) == (MeetingState.CLOSED, NOON + timedelta(days=1))


async def test_a_meeting_that_nobody_planned_is_in_the_agenda_once_it_opens(
    circle: Circle, views: Views
) -> None:
    meeting = Meeting(circle)
    await circle.write(meeting.id, *meeting.opened())

    async with views.seen_by(circle) as connection:
        (row,) = await agenda.of(connection, circle.group)

    assert (row.session_id, row.starts_at, row.method) == (meeting.id, meeting.at, "basis6")
    assert row.facilitator == circle.facilitator
