"""A step is for whom its method says: contributor, members, everybody, the facilitator, or a named part."""

from typing import Final
from uuid import UUID

import pytest

from backend.domain.errors import Reason
from backend.domain.methods import method
from backend.domain.session.commands import UNPLACED, AssignRole, Depart, DrawPairs, OfferCase
from backend.domain.session.state import Session
from events.contribution import AnyContribution, HypothesisOffered, ReflectionShared, ThoughtKind
from events.group import Facilitation
from events.method import Kind, NamedRole
from events.session import PairsDrawn, RoleAssigned
from tests import spec
from tests.spec import (
    CASE,
    HANNEKE,
    JOOST,
    LATEST,
    NOON,
    NOOR,
    SAMIRA,
    STRANGER,
    Spec,
    arrive,
    consent,
    offer,
    open_meeting,
    proposal,
    say,
    session,
    start,
    text,
)

CONTRACT, QUESTION, EXPLORE, PAUSE = range(4)
"""The first steps of the consultation method: a consultant asks, observers reflect with them."""


def playing(key: str, *, running: int | None = None) -> list[object]:
    """A meeting about Samira's case by some method."""
    proposing = [n for n, step in enumerate(method(key).steps) if Kind.PROPOSAL in step.kinds]
    told: list[object] = [
        open_meeting(played=method(key), advice_mode=method(key).advice_mode),
        *arrive(SAMIRA, JOOST, NOOR),
        *[start(n) for n in proposing[:1]],
        say(proposal()),
        offer(),
        consent(mode=method(key).advice_mode),
    ]
    return [*told, start(running)] if running is not None else told


def place(key: str, name: str) -> int:
    """Return where a method has a step."""
    return [step.key for step in method(key).steps].index(name)


def assign(role: NamedRole, *people: UUID, by: UUID = HANNEKE) -> AssignRole:
    return AssignRole(by=by, seen=LATEST, at=NOON, role=role, people=people)


def reflection(by: UUID, new: int = 60) -> ReflectionShared:
    return ReflectionShared(id=UUID(int=new), by=by, step=UNPLACED, case=CASE, text=text(by))


def hypothesis(by: UUID) -> HypothesisOffered:
    return HypothesisOffered(id=UUID(int=61), by=by, step=UNPLACED, case=CASE, text=text(by))


CONSULTANT: Final = NamedRole.CONSULTANT
OBSERVERS: Final = NamedRole.OBSERVERS


@pytest.mark.parametrize(
    ("key", "step", "said", "reason"),
    [
        ("gossip", "gossip", reflection(SAMIRA), "contributor-does-not"),
        ("gossip", "return", reflection(JOOST), "only-the-contributor"),
        ("raguse", "identify", hypothesis(SAMIRA), "contributor-does-not"),
        ("basis6", "ask", spec.question(SAMIRA), "contributor-does-not"),
        ("basis6", "ask", spec.answer(JOOST), "only-the-contributor"),
        ("hoffman", "interview", spec.question(SAMIRA), "contributor-does-not"),
        ("tietze6", "story", spec.question(SAMIRA), "contributor-does-not"),
        ("axenroos", "bring_in", spec.description(JOOST), "only-the-contributor"),
        ("ten_step", "readiness", hypothesis(JOOST), "only-the-contributor"),
        ("hoffman", "interview", spec.question(JOOST), "step-is-for-others"),
        ("hoffman", "interview", spec.question(HANNEKE), "facilitator-has-no-content-rights"),
        ("dilemma", "conclude", spec.action(JOOST), "only-the-contributor"),
    ],
)
def test_who_does_not_have_the_word_is_told_why(
    key: str, step: str, said: AnyContribution, reason: Reason
) -> None:
    session().given(playing(key, running=place(key, step))).when(say(said)).refused(reason)


