"""An observer is present and reads, and has no part in anything (R-63)."""

from typing import Any, Final, get_args
from uuid import UUID

import pytest

from backend.domain.errors import Refused
from backend.domain.group.commands import (
    AcceptGroundRules,
    CancelSession,
    ProposeGroundRules,
    ScheduleSession,
    StateExpectation,
)
from backend.domain.session.choosing import check_ballot
from backend.domain.session.commands import (
    Arrive,
    CloseSession,
    ExtendStep,
    OpenChoice,
    PauseSession,
    SetTurnOrder,
    SkipFollowUp,
)
from events.contribution import (
    AnyContribution,
    CheckedIn,
    CheckedOut,
    FeedbackGiven,
    HypothesisOffered,
    InsightNoted,
    ObservationShared,
    ReflectionShared,
    ThoughtKind,
    TurnPassed,
)
from events.group import Facilitation, GroundRule, GroundRulesAccepted, Role
from events.method import AdviceMode
from events.session import ParticipantArrived
from tests import spec
from tests.spec import (
    CASE,
    CHOICE,
    GROUP,
    HANNEKE,
    JOOST,
    LATEST,
    NOON,
    SAMIRA,
    STRANGER,
    WAITING,
    arrive,
    form,
    group,
    join,
    open_meeting,
    session,
    text,
)

OLGA = STRANGER
watching = Arrive(person=OLGA, role=Role.OBSERVER, at=NOON)
peers_meet = [
    open_meeting(facilitation=Facilitation.SELF_GUIDED, facilitators=(), open_actions=(WAITING,)),
    *arrive(SAMIRA, JOOST),
    watching,
]
circle = [form(Facilitation.SELF_GUIDED), join(SAMIRA), join(OLGA, Role.OBSERVER)]

_TOLD: Final[dict[str, Any]] = {"id": UUID(int=70), "by": OLGA, "step": 0}
_ABOUT: Final[dict[str, Any]] = {**_TOLD, "case": CASE}
SAYINGS: list[AnyContribution] = [
    CheckedIn(**_TOLD, text=None),
    CheckedOut(**_TOLD, text=None),
    TurnPassed(**_TOLD),
    InsightNoted(**_TOLD, text=text(OLGA)),
    FeedbackGiven(**_TOLD, follow_up=CASE, text=text(OLGA)),
    HypothesisOffered(**_ABOUT, text=text(OLGA)),
    ObservationShared(**_ABOUT, text=text(OLGA)),
    ReflectionShared(**_ABOUT, text=text(OLGA)),
    spec.proposal(OLGA),
    spec.nothing(OLGA),
    spec.report(OLGA),
    spec.carrying_on(OLGA),
    spec.description(OLGA),
    spec.question(OLGA),
    spec.answer(OLGA),
    spec.advice(OLGA),
    spec.takeaway(OLGA),
    spec.action(OLGA),
    spec.thought(ThoughtKind.ARGUMENT, OLGA),
    spec.mark(by=OLGA),
    spec.note(OLGA),
]


def test_an_observer_is_present_and_no_member_of_the_meeting() -> None:
    meeting = session().given(peers_meet[:-1])

    meeting.when(watching).then(ParticipantArrived(person=OLGA, role=Role.OBSERVER, at=NOON))
    assert OLGA in meeting.state.present
    assert OLGA in meeting.state.ever_present
    assert OLGA not in meeting.state.members
    assert not meeting.state.may_move(OLGA)
    meeting.when(watching).then()


def test_everything_that_can_be_said_is_tried_here() -> None:
    assert {type(said) for said in SAYINGS} == set(get_args(AnyContribution))


@pytest.mark.parametrize("said", SAYINGS, ids=lambda said: type(said).__name__)
def test_an_observer_says_nothing_of_any_kind(said: AnyContribution) -> None:
    session().given(peers_meet).when(spec.say(said)).refused("observers-only-watch")


@pytest.mark.parametrize(
    "move",
    [
        spec.start(0, by=OLGA),
        ExtendStep(by=OLGA, seen=LATEST, at=NOON, seconds=60),
        PauseSession(by=OLGA, seen=LATEST, at=NOON),
        SetTurnOrder(by=OLGA, seen=LATEST, at=NOON, order=(SAMIRA,)),
        OpenChoice(by=OLGA, seen=LATEST, at=NOON, choice=CHOICE),
        CloseSession(by=OLGA, seen=LATEST, at=NOON),
        SkipFollowUp(action=WAITING.action, by=OLGA),
    ],
    ids=lambda move: type(move).__name__,
)
def test_an_observer_moves_nothing_where_peers_move_everything(move: object) -> None:
    session().given(peers_meet).when(move).refused("observers-only-watch")


def test_an_observer_has_no_vote() -> None:
    with pytest.raises(Refused) as refusal:
        check_ballot(session().given(peers_meet).state, CHOICE, OLGA, CASE)

    assert refusal.value.reason == "observers-only-watch"


def test_a_member_who_comes_back_to_watch_only_watches() -> None:
    left = session().given(
        peers_meet,
        ParticipantArrived(person=SAMIRA, role=Role.OBSERVER, at=NOON),
    )

    left.when(spec.say(spec.nothing(SAMIRA))).refused("observers-only-watch")
    left.given(ParticipantArrived(person=SAMIRA, role=Role.MEMBER, at=NOON))
    left.when(spec.say(spec.passing(SAMIRA)))
    assert left.answer()


@pytest.mark.parametrize(
    "command",
    [
        StateExpectation(id=UUID(int=91), by=OLGA, text=text(OLGA)),
        ProposeGroundRules(by=OLGA, rules=(GroundRule(key="equals"),)),
        ScheduleSession(
            session=GROUP,
            by=OLGA,
            starts_at=NOON,
            minutes=90,
            method="basis6",
            advice_mode=AdviceMode.ROUND,
            facilitator=None,
        ),
        CancelSession(session=GROUP, by=OLGA),
    ],
    ids=lambda command: type(command).__name__,
)
def test_an_observer_arranges_nothing_in_the_group(command: object) -> None:
    group().given(circle).when(command).refused("observers-only-watch")


def test_an_observer_agrees_to_the_ground_rules_before_seeing_a_case() -> None:
    meeting = group().given(circle)
    accept = AcceptGroundRules(by=OLGA, version=1, at=NOON)

    meeting.when(accept).then(GroundRulesAccepted(version=1, by=OLGA, at=NOON))
    assert meeting.state.admit(OLGA).role is Role.OBSERVER


def test_an_observer_guards_no_meeting_and_is_counted_apart() -> None:
    meeting = group().given(circle)
    planned = ScheduleSession(
        session=GROUP,
        by=SAMIRA,
        starts_at=NOON,
        minutes=90,
        method="basis6",
        advice_mode=AdviceMode.ROUND,
        facilitator=OLGA,
    )

    meeting.when(planned).refused("observers-only-watch")
    assert meeting.state.those(Role.MEMBER) == (SAMIRA,)
    assert not meeting.state.may_move(OLGA)
    assert HANNEKE in meeting.state.members
