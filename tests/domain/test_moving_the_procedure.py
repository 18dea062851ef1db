"""Steps and clock: started, extended, paused, skipped, and taken back; never on what was not seen."""

from collections.abc import Callable
from uuid import UUID

import pytest

from backend.domain.session.commands import (
    AnyMove,
    CloseSession,
    ExtendStep,
    PauseSession,
    ReopenSession,
    ResumeSession,
    SetTurnOrder,
    UndoStep,
)
from events.session import (
    SessionPaused,
    SessionResumed,
    StepExtended,
    StepStarted,
    StepUndone,
    TurnOrderSet,
)
from tests.spec import (
    ADVISE,
    ASK,
    CHECK_IN,
    COLLECT,
    HANNEKE,
    JOOST,
    LATEST,
    NOON,
    NOOR,
    SAMIRA,
    STRANGER,
    TAKE_AWAY,
    advising,
    after,
    asking,
    close,
    consent,
    offered,
    opened,
    passing,
    question,
    say,
    session,
    start,
)


def move(kind: Callable[..., AnyMove], minutes: float = 0, **what: object) -> AnyMove:
    return kind(by=HANNEKE, seen=LATEST, at=after(minutes=minutes), **what)


extend = move(ExtendStep, seconds=120)
pause = move(PauseSession, minutes=1)
first = [*opened, start(CHECK_IN)]


def test_a_step_ends_after_its_planned_time() -> None:
    session().given(opened).when(start(CHECK_IN)).then(
        StepStarted(step=CHECK_IN, by=HANNEKE, at=NOON, ends_at=after(minutes=5))
    )


def test_a_later_step_may_start_and_the_ones_between_are_skipped() -> None:
    session().given(first).when(start(COLLECT)).then(
        StepStarted(step=COLLECT, by=HANNEKE, at=NOON, ends_at=after(minutes=10))
    )


def test_an_earlier_step_may_start_again() -> None:
    session().given(advising).when(start(ASK)).then(
        StepStarted(step=ASK, by=HANNEKE, at=NOON, ends_at=after(minutes=25))
    )


@pytest.mark.parametrize("step", [-1, 9])
def test_only_steps_of_the_method_start(step: int) -> None:
    session().given(opened).when(start(step)).refused("unknown-step")


def test_a_step_that_runs_does_not_start_twice() -> None:
    session().given(first).when(start(CHECK_IN)).refused("step-already-running")


def test_a_step_gets_more_time_or_less() -> None:
    session().given(first).when(extend).then(
        StepExtended(step=CHECK_IN, by=HANNEKE, seconds=120, ends_at=after(minutes=7))
    )
    session().given(first, extend).when(move(ExtendStep, seconds=-60)).then(
        StepExtended(step=CHECK_IN, by=HANNEKE, seconds=-60, ends_at=after(minutes=6))
    )


def test_a_step_does_not_end_before_it_began() -> None:
    session().given(first).when(move(ExtendStep, seconds=-3600)).then(
        StepExtended(step=CHECK_IN, by=HANNEKE, seconds=-3600, ends_at=NOON)
    )


def test_no_step_is_extended_before_the_first_one() -> None:
    session().given(opened).when(extend).refused("no-step-running")


def test_the_last_start_is_taken_back_and_the_step_before_runs_again_as_it_was() -> None:
    meeting = session().given(first, extend, start(COLLECT))

    meeting.when(move(UndoStep)).then(
        StepUndone(step=COLLECT, back_to=CHECK_IN, by=HANNEKE, at=NOON, ends_at=after(minutes=7))
    )
    assert meeting.state.run is not None
    assert (meeting.state.run.step, meeting.state.run.ends_at) == (CHECK_IN, after(minutes=7))


def test_the_first_start_is_taken_back_to_before_the_first_step() -> None:
    meeting = session().given(first)

    meeting.when(move(UndoStep)).then(
        StepUndone(step=CHECK_IN, back_to=None, by=HANNEKE, at=NOON, ends_at=None)
    )
    meeting.when(move(UndoStep)).refused("nothing-to-undo")


def test_what_was_said_in_a_step_that_was_taken_back_stays() -> None:
    meeting = session().given(advising, say(passing()), move(UndoStep))

    assert meeting.state.said[passing().id].step == ADVISE


