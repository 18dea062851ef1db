"""Of what people are to be reminded, as the record has it: it moves along and stops by itself."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from events.base import Event
from events.contribution import ActionCarriedOn, ContributionWithdrawn
from events.forgetting import AuthorForgotten, CaseErased
from events.group import (
    ArrangementSet,
    Facilitation,
    GroupClosed,
    MemberLeft,
    RemindersChosen,
    Rhythm,
    SessionCancelled,
    SessionRescheduled,
    SessionScheduled,
)
from events.method import AdviceMode
from events.reminding import Occasion
from events.session import SessionReopened
from projections import reminders_due
from projections.reminders_due import Reminder
from tests.projections.circle import NOON, STEP, Circle, Meeting
from tests.projections.conftest import Views

DAY = timedelta(days=1)
LATER = NOON + 30 * DAY


def planned(circle: Circle, session: UUID, at: datetime = LATER) -> SessionScheduled:
    return SessionScheduled(
        session=session,
        by=circle.facilitator,
        starts_at=at,
        minutes=90,
        method="basis6",
        advice_mode=AdviceMode.ROUND,
        facilitator=None,
    )


async def met(circle: Circle) -> Meeting:
    """Let a circle have a meeting that ended with an action."""
    meeting = Meeting(circle)
    await circle.write(meeting.id, *meeting.everything())
    return meeting


async def due(views: Views, circle: Circle, person: UUID) -> dict[Occasion, Reminder]:
    """Return what a person is to be reminded of in their circle."""
    async with views.seen_by(circle) as connection:
        found = await reminders_due.of_person(connection, person)
    assert len(found) == len({(one.occasion, one.about) for one in found})
    return {one.occasion: one for one in found}


OWN = {Occasion.FIRST_STEP, Occasion.ACTION_DATE}
BEFORE = {Occasion.WEEK_BEFORE, Occasion.DAY_BEFORE}


async def test_an_action_is_followed_by_its_first_step_and_its_own_date(views: Views, circle: Circle) -> None:
    meeting = await met(circle)
    found = await due(views, circle, meeting.contributor)

    assert set(found) == OWN
    assert found[Occasion.FIRST_STEP].anchor == meeting.closed().at
    assert found[Occasion.FIRST_STEP].days == 3
    assert found[Occasion.ACTION_DATE].day == meeting.committed().due
    assert {one.action_id for one in found.values()} == {meeting.action}
    assert await due(views, circle, meeting.asker) == {}


async def test_a_planned_meeting_asks_for_the_report_and_takes_it_along_when_it_moves(
    views: Views, circle: Circle
) -> None:
    meeting, session = await met(circle), uuid4()
    await circle.write(circle.group, planned(circle, session))
    before = await due(views, circle, meeting.contributor)
    moved = SessionRescheduled(session=session, by=circle.facilitator, starts_at=LATER + 3 * DAY)
    await circle.write(circle.group, moved)
    after = await due(views, circle, meeting.contributor)

    assert set(before) == set(after) == OWN | BEFORE
    for occasion in BEFORE:
        assert (before[occasion].anchor, after[occasion].anchor) == (LATER, LATER + 3 * DAY)
        assert before[occasion].about == after[occasion].about == session


async def test_a_meeting_that_never_began_takes_no_first_step_away(views: Views, circle: Circle) -> None:
    await circle.write(circle.group, planned(circle, uuid4(), NOON - 9 * DAY))
    meeting = await met(circle)
    found = await due(views, circle, meeting.contributor)

    assert found[Occasion.FIRST_STEP].until == meeting.closed().at + 10 * DAY


async def test_a_meeting_that_is_called_off_asks_for_nothing(views: Views, circle: Circle) -> None:
    meeting, session = await met(circle), uuid4()
    await circle.write(circle.group, planned(circle, session))
    await circle.write(circle.group, SessionCancelled(session=session, by=circle.facilitator))

    assert set(await due(views, circle, meeting.contributor)) == OWN


async def test_of_two_meetings_the_later_one_asks_only_when_the_first_is_long_past(
    views: Views, circle: Circle
) -> None:
    meeting, soon, close, far = await met(circle), uuid4(), uuid4(), uuid4()
    await circle.write(
        circle.group,
        planned(circle, soon),
        planned(circle, close, LATER + 7 * DAY),
        planned(circle, far, LATER + 30 * DAY),
    )
    async with views.seen_by(circle) as connection:
        found = await reminders_due.of_person(connection, meeting.contributor)

    assert {one.about for one in found if one.occasion is Occasion.WEEK_BEFORE} == {soon, far}
    assert {one.about for one in found if one.occasion is Occasion.DAY_BEFORE} == {soon, close, far}


async def test_who_is_not_there_yet_is_told_that_the_meeting_opens(views: Views, circle: Circle) -> None:
    first = await met(circle)
    second = Meeting(circle, LATER)
    await circle.write(circle.group, planned(circle, second.id))
    await circle.write(second.id, *second.opened(first.waiting(), present=()))
    absent = await due(views, circle, first.contributor)
    _, *arrivals = second.opened(present=(first.contributor,))
    await circle.write(second.id, *arrivals)
    present = await due(views, circle, first.contributor)

    assert set(absent) == OWN | {Occasion.MEETING_OPENS}
    assert absent[Occasion.MEETING_OPENS].sharp
    assert absent[Occasion.MEETING_OPENS].session_id == second.id
    assert set(present) == OWN


async def test_it_stops_when_the_report_is_given_and_comes_back_when_that_is_withdrawn(
    views: Views, circle: Circle
) -> None:
    first, report = await met(circle), uuid4()
    second = Meeting(circle, LATER)
    await circle.write(second.id, *second.opened(first.waiting()))
    await circle.write(second.id, second.reported(first, report))
    given = await due(views, circle, first.contributor)
    await circle.write(second.id, ContributionWithdrawn(contribution=report, by=first.contributor))

    assert given == {}
    assert set(await due(views, circle, first.contributor)) == OWN


async def test_an_action_that_is_carried_on_is_reminded_of_from_the_meeting_that_carried_it_on(
    views: Views, circle: Circle
) -> None:
    first, second, third = await met(circle), Meeting(circle, LATER), uuid4()
    again = ActionCarriedOn(
        id=uuid4(),
        by=first.contributor,
        step=STEP["follow_up"],
        action=first.action,
        first_step=None,
        due=(LATER + 40 * DAY).date(),
    )
    await circle.write(second.id, *second.opened(first.waiting()), second.reported(first), again)
    during = await due(views, circle, first.contributor)
    await circle.write(second.id, second.closed())
    await circle.write(circle.group, planned(circle, third, LATER + 42 * DAY))
    after = await due(views, circle, first.contributor)

    assert set(during) == {Occasion.ACTION_DATE}
    assert set(after) == OWN | BEFORE
    assert {one.action_id for one in after.values()} == {first.action}
    assert after[Occasion.FIRST_STEP].anchor == second.closed().at
    assert after[Occasion.FIRST_STEP].about == second.id
    assert after[Occasion.ACTION_DATE].day == again.due
    assert {after[occasion].about for occasion in BEFORE} == {third}

    await circle.write(second.id, ContributionWithdrawn(contribution=again.id, by=first.contributor))
    assert await due(views, circle, first.contributor) == {}


async def test_it_stops_with_the_action_the_case_the_author_the_member_and_the_group(
    views: Views, circle: Circle
) -> None:
    for how in range(5):
        here = Circle(circle.appender)
        await here.form()
        meeting = await met(here)
        await here.write(here.group, planned(here, uuid4()))
        assert set(await due(views, here, meeting.contributor)) == OWN | BEFORE
        endings: list[tuple[UUID, Event]] = [
            (meeting.id, ContributionWithdrawn(contribution=meeting.action, by=meeting.contributor)),
            (meeting.id, CaseErased(case=meeting.case, by=None, at=LATER, takeaways_kept=True)),
            (meeting.id, AuthorForgotten(person=meeting.contributor, at=LATER)),
            (here.group, MemberLeft(person=meeting.contributor, at=LATER)),
            (here.group, GroupClosed(by=here.facilitator, at=LATER)),
        ]
        await here.write(*endings[how])

        assert await due(views, here, meeting.contributor) == {}, endings[how]


async def test_a_group_that_wants_less_reminds_of_less(views: Views, circle: Circle) -> None:
    meeting = await met(circle)
    await circle.write(circle.group, planned(circle, uuid4()))
    chosen = RemindersChosen(by=circle.facilitator, occasions=(Occasion.DAY_BEFORE,))
    await circle.write(circle.group, chosen)

    assert set(await due(views, circle, meeting.contributor)) == {Occasion.DAY_BEFORE}


async def test_who_keeps_the_group_is_asked_to_plan_when_its_rhythm_has_passed(
    views: Views, circle: Circle
) -> None:
    monthly = ArrangementSet(
        by=circle.facilitator,
        rhythm=Rhythm(4, 90),
        method="basis6",
        advice_mode=AdviceMode.ROUND,
        facilitation=Facilitation.EXTERNAL,
    )
    await circle.write(circle.group, monthly)
    meeting, session = await met(circle), uuid4()
    asked = (await due(views, circle, circle.facilitator))[Occasion.PLAN_MEETING]
    await circle.write(circle.group, planned(circle, session))
    later = (await due(views, circle, circle.facilitator))[Occasion.PLAN_MEETING]
    await circle.write(circle.group, SessionCancelled(session=session, by=circle.facilitator))
    again = (await due(views, circle, circle.facilitator))[Occasion.PLAN_MEETING]

    assert (asked.anchor, asked.days, asked.about) == (meeting.closed().at, 28, meeting.id)
    assert (later.anchor, later.days, later.about) == (LATER, 28, session), "planned, and nobody came"
    assert again == asked


async def test_a_meeting_that_goes_on_has_no_first_step_yet(views: Views, circle: Circle) -> None:
    meeting = await met(circle)
    await circle.write(meeting.id, SessionReopened(by=circle.facilitator, at=LATER))

    assert set(await due(views, circle, meeting.contributor)) == {Occasion.ACTION_DATE}


async def test_a_meeting_counts_how_often_it_changed(views: Views, circle: Circle) -> None:
    session = uuid4()
    await circle.write(circle.group, planned(circle, session))
    moved = SessionRescheduled(session=session, by=circle.facilitator, starts_at=LATER + DAY)
    await circle.write(circle.group, moved, SessionCancelled(session=session, by=circle.facilitator))
    async with views.seen_by(circle) as connection:
        (row,) = await reminders_due.meetings(connection, [circle.group])

    assert (row.session_id, row.changes, row.state) == (session, 2, "cancelled")
