"""What is written before a reveal is its author's, and what is said behind a back waits for the end."""

from msgspec.structs import replace

from backend.domain.methods import method
from backend.domain.session.commands import ReopenSession, RevealStep, UndoStep
from backend.domain.session.curtain import EVERYBODY, Audience
from backend.domain.session.showing import audience_of
from backend.domain.session.state import Session
from events.contribution import Contribution, InsightNoted
from events.method import Visibility
from events.session import StepRevealed
from tests.spec import (
    CASE,
    HANNEKE,
    JOOST,
    LATEST,
    NOON,
    NOOR,
    OTHER_CASE,
    QUESTION,
    SAMIRA,
    Spec,
    arrive,
    close,
    consent,
    offer,
    open_meeting,
    passing,
    proposal,
    question,
    say,
    session,
    start,
    text,
)

SKETCH, WRITE, RATE = range(3)
"""The first steps of the ten-step method: the questions are written in the second, then shown."""
TEN_STEP = method("ten_step")
UNDO = UndoStep(by=HANNEKE, seen=LATEST, at=NOON)
REOPEN = ReopenSession(by=HANNEKE, seen=LATEST, at=NOON)


def hiding(visibility: Visibility) -> list[object]:
    """A meeting in which questions are written in a step that shows them in some way."""
    steps = list(TEN_STEP.steps)
    steps[WRITE] = replace(steps[WRITE], visibility=visibility)
    played = replace(TEN_STEP, steps=tuple(steps))
    return [
        open_meeting(played=played),
        *arrive(SAMIRA, JOOST, NOOR),
        say(proposal()),
        offer(),
        consent(),
        start(WRITE),
    ]


writing = hiding(Visibility.AFTER_REVEAL)
apart = hiding(Visibility.HIDDEN_FROM_CONTRIBUTOR)
alone = hiding(Visibility.PRIVATE)


def reveal(step: int = WRITE) -> RevealStep:
    return RevealStep(by=HANNEKE, seen=LATEST, at=NOON, step=step)


def audience(meeting: Spec[Session], said: Contribution | None = None) -> Audience:
    return audience_of(said or meeting.state.said[QUESTION], meeting.state)


def test_what_is_written_before_a_reveal_is_for_its_author_alone() -> None:
    meeting = session().given(writing, say(question()))

    assert audience(meeting) == Audience(only=JOOST)


def test_a_reveal_shows_it_to_everybody_and_what_is_written_after_it_too() -> None:
    late = question(NOOR, new=OTHER_CASE)
    meeting = session().given(writing, say(question()))

    meeting.when(reveal()).then(StepRevealed(step=WRITE, by=HANNEKE, at=NOON)).given(say(late))

    assert audience(meeting) == EVERYBODY
    assert audience(meeting, late) == EVERYBODY


def test_revealing_twice_changes_nothing() -> None:
    session().given(writing, reveal()).when(reveal()).then()


def test_only_a_step_that_was_open_and_waits_for_a_reveal_is_revealed() -> None:
    session().given(writing).when(reveal(SKETCH)).refused("nothing-to-reveal")
    session().given(writing, start(SKETCH)).when(reveal(RATE)).refused("nothing-to-reveal")
    session().given(writing[:-1]).when(reveal()).refused("nothing-to-reveal")
    session().given(writing).when(reveal(99)).refused("unknown-step")


def test_a_member_does_not_reveal_where_a_facilitator_guards_the_procedure() -> None:
    command = RevealStep(by=JOOST, seen=LATEST, at=NOON, step=WRITE)

    session().given(writing).when(command).refused("only-the-facilitator")


def test_a_later_step_shows_what_was_written_and_taking_it_back_covers_it_again() -> None:
    meeting = session().given(writing, say(question()), start(RATE))

    assert audience(meeting) == EVERYBODY
    meeting.given(UNDO)
    assert audience(meeting) == Audience(only=JOOST)