def test_a_step_ends_as_much_later_as_the_pause_took() -> None:
    meeting = session().given(first)

    meeting.when(pause).then(SessionPaused(by=HANNEKE, at=after(minutes=1)))
    meeting.when(move(ResumeSession, minutes=11)).then(
        SessionResumed(by=HANNEKE, at=after(minutes=11), ends_at=after(minutes=15))
    )


def test_a_clock_that_runs_back_takes_no_time_from_a_step() -> None:
    session().given(first, pause).when(move(ResumeSession, minutes=-30)).then(
        SessionResumed(by=HANNEKE, at=after(minutes=-30), ends_at=after(minutes=5))
    )


def test_a_pause_before_the_first_step_moves_no_end() -> None:
    session().given(opened, pause).when(move(ResumeSession, minutes=3)).then(
        SessionResumed(by=HANNEKE, at=after(minutes=3), ends_at=None)
    )


def test_a_pause_is_one_pause() -> None:
    session().given(first, pause).when(pause).refused("already-paused")
    session().given(first).when(move(ResumeSession)).refused("not-paused")


def test_a_step_that_starts_ends_the_pause() -> None:
    session().given(first, pause, start(COLLECT)).when(move(ResumeSession)).refused("not-paused")


def test_people_speak_during_a_pause() -> None:
    session().given(asking, pause).when(say(question())).then(question(step=ASK))


def test_the_word_goes_round_in_the_order_that_was_set() -> None:
    meeting = session().given(opened)

    meeting.when(move(SetTurnOrder, order=(NOOR, SAMIRA))).then(
        TurnOrderSet(order=(NOOR, SAMIRA), by=HANNEKE)
    )
    assert list(meeting.state.members) == [NOOR, SAMIRA, JOOST]


@pytest.mark.parametrize("person", [HANNEKE, STRANGER])
def test_the_word_goes_round_among_the_members(person: UUID) -> None:
    session().given(opened).when(move(SetTurnOrder, order=(NOOR, person))).refused("not-a-member")


@pytest.mark.parametrize(
    "wanted",
    [
        start(TAKE_AWAY),
        extend,
        move(UndoStep),
        pause,
        move(ResumeSession),
        move(SetTurnOrder, order=(NOOR,)),
        close(),
    ],
    ids=lambda wanted: type(wanted).__name__,
)
def test_nothing_moves_after_the_meeting(wanted: AnyMove) -> None:
    session().given(asking, close()).when(wanted).refused("session-closed")


def test_nothing_moves_before_the_meeting() -> None:
    session().when(start(CHECK_IN)).refused("session-not-open")


def test_a_move_on_a_procedure_that_moved_meanwhile_is_stale() -> None:
    meeting = session().given(first)
    seen = meeting.state.version

    meeting.given(start(COLLECT)).when(start(1, seen=seen)).refused("stale-version")


def test_a_second_tap_on_next_does_not_skip_a_step() -> None:
    meeting = session().given(first)
    seen = meeting.state.version

    meeting.given(start(1, seen=seen)).when(start(1, seen=seen)).refused("stale-version")


def test_a_contribution_in_between_makes_no_move_stale() -> None:
    meeting = session().given(asking)
    seen = meeting.state.version

    meeting.given(say(question()), say(passing())).when(start(ADVISE, seen=seen)).then(
        StepStarted(step=ADVISE, by=HANNEKE, at=NOON, ends_at=after(minutes=15))
    )


def test_somebody_who_comes_in_makes_no_move_stale() -> None:
    meeting = session().given(opened[:1])
    seen = meeting.state.version

    meeting.given(opened[1:]).when(start(CHECK_IN, seen=seen)).then(
        StepStarted(step=CHECK_IN, by=HANNEKE, at=NOON, ends_at=after(minutes=5))
    )


def test_consent_in_between_makes_a_move_stale() -> None:
    meeting = session().given(offered)
    seen = meeting.state.version

    meeting.given(consent()).when(CloseSession(by=HANNEKE, seen=seen, at=NOON)).refused("stale-version")


def test_who_may_not_move_is_told_so_before_what_is_stale() -> None:
    session().given(first).when(start(COLLECT, by=JOOST, seen=0)).refused("only-the-facilitator")
    session().given(first).when(ReopenSession(by=JOOST, seen=0, at=NOON)).refused("only-the-facilitator")
