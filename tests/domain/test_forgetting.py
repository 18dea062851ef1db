"""Erasing a case, sharing it, and going on when somebody is gone for good (invariants 7 and 8)."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from backend.domain.errors import Refused
from backend.domain.session.choosing import check_ballot
from backend.domain.session.commands import EraseCase, ForgetAuthor, OpenChoice, RetainTakeaways, ShareCase
from events.contribution import CaseProposed
from events.forgetting import AuthorForgotten, CaseErased, CaseShared, CaseUnshared, TakeawaysRetained
from events.session import ChoiceDeclined
from tests.spec import (
    ADVISE,
    ASK,
    CASE,
    CHOICE,
    COLLECT,
    FOLLOW_UP,
    HANNEKE,
    JOOST,
    NOON,
    NOOR,
    OLD_CASE,
    OTHER_CASE,
    QUESTION,
    SAMIRA,
    STRANGER,
    advice,
    advising,
    answer,
    arrive,
    asking,
    choosing,
    chosen,
    close,
    consent,
    feedback,
    nothing,
    offer,
    offered,
    proposal,
    question,
    report,
    say,
    session,
    start,
    takeaway,
    waiting,
)

ERASED = CaseErased(case=CASE, by=SAMIRA, at=NOON, takeaways_kept=False)
OVER = CaseErased(case=CASE, by=None, at=NOON, takeaways_kept=True)
OLD_ERASED = CaseErased(case=OLD_CASE, by=JOOST, at=NOON, takeaways_kept=False)
GONE = AuthorForgotten(person=SAMIRA, at=NOON)


def erase(by: UUID | None = SAMIRA, case: UUID = CASE, *, keep: bool = False) -> EraseCase:
    return EraseCase(case=case, by=by, at=NOON, keep_takeaways=keep)


def share(by: UUID = SAMIRA, *, shared: bool = True) -> ShareCase:
    return ShareCase(case=CASE, by=by, shared=shared)


def forget(person: UUID = SAMIRA) -> ForgetAuthor:
    return ForgetAuthor(person=person, at=NOON)


def test_the_contributor_erases_their_case_in_the_meeting_and_long_after() -> None:
    session().given(advising).when(erase()).then(ERASED)
    session().given(advising, close()).when(erase()).then(ERASED)


def test_a_proposal_that_was_not_chosen_is_erased_too() -> None:
    session().given(offered).when(erase()).then(ERASED)


def test_nobody_erases_the_case_of_somebody_else() -> None:
    for person in (JOOST, HANNEKE, STRANGER):
        session().given(advising).when(erase(person)).refused("only-the-contributor")


def test_what_is_no_case_cannot_be_erased() -> None:
    session().given(advising).when(erase(case=QUESTION)).refused("not-a-proposal")


def test_erasing_twice_changes_nothing() -> None:
    session().given(advising, ERASED).when(erase()).then()
    session().given(advising, ERASED).when(erase(None, keep=True)).then()


def test_a_case_whose_time_is_over_goes_by_itself() -> None:
    session().given(advising, close()).when(erase(None, keep=True)).then(OVER)


def test_nothing_is_added_to_an_erased_case() -> None:
    gone = session().given(asking, say(question()), ERASED)
    for said in (question(NOOR), answer(), advice(NOOR), takeaway()):
        gone.when(say(replace(said, id=UUID(int=50)))).refused("erased")


def test_what_was_said_before_is_still_known_when_it_is_repeated() -> None:
    session().given(asking, say(question()), ERASED).when(say(question())).then()


def test_the_meeting_goes_on_to_another_case_when_the_present_one_is_erased() -> None:
    gone = session().given(advising, ERASED)
    gone.when(start(ASK)).refused("no-case-yet")

    gone.given(start(COLLECT), offer(OTHER_CASE), consent(NOOR), start(ASK))

    assert gone.state.case == OTHER_CASE


def test_an_erased_case_is_offered_to_nobody() -> None:
    session().given(offered, ERASED).when(consent()).refused("not-offered")
    session().given(offered, ERASED).when(offer()).refused("not-a-proposal")


def test_nobody_chooses_a_case_that_was_erased_meanwhile() -> None:
    opening = OpenChoice(by=HANNEKE, seen=1_000_000, at=NOON, choice=CHOICE)
    state = session().given(choosing, opening, ERASED).state

    check_ballot(state, CHOICE, JOOST, OTHER_CASE)
    with pytest.raises(Refused, match="erased"):
        check_ballot(state, CHOICE, JOOST, CASE)
    with pytest.raises(Refused, match="erased"):
        check_ballot(session().given(choosing, opening, GONE).state, CHOICE, JOOST, CASE)


def test_an_earlier_case_that_is_erased_waits_for_no_report() -> None:
    session().given(waiting, OLD_ERASED).when(start(COLLECT)).answer()
    session().given(waiting, OLD_ERASED).when(say(report())).refused("erased")


def test_the_contributor_of_an_earlier_case_erases_it_where_it_was_reported_on() -> None:
    session().given(waiting).when(erase(JOOST, OLD_CASE)).then(OLD_ERASED)
    session().given(waiting).when(erase(NOOR, OLD_CASE)).refused("only-the-contributor")


def test_nobody_becomes_the_owner_of_an_earlier_case_by_proposing_it_again() -> None:
    reported = [*waiting, start(FOLLOW_UP), say(report()), start(COLLECT)]

    session().given(reported).when(say(proposal(NOOR, OLD_CASE))).refused("id-reused")


def test_no_feedback_is_given_on_a_report_of_an_erased_case() -> None:
    reported = [*waiting, start(1), say(report()), OLD_ERASED]

    session().given(reported).when(say(feedback())).refused("erased")


def test_the_contributor_shares_a_case_and_takes_that_back() -> None:
    shared, unshared = CaseShared(case=CASE, by=SAMIRA), CaseUnshared(case=CASE, by=SAMIRA)
    session().given(chosen).when(share()).then(shared).when(share()).then()
    session().given(chosen, shared).when(share(shared=False)).then(unshared)
    session().given(chosen).when(share(shared=False)).then()


def test_nobody_shares_the_case_of_somebody_else_nor_one_that_is_gone_or_was_not_chosen() -> None:
    session().given(chosen).when(share(JOOST)).refused("only-the-contributor")
    session().given(chosen, ERASED).when(share()).refused("erased")
    session().given(offered).when(share()).refused("no-case-yet")


def test_the_contributor_says_whether_takeaways_outlive_the_case() -> None:
    let_go = RetainTakeaways(case=CASE, by=SAMIRA, keep=False)
    said = TakeawaysRetained(case=CASE, by=SAMIRA, keep=False)
    session().given(chosen).when(let_go).then(said).when(let_go).then()
    session().given(chosen).when(replace(let_go, keep=True)).then()
    session().given(chosen, said).when(replace(let_go, keep=True)).then(replace(said, keep=True))
    session().given(chosen).when(replace(let_go, by=JOOST)).refused("only-the-contributor")
    session().given(chosen, ERASED).when(let_go).refused("erased")


def test_who_was_there_is_forgotten_once() -> None:
    session().given(chosen).when(forget()).then(GONE).when(forget()).then()
    session().given(chosen).when(forget(STRANGER)).then()


def test_nothing_is_said_in_the_name_of_somebody_who_is_gone() -> None:
    session().given(advising, AuthorForgotten(person=JOOST, at=NOON)).when(say(advice(JOOST))).refused(
        "erased"
    )


def test_the_case_of_somebody_who_is_gone_is_put_away() -> None:
    gone = session().given(advising, GONE)
    gone.when(start(ADVISE - 1)).refused("no-case-yet")
    gone.when(say(replace(question(NOOR), id=UUID(int=50)))).refused("erased")


def test_who_is_asked_for_consent_and_goes_has_said_no() -> None:
    session().given(offered).when(forget()).then(GONE, ChoiceDeclined(case=CASE, by=SAMIRA))


def test_proposals_and_open_actions_of_somebody_who_is_gone_hold_up_nobody() -> None:
    left = session().given(waiting, AuthorForgotten(person=JOOST, at=NOON))

    left.given(start(COLLECT)).when(say(nothing(NOOR))).then(nothing(NOOR, step=COLLECT))
    session().given(chosen, GONE).when(offer()).refused("not-a-proposal")


@pytest.mark.parametrize("person", [JOOST, NOOR])
def test_when_the_facilitator_is_gone_the_peers_guard_the_procedure(person: UUID) -> None:
    alone = session().given(chosen, arrive(JOOST, NOOR))
    alone.when(start(ASK, by=person)).refused("only-the-facilitator")

    alone.given(AuthorForgotten(person=HANNEKE, at=NOON)).when(start(ASK, by=person)).answer()


def test_a_case_that_is_no_proposal_of_this_meeting_has_no_owner() -> None:
    known = session().given(chosen).state

    assert isinstance(known.said[CASE], CaseProposed)
    assert known.brought_in_by(CASE) == SAMIRA
    assert known.brought_in_by(QUESTION) is None
