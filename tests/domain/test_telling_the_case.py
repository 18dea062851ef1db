"""Telling the case, taking something away, committing an action (R-72, R-73, R-85, R-86)."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from backend.domain.session.commands import Withdraw
from events.contribution import ContributionWithdrawn
from tests.spec import (
    ACTION,
    ADVICE,
    ADVISE,
    DESCRIBE,
    JOOST,
    OTHER_CASE,
    QUESTION,
    SAMIRA,
    TAKE_AWAY,
    action,
    advice,
    advising,
    chosen,
    close,
    described,
    description,
    offered,
    question,
    say,
    session,
    start,
    takeaway,
    taking_away,
)

heard = [*advising, say(question()), say(advice()), start(TAKE_AWAY)]


def test_the_contributor_tells_the_case() -> None:
    session().given(chosen, start(DESCRIBE)).when(say(description())).then(description(step=DESCRIBE))


def test_the_contributor_adds_to_what_was_told() -> None:
    more = replace(description(step=DESCRIBE), id=UUID(int=46))

    session().given(described).when(say(more)).then(more)


def test_nobody_tells_the_case_of_somebody_else() -> None:
    session().given(chosen, start(DESCRIBE)).when(say(description(JOOST))).refused("only-the-contributor")


def test_the_case_is_told_in_its_step() -> None:
    session().given(chosen).when(say(description())).refused("step-not-open")


@pytest.mark.parametrize("step", [DESCRIBE, ADVISE, TAKE_AWAY])
def test_no_step_about_a_case_starts_before_there_is_one(step: int) -> None:
    session().given(offered).when(start(step)).refused("no-case-yet")


def test_the_contributor_says_what_helped() -> None:
    said = takeaway(helpful=(QUESTION, ADVICE))

    session().given(heard).when(say(said)).then(replace(said, step=TAKE_AWAY))


def test_nothing_has_to_have_helped() -> None:
    session().given(heard).when(say(takeaway())).then(takeaway(step=TAKE_AWAY))


def test_what_was_never_said_cannot_have_helped() -> None:
    session().given(heard).when(say(takeaway(helpful=(ACTION,)))).refused("unknown-contribution")


def test_what_was_said_about_another_case_did_not_help_this_one() -> None:
    elsewhere = replace(question(step=0), id=UUID(int=47), case=OTHER_CASE)

    session().given(heard, elsewhere).when(say(takeaway(helpful=(elsewhere.id,)))).refused(
        "unknown-contribution"
    )


def test_advice_that_was_withdrawn_meanwhile_may_have_helped() -> None:
    said = takeaway(helpful=(ADVICE,))

    session().given(heard, Withdraw(contribution=ADVICE, by=JOOST)).when(say(said)).then(
        replace(said, step=TAKE_AWAY)
    )


def test_the_contributor_commits_an_action() -> None:
    session().given(taking_away).when(say(action())).then(action(step=TAKE_AWAY))


def test_nobody_takes_away_or_acts_for_the_contributor() -> None:
    session().given(taking_away).when(say(takeaway(JOOST))).refused("only-the-contributor")
    session().given(taking_away).when(say(action(JOOST))).refused("only-the-contributor")


def test_nothing_is_taken_away_before_its_step() -> None:
    session().given(advising).when(say(takeaway())).refused("step-not-open")
    session().given(advising).when(say(action())).refused("step-not-open")


def test_a_meeting_ends_without_an_action_too() -> None:
    meeting = session().given(taking_away, close())

    assert meeting.state.closed_at is not None


def test_an_action_is_withdrawn_by_who_committed_it() -> None:
    story = [*taking_away, say(action())]

    session().given(story).when(Withdraw(contribution=ACTION, by=JOOST)).refused("not-yours")
    session().given(story).when(Withdraw(contribution=ACTION, by=SAMIRA)).then(
        ContributionWithdrawn(contribution=ACTION, by=SAMIRA)
    )
