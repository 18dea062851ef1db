"""Proposing: every member may bring in a case, or nothing (R-70)."""

from backend.domain.methods import method
from backend.domain.session.commands import Withdraw
from events.contribution import ContributionWithdrawn
from tests.spec import (
    CASE,
    COLLECT,
    HANNEKE,
    JOOST,
    NOOR,
    OTHER_CASE,
    SAMIRA,
    STRANGER,
    arrive,
    chosen,
    collecting,
    nothing,
    open_meeting,
    opened,
    proposal,
    proposed,
    say,
    session,
)


def test_a_member_proposes_a_case() -> None:
    session().given(collecting).when(say(proposal())).then(proposal(step=COLLECT))


def test_a_member_has_nothing_to_bring_in_today() -> None:
    session().given(collecting).when(say(nothing())).then(nothing(step=COLLECT))


def test_nobody_proposes_before_the_step_for_it() -> None:
    session().given(opened).when(say(proposal())).refused("step-not-open")


def test_nobody_proposes_before_the_meeting() -> None:
    session().when(say(proposal())).refused("session-not-open")


def test_somebody_who_was_never_present_proposes_nothing() -> None:
    session().given(collecting).when(say(proposal(STRANGER))).refused("not-present")


def test_a_dedicated_facilitator_proposes_nothing() -> None:
    session().given(collecting).when(say(proposal(HANNEKE))).refused("facilitator-has-no-content-rights")


def test_a_method_without_a_step_for_it_takes_proposals_from_the_opening_on_and_in_time() -> None:
    played = open_meeting(played=method("five_step"))

    session().given(played, arrive(SAMIRA)).when(say(proposal())).then(proposal(step=0))


def test_a_proposal_is_taken_back_by_its_owner() -> None:
    meeting = session().given(proposed)

    meeting.when(Withdraw(contribution=CASE, by=SAMIRA)).then(
        ContributionWithdrawn(contribution=CASE, by=SAMIRA)
    )
    assert meeting.state.proposals == {}


def test_a_proposal_is_taken_back_by_nobody_else() -> None:
    session().given(proposed).when(Withdraw(contribution=CASE, by=JOOST)).refused("not-yours")


def test_what_was_never_said_is_not_taken_back() -> None:
    session().given(proposed).when(Withdraw(contribution=OTHER_CASE, by=SAMIRA)).refused(
        "unknown-contribution"
    )


def test_taking_back_twice_changes_nothing() -> None:
    withdraw = Withdraw(contribution=CASE, by=SAMIRA)

    session().given(proposed, withdraw).when(withdraw).then()


def test_the_chosen_case_is_not_taken_back_as_a_proposal() -> None:
    session().given(chosen).when(Withdraw(contribution=CASE, by=SAMIRA)).refused("case-already-chosen")


def test_a_proposal_that_was_not_chosen_may_be_taken_back_later() -> None:
    session().given(chosen).when(Withdraw(contribution=OTHER_CASE, by=NOOR)).then(
        ContributionWithdrawn(contribution=OTHER_CASE, by=NOOR)
    )
