"""Who was there and for how long follows from what happened; it is confirmed, and corrected with a trace."""

from datetime import datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.session.attendance import attendees, confirmation, minutes_of, net_minutes
from backend.domain.session.commands import (
    CloseSession,
    ConfirmAttendance,
    CorrectAttendance,
    Depart,
    PauseSession,
    ReopenSession,
    ResumeSession,
)
from backend.domain.session.state import Session
from events.attendance import AttendanceConfirmed, AttendanceCorrected, Mistake, Presence
from events.forms import Form
from events.group import Facilitation
from tests.spec import (
    HANNEKE,
    JOOST,
    LATEST,
    NOON,
    NOOR,
    SAMIRA,
    STRANGER,
    Spec,
    after,
    arrive,
    close,
    open_meeting,
    session,
    start,
)

_ONE = UUID(int=80)


def held(*story: object, facilitation: Facilitation = Facilitation.EXTERNAL) -> Spec[Session]:
    guards = () if facilitation is Facilitation.SELF_GUIDED else (HANNEKE,)
    opening = open_meeting(facilitation=facilitation, facilitators=guards)
    return session().given(opening, arrive(HANNEKE, SAMIRA, JOOST)[bool(not guards) :], *story)


def pause(minutes: int) -> PauseSession:
    return PauseSession(by=HANNEKE, seen=LATEST, at=after(minutes=minutes))


def resume(minutes: int) -> ResumeSession:
    return ResumeSession(by=HANNEKE, seen=LATEST, at=after(minutes=minutes))


def ended(minutes: int = 90) -> object:
    return close(after(minutes=minutes))


def confirm(by: UUID = HANNEKE, form: Form = Form.ROOM) -> ConfirmAttendance:
    return ConfirmAttendance(form=form, by=by, at=after(hours=2))


def correct(
    person: UUID = JOOST, minutes: tuple[int, int] | None = (0, 45), by: UUID = HANNEKE
) -> CorrectAttendance:
    became = None if minutes is None else Presence(after(minutes=minutes[0]), after(minutes=minutes[1]))
    at = after(hours=3)
    return CorrectAttendance(id=_ONE, person=person, became=became, why=Mistake.FORGOT_TO_LEAVE, by=by, at=at)


def minutes(of: Spec[Session], person: UUID) -> int:
    return minutes_of(of.state, person, after(hours=9))


def test_who_stays_to_the_end_is_there_until_the_end() -> None:
    assert minutes(held(ended(90)), SAMIRA) == 90


def test_a_break_does_not_count_for_who_was_there_and_costs_nothing_to_who_was_gone() -> None:
    meeting = held(Depart(person=JOOST, at=after(minutes=20)), pause(30), resume(45), ended(90))

    assert minutes(meeting, SAMIRA) == 75
    assert minutes(meeting, JOOST) == 20


def test_a_pause_ends_with_the_step_that_is_started_in_it_and_at_the_latest_with_the_meeting() -> None:
    assert minutes(held(pause(10), start(0, at=after(minutes=15)), ended(60)), SAMIRA) == 55
    assert minutes(held(pause(50), ended(60)), SAMIRA) == 50


def test_who_went_and_came_back_was_there_twice() -> None:
    meeting = held(Depart(person=JOOST, at=NOON), arrive(JOOST), ended(30))

    assert minutes(meeting, JOOST) == 30


def test_the_time_between_an_end_and_its_taking_back_is_no_meeting() -> None:
    reopened = ReopenSession(by=HANNEKE, seen=LATEST, at=after(minutes=100))

    assert minutes(held(ended(60), reopened, ended(110)), SAMIRA) == 70


def test_who_was_never_there_has_no_minutes() -> None:
    assert minutes(held(ended()), NOOR) == 0
    assert NOOR not in attendees(held(ended()).state, NOON)


def test_the_facilitators_word_alone_makes_the_list_count() -> None:
    meeting = (
        held(ended()).when(confirm()).then(AttendanceConfirmed(form=Form.ROOM, by=HANNEKE, at=after(hours=2)))
    )

    assert confirmation(meeting.state) is not None


def test_without_a_facilitator_it_takes_two_members() -> None:
    over = CloseSession(by=SAMIRA, seen=LATEST, at=after(minutes=90))
    meeting = held(over, confirm(SAMIRA), facilitation=Facilitation.SELF_GUIDED)
    assert confirmation(meeting.state) is None

    assert confirmation(meeting.given(confirm(JOOST)).state) is not None


def test_confirming_twice_changes_nothing() -> None:
    held(ended(), confirm()).when(confirm()).then()


def test_nobody_confirms_what_is_not_over_or_where_they_were_not() -> None:
    held().when(confirm()).refused("not-over-yet")
    held(ended()).when(confirm(NOOR)).refused("not-present")
    session().when(confirm()).refused("session-not-open")


def test_a_correction_keeps_what_stood_before_and_asks_for_a_new_word() -> None:
    meeting = (
        held(ended(), confirm())
        .when(correct())
        .then(
            AttendanceCorrected(
                id=_ONE,
                person=JOOST,
                was=(Presence(NOON, after(minutes=90)),),
                became=Presence(NOON, after(minutes=45)),
                why=Mistake.FORGOT_TO_LEAVE,
                by=HANNEKE,
                at=after(hours=3),
            )
        )
    )

    assert minutes(meeting, JOOST) == 45
    assert confirmation(meeting.state) is None


def test_who_never_came_can_be_taken_off_and_who_did_can_be_put_on() -> None:
    meeting = held(ended(), correct(JOOST, None), correct(NOOR, (10, 40)))

    assert minutes(meeting, JOOST) == 0
    assert minutes(meeting, NOOR) == 30
    assert attendees(meeting.state, NOON) == (HANNEKE, SAMIRA, NOOR)


def test_a_correction_stays_within_the_meeting_and_is_the_facilitators() -> None:
    held(ended()).when(correct(JOOST, (0, 91))).refused("outside-the-meeting")
    held(ended()).when(correct(JOOST, (40, 40))).refused("outside-the-meeting")
    held(ended()).when(correct(STRANGER)).refused("not-a-member")
    held(ended()).when(correct(by=SAMIRA)).refused("only-the-facilitator")
    held().when(correct()).refused("not-over-yet")
    held(ended(), correct()).when(correct()).then()


_MOMENTS = st.integers(0, 300)


@given(st.sets(_MOMENTS, max_size=12), st.sets(_MOMENTS, max_size=12))
def test_net_minutes_are_what_counting_minute_by_minute_gives(there: set[int], away: set[int]) -> None:
    def spans(moments: set[int]) -> list[tuple[int, int]]:
        ordered = sorted(moments)
        return list(zip(ordered[::2], ordered[1::2], strict=False))

    def times(of: list[tuple[int, int]]) -> list[Presence]:
        def at(minute: int) -> datetime:
            return after(minutes=minute)

        return [Presence(at(begin), at(end)) for begin, end in of]

    counted = {minute for begin, end in spans(there) for minute in range(begin, end)}
    counted -= {minute for begin, end in spans(away) for minute in range(begin, end)}

    assert net_minutes(times(spans(there)), times(spans(away))) == len(counted)
