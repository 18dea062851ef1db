"""Meetings from before a group had Kring are entered afterwards, once, and can be taken back."""

from datetime import timedelta
from uuid import UUID

from msgspec.structs import asdict, replace

from backend.domain.group.commands import DropEarlierMeeting, EarlierMeeting, EnterEarlierMeetings
from events.forms import Form
from events.group import EarlierMeetingDropped, EarlierMeetingEntered, Facilitation
from tests.spec import HANNEKE, JOOST, NOON, SAMIRA, STRANGER, after, form, group, join

circle = [form(), join(SAMIRA), join(JOOST)]
before = EarlierMeeting(
    meeting=UUID(int=170),
    begin=NOON - timedelta(days=30, hours=2),
    end=NOON - timedelta(days=30),
    minutes=110,
    form=Form.ROOM,
    present=(SAMIRA, JOOST),
    others=2,
)
drop = DropEarlierMeeting(meeting=before.meeting, by=HANNEKE, at=NOON)


def enter(*meetings: EarlierMeeting, by: UUID = HANNEKE) -> EnterEarlierMeetings:
    return EnterEarlierMeetings(meetings=meetings, by=by, at=NOON)


def entered(meeting: EarlierMeeting) -> EarlierMeetingEntered:
    return EarlierMeetingEntered(**asdict(meeting), by=HANNEKE, facilitation=Facilitation.EXTERNAL, at=NOON)


def test_a_meeting_of_before_is_entered_once() -> None:
    told = group().given(circle)

    told.when(enter(before)).then(entered(before))
    told.when(enter(before)).then()


def test_entering_it_with_other_facts_puts_it_right() -> None:
    longer = replace(before, minutes=115)

    group().given(circle, enter(before)).when(enter(longer)).then(entered(longer))


def test_a_meeting_that_is_still_to_come_is_not_of_before() -> None:
    group().given(circle).when(enter(replace(before, end=after(days=1)))).refused("not-over-yet")


def test_only_who_is_or_was_in_the_group_was_there() -> None:
    group().given(circle).when(enter(replace(before, present=(STRANGER,)))).refused("not-a-member")


def test_it_is_for_who_guards_the_procedure_or_keeps_the_group() -> None:
    group().given(circle).when(enter(before, by=JOOST)).refused("only-the-facilitator")
    group().given(circle, enter(before)).when(replace(drop, by=JOOST)).refused("only-the-facilitator")


def test_a_mistake_is_taken_back_once() -> None:
    told = group().given(circle, enter(before))

    told.when(drop).then(EarlierMeetingDropped(meeting=before.meeting, by=HANNEKE, at=NOON))
    told.when(drop).then()
