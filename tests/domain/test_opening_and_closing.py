"""A meeting opens once, with a copy of its method; it ends, and its end can be taken back."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from backend.domain.session.commands import Arrive, Depart, ReopenSession
from events.group import Facilitation, Role
from events.session import (
    ParticipantArrived,
    ParticipantLeft,
    SessionClosed,
    SessionOpened,
    SessionReopened,
)
from tests.spec import (
    BASIS6,
    GROUP,
    HANNEKE,
    JOOST,
    LATEST,
    NOON,
    NOOR,
    SAMIRA,
    STRANGER,
    after,
    arrive,
    asking,
    close,
    open_meeting,
    opened,
    session,
    start,
)


def reopen(**passed: float) -> ReopenSession:
    return ReopenSession(by=HANNEKE, seen=LATEST, at=after(**passed))


def depart(person: UUID) -> Depart:
    return Depart(person=person, at=NOON)


def test_a_meeting_opens_with_a_copy_of_everything_it_is_played_by() -> None:
    command = open_meeting()

    session().when(command).then(
        SessionOpened(
            group=GROUP,
            method=BASIS6,
            advice_mode=command.advice_mode,
            facilitation=Facilitation.EXTERNAL,
            facilitators=(HANNEKE,),
            members=(SAMIRA, JOOST, NOOR),
            open_actions=(),
            by=HANNEKE,
            at=NOON,
        ),
        ParticipantArrived(person=HANNEKE, role=Role.FACILITATOR, at=NOON),
    )


def test_a_member_who_opens_a_meeting_among_peers_is_present_as_a_member() -> None:
    command = open_meeting(facilitation=Facilitation.SELF_GUIDED, facilitators=())

    meeting = session().given(command)

    assert meeting.state.present == {SAMIRA}
    assert not meeting.state.is_dedicated(SAMIRA)


def test_a_meeting_opens_once() -> None:
    session().given(opened).when(open_meeting()).refused("session-already-open")
    session().given(opened, close()).when(open_meeting()).refused("session-already-open")


def test_a_method_that_is_edited_later_does_not_change_a_meeting() -> None:
    edited = replace(BASIS6, version=2, steps=BASIS6.steps[:3])

    meeting = session().given(opened)

    assert meeting.state.begun.method.version == 1
    assert meeting.state.begun.method.steps == BASIS6.steps != edited.steps
    meeting.when(start(9)).refused("unknown-step")


def test_a_member_arrives() -> None:
    arrived = ParticipantArrived(person=SAMIRA, role=Role.MEMBER, at=NOON)

    session().given(open_meeting()).when(arrive(SAMIRA)[0]).then(arrived)


def test_somebody_who_joined_the_group_today_takes_part() -> None:
    meeting = session().given(opened, arrive(STRANGER))

    assert STRANGER in meeting.state.members


def test_arriving_and_leaving_twice_change_nothing() -> None:
    session().given(opened).when(arrive(SAMIRA)[0]).then()
    session().given(opened).when(depart(STRANGER)).then()
    session().given(opened, depart(SAMIRA)).when(depart(SAMIRA)).then()


def test_a_person_leaves_and_comes_back() -> None:
    meeting = session().given(opened)

    meeting.when(depart(SAMIRA)).then(ParticipantLeft(person=SAMIRA, at=NOON))
    meeting.when(arrive(SAMIRA)[0]).then(ParticipantArrived(person=SAMIRA, role=Role.MEMBER, at=NOON))


def test_a_member_stays_a_member_whatever_the_phone_says() -> None:
    session().given(open_meeting()).when(Arrive(person=SAMIRA, role=Role.FACILITATOR, at=NOON)).then(
        ParticipantArrived(person=SAMIRA, role=Role.MEMBER, at=NOON)
    )


def test_a_second_facilitator_may_arrive_and_help() -> None:
    meeting = session().given(opened, Arrive(person=STRANGER, role=Role.FACILITATOR, at=NOON))

    assert meeting.state.may_move(STRANGER)
    assert meeting.state.is_dedicated(STRANGER)


def test_who_was_not_there_is_let_into_a_reopened_meeting_by_who_was() -> None:
    end = (opened, close(), reopen())
    again = session().given(*end)
    for noted_by in (None, STRANGER, UUID(int=7)):
        for role in (Role.MEMBER, Role.OBSERVER):
            newcomer = Arrive(person=STRANGER, role=role, at=NOON, noted_by=noted_by)
            again.when(newcomer).refused("arrival-to-be-noted")

    for noted_by in (HANNEKE, SAMIRA):
        let_in = Arrive(person=STRANGER, role=Role.MEMBER, at=NOON, noted_by=noted_by)
        arrived = ParticipantArrived(person=STRANGER, role=Role.MEMBER, at=NOON)
        session().given(*end).when(let_in).then(arrived)
    again.given(depart(SAMIRA)).when(arrive(SAMIRA)[0]).answer()


def test_nobody_arrives_before_the_meeting_or_after_it() -> None:
    session().when(arrive(SAMIRA)[0]).refused("session-not-open")
    session().when(depart(SAMIRA)).refused("session-not-open")
    session().given(opened, close()).when(arrive(STRANGER)[0]).refused("session-closed")


def test_a_meeting_ends() -> None:
    session().given(asking).when(close(after(minutes=90))).then(
        SessionClosed(by=HANNEKE, at=after(minutes=90))
    )


@pytest.mark.parametrize("hours", [0, 24])
def test_the_end_is_taken_back_within_a_day(hours: int) -> None:
    meeting = session().given(asking, close())

    meeting.when(reopen(hours=hours)).then(SessionReopened(by=HANNEKE, at=after(hours=hours)))
    assert meeting.state.closed_at is None


def test_after_a_day_an_end_is_an_end() -> None:
    session().given(asking, close()).when(reopen(hours=24, seconds=1)).refused("too-late")


def test_there_is_no_end_to_take_back_while_the_meeting_goes_on() -> None:
    session().given(asking).when(reopen()).refused("nothing-to-undo")