@pytest.mark.parametrize(
    ("key", "step", "said"),
    [
        ("gossip", "gossip", reflection(JOOST)),
        ("gossip", "return", reflection(SAMIRA)),
        ("raguse", "theme", hypothesis(SAMIRA)),
        ("ten_step", "readiness", hypothesis(SAMIRA)),
        ("wial", "first_questions", spec.question(SAMIRA)),
        ("wial", "first_questions", spec.question(JOOST)),
        ("dilemma", "weigh", spec.thought(ThoughtKind.POSITION, SAMIRA)),
        ("five_step", "evaluate", spec.thought(ThoughtKind.EVALUATION, NOOR)),
        ("reflecting_team", "affirm", spec.thought(ThoughtKind.FEEDBACK)),
        ("seven_qualities", "my_challenge", spec.thought(ThoughtKind.REFORMULATION, SAMIRA)),
        ("u_method", "journal", spec.note(SAMIRA)),
        ("balint10", "associate", spec.thought(ThoughtKind.ASSOCIATION)),
        ("deep_democracy", "wisdom", spec.thought(ThoughtKind.ARGUMENT, SAMIRA)),
    ],
)
def test_who_has_the_word_says_it_in_that_step(key: str, step: str, said: AnyContribution) -> None:
    meeting = session().given(playing(key, running=place(key, step)), say(said))

    assert meeting.state.said[said.id].step == place(key, step)
    assert not meeting.state.said[said.id].late


def test_somebody_passes_in_every_step_whoever_it_is_for() -> None:
    meeting = session().given(playing("gossip", running=place("gossip", "return")))

    meeting.given(say(spec.passing(JOOST)))

    assert spec.passing().id in meeting.state.said


def test_among_all_who_ask_each_answers() -> None:
    meeting = session().given(playing("wial", running=place("wial", "first_questions")))

    meeting.given(say(spec.question(SAMIRA)), say(spec.answer(JOOST)))

    assert len(meeting.state.said) == 3


def test_a_position_needs_no_case_and_an_association_does() -> None:
    before = [open_meeting(played=method("socratic")), *arrive(SAMIRA, JOOST), start(0)]

    session().given(before, say(spec.thought(ThoughtKind.POSITION, case=None)))
    session().given(before).when(say(spec.thought(ThoughtKind.ASSOCIATION, case=None))).refused("no-case-yet")


def test_a_rotating_facilitator_speaks_in_the_steps_of_the_facilitator() -> None:
    told = [
        open_meeting(
            played=method("hoffman"), facilitation=Facilitation.ROTATING_PEER, facilitators=(JOOST,)
        ),
        *arrive(SAMIRA, JOOST, NOOR),
        say(proposal()),
        OfferCase(by=JOOST, seen=LATEST, at=NOON, case=CASE),
        consent(),
        start(0, by=JOOST),
    ]

    session().given(told, say(spec.question(JOOST)))
    session().given(told).when(say(spec.question(NOOR))).refused("step-is-for-others")


# What the contributor marks.


def test_the_contributor_marks_what_does_something_to_them_and_may_change_their_mind() -> None:
    asked = playing("questions_only", running=place("questions_only", "first_questions"))
    choosing = [*asked, say(spec.question()), start(place("questions_only", "choose"))]
    meeting = session().given(choosing, say(spec.mark()))

    assert spec.mark().id in meeting.state.said
    meeting.when(say(spec.mark(by=JOOST))).refused("id-reused")


@pytest.mark.parametrize("on", [spec.QUESTION, spec.ADVICE, CASE])
def test_only_what_others_said_about_the_case_is_marked(on: UUID) -> None:
    choosing = playing("questions_only", running=place("questions_only", "choose"))

    session().given(choosing).when(say(spec.mark(on))).refused("unknown-contribution")


def test_what_is_not_to_be_read_yet_is_not_marked_or_answered() -> None:
    writing = place("ten_step", "write_questions")
    covered = [*playing("ten_step", running=writing), say(spec.question())]
    session_ = session().given(covered, start(place("ten_step", "rate")))
    session_.state.curtain.shown.clear()

    session_.when(say(spec.mark())).refused("unknown-contribution")
    session_.given(start(place("ten_step", "answer")))
    session_.state.curtain.shown.clear()
    session_.when(say(spec.answer())).refused("unknown-question")


# Named parts.


def test_a_step_of_a_named_part_waits_until_somebody_has_it() -> None:
    session().given(playing("consultation")).when(start(EXPLORE)).refused("role-first")


def test_only_the_consultant_asks_and_the_others_observe() -> None:
    exploring = [*playing("consultation"), assign(CONSULTANT, JOOST), start(EXPLORE)]

    session().given(exploring, say(spec.question(JOOST)))
    session().given(exploring).when(say(spec.question(NOOR))).refused("step-is-for-others")
    session().given(exploring, start(PAUSE), say(reflection(NOOR)), say(reflection(JOOST, 62)))
    session().given(exploring, start(PAUSE)).when(say(reflection(SAMIRA))).refused("contributor-does-not")


