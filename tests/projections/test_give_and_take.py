"""How giving and taking are balanced."""

from uuid import UUID

from events.contribution import ContributionWithdrawn
from events.session import ChoiceUndone
from projections import give_and_take
from projections.give_and_take import Balance
from tests.projections.circle import Circle, Meeting
from tests.projections.conftest import Views


def balance(person: UUID, **counted: int) -> Balance:
    names = ("contributed", "asked", "answered", "advised", "facilitated", "attended")
    return Balance(person=person, **{name: counted.get(name, 0) for name in names})


async def balances(views: Views, circle: Circle) -> dict[UUID, Balance]:
    async with views.seen_by(circle) as connection:
        return {row.person: row for row in await give_and_take.of_group(connection, circle.group)}


async def test_what_people_gave_and_took_is_counted_and_passing_is_not(circle: Circle, views: Views) -> None:
    meetings = Meeting(circle), Meeting(circle)
    for meeting in meetings:
        await circle.write(meeting.id, *meeting.everything())

    found = await balances(views, circle)

    meeting = meetings[0]
    assert found[meeting.contributor] == balance(meeting.contributor, contributed=2, answered=2, attended=2)
    assert found[meeting.asker] == balance(meeting.asker, asked=2, advised=2, attended=2)
    assert found[meeting.quiet] == balance(meeting.quiet, attended=2)
    assert found[circle.facilitator] == balance(circle.facilitator, facilitated=2, attended=2)


async def test_what_was_withdrawn_or_undone_counts_no_more(circle: Circle, views: Views) -> None:
    meeting = Meeting(circle)
    await circle.write(
        meeting.id,
        *meeting.opened(),
        *meeting.chosen(),
        ChoiceUndone(case=meeting.case, by=circle.facilitator),
        meeting.asked(),
    )
    await views.know(circle)
    await circle.write(meeting.id, ContributionWithdrawn(contribution=meeting.question, by=meeting.asker))

    found = await balances(views, circle)

    assert found[meeting.contributor] == balance(meeting.contributor, attended=1)
    assert found[meeting.asker] == balance(meeting.asker, attended=1)


async def test_a_facilitator_who_did_not_come_facilitated_nothing(circle: Circle, views: Views) -> None:
    meeting = Meeting(circle)
    await circle.write(meeting.id, *meeting.opened(present=circle.members))

    assert circle.facilitator not in await balances(views, circle)
