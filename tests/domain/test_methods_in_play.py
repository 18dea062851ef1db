"""Every method of the catalogue is played from its first step to its last, by the real rules."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from backend.domain.methods import check, method, shipped
from backend.domain.preparing import prepared
from backend.domain.session.commands import (
    UNPLACED,
    Arrive,
    AssignRole,
    CloseSession,
    ConsentToCase,
    Contribute,
    OfferCase,
    OpenSession,
    SessionCommand,
    StartStep,
    StateAdviceWish,
)
from backend.domain.session.evolving import evolve
from backend.domain.session.rules import decide
from backend.domain.session.state import Session, case_of
from events.base import Sealed
from events.contribution import (
    ActionCommitted,
    ActionStatus,
    AdviceGiven,
    AdviceKind,
    AnyContribution,
    CaseDescribed,
    CaseKind,
    CaseProposed,
    CheckedIn,
    CheckedOut,
    Contribution,
    ContributionRated,
    FeedbackGiven,
    FollowUpReported,
    HypothesisOffered,
    InsightNoted,
    Mark,
    NoteWritten,
    ObservationShared,
    QuestionAnswered,
    QuestionAsked,
    ReflectionShared,
    TakeawayStated,
    ThoughtKind,
    ThoughtShared,
)
from events.group import Facilitation, Role
from events.method import AdviceMode, Kind, Method, NamedRole, Speaker, Step
from events.session import OpenAction, StepStarted

START = datetime(2026, 3, 2, 13, 30, tzinfo=UTC)
HANNEKE, SAMIRA, JOOST, NOOR = (UUID(int=n) for n in range(1, 5))
CASE, ACTION, REPORT, QUESTION = (UUID(int=n) for n in (10, 11, 12, 13))
TEXT = Sealed(case=None, person=SAMIRA, nonce=b"nonce", ciphertext=b"text")
WAITING = OpenAction(action=ACTION, case=UUID(int=20), session=UUID(int=21), contributor=JOOST)


class _Meeting:
    """A meeting of one contributor, two peers and a dedicated facilitator."""

    def __init__(self, played: Method, *, open_actions: tuple[OpenAction, ...] = ()) -> None:
        self.session = Session(UUID(int=30))
        self.at = START
        self.said = 100
        self.do(
            OpenSession(
                group=UUID(int=31),
                method=played,
                advice_mode=played.advice_mode,
                facilitation=Facilitation.EXTERNAL,
                facilitators=(HANNEKE,),
                members=(SAMIRA, JOOST, NOOR),
                open_actions=open_actions,
                by=HANNEKE,
                at=START,
            )
        )
        for person in (SAMIRA, JOOST, NOOR):
            self.do(Arrive(person=person, role=Role.MEMBER, at=START))

    def do(self, command: SessionCommand) -> None:
        for event in decide(command, self.session):
            evolve(self.session, event)

    def say(self, said: AnyContribution) -> None:
        self.do(Contribute(said=said, at=self.at))

    def play(self) -> None:
        steps = self.session.begun.method.steps
        if not any(Kind.PROPOSAL in step.kinds for step in steps):
            self._choose_the_case()
        self._name_the_roles()
        for place, step in enumerate(steps):
            self.do(StartStep(by=HANNEKE, seen=self.session.version, at=self.at, step=place))
            for said in self._everything_that_can_be_said(step):
                self.say(said)
            if self.session.case is None and Kind.PROPOSAL in step.kinds:
                self._choose_the_case()
            self.at += timedelta(minutes=step.minutes, days=step.days or 0)
        self.do(CloseSession(by=HANNEKE, seen=self.session.version, at=self.at))

    def _name_the_roles(self) -> None:
        spoken = {speaker.value for step in self.session.begun.method.steps for speaker in step.speakers}
        for role in {NamedRole.CONSULTANT, NamedRole.COACH} & spoken:
            role_ = AssignRole(
                by=HANNEKE, seen=self.session.version, at=self.at, role=NamedRole(role), people=(JOOST,)
            )
            self.do(role_)

    def _choose_the_case(self) -> None:
        if CASE not in self.session.said:
            self.say(_proposal())
        self.do(OfferCase(by=HANNEKE, seen=self.session.version, at=self.at, case=CASE))
        self.do(ConsentToCase(by=SAMIRA, advice_mode=self.session.begun.advice_mode))
        if self.session.begun.advice_mode is AdviceMode.ON_REQUEST:
            self.do(StateAdviceWish(by=SAMIRA, wanted=True))

    def _everything_that_can_be_said(self, step: Step) -> Iterator[AnyContribution]:
        for kind in step.kinds:
            by = _who_says(kind, step)
            if by is None or kind not in SAID:
                continue
            self.said += 1
            heard = self._heard(QuestionAsked if kind is Kind.ANSWER else Contribution)
            if (self.session.case is None and kind in ABOUT_A_CASE) or (kind is Kind.ANSWER and not heard):
                continue
            said = SAID[kind](UUID(int=self.said), by, heard[-1] if heard else QUESTION)
            if isinstance(said, ThoughtShared):
                said = replace(said, case=self.session.case)
            if said.id not in self.session.said:
                yield said

    def _heard(self, kind: type[Contribution]) -> list[UUID]:
        """Return what the peers said about the case."""
        return [
            said.id
            for said in self.session.said.values()
            if isinstance(said, kind) and said.by != SAMIRA and case_of(said) == CASE
        ]


def _who_says(kind: Kind, step: Step) -> UUID | None:
    """Return who says something of a kind: the contributor, a peer, or the facilitator and so nobody."""
    if kind in OF_THE_CONTRIBUTOR or step.speakers == (Speaker.CONTRIBUTOR,):
        return SAMIRA
    if set(step.speakers) <= {Speaker.CONTRIBUTOR, Speaker.FACILITATOR}:
        return None if kind is Kind.QUESTION else SAMIRA
    return NOOR if set(step.speakers) <= {Speaker.CONTRIBUTOR, Speaker.OBSERVERS} else JOOST


def _proposal() -> CaseProposed:
    return CaseProposed(
        id=CASE,
        by=SAMIRA,
        step=UNPLACED,
        kind=CaseKind.BOTTLENECK,
        title=TEXT,
        question=TEXT,
        influence=None,
    )


def _description(new: UUID) -> CaseDescribed:
    return CaseDescribed(
        id=new,
        by=SAMIRA,
        step=UNPLACED,
        case=CASE,
        question=None,
        context=TEXT,
        own_behaviour=None,
        effect=None,
    )


def _advice(new: UUID) -> AdviceGiven:
    return AdviceGiven(id=new, by=JOOST, step=UNPLACED, case=CASE, kind=AdviceKind.ADVICE, text=TEXT)


def _action(new: UUID) -> ActionCommitted:
    return ActionCommitted(id=new, by=SAMIRA, step=UNPLACED, case=CASE, text=TEXT, first_step=None, due=None)


def _thought(kind: ThoughtKind) -> "Saying":
    return lambda new, by, _: ThoughtShared(id=new, by=by, step=UNPLACED, kind=kind, case=CASE, text=TEXT)


def _words(kind: type[QuestionAsked | ObservationShared | HypothesisOffered | ReflectionShared]) -> "Saying":
    return lambda new, by, _: kind(id=new, by=by, step=UNPLACED, case=CASE, text=TEXT)


Saying = Callable[[UUID, UUID, UUID], AnyContribution]
"""What somebody says, under a new id, about what was said before by another."""
ABOUT_A_CASE = {Kind.FEEDBACK, Kind.ASSOCIATION}
OF_THE_CONTRIBUTOR = {Kind.DESCRIPTION, Kind.ANSWER, Kind.RATING, Kind.TAKEAWAY, Kind.ACTION}
SAID: dict[Kind, Saying] = {
    Kind.CHECK_IN: lambda new, by, _: CheckedIn(id=new, by=by, step=UNPLACED, text=None),
    Kind.PROPOSAL: lambda *_: _proposal(),
    Kind.DESCRIPTION: lambda new, *_: _description(new),
    Kind.QUESTION: _words(QuestionAsked),
    Kind.ANSWER: lambda new, by, to: QuestionAnswered(
        id=new, by=by, step=UNPLACED, case=CASE, question=to, text=TEXT
    ),
    Kind.RATING: lambda new, by, on: ContributionRated(
        id=new, by=by, step=UNPLACED, case=CASE, on=on, mark=Mark.WARM
    ),
    Kind.OBSERVATION: _words(ObservationShared),
    Kind.HYPOTHESIS: _words(HypothesisOffered),
    Kind.REFLECTION: _words(ReflectionShared),
    **{Kind(kind): _thought(kind) for kind in ThoughtKind},
    Kind.ADVICE: lambda new, *_: _advice(new),
    Kind.TAKEAWAY: lambda new, by, _: TakeawayStated(id=new, by=by, step=UNPLACED, case=CASE, text=TEXT),
    Kind.ACTION: lambda new, *_: _action(new),
    Kind.INSIGHT: lambda new, by, _: InsightNoted(id=new, by=by, step=UNPLACED, text=TEXT),
    Kind.NOTE: lambda new, by, _: NoteWritten(id=new, by=by, step=UNPLACED, text=TEXT),
    Kind.CHECK_OUT: lambda new, by, _: CheckedOut(id=new, by=by, step=UNPLACED, text=None),
}
"""Something of each kind that is said in a meeting; the rest is kept with the group, or a choice."""


CASE_METHODS = sorted(set(shipped()) - {"start_meeting"})


@pytest.mark.parametrize("key", CASE_METHODS)
def test_a_method_is_played_to_its_end_with_everything_that_its_steps_allow(key: str) -> None:
    meeting = _Meeting(method(key))

    meeting.play()

    steps = method(key).steps
    assert [run.step for run in meeting.session.runs] == list(range(len(steps)))
    assert meeting.session.closed_at == START + timedelta(
        minutes=sum(step.minutes for step in steps), days=sum(step.days or 0 for step in steps)
    )
    assert meeting.session.chosen[CASE].contributor == SAMIRA


@pytest.mark.parametrize("key", CASE_METHODS)
def test_nothing_said_in_its_own_step_is_late(key: str) -> None:
    meeting = _Meeting(method(key))

    meeting.play()

    said = [said for said in meeting.session.said.values() if not isinstance(said, CaseProposed)]
    assert said
    assert [type(one).__name__ for one in said if one.late] == []


def test_the_first_meeting_is_played_without_a_case() -> None:
    meeting = _Meeting(method("start_meeting"))

    for place, step in enumerate(method("start_meeting").steps):
        meeting.do(StartStep(by=HANNEKE, seen=meeting.session.version, at=meeting.at, step=place))
        meeting.at += timedelta(minutes=step.minutes)
    meeting.do(CloseSession(by=HANNEKE, seen=meeting.session.version, at=meeting.at))

    assert meeting.session.case is None
    assert meeting.session.closed_at == START + timedelta(minutes=90)


@pytest.mark.parametrize("key", CASE_METHODS)
def test_a_waiting_report_is_given_after_arriving_and_before_anything_new(key: str) -> None:
    mode = method(key).advice_mode
    played = prepared(method(key), advice_mode=mode, reports_wait=True)
    reporting = next(place for place, step in enumerate(played.steps) if Kind.FOLLOW_UP in step.kinds)
    meeting = _Meeting(played, open_actions=(WAITING,))

    meeting.do(StartStep(by=HANNEKE, seen=meeting.session.version, at=START, step=reporting))
    meeting.say(
        FollowUpReported(
            id=REPORT,
            by=JOOST,
            step=UNPLACED,
            action=ACTION,
            status=ActionStatus.DONE,
            did=TEXT,
            effect=None,
            learned=None,
        )
    )
    meeting.say(FeedbackGiven(id=UUID(int=40), by=SAMIRA, step=UNPLACED, follow_up=REPORT, text=TEXT))

    assert check(played) == []
    assert reporting <= 1
    assert meeting.session.waiting_actions == set()
    assert meeting.session.said[REPORT].step == reporting


@pytest.mark.parametrize("key", ["axenroos", "clean_feedback", "consultation", "raguse", "reteaming"])
def test_advice_on_request_has_a_step_of_eight_minutes_before_the_takeaway(key: str) -> None:
    played = prepared(method(key), advice_mode=AdviceMode.ON_REQUEST, reports_wait=False)
    meeting = _Meeting(played)

    meeting.play()

    gate = played.gate
    assert gate is not None
    assert played.steps[gate].minutes == 8
    assert Kind.TAKEAWAY in played.steps[gate + 1].kinds
    assert check(played) == []
    advice = [said.step for said in meeting.session.said.values() if isinstance(said, AdviceGiven)]
    assert advice == [gate]


@pytest.mark.parametrize("key", ["basis6", "questions_only", "incident_short"])
def test_a_method_that_needs_nothing_is_played_as_it_is(key: str) -> None:
    known = method(key)

    assert prepared(known, advice_mode=known.advice_mode, reports_wait=False) == known


def test_basis6_has_its_own_place_for_reports_and_gets_no_second_one() -> None:
    known = method("basis6")

    assert prepared(known, advice_mode=AdviceMode.ON_REQUEST, reports_wait=True) == known


def test_a_started_step_ends_after_its_planned_time() -> None:
    meeting = _Meeting(method("short30"))
    (started,) = decide(StartStep(by=HANNEKE, seen=4, at=START, step=0), meeting.session)

    assert isinstance(started, StepStarted)
    assert started.ends_at == START + timedelta(minutes=2)