def test_an_earlier_step_shows_nothing() -> None:
    meeting = session().given(writing, say(question()), start(SKETCH))

    assert audience(meeting) == Audience(only=JOOST)


def test_what_was_revealed_by_hand_stays_shown_when_a_step_is_taken_back() -> None:
    meeting = session().given(writing, say(question()), reveal(), start(RATE), UNDO)

    assert audience(meeting) == EVERYBODY


def test_the_end_shows_what_was_written_and_reopening_covers_it_again() -> None:
    meeting = session().given(writing, say(question()), close())

    assert audience(meeting) == EVERYBODY
    meeting.given(REOPEN)
    assert audience(meeting) == Audience(only=JOOST)


def test_the_same_step_for_a_next_case_is_covered_until_its_own_reveal() -> None:
    other = replace(question(SAMIRA, new=OTHER_CASE), case=OTHER_CASE, id=NOOR)
    meeting = session().given(
        writing,
        say(question()),
        reveal(),
        say(proposal(NOOR, OTHER_CASE)),
    )
    meeting.state.case, meeting.state.offered = None, OTHER_CASE
    meeting.given(consent(NOOR), start(SKETCH), start(WRITE), say(other))

    assert audience(meeting) == EVERYBODY
    assert audience(meeting, other) == Audience(only=SAMIRA)


def test_a_pass_is_seen_at_once() -> None:
    meeting = session().given(writing, say(passing(step=WRITE)))

    assert audience(meeting, passing(step=WRITE)) == EVERYBODY


def test_what_is_said_without_the_contributor_is_kept_from_them_until_the_end() -> None:
    meeting = session().given(apart, say(question()), start(RATE))

    assert audience(meeting) == Audience(but=SAMIRA)
    assert not audience(meeting).includes(SAMIRA)
    assert audience(meeting).includes(HANNEKE)
    meeting.given(close())
    assert audience(meeting) == EVERYBODY
    meeting.given(REOPEN)
    assert audience(meeting) == Audience(but=SAMIRA)


def test_the_contributor_reads_it_once_the_group_works_on_a_next_case() -> None:
    meeting = session().given(apart, say(question()), say(proposal(NOOR, OTHER_CASE)))
    meeting.state.case, meeting.state.offered = None, OTHER_CASE

    meeting.given(consent(NOOR))

    assert audience(meeting) == EVERYBODY


def test_a_note_is_its_authors_for_ever() -> None:
    meeting = session().given(alone, say(question()), start(RATE), close())

    assert audience(meeting) == Audience(only=JOOST)


def test_the_versions_at_which_something_began_to_show_are_known() -> None:
    meeting = session().given(writing, say(question()))
    assert meeting.state.curtain.turns == set()

    meeting.given(start(RATE))
    shown = meeting.state.version
    meeting.given(UNDO)
    covered = meeting.state.version
    meeting.given(close())

    assert meeting.state.curtain.turns == {shown, covered, meeting.state.version}


def test_what_is_about_no_case_is_shown_with_its_step() -> None:
    steps = list(TEN_STEP.steps)
    steps[WRITE] = replace(steps[-1], visibility=Visibility.AFTER_REVEAL)
    played = replace(TEN_STEP, steps=tuple(steps))
    insight = InsightNoted(id=CASE, by=JOOST, step=WRITE, text=text(JOOST))
    meeting = session().given(open_meeting(played=played), *arrive(JOOST, SAMIRA))
    meeting.state.steps.add(WRITE)

    meeting.given(say(insight))
    assert audience(meeting, insight) == Audience(only=JOOST)
    meeting.given(close())
    assert audience(meeting, insight) == EVERYBODY


def test_a_case_is_heard_by_all_where_a_method_has_no_step_for_proposing_it() -> None:
    private = method("reflecting_team")
    assert private.steps[0].visibility is Visibility.PRIVATE
    meeting = session().given(open_meeting(played=private), *arrive(SAMIRA, JOOST), say(proposal()))

    assert audience(meeting, meeting.state.said[CASE]) == EVERYBODY
