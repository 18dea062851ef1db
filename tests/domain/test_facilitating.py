"""Who guards the procedure: from outside, from inside, in turn, or all together (§ 1.4, S003)."""

from collections.abc import Callable
from uuid import UUID

import pytest

from backend.domain.errors import Refused
from backend.domain.session.choosing import check_ballot
from backend.domain.session.commands import Arrive, Depart, OfferCase, OpenChoice
from events.contribution import AnyContribution, CheckedIn, CheckedOut, InsightNoted
from events.group import Facilitation, Role
from events.session import ParticipantArrived, StepStarted
from tests.spec import (
    ADVISE,
    ASK,
    CASE,
    CHECK_IN,
    CHOICE,
    CLOSE,
    COLLECT,
    DESCRIBE,
    HANNEKE,
    JOOST,
    LATEST,
    NOON,
    NOOR,
    SAMIRA,
    STRANGER,
    TAKE_AWAY,
    action,
    advice,
    after,
    answer,
    arrive,
    choosing,
    chosen,
    consent,
    description,
    nothing,
    open_meeting,
    opened,
    passing,
    proposal,
    question,
    say,
    session,
    start,
    takeaway,
    taking_away,
    text,
)

CONTENT = [
    lambda by: proposal(by, UUID(int=63)),
    nothing,
    description,
    question,
    answer,
    advice,
    takeaway,
    action,
    passing,
]
ROTATING = [
    open_meeting(facilitation=Facilitation.ROTATING_PEER, facilitators=(NOOR,)),
    arrive(SAMIRA, JOOST, NOOR),
]
NOOR_IN_TURN = [
    *ROTATING,
    start(COLLECT, by=NOOR),
    say(proposal()),
    OfferCase(by=NOOR, seen=LATEST, at=NOON, case=CASE),
    consent(),
]


@pytest.mark.parametrize("content", CONTENT)
def test_a_dedicated_facilitator_has_no_content_rights(content: Callable[[UUID], AnyContribution]) -> None:
    steps = [start(step) for step in (DESCRIBE, ASK, ADVISE, TAKE_AWAY)]

    session().given(chosen, steps).when(say(content(HANNEKE))).refused("facilitator-has-no-content-rights")


def test_a_dedicated_facilitator_does_not_vote() -> None:
    meeting = session().given(choosing, OpenChoice(by=HANNEKE, seen=LATEST, at=NOON, choice=CHOICE))

    with pytest.raises(Refused) as refusal:
        check_ballot(meeting.state, CHOICE, HANNEKE, CASE)

    assert refusal.value.reason == "facilitator-has-no-content-rights"


def test_a_dedicated_facilitator_has_a_first_and_a_last_word() -> None:
    first = CheckedIn(id=UUID(int=60), by=HANNEKE, step=CHECK_IN, text=None)
    last = CheckedOut(id=UUID(int=61), by=HANNEKE, step=CLOSE, text=None)

    session().given(opened, start(CHECK_IN)).when(say(first)).then(first)
    session().given(taking_away, start(CLOSE)).when(say(last)).then(last)


def test_an_insight_is_content() -> None:
    insight = InsightNoted(id=UUID(int=62), by=HANNEKE, step=CLOSE, text=text(HANNEKE))

    session().given(taking_away, start(CLOSE)).when(say(insight)).refused("facilitator-has-no-content-rights")


@pytest.mark.parametrize("facilitation", [Facilitation.EXTERNAL, Facilitation.INTERNAL_DEDICATED])
def test_only_a_dedicated_facilitator_moves_the_procedure(facilitation: Facilitation) -> None:
    story = [open_meeting(facilitation=facilitation), arrive(SAMIRA)]

    session().given(story).when(start(CHECK_IN, by=SAMIRA)).refused("only-the-facilitator")


@pytest.mark.parametrize("facilitation", [Facilitation.EXTERNAL, Facilitation.INTERNAL_DEDICATED])
def test_a_member_who_is_the_dedicated_facilitator_of_a_meeting_is_no_peer_in_it(
    facilitation: Facilitation,
) -> None:
    story = [open_meeting(facilitation=facilitation, facilitators=(NOOR,)), arrive(SAMIRA, JOOST, NOOR)]

    meeting = session().given(story)

    assert meeting.state.is_dedicated(NOOR)
    meeting.when(say(passing(NOOR))).refused("facilitator-has-no-content-rights")


def test_a_dedicated_facilitator_does_not_become_a_peer_by_arriving_as_one() -> None:
    meeting = session().given(chosen, Depart(person=HANNEKE, at=NOON))

    meeting.when(Arrive(person=HANNEKE, role=Role.MEMBER, at=NOON)).then(
        ParticipantArrived(person=HANNEKE, role=Role.FACILITATOR, at=NOON)
    )
    assert meeting.state.is_dedicated(HANNEKE)


def test_a_dedicated_facilitator_does_not_become_a_peer_by_watching_in_between() -> None:
    leaving = Depart(person=HANNEKE, at=NOON)
    watching = Arrive(person=HANNEKE, role=Role.OBSERVER, at=NOON)
    meeting = session().given(chosen, start(ASK), leaving, watching, leaving)

    meeting.when(Arrive(person=HANNEKE, role=Role.MEMBER, at=NOON)).then(
        ParticipantArrived(person=HANNEKE, role=Role.FACILITATOR, at=NOON)
    )
    meeting.when(say(question(HANNEKE))).refused("facilitator-has-no-content-rights")


def test_a_peer_in_turn_asks_but_does_not_advise() -> None:
    story = [*NOOR_IN_TURN, start(ASK, by=NOOR), start(ADVISE, by=NOOR)]

    session().given(story).when(say(question(NOOR))).then(question(NOOR, step=ASK, late=True))
    session().given(story).when(say(advice(NOOR))).refused("facilitator-has-no-content-rights")
    session().given(story).when(say(advice(JOOST))).then(advice(JOOST, step=ADVISE))


@pytest.mark.parametrize("facilitation", [Facilitation.SELF_GUIDED, Facilitation.ROTATING_PEER])
def test_among_peers_every_member_may_move_the_procedure(facilitation: Facilitation) -> None:
    story = [open_meeting(facilitation=facilitation, facilitators=()), arrive(SAMIRA, JOOST)]

    session().given(story).when(start(CHECK_IN, by=JOOST)).then(
        StepStarted(step=CHECK_IN, by=JOOST, at=NOON, ends_at=after(minutes=5))
    )


def test_among_peers_a_stranger_moves_nothing() -> None:
    story = [open_meeting(facilitation=Facilitation.SELF_GUIDED, facilitators=())]

    session().given(story).when(start(CHECK_IN, by=STRANGER)).refused("only-the-facilitator")


def test_without_a_facilitator_everybody_asks_and_advises() -> None:
    opening = open_meeting(facilitation=Facilitation.SELF_GUIDED, facilitators=())
    story = [opening, arrive(JOOST, NOOR), start(COLLECT, by=SAMIRA), say(proposal())]
    offered = [*story, OfferCase(by=JOOST, seen=LATEST, at=NOON, case=CASE), consent()]

    meeting = session().given(offered, start(ASK, by=NOOR), start(ADVISE, by=NOOR))

    meeting.when(say(advice(NOOR))).then(advice(NOOR, step=ADVISE))
