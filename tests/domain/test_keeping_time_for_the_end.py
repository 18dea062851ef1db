"""Takeaway, action and check-out keep their minutes; the steps before share what is left (invariant 12)."""

from datetime import timedelta

import pytest

from backend.domain.methods import method, shipped
from backend.domain.session.commands import PauseSession, Replan, Replanning
from backend.domain.session.state import Session
from backend.domain.session.timing import is_reserved, length_of, plan_of
from events.method import Kind
from events.session import StepLength, StepsReplanned, StepStarted
from tests.spec import (
    ADVISE,
    ASK,
    CHECK_IN,
    CLOSE,
    DESCRIBE,
    HANNEKE,
    JOOST,
    LATEST,
    NOON,
    NOOR,
    OTHER_CASE,
    TAKE_AWAY,
    Spec,
    after,
    consent,
    offer,
    opened,
    proposal,
    say,
    session,
    start,
)

begun = [*opened, start(CHECK_IN)]
"""A meeting of ninety minutes began at noon: its last two steps keep fifteen of them."""
told = [*begun, say(proposal()), offer(), consent()]


def replan(how: Replanning = Replanning.SHRINK, minutes: int = 0) -> Replan:
    return Replan(by=HANNEKE, seen=LATEST, at=after(minutes=minutes), how=how)


def lengths(meeting: Spec[Session]) -> dict[int, int]:
    """Return the seconds of what takes another time than the method says."""
    return {step: int(length.total_seconds()) for step, length in meeting.state.lengths.items()}


def describing(minutes: int) -> Spec[Session]:
    """A meeting that comes to the description so many minutes after noon; twenty-five were planned."""
    proposed = [*begun, start(2), say(proposal()), offer(), consent()]
    return session().given(proposed, start(DESCRIBE, at=after(minutes=minutes)))


def test_the_plan_tells_until_when_the_steps_before_the_last_ones_can_take() -> None:
    plan = plan_of(session().given(begun).state)

    assert plan is not None
    assert (plan.ends_at, plan.free_until) == (after(minutes=90), after(minutes=75))


def test_before_the_first_step_and_for_a_second_case_there_is_no_plan() -> None:
    assert plan_of(session().given(opened).state) is None
    meeting = session().given(begun, start(2), say(proposal()), offer(), consent())
    meeting.given(say(proposal(NOOR, OTHER_CASE)))
    meeting.state.case, meeting.state.offered = None, OTHER_CASE
    assert plan_of(meeting.given(consent(NOOR)).state) is None


def test_a_late_meeting_shrinks_the_middle_in_proportion_and_leaves_the_end_alone() -> None:
    meeting = describing(45)

    meeting.when(replan(minutes=45)).then(
        StepsReplanned(
            lengths=(StepLength(ASK, 15 * 60 + 37), StepLength(ADVISE, 9 * 60 + 22)),
            given_up=False,
            by=HANNEKE,
            at=after(minutes=45),
        )
    )
    assert length_of(TAKE_AWAY, meeting.state) == timedelta(minutes=10)
    assert length_of(CLOSE, meeting.state) == timedelta(minutes=5)


def test_a_step_that_was_planned_anew_ends_after_its_new_time() -> None:
    meeting = describing(45).given(replan(minutes=45))
    (started,) = meeting.when(start(ASK, at=after(minutes=50))).answer()

    assert isinstance(started, StepStarted)
    assert started.ends_at == after(minutes=50) + timedelta(seconds=15 * 60 + 37)


def test_with_time_enough_nothing_is_planned_anew() -> None:
    describing(20).when(replan(minutes=20)).then()


def test_no_step_gets_less_than_a_minute() -> None:
    meeting = describing(68).given(replan(minutes=68))

    assert lengths(meeting) == {ASK: 60, ADVISE: 60}


def test_without_a_minute_for_each_the_move_is_refused() -> None:
    describing(70).when(replan(minutes=70)).refused("no-time-left")
    describing(120).when(replan(Replanning.GIVE_UP, minutes=120)).refused("no-time-left")


def test_the_end_gives_its_time_up_only_when_it_is_asked_to() -> None:
    meeting = describing(70).given(replan(Replanning.GIVE_UP, minutes=70))

    assert sum(lengths(meeting).values()) <= 15 * 60
    assert set(lengths(meeting)) == {ASK, ADVISE, TAKE_AWAY, CLOSE}


def test_the_plan_is_taken_back_to_what_the_method_says() -> None:
    meeting = describing(45).given(replan(minutes=45))

    meeting.given(replan(Replanning.AS_WRITTEN))

    assert lengths(meeting) == {}
    meeting.when(replan(Replanning.AS_WRITTEN)).then()


def test_a_pause_takes_from_the_time_that_is_left() -> None:
    pause = PauseSession(by=HANNEKE, seen=LATEST, at=after(minutes=26))
    meeting = describing(25).given(pause, replan(minutes=46))

    assert 25 * 60 - 2 <= sum(lengths(meeting).values()) <= 25 * 60


def test_before_the_first_step_nothing_is_planned_anew() -> None:
    session().given(opened).when(replan()).refused("no-step-running")


def test_a_member_does_not_plan_anew_where_a_facilitator_guards_the_procedure() -> None:
    command = Replan(by=JOOST, seen=LATEST, at=NOON, how=Replanning.SHRINK)

    session().given(begun).when(command).refused("only-the-facilitator")


@pytest.mark.parametrize("key", sorted(set(shipped()) - {"start_meeting"}))
def test_every_method_keeps_time_for_its_takeaway_and_its_last_word(key: str) -> None:
    steps = method(key).steps
    kept = [step for step in steps if is_reserved(step)]

    assert all(is_reserved(step) for step in steps if {Kind.TAKEAWAY, Kind.CHECK_OUT} & set(step.kinds))
    assert kept
    assert len(kept) < len(steps)
    assert not any(is_reserved(step) for step in steps if step.kinds[0] is Kind.CHECK_IN)
