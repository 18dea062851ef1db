"""What arrives after its step is marked late and never dropped, until seven days after the meeting."""

import pytest
from msgspec.structs import replace

from backend.domain.session.commands import Depart, ReopenSession, UndoStep
from tests.spec import (
    ADVISE,
    ASK,
    CHECK_IN,
    CHOOSE,
    DESCRIBE,
    HANNEKE,
    JOOST,
    LATEST,
    NOON,
    NOOR,
    OTHER_CASE,
    TAKE_AWAY,
    action,
    advice,
    advising,
    after,
    asking,
    close,
    consent,
    offer,
    opened,
    passing,
    question,
    say,
    session,
    start,
    taking_away,
)

over = [*taking_away, close()]


def test_what_is_said_in_its_step_is_not_late() -> None:
    session().given(asking).when(say(question())).then(question(step=ASK, late=False))


def test_a_question_that_arrives_during_the_advice_belongs_to_its_step_and_is_late() -> None:
    session().given(advising).when(say(question(step=ASK))).then(question(step=ASK, late=True))


def test_the_step_in_which_it_was_written_need_not_be_known() -> None:
    session().given(advising).when(say(question())).then(question(step=ASK, late=True))


@pytest.mark.parametrize("claimed", [ADVISE, TAKE_AWAY, 99, -7])
def test_a_step_that_does_not_fit_is_not_believed(claimed: int) -> None:
    session().given(taking_away).when(say(question(step=claimed))).then(question(step=ASK, late=True))


def test_a_phone_does_not_say_itself_whether_it_is_late() -> None:
    session().given(asking).when(say(question(late=True))).then(question(step=ASK, late=False))


def test_a_step_that_runs_again_is_in_time_again() -> None:
    session().given(advising, start(ASK)).when(say(question())).then(question(step=ASK, late=False))


def test_a_step_that_runs_again_for_the_next_case_is_over_for_the_one_before() -> None:
    next_case = [*advising, start(CHOOSE), offer(OTHER_CASE), consent(NOOR), start(DESCRIBE), start(ASK)]
    of_the_next = replace(question(), case=OTHER_CASE)

    session().given(next_case).when(say(question())).then(question(step=ASK, late=True))
    session().given(next_case).when(say(of_the_next)).then(replace(of_the_next, step=ASK, late=False))


def test_what_arrives_after_a_step_was_taken_back_is_late() -> None:
    undo = UndoStep(by=HANNEKE, seen=LATEST, at=NOON)

    session().given(advising, undo).when(say(advice())).then(advice(step=ADVISE, late=True))


@pytest.mark.parametrize("days", [0, 1, 7])
def test_after_the_meeting_everything_is_late(days: int) -> None:
    session().given(over).when(say(action(), at=after(days=days))).then(action(step=TAKE_AWAY, late=True))


def test_seven_days_after_the_meeting_it_is_too_late() -> None:
    session().given(over).when(say(action(), at=after(days=7, seconds=1))).refused("too-late")


def test_what_was_said_in_time_may_be_sent_again_for_ever() -> None:
    session().given(taking_away, say(action()), close()).when(say(action(), at=after(days=30))).then()


def test_a_step_that_never_opened_does_not_open_after_the_meeting() -> None:
    session().given(asking, close()).when(say(advice())).refused("advice-not-open")


def test_after_reopening_the_running_step_is_in_time_again() -> None:
    reopen = ReopenSession(by=HANNEKE, seen=LATEST, at=NOON)

    session().given(over, reopen).when(say(action())).then(action(step=TAKE_AWAY, late=False))


def test_somebody_who_left_still_sends_what_was_written() -> None:
    session().given(asking, Depart(person=JOOST, at=NOON)).when(say(question())).then(question(step=ASK))


def test_passing_is_possible_in_every_step() -> None:
    for step in (CHECK_IN, ASK, ADVISE, TAKE_AWAY):
        story = taking_away if step == TAKE_AWAY else [*taking_away, start(step)]
        session().given(story).when(say(passing())).then(passing(step=step))


def test_passing_is_possible_before_the_first_step_and_after_the_meeting() -> None:
    session().given(opened).when(say(passing())).then(passing(step=0))
    session().given(over).when(say(passing(step=ASK))).then(passing(step=ASK, late=True))


def test_a_turn_that_was_passed_counts_against_nobody() -> None:
    session().given(asking, say(passing())).when(say(question())).then(question(step=ASK))
