"""Who guides among peers, who writes for others, and who learns to facilitate (R-62, R-63, § 8.3)."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from backend.domain.session.commands import Arrive, GiveDuty, Note, OpenSession, PauseSession, Withdraw
from events.contribution import ContributionNoted, ContributionWithdrawn, Notable
from events.forgetting import AuthorForgotten
from events.group import Facilitation, Role
from events.method import Visibility
from events.session import Duty, DutyGiven, SessionPaused
from tests.spec import (
    ASK,
    BASIS6,
    HANNEKE,
    JOOST,
    LATEST,
    NOON,
    NOOR,
    QUESTION,
    SAMIRA,
    STRANGER,
    advice,
    answer,
    arrive,
    asking,
    open_meeting,
    opened,
    question,
    say,
    session,
)

WATCHES = UUID(int=6)
PEERS = [
    open_meeting(facilitation=Facilitation.ROTATING_PEER, facilitators=(NOOR,)),
    *arrive(SAMIRA, JOOST, NOOR),
]
WATCHED = [*asking, Arrive(person=WATCHES, role=Role.OBSERVER, at=NOON)]


def give(duty: Duty, to: UUID | None, by: UUID = HANNEKE) -> GiveDuty:
    """Give a duty."""
    return GiveDuty(by=by, seen=LATEST, at=NOON, duty=duty, to=to)


def note(said: Notable, by: UUID = WATCHES) -> Note:
    """Write down what somebody said."""
    return Note(said=said, noted_by=by, at=NOON)


def noted(contribution: UUID = QUESTION, by: UUID = WATCHES) -> ContributionNoted:
    """It was written down."""
    return ContributionNoted(contribution=contribution, noted_by=by)


SCRIBED = [*WATCHED, give(Duty.SCRIBE, WATCHES)]


def test_a_duty_goes_to_somebody_is_handed_on_and_ends() -> None:
    meeting = session().given(opened)

    meeting.when(give(Duty.SCRIBE, JOOST)).then(DutyGiven(duty=Duty.SCRIBE, to=JOOST, by=HANNEKE))
    meeting.when(give(Duty.SCRIBE, JOOST)).then()
    meeting.when(give(Duty.SCRIBE, NOOR)).then(DutyGiven(duty=Duty.SCRIBE, to=NOOR, by=HANNEKE))
    meeting.when(give(Duty.SCRIBE, None)).then(DutyGiven(duty=Duty.SCRIBE, to=None, by=HANNEKE))
    assert meeting.state.duties == {}


def test_somebody_who_is_not_there_gets_no_duty() -> None:
    session().given(opened).when(give(Duty.SCRIBE, STRANGER)).refused("not-present")


def test_a_member_gives_no_duties_where_somebody_guards_the_procedure() -> None:
    session().given(opened).when(give(Duty.SCRIBE, JOOST, by=JOOST)).refused("only-the-facilitator")


def test_among_peers_any_of_them_takes_the_guidance_and_hands_it_on() -> None:
    meeting = session().given(PEERS)

    meeting.when(give(Duty.GUIDE, JOOST, by=JOOST)).then(DutyGiven(duty=Duty.GUIDE, to=JOOST, by=JOOST))
    meeting.when(give(Duty.GUIDE, SAMIRA, by=NOOR)).then(DutyGiven(duty=Duty.GUIDE, to=SAMIRA, by=NOOR))


def test_where_somebody_guards_the_procedure_nobody_else_becomes_the_guide() -> None:
    session().given(opened).when(give(Duty.GUIDE, JOOST)).refused("only-the-facilitator")


def test_an_observer_does_not_guide_peers() -> None:
    watched = [*PEERS, Arrive(person=WATCHES, role=Role.OBSERVER, at=NOON)]

    session().given(watched).when(give(Duty.GUIDE, WATCHES, by=NOOR)).refused("not-a-member")


def test_among_rotating_peers_who_guides_now_does_not_advise_and_who_guided_before_does() -> None:
    meeting = session().given(PEERS)
    assert meeting.state.is_advising_barred(NOOR)

    meeting.given(give(Duty.GUIDE, JOOST, by=NOOR))

    assert meeting.state.is_advising_barred(JOOST)
    assert not meeting.state.is_advising_barred(NOOR)


def test_an_apprentice_moves_the_procedure_and_has_no_part_in_the_content() -> None:
    meeting = session().given(WATCHED, give(Duty.APPRENTICE, WATCHES))
    pause = PauseSession(by=WATCHES, seen=LATEST, at=NOON)

    meeting.when(say(question(WATCHES))).refused("observers-only-watch")
    meeting.when(give(Duty.SCRIBE, JOOST, by=WATCHES)).refused("only-the-facilitator")
    meeting.when(pause).then(SessionPaused(by=WATCHES, at=NOON))


def test_an_observer_without_that_duty_moves_nothing() -> None:
    session().given(WATCHED).when(PauseSession(by=WATCHES, seen=LATEST, at=NOON)).refused(
        "observers-only-watch"
    )


def test_only_an_observer_learns_along() -> None:
    session().given(opened).when(give(Duty.APPRENTICE, JOOST)).refused("only-an-observer")


@pytest.mark.parametrize("scribe", [WATCHES, HANNEKE])
def test_a_scribe_writes_down_what_somebody_said_and_it_is_theirs(scribe: UUID) -> None:
    meeting = session().given(WATCHED, give(Duty.SCRIBE, scribe))

    meeting.when(note(question(JOOST), by=scribe)).then(question(JOOST, step=ASK), noted(by=scribe))
    meeting.when(note(question(JOOST), by=scribe)).then()
    assert meeting.state.said[QUESTION].by == JOOST


def test_a_note_is_known_again_after_the_scribe_is_none_any_more() -> None:
    story = [*SCRIBED, note(question(JOOST)), give(Duty.SCRIBE, None)]

    session().given(story).when(note(question(JOOST))).then()


def test_who_is_no_scribe_writes_nothing_down_for_others() -> None:
    session().given(WATCHED).when(note(question(JOOST))).refused("only-the-scribe")
    session().given(SCRIBED).when(note(question(JOOST), by=NOOR)).refused("only-the-scribe")


def test_a_scribe_has_no_voice_of_their_own_in_it() -> None:
    session().given(SCRIBED).when(note(question(WATCHES))).refused("note-for-another")


def test_what_somebody_may_not_say_a_scribe_may_not_write_for_them() -> None:
    meeting = session().given(SCRIBED)

    meeting.when(note(advice(JOOST))).refused("advice-not-open")
    meeting.when(note(question(SAMIRA))).refused("contributor-does-not")
    meeting.when(note(question(HANNEKE))).refused("facilitator-has-no-content-rights")
    meeting.when(note(answer(JOOST))).refused("only-the-contributor")
    meeting.when(note(question(STRANGER))).refused("not-present")


def test_what_is_not_for_everybody_at_once_is_not_written_by_a_scribe() -> None:
    asked = replace(BASIS6.steps[ASK], visibility=Visibility.AFTER_REVEAL)
    steps = (*BASIS6.steps[:ASK], asked, *BASIS6.steps[ASK + 1 :])
    hidden = open_meeting(played=replace(BASIS6, steps=steps))
    story = [each for each in SCRIBED if not isinstance(each, OpenSession)]

    session().given(hidden, story).when(note(question(JOOST))).refused("step-not-open")


def test_the_one_who_said_it_takes_a_note_back_and_so_does_its_scribe() -> None:
    story = [*SCRIBED, note(question(JOOST))]

    for person in (JOOST, WATCHES):
        session().given(story).when(Withdraw(contribution=QUESTION, by=person)).then(
            ContributionWithdrawn(contribution=QUESTION, by=person)
        )
    session().given(story).when(Withdraw(contribution=QUESTION, by=NOOR)).refused("not-yours")


def test_a_contribution_of_ones_own_is_not_made_a_note_afterwards() -> None:
    story = [*SCRIBED, say(question(JOOST))]

    session().given(story).when(note(question(JOOST))).refused("id-reused")


def test_who_is_forgotten_has_no_duty_any_more() -> None:
    meeting = session().given(SCRIBED, AuthorForgotten(person=WATCHES, at=NOON))

    assert meeting.state.duties == {}
