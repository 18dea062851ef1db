"""Choosing: anonymous, never without consent, and put back while nothing was said (R-71)."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from backend.domain.errors import Reason, Refused
from backend.domain.methods import method
from backend.domain.session.choosing import check_ballot
from backend.domain.session.commands import (
    CloseChoice,
    DeclineCase,
    Depart,
    ForgetAuthor,
    OpenChoice,
    UndoChoice,
    Withdraw,
)
from events.method import AdviceMode
from events.session import (
    CaseChosen,
    CaseOffered,
    ChoiceClosed,
    ChoiceDeclined,
    ChoiceOpened,
    ChoiceUndone,
    Tally,
)
from tests.spec import (
    ASK,
    CASE,
    CHOICE,
    CHOOSE,
    COLLECT,
    DESCRIBE,
    HANNEKE,
    JOOST,
    LATEST,
    NOON,
    NOOR,
    OTHER_CASE,
    SAMIRA,
    STRANGER,
    advice,
    advising,
    arrive,
    choosing,
    chosen,
    close,
    collecting,
    consent,
    described,
    offer,
    offered,
    open_meeting,
    opened,
    passing,
    proposal,
    proposed,
    question,
    say,
    session,
    start,
    taking_away,
)

AGAIN = UUID(int=33)


def open_choice(choice: UUID = CHOICE, cases: tuple[UUID, ...] = ()) -> OpenChoice:
    return OpenChoice(by=HANNEKE, seen=LATEST, at=NOON, choice=choice, cases=cases)


def counted(samiras: int, noors: int, choice: UUID = CHOICE) -> CloseChoice:
    tally = (Tally(CASE, samiras), Tally(OTHER_CASE, noors))
    return CloseChoice(by=HANNEKE, seen=LATEST, at=NOON, choice=choice, tally=tally)


def closed(samiras: int, noors: int) -> ChoiceClosed:
    return ChoiceClosed(choice=CHOICE, tally=(Tally(CASE, samiras), Tally(OTHER_CASE, noors)), by=HANNEKE)


voting = [*choosing, open_choice()]
LEFT = Depart(person=JOOST, at=NOON)
undo = UndoChoice(by=HANNEKE, seen=LATEST, at=NOON)


def test_the_group_chooses_between_all_proposals_that_stand() -> None:
    session().given(choosing).when(open_choice()).then(
        ChoiceOpened(choice=CHOICE, cases=(CASE, OTHER_CASE), by=HANNEKE)
    )


def test_a_proposal_that_was_taken_back_is_not_among_them() -> None:
    session().given(choosing, Withdraw(contribution=CASE, by=SAMIRA)).when(open_choice()).then(
        ChoiceOpened(choice=CHOICE, cases=(OTHER_CASE,), by=HANNEKE)
    )


def test_a_choice_may_be_between_some_proposals_each_of_them_once() -> None:
    session().given(choosing).when(open_choice(cases=(OTHER_CASE, OTHER_CASE))).then(
        ChoiceOpened(choice=CHOICE, cases=(OTHER_CASE,), by=HANNEKE)
    )


def test_there_is_nothing_to_choose_from_without_proposals() -> None:
    session().given(collecting, start(CHOOSE)).when(open_choice()).refused("not-a-proposal")


def test_only_proposals_are_chosen_from() -> None:
    session().given(choosing).when(open_choice(cases=(CASE, AGAIN))).refused("not-a-proposal")


def test_choosing_has_its_step() -> None:
    session().given(proposed).when(open_choice()).refused("step-not-open")


def test_one_choice_is_open_at_a_time() -> None:
    session().given(voting).when(open_choice(AGAIN)).refused("choice-open")
    session().given(voting).when(open_choice()).then()


def test_a_choice_that_closed_is_not_opened_again() -> None:
    session().given(voting, counted(2, 2)).when(open_choice()).refused("id-reused")


def test_a_clear_winner_is_offered_to_its_owner() -> None:
    session().given(voting).when(counted(2, 1)).then(closed(2, 1), CaseOffered(case=CASE, by=HANNEKE))


@pytest.mark.parametrize("votes", [0, 2])
def test_a_tie_is_only_written_down(votes: int) -> None:
    session().given(voting).when(counted(votes, votes)).then(closed(votes, votes))


def test_a_winner_that_was_taken_back_is_not_offered() -> None:
    story = [*voting, Withdraw(contribution=CASE, by=SAMIRA)]

    session().given(story).when(counted(2, 1)).then(closed(2, 1))


def test_after_a_tie_the_group_agrees_on_a_case() -> None:
    session().given(voting, counted(2, 2)).when(offer(OTHER_CASE)).then(
        CaseOffered(case=OTHER_CASE, by=HANNEKE)
    )


def test_after_a_tie_the_group_may_choose_again() -> None:
    session().given(voting, counted(2, 2)).when(open_choice(AGAIN)).then(
        ChoiceOpened(choice=AGAIN, cases=(CASE, OTHER_CASE), by=HANNEKE)
    )


@pytest.mark.parametrize("ballots", [(1, 0), (0, 1), (2, 0), (1, 1)])
def test_one_or_two_ballots_are_not_counted_while_more_can_come(ballots: tuple[int, int]) -> None:
    session().given(voting).when(counted(*ballots)).refused("too-few-ballots")
    session().given(voting, LEFT).when(counted(*ballots)).refused("too-few-ballots")


def test_where_two_can_choose_their_two_ballots_are_counted() -> None:
    alone = [open_meeting(), *arrive(SAMIRA, NOOR), *choosing[len(opened) :], open_choice()]

    session().given(alone).when(counted(1, 0)).refused("too-few-ballots")
    session().given(alone).when(counted(1, 1)).then(closed(1, 1))


def test_who_deleted_their_account_is_not_waited_for() -> None:
    story = [*voting, ForgetAuthor(person=JOOST, at=NOON)]

    session().given(story).when(counted(1, 1)).then(closed(1, 1))


def test_a_choice_closes_once() -> None:
    session().given(voting, counted(2, 2)).when(counted(2, 2)).refused("choice-not-open")
    session().given(voting).when(counted(2, 2, AGAIN)).refused("choice-not-open")
    session().given(choosing).when(counted(2, 2)).refused("choice-not-open")


def test_a_meeting_does_not_end_while_the_group_chooses() -> None:
    session().given(voting).when(close()).refused("choice-open")


def test_nothing_else_starts_and_nothing_is_offered_while_the_group_chooses() -> None:
    session().given(voting).when(start(COLLECT)).refused("choice-open")
    session().given(voting).when(offer()).refused("choice-open")


@pytest.mark.parametrize(
    ("story", "choice", "person", "case", "reason"),
    [
        (voting, CHOICE, HANNEKE, CASE, "facilitator-has-no-content-rights"),
        (voting, CHOICE, STRANGER, CASE, "not-present"),
        (voting, AGAIN, JOOST, CASE, "choice-not-open"),
        (voting, CHOICE, JOOST, AGAIN, "not-a-proposal"),
        (choosing, CHOICE, JOOST, CASE, "choice-not-open"),
        ([*voting, counted(2, 2)], CHOICE, JOOST, CASE, "choice-not-open"),
        ([*voting, counted(2, 1), close()], CHOICE, JOOST, CASE, "session-closed"),
    ],
)
def test_a_ballot_is_refused(
    story: list[object], choice: UUID, person: UUID, case: UUID, reason: Reason
) -> None:
    meeting = session().given(story)

    with pytest.raises(Refused) as refusal:
        check_ballot(meeting.state, choice, person, case)

    assert refusal.value.reason == reason


def test_every_member_who_is_present_casts_a_ballot_for_their_own_case_too() -> None:
    meeting = session().given(voting)

    for person in (SAMIRA, JOOST, NOOR):
        check_ballot(meeting.state, CHOICE, person, CASE)


def test_nothing_in_the_record_ties_a_person_to_a_choice() -> None:
    fields = {name for kind in (ChoiceOpened, ChoiceClosed) for name in kind.__struct_fields__}

    assert fields == {"choice", "cases", "tally", "by"}
    assert set(Tally.__struct_fields__) == {"case", "votes"}


def test_the_owner_consents_and_is_the_one_contributor() -> None:
    meeting = session().given(offered)

    meeting.when(consent()).then(CaseChosen(case=CASE, contributor=SAMIRA, advice_mode=AdviceMode.ROUND))
    assert meeting.state.chosen[CASE].contributor == SAMIRA
    assert list(meeting.state.chosen) == [CASE]


def test_nobody_consents_to_a_case_that_was_not_offered() -> None:
    session().given(choosing).when(consent()).refused("not-offered")
    session().given(choosing).when(DeclineCase(by=SAMIRA)).refused("not-offered")


def test_nobody_consents_for_somebody_else() -> None:
    session().given(offered).when(consent(NOOR)).refused("not-yours")
    session().given(offered).when(consent(HANNEKE)).refused("not-yours")
    session().given(offered).when(DeclineCase(by=NOOR)).refused("not-yours")


def test_nobody_consents_after_the_meeting() -> None:
    session().given(offered, close()).when(consent()).refused("session-closed")
    session().given(offered, close()).when(DeclineCase(by=SAMIRA)).refused("session-closed")


def test_an_owner_who_took_the_case_back_is_not_held_to_it() -> None:
    session().given(offered, Withdraw(contribution=CASE, by=SAMIRA)).when(consent()).refused("not-a-proposal")


def test_consenting_twice_changes_nothing() -> None:
    session().given(chosen).when(consent()).then()


def test_consenting_again_with_less_advice_is_not_passed_over_in_silence() -> None:
    session().given(chosen).when(consent(mode=AdviceMode.NONE)).refused("case-already-chosen")


def test_the_owner_would_rather_not_and_the_group_goes_on() -> None:
    meeting = session().given(offered)

    meeting.when(DeclineCase(by=SAMIRA)).then(ChoiceDeclined(case=CASE, by=SAMIRA))
    meeting.when(consent()).refused("not-offered")
    meeting.when(offer(OTHER_CASE)).then(CaseOffered(case=OTHER_CASE, by=HANNEKE))


def test_a_declined_proposal_stays_its_owners() -> None:
    meeting = session().given(offered, DeclineCase(by=SAMIRA))

    assert meeting.state.proposals[CASE].by == SAMIRA


def test_declining_twice_because_an_answer_was_lost_is_declining_once() -> None:
    meeting = session().given(offered, DeclineCase(by=SAMIRA))

    meeting.when(DeclineCase(by=SAMIRA)).then()
    meeting.when(DeclineCase(by=NOOR)).refused("not-offered")
    session().given(offered, DeclineCase(by=SAMIRA), offer(OTHER_CASE)).when(DeclineCase(by=SAMIRA)).refused(
        "not-yours"
    )


def test_only_a_proposal_is_offered() -> None:
    session().given(choosing).when(offer(AGAIN)).refused("not-a-proposal")


def test_offering_the_same_case_twice_changes_nothing() -> None:
    session().given(offered).when(offer()).then()


def test_another_case_may_be_offered_while_the_owner_thinks() -> None:
    meeting = session().given(offered, offer(OTHER_CASE))

    meeting.when(consent()).refused("not-yours")
    meeting.when(consent(NOOR)).then(
        CaseChosen(case=OTHER_CASE, contributor=NOOR, advice_mode=AdviceMode.ROUND)
    )


def test_there_is_one_case_at_a_time() -> None:
    session().given(chosen).when(offer(OTHER_CASE)).refused("case-already-chosen")
    session().given(described).when(offer(OTHER_CASE)).refused("case-already-chosen")
    session().given(chosen).when(open_choice()).refused("case-already-chosen")


def test_the_choice_is_undone_while_nothing_was_said_about_the_case() -> None:
    meeting = session().given(chosen, start(DESCRIBE))

    meeting.when(undo).then(ChoiceUndone(case=CASE, by=HANNEKE))
    assert meeting.state.case is None
    meeting.given(offer()).when(consent()).then(
        CaseChosen(case=CASE, contributor=SAMIRA, advice_mode=AdviceMode.ROUND)
    )


def test_the_steps_of_an_undone_choice_are_not_open_for_the_next_case() -> None:
    story = [*chosen, start(DESCRIBE), start(ASK), start(DESCRIBE), undo, offer(), consent()]

    session().given(story).when(say(question())).refused("questions-closed")


def test_the_choice_is_not_undone_once_the_case_has_begun() -> None:
    session().given(described).when(undo).refused("case-has-begun")


def test_passing_says_nothing_about_the_case() -> None:
    session().given(chosen, say(passing())).when(undo).then(ChoiceUndone(case=CASE, by=HANNEKE))


def test_there_is_no_choice_to_undo_without_a_case() -> None:
    session().given(offered).when(undo).refused("nothing-to-undo")


def test_a_second_case_follows_once_the_meeting_is_back_at_choosing() -> None:
    meeting = session().given(taking_away, start(CHOOSE))

    meeting.when(offer()).refused("case-already-chosen")
    meeting.when(open_choice()).then(ChoiceOpened(choice=CHOICE, cases=(OTHER_CASE,), by=HANNEKE))


def test_the_gate_is_closed_again_for_a_second_case() -> None:
    story = [*advising, start(CHOOSE), offer(OTHER_CASE), consent(NOOR), start(DESCRIBE), start(ASK)]
    meeting = session().given(story)

    meeting.when(say(replace(advice(), case=OTHER_CASE))).refused("advice-not-open")


def test_the_same_person_may_contribute_a_second_case() -> None:
    samiras = proposal(SAMIRA, AGAIN)
    meeting = session().given(taking_away, say(samiras), start(CHOOSE), offer(AGAIN))

    meeting.when(consent()).then(CaseChosen(case=AGAIN, contributor=SAMIRA, advice_mode=AdviceMode.ROUND))


def test_a_method_without_a_step_for_choosing_may_offer_a_case_that_was_agreed_beforehand() -> None:
    played = [open_meeting(played=method("five_step")), *arrive(SAMIRA), say(proposal())]

    session().given(played).when(offer()).then(CaseOffered(case=CASE, by=HANNEKE))
