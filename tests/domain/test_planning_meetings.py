"""Meetings are planned, moved and called off; repeating any of it changes nothing."""

from datetime import datetime
from uuid import UUID

import pytest
from msgspec.structs import asdict, replace

from backend.domain.errors import Refused
from backend.domain.group.commands import CancelSession, RescheduleSession, ScheduleSession
from events.group import Facilitation, SessionCancelled, SessionRescheduled, SessionScheduled
from events.method import AdviceMode
from tests.spec import HANNEKE, JOOST, MEETING, NOON, SAMIRA, STRANGER, after, form, group, join

OTHER = UUID(int=93)
circle = [form(), join(SAMIRA), join(JOOST)]
plan = ScheduleSession(
    session=MEETING,
    by=HANNEKE,
    starts_at=after(days=14),
    minutes=90,
    method="basis6",
    advice_mode=AdviceMode.ROUND,
    facilitator=None,
)
cancel = CancelSession(session=MEETING, by=HANNEKE)


def moved(starts_at: datetime, session: UUID = MEETING) -> RescheduleSession:
    return RescheduleSession(session=session, by=JOOST, starts_at=starts_at)


def test_a_meeting_is_planned_once() -> None:
    meeting = group().given(circle)

    meeting.when(plan).then(SessionScheduled(**asdict(plan)))
    meeting.when(plan).then()
    meeting.when(replace(plan, by=JOOST)).then()


def test_the_id_of_a_meeting_is_not_used_for_another() -> None:
    group().given(circle, plan).when(replace(plan, minutes=60)).refused("id-reused")


def test_the_peer_whose_turn_it_is_to_facilitate_belongs_to_the_group() -> None:
    group().given(circle).when(replace(plan, facilitator=STRANGER)).refused("not-a-member")
    group().given(circle).when(replace(plan, facilitator=JOOST)).then(
        SessionScheduled(**asdict(replace(plan, facilitator=JOOST)))
    )


def test_nobody_takes_the_place_of_the_facilitator_by_planning_a_meeting() -> None:
    mine = replace(plan, by=SAMIRA, facilitator=SAMIRA)
    peers = [form(Facilitation.ROTATING_PEER), join(SAMIRA), join(JOOST)]

    group().given(circle).when(mine).refused("only-the-facilitator")
    group().given(circle).when(replace(mine, facilitator=JOOST)).refused("only-the-facilitator")
    group().given(peers).when(mine).then(SessionScheduled(**asdict(mine)))


def test_a_stranger_plans_nothing() -> None:
    group().given(circle).when(replace(plan, by=STRANGER)).refused("not-a-member")


def test_a_meeting_is_moved() -> None:
    meeting = group().given(circle, plan)

    meeting.when(moved(after(days=15))).then(
        SessionRescheduled(session=MEETING, by=JOOST, starts_at=after(days=15))
    )
    meeting.when(moved(after(days=15))).then()
    assert meeting.state.planned(MEETING).starts_at == after(days=15)


def test_a_meeting_is_called_off_once() -> None:
    meeting = group().given(circle, plan)

    meeting.when(cancel).then(SessionCancelled(session=MEETING, by=HANNEKE))
    meeting.when(cancel).then()


def test_a_meeting_that_was_called_off_is_neither_moved_nor_opened() -> None:
    meeting = group().given(circle, plan, cancel)

    meeting.when(moved(NOON)).refused("session-cancelled")
    with pytest.raises(Refused) as refusal:
        meeting.state.planned(MEETING)
    assert refusal.value.reason == "session-cancelled"


def test_a_meeting_that_was_never_planned_is_neither_moved_nor_called_off() -> None:
    group().given(circle).when(moved(NOON, OTHER)).refused("not-scheduled")
    group().given(circle).when(cancel).refused("not-scheduled")
