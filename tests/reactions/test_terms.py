"""Texts go by themselves when their time is over, once, and never a day early (§ 5.4)."""

import asyncio
from uuid import uuid4

import pytest

from backend.adapters.clock import SystemClock
from backend.domain.group.commands import ChooseRetention
from backend.reactions.retention import Retention
from tests.api.circle import Circle, Meeting
from tests.api.house import House
from tests.api.people import Json, done
from tests.reactions.later import has_key, later, times

ERASED = "session.case_erased.v1"


async def over(house: House, days: float) -> int:
    """Look at the terms so many days ahead; return how many cases were over."""
    async with later(house, days) as then:
        count = await Retention(then.forgetting).round()
        position = await then.ports.record.head()
        assert await then.ports.views.reached(position, "retention")
        await then.forgetting.catch_up()
    return count


async def finished(circle: Circle) -> Meeting:
    """A meeting with a case and an action, that closed today."""
    meeting = await circle.meeting()
    await meeting.reach("take_away")
    await meeting.propose(meeting.asker, title="Niet gekozen")
    await meeting.said(meeting.owner, "takeaways", text="Rust")
    await meeting.said(meeting.owner, "actions", text="Bellen")
    receipt = done(await meeting.move("closing"))
    await circle.facilitator.seen(f"/me?after={receipt['position']}")
    return meeting


async def reported(circle: Circle, meeting: Meeting) -> Meeting:
    """A next meeting in which the action was reported on, that closed today too."""
    action = (await meeting.owner.seen("/me/actions"))["actions"][0]["action"]
    following = await circle.meeting()
    await following.start("follow_up")
    await following.said(meeting.owner, "follow-ups", action=action, status="done", did="Gebeld")
    receipt = done(await following.move("closing"))
    await circle.facilitator.seen(f"/me?after={receipt['position']}")
    return following


async def takeaways(meeting: Meeting) -> list[str | None]:
    cases = (await meeting.owner.seen(f"{meeting.circle.path}/history"))["meetings"]
    mine: list[Json] = next(m for m in cases if m["session"] == str(meeting.id))["cases"]
    return [t["text"] for t in mine[0]["takeaways"]]


async def test_a_proposal_nobody_chose_goes_after_thirty_days_and_the_case_after_half_a_year(
    house: House, circle: Circle
) -> None:
    meeting = await finished(circle)

    assert await over(house, 29) == 0
    assert await over(house, 31) == 1
    assert has_key(house, meeting.case)
    assert await over(house, 179) == 0
    assert await over(house, 181) == 1
    assert not has_key(house, meeting.case)
    assert times(house, meeting.id, ERASED) == 2
    assert await takeaways(meeting) == ["Rust"]


async def test_a_case_goes_thirty_days_after_its_follow_up_closed(house: House, circle: Circle) -> None:
    meeting = await finished(circle)
    following = await reported(circle, meeting)

    await over(house, 29)
    assert has_key(house, meeting.case)
    await over(house, 31)

    assert not has_key(house, meeting.case)
    assert times(house, following.id, ERASED) == 1


async def test_takeaways_that_are_let_go_go_too(house: House, circle: Circle) -> None:
    meeting = await finished(circle)
    answer = await meeting.owner.put(f"/me/retention/{meeting.case}", {"keep_takeaways": False})
    await circle.facilitator.seen(f"/me?after={done(answer)['position']}")

    await over(house, 181)

    assert await takeaways(meeting) == [None]


@pytest.mark.parametrize(("days", "gone_on"), [((10, 60), 60), ((0, 1), 14)])
async def test_a_group_may_choose_shorter_and_its_earlier_cases_have_two_weeks(
    house: House, circle: Circle, days: tuple[int, int], gone_on: int
) -> None:
    meeting = await finished(circle)
    command = ChooseRetention(
        days_after_follow_up=days[0],
        days_after_session=days[1],
        by=circle.facilitator.id,
        at=SystemClock().now(),
    )
    async with later(house, 0) as now:
        answer = await now.groups.handle(circle.id, circle.id, command, command_id=uuid4())
        assert await now.ports.views.reached(answer.position, "retention")

    await over(house, gone_on - 1)
    assert has_key(house, meeting.case)
    await over(house, gone_on + 1)
    assert not has_key(house, meeting.case)


async def test_two_workers_at_once_and_one_after_the_other_erase_once(house: House, circle: Circle) -> None:
    meeting = await finished(circle)
    async with later(house, 181) as one, later(house, 181) as other:
        await asyncio.gather(Retention(one.forgetting).round(), Retention(other.forgetting).round())
        await Retention(one.forgetting).round()
        assert await one.ports.views.reached(await one.ports.record.head(), "retention")
        await asyncio.gather(one.forgetting.catch_up(), other.forgetting.catch_up())
        assert (await one.forgetting.catch_up()).times == 0

    assert times(house, meeting.id, ERASED) == 2
    assert not has_key(house, meeting.case)
    assert len(one.erasures.read()) == len(set(one.erasures.read()))