def test_where_observers_are_named_only_they_observe() -> None:
    cast = [assign(CONSULTANT, JOOST), assign(OBSERVERS, NOOR)]
    told = [*playing("consultation"), *arrive(STRANGER), *cast, start(PAUSE)]

    session().given(told, say(reflection(NOOR)))
    session().given(told).when(say(reflection(STRANGER))).refused("step-is-for-others")


def test_a_part_is_given_changed_and_taken_back() -> None:
    meeting = session().given(playing("consultation"))

    meeting.when(assign(CONSULTANT, JOOST)).then(RoleAssigned(role=CONSULTANT, people=(JOOST,), by=HANNEKE))
    meeting.when(assign(CONSULTANT, JOOST)).then()
    meeting.given(assign(OBSERVERS, JOOST))
    assert meeting.state.cast == {CONSULTANT: (), OBSERVERS: (JOOST,)}
    meeting.given(assign(OBSERVERS))
    assert meeting.state.cast == {CONSULTANT: (), OBSERVERS: ()}


def test_what_a_consultant_wrote_is_kept_when_another_takes_over() -> None:
    exploring = [*playing("consultation"), assign(CONSULTANT, JOOST), start(EXPLORE)]

    session().given(exploring, assign(CONSULTANT, NOOR), say(spec.question(JOOST)))


def test_the_contributor_chooses_a_consultant_in_the_step_that_says_so() -> None:
    contract = playing("consultation", running=CONTRACT)

    session().given(contract, assign(CONSULTANT, JOOST, by=SAMIRA))
    session().given(contract).when(assign(CONSULTANT, JOOST, by=NOOR)).refused("only-the-facilitator")
    session().given(contract, start(QUESTION)).when(assign(CONSULTANT, JOOST, by=SAMIRA)).refused(
        "only-the-facilitator"
    )


@pytest.mark.parametrize(
    ("role", "people", "reason"),
    [
        (NamedRole.COACH, (JOOST,), "role-not-in-method"),
        (CONSULTANT, (SAMIRA,), "contributor-does-not"),
        (CONSULTANT, (STRANGER,), "not-a-member"),
        (CONSULTANT, (JOOST, NOOR), "one-at-a-time"),
    ],
)
def test_a_part_is_for_a_member_whose_case_it_is_not(
    role: NamedRole, people: tuple[UUID, ...], reason: Reason
) -> None:
    session().given(playing("consultation")).when(assign(role, *people)).refused(reason)


# Pairs.


ANALYSE: Final = place("incident_short", "analyse")
EVA, FINN = UUID(int=6), UUID(int=7)


def in_pairs(*more: UUID) -> Spec[Session]:
    """A meeting of which the next step is in pairs."""
    return session().given(playing("incident_short"), *arrive(*more))


def test_a_step_in_pairs_begins_with_pairs_of_those_who_speak_in_it() -> None:
    meeting = in_pairs(EVA, FINN)

    meeting.given(start(ANALYSE))

    assert meeting.state.pairs[ANALYSE] == ((JOOST, FINN), (NOOR, EVA))


def test_of_an_odd_number_the_last_are_three() -> None:
    meeting = in_pairs(EVA)

    meeting.given(start(ANALYSE))

    assert meeting.state.pairs[ANALYSE] == ((JOOST, EVA, NOOR),)


def test_drawing_again_makes_other_pairs_until_all_have_met() -> None:
    meeting = in_pairs(EVA, FINN).given(start(ANALYSE))
    met = set(meeting.state.pairs[ANALYSE])
    for _ in range(2):
        meeting.given(DrawPairs(by=HANNEKE, seen=LATEST, at=NOON))
        met |= set(meeting.state.pairs[ANALYSE])

    assert len({frozenset(pair) for pair in met}) == 6


def test_somebody_who_is_not_there_is_in_no_pair() -> None:
    meeting = in_pairs().given(Depart(person=NOOR, at=NOON), start(ANALYSE))

    assert ANALYSE not in meeting.state.pairs


def test_pairs_are_drawn_only_where_people_talk_in_pairs() -> None:
    draw = DrawPairs(by=HANNEKE, seen=LATEST, at=NOON)

    session().given(playing("gossip")).when(draw).refused("no-step-running")
    session().given(playing("gossip", running=0)).when(draw).refused("nothing-to-pair")


def test_a_pair_step_with_the_contributor_pairs_them_too() -> None:
    step = place("clinic", "demonstrate")
    (_, drawn) = session().given(playing("clinic")).when(start(step)).answer()

    assert drawn == PairsDrawn(step=step, pairs=((SAMIRA, NOOR, JOOST),), by=HANNEKE)
