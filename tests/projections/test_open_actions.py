"""Which actions wait for their report."""

from datetime import date, timedelta
from uuid import uuid4

from msgspec.structs import replace

from events.contribution import ActionCarriedOn, ActionStatus, ContributionWithdrawn, TurnPassed
from events.session import FollowUpSkipped
from projections import open_actions
from tests.projections.circle import NOON, Circle, Meeting
from tests.projections.conftest import Views


async def test_an_action_is_open_until_its_report_even_when_a_meeting_skips_it(
    circle: Circle, views: Views
) -> None:
    meeting, later = Meeting(circle), Meeting(circle, NOON + timedelta(days=21))
    await circle.write(meeting.id, *meeting.everything())
    skipped = FollowUpSkipped(action=meeting.action, by=circle.facilitator)
    await circle.write(later.id, *later.opened(meeting.waiting()), skipped)
    async with views.seen_by(circle) as connection:
        (waiting,) = await open_actions.of_group(connection, circle.group)
        (mine,) = await open_actions.of_person(connection, meeting.contributor)
        nobodys = await open_actions.of_person(connection, meeting.asker)
    await circle.write(later.id, later.reported(meeting))
    async with views.seen_by(circle) as connection:
        none = await open_actions.of_group(connection, circle.group)
        done = await open_actions.action(connection, meeting.action)

    assert waiting == mine
    assert (waiting.action_id, waiting.case_id, waiting.session_id) == (
        meeting.action,
        meeting.case,
        meeting.id,
    )
    assert (waiting.text, waiting.due) == (meeting.committed().text, meeting.committed().due)
    assert nobodys == []
    assert none == []
    assert done
    assert done.status is ActionStatus.PARTLY


async def test_an_action_waits_again_when_its_only_report_is_withdrawn(circle: Circle, views: Views) -> None:
    meeting, later = Meeting(circle), Meeting(circle, NOON + timedelta(days=21))
    report = uuid4()
    await circle.write(meeting.id, *meeting.everything())
    await circle.write(later.id, *later.opened(meeting.waiting()), later.reported(meeting, report))
    await circle.write(later.id, ContributionWithdrawn(contribution=report, by=meeting.contributor))

    async with views.seen_by(circle) as connection:
        (waiting,) = await open_actions.of_group(connection, circle.group)

    assert waiting.status is None


async def test_a_withdrawn_action_is_gone(circle: Circle, views: Views) -> None:
    meeting = Meeting(circle)
    withdrawn = ContributionWithdrawn(contribution=meeting.action, by=meeting.contributor)
    await circle.write(meeting.id, *meeting.everything(), withdrawn)

    async with views.seen_by(circle) as connection:
        assert await open_actions.of_group(connection, circle.group) == []
        assert await open_actions.action(connection, meeting.action) is None


async def test_what_is_taken_back_under_a_borrowed_id_leaves_the_first_action_and_its_report(
    circle: Circle, views: Views
) -> None:
    meeting, told = Meeting(circle), Meeting(circle, NOON + timedelta(days=21))
    other, borrowing = Meeting(circle), Meeting(circle, NOON + timedelta(days=42))
    report = uuid4()
    await circle.write(meeting.id, *meeting.everything())
    await circle.write(other.id, *other.everything())
    await circle.write(told.id, *told.opened(meeting.waiting()), told.reported(meeting, report))
    taken_back = [
        event
        for borrowed in (other.action, report)
        for event in (
            TurnPassed(id=borrowed, by=meeting.asker, step=0),
            ContributionWithdrawn(contribution=borrowed, by=meeting.asker),
        )
    ]
    await circle.write(borrowing.id, *borrowing.opened(), *taken_back)

    async with views.seen_by(circle) as connection:
        (waiting,) = await open_actions.of_group(connection, circle.group)
        reported = await open_actions.action(connection, meeting.action)

    assert waiting.action_id == other.action
    assert reported
    assert reported.status is ActionStatus.PARTLY


async def test_who_borrows_the_id_of_an_action_neither_takes_it_over_nor_closes_it(
    circle: Circle, views: Views
) -> None:
    meeting, borrowing = Meeting(circle), Meeting(circle, NOON + timedelta(days=21))
    await circle.write(meeting.id, *meeting.everything())
    borrowed = replace(meeting.committed(), by=meeting.asker, case=borrowing.case)
    closing = replace(borrowing.reported(meeting), by=meeting.asker)
    await circle.write(borrowing.id, *borrowing.opened(), borrowed, closing)

    async with views.seen_by(circle) as connection:
        (waiting,) = await open_actions.of_group(connection, circle.group)
        found = await open_actions.action(connection, meeting.action)

    assert waiting == found
    assert (waiting.session_id, waiting.contributor) == (meeting.id, meeting.contributor)


async def test_an_action_that_is_carried_on_is_open_again_until_the_next_report(
    circle: Circle, views: Views
) -> None:
    meeting, second = Meeting(circle), Meeting(circle, NOON + timedelta(days=21))
    third = Meeting(circle, NOON + timedelta(days=42))
    going_on = ActionCarriedOn(
        id=uuid4(),
        by=meeting.contributor,
        step=1,
        action=meeting.action,
        first_step=meeting.committed().text,
        due=date(2026, 5, 1),
    )
    await circle.write(meeting.id, *meeting.everything())
    await circle.write(second.id, *second.opened(meeting.waiting()), second.reported(meeting), going_on)
    async with views.seen_by(circle) as connection:
        (open_again,) = await open_actions.of_group(connection, circle.group)
    await circle.write(third.id, *third.opened(meeting.waiting()), third.reported(meeting))
    async with views.seen_by(circle) as connection:
        told = await open_actions.of_group(connection, circle.group)

    assert (open_again.carried_on_in, open_again.due) == (second.id, date(2026, 5, 1))
    assert open_again.next_step == meeting.committed().text
    assert told == []


async def test_taking_back_that_one_goes_on_closes_the_action_again(circle: Circle, views: Views) -> None:
    meeting, second = Meeting(circle), Meeting(circle, NOON + timedelta(days=21))
    going_on = ActionCarriedOn(
        id=uuid4(), by=meeting.contributor, step=1, action=meeting.action, first_step=None, due=None
    )
    taken_back = ContributionWithdrawn(contribution=going_on.id, by=meeting.contributor)
    await circle.write(meeting.id, *meeting.everything())
    await circle.write(second.id, *second.opened(meeting.waiting()), second.reported(meeting), going_on)
    await circle.write(second.id, taken_back)

    async with views.seen_by(circle) as connection:
        assert await open_actions.of_group(connection, circle.group) == []
