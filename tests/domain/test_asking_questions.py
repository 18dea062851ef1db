"""Asking and answering: open from its step on, by peers, to the contributor of this case."""

from uuid import UUID

from events.contribution import HypothesisOffered, ObservationShared, QuestionAsked, ReflectionShared
from tests.spec import (
    ASK,
    CASE,
    DESCRIBE,
    HANNEKE,
    JOOST,
    NOOR,
    OTHER_CASE,
    QUESTION,
    SAMIRA,
    STRANGER,
    answer,
    asking,
    chosen,
    described,
    offered,
    question,
    say,
    session,
    start,
    text,
)


def test_a_peer_asks_a_question() -> None:
    session().given(asking).when(say(question())).then(question(step=ASK))


def test_nobody_asks_before_the_case_is_described() -> None:
    session().given(chosen, start(DESCRIBE)).when(say(question())).refused("questions-closed")


def test_nobody_asks_before_questions_are_open() -> None:
    session().given(described).when(say(question())).refused("questions-closed")


def test_nobody_asks_about_a_case_that_is_not_chosen() -> None:
    session().given(offered).when(say(question())).refused("no-case-yet")


def test_the_contributor_asks_no_questions() -> None:
    session().given(asking).when(say(question(SAMIRA))).refused("contributor-does-not")


def test_a_dedicated_facilitator_asks_no_questions() -> None:
    session().given(asking).when(say(question(HANNEKE))).refused("facilitator-has-no-content-rights")


def test_somebody_who_was_never_present_asks_nothing() -> None:
    session().given(asking).when(say(question(STRANGER))).refused("not-present")


def test_the_contributor_answers() -> None:
    session().given(asking, say(question())).when(say(answer())).then(answer(step=ASK))


def test_only_the_contributor_answers() -> None:
    session().given(asking, say(question())).when(say(answer(NOOR))).refused("only-the-contributor")


def test_only_a_question_is_answered() -> None:
    session().given(asking).when(say(answer())).refused("unknown-question")


def test_a_question_about_another_case_is_not_answered_for_this_one() -> None:
    elsewhere = QuestionAsked(id=QUESTION, by=JOOST, step=ASK, case=OTHER_CASE, text=text(JOOST))

    session().given(asking, elsewhere).when(say(answer())).refused("unknown-question")


def test_what_a_peer_saw_is_welcome_while_questions_are_open() -> None:
    seen = ObservationShared(id=UUID(int=50), by=JOOST, step=ASK, case=CASE, text=text(JOOST))

    session().given(asking).when(say(seen)).then(seen)


def test_what_a_method_has_no_step_for_is_not_said() -> None:
    for kind in (HypothesisOffered, ReflectionShared):
        said = kind(id=UUID(int=51), by=JOOST, step=ASK, case=CASE, text=text(JOOST))
        session().given(asking).when(say(said)).refused("step-not-open")


def test_a_dedicated_facilitator_offers_no_hypothesis() -> None:
    said = HypothesisOffered(id=UUID(int=51), by=HANNEKE, step=ASK, case=CASE, text=text(HANNEKE))

    session().given(asking).when(say(said)).refused("facilitator-has-no-content-rights")


def test_a_question_is_asked_once_however_often_it_is_sent() -> None:
    session().given(asking, say(question())).when(say(question())).then()


def test_the_id_of_a_question_is_not_used_for_another() -> None:
    session().given(asking, say(question())).when(say(question(NOOR))).refused("id-reused")
