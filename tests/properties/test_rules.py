"""Random people ask random things of a meeting; the rules answer as a plain model of them does."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from msgspec.structs import replace

from backend.domain.errors import Refused
from backend.domain.session import choosing, contributing, procedure, showing
from backend.domain.session.commands import (
    Arrive,
    CloseChoice,
    CloseSession,
    ConsentToCase,
    Contribute,
    Correct,
    DeclineCase,
    LowerAdviceMode,
    Move,
    OfferCase,
    OpenChoice,
    ReopenSession,
    RevealStep,
    SessionCommand,
    SkipFollowUp,
    StartStep,
    StateAdviceWish,
    UndoChoice,
    UndoStep,
    Withdraw,
)
from backend.domain.session.curtain import EVERYBODY, Curtain
from backend.domain.session.evolving import evolve
from backend.domain.session.rules import decide
from backend.domain.session.state import Session
from events.contribution import (
    AdviceGiven,
    AnyContribution,
    CheckedIn,
    CheckedOut,
    FollowUpReported,
    HypothesisOffered,
    InsightNoted,
    ObservationShared,
    ThoughtKind,
    Wording,
)
from events.group import Facilitation, Role
from events.method import AdviceMode, Method, Visibility
from events.session import OpenAction, Tally
from tests import spec
from tests.properties.plain import BEHIND_THE_CONTRIBUTOR, COVERED, Id, Plain, Said

HANNEKE, SAMIRA, JOOST, NOOR = spec.HANNEKE, spec.SAMIRA, spec.JOOST, spec.NOOR
PEOPLE: Final = (HANNEKE, SAMIRA, JOOST, NOOR, spec.STRANGER)
CASES: Final = tuple(UUID(int=n) for n in range(100, 104))
SAYINGS: Final = tuple(UUID(int=n) for n in range(110, 122))
CHOICES: Final = tuple(UUID(int=n) for n in range(130, 132))
OTHER_ACTION: Final = OpenAction(
    action=UUID(int=140), case=spec.OLD_CASE, session=spec.BEFORE, contributor=NOOR
)
ACTIONS: Final = (spec.WAITING, OTHER_ACTION)


def _hiding() -> Method:
    """Return basis6 as if its questions were written before a reveal, and its advice apart."""
    steps = list(spec.BASIS6.steps)
    steps[COVERED] = replace(steps[COVERED], visibility=Visibility.AFTER_REVEAL)
    apart = replace(steps[BEHIND_THE_CONTRIBUTOR], visibility=Visibility.HIDDEN_FROM_CONTRIBUTOR)
    steps[BEHIND_THE_CONTRIBUTOR] = apart
    return replace(spec.BASIS6, steps=tuple(steps))


HIDING: Final = _hiding()

people = st.sampled_from(PEOPLE)
cases = st.sampled_from(CASES)
sayings = st.sampled_from(SAYINGS)
actions = st.sampled_from([*(known.action for known in ACTIONS), UUID(int=141)])
modes = st.sampled_from(AdviceMode)
steps = st.integers(-1, 9)
days = st.integers(0, 9)

_WORDS: Final[dict[str, Callable[[UUID], AnyContribution]]] = {
    "check_in": lambda by: CheckedIn(id=by, by=by, step=0, text=None),
    "report": spec.report,
    "go_on": spec.carrying_on,
    "feedback": spec.feedback,
    "nothing": spec.nothing,
    "describe": spec.description,
    "ask": spec.question,
    "answer": spec.answer,
    "observe": lambda by: ObservationShared(id=by, by=by, step=0, case=CASES[0], text=spec.text(by)),
    "advise": spec.advice,
    "take_away": spec.takeaway,
    "act": spec.action,
    "insight": lambda by: InsightNoted(id=by, by=by, step=0, text=spec.text(by)),
    "check_out": lambda by: CheckedOut(id=by, by=by, step=0, text=None),
    "suppose": lambda by: HypothesisOffered(id=by, by=by, step=0, case=CASES[0], text=spec.text(by)),
    "think": lambda by: spec.thought(ThoughtKind.ASSOCIATION, by),
    "mark": lambda by: spec.mark(spec.QUESTION, by),
    "note": spec.note,
    "pass": spec.passing,
}
_REPLIES: Final = {"report": "action", "go_on": "action", "feedback": "follow_up", "answer": "question"}
words = st.sampled_from(sorted(_WORDS))


class _Aim(NamedTuple):
    """About which case something is said, in reply to what, and in which step it was written."""

    case: UUID
    to: UUID
    step: int


aims = st.builds(_Aim, cases, sayings | actions, steps)


def _said(what: str, new: UUID, who: UUID, at: _Aim) -> tuple[AnyContribution, Said]:
    """Return the same words for the rules and for the model."""
    said: Any = replace(_WORDS[what](who), id=new, step=at.step)
    about = at.case if hasattr(said, "case") else None
    if about is not None:
        said = replace(said, case=about)
    if what in _REPLIES:
        said = replace(said, **{_REPLIES[what]: at.to})
    return said, Said(what, who, about, at.to if what in _REPLIES else None)


class _Meeting(RuleBasedStateMachine):
    """One meeting, told to the rules and to the model."""

    def __init__(self) -> None:
        super().__init__()
        self.day = 0
        self.session = Session(spec.MEETING)
        self.plain = Plain(HANNEKE, dedicated=True, peers=set(), waiting={})

    @initialize(dedicated=st.booleans(), waits=st.integers(0, 2), so_far=st.integers(0, 20), mode=modes)
    def open(
        self, *, dedicated: bool, waits: int, so_far: int, mode: AdviceMode = AdviceMode.WRITTEN
    ) -> None:
        guard = HANNEKE if dedicated else NOOR
        facilitation = Facilitation.EXTERNAL if dedicated else Facilitation.ROTATING_PEER
        opening = spec.open_meeting(
            facilitation=facilitation, facilitators=(guard,), open_actions=ACTIONS[:waits], played=HIDING
        )
        waiting: dict[Id, UUID] = {known.action: known.contributor for known in ACTIONS[:waits]}
        self.plain = Plain(guard, dedicated=dedicated, peers={SAMIRA, JOOST, NOOR}, waiting=waiting)
        self._ask(opening)
        for person in (SAMIRA, JOOST, NOOR):
            self.come(person)
        for act in self._usual(guard, mode)[:so_far]:
            act()

    def _usual(self, guard: UUID, mode: AdviceMode) -> list[Callable[[], None]]:
        """Return how a meeting usually goes, so that random acts begin anywhere in one."""
        return [
            lambda: self.start(guard, 1),
            lambda: self.say("report", SAYINGS[0], JOOST, _Aim(CASES[0], ACTIONS[0].action, 1)),
            lambda: self.skip(guard, ACTIONS[1].action),
            lambda: self.start(guard, 2),
            lambda: self.propose(CASES[0], SAMIRA),
            lambda: self.propose(CASES[1], JOOST),
            lambda: self.start(guard, 3),
            lambda: self.open_choice(guard, CHOICES[0]),
            lambda: self.close_choice(guard, CASES[0]),
            lambda: self.consent(SAMIRA, mode),
            lambda: self.start(guard, 4),
            lambda: self.say("describe", SAYINGS[1], SAMIRA, _Aim(CASES[0], CASES[0], 4)),
            lambda: self.start(guard, 5),
            lambda: self.say("ask", SAYINGS[2], JOOST, _Aim(CASES[0], CASES[0], 5)),
            lambda: self.start(guard, 6),
            lambda: self.say("advise", SAYINGS[3], JOOST, _Aim(CASES[0], CASES[0], 6)),
            lambda: self.start(guard, 7),
            lambda: self.say("act", SAYINGS[4], SAMIRA, _Aim(CASES[0], CASES[0], 7)),
            lambda: self.start(guard, 3),
            lambda: self.offer(guard, CASES[1]),
        ]

    @rule(who=people, step=steps)
    def start(self, who: UUID, step: int) -> None:
        self._agree(self._move(StartStep, who, step=step), self.plain.start(who, step))

    @rule(who=people)
    def undo(self, who: UUID) -> None:
        self._agree(self._move(UndoStep, who), self.plain.undo(who))

    @rule(who=people, step=steps)
    def reveal(self, who: UUID, step: int) -> None:
        self._agree(self._move(RevealStep, who, step=step), self.plain.reveal(who, step))

    @rule(who=people, wanted=st.booleans())
    def wish(self, *, who: UUID, wanted: bool) -> None:
        self._agree(self._ask(StateAdviceWish(by=who, wanted=wanted)), self.plain.wishes(who, wanted))

    @rule(who=people, action=actions)
    def skip(self, who: UUID, action: UUID) -> None:
        self._agree(self._ask(SkipFollowUp(by=who, action=action)), self.plain.skip(who, action))

    @rule(who=people, choice=st.sampled_from(CHOICES))
    def open_choice(self, who: UUID, choice: UUID) -> None:
        self._agree(self._move(OpenChoice, who, choice=choice), self.plain.open_choice(who, choice))

    @rule(who=people, winner=cases | st.none())
    def close_choice(self, who: UUID, winner: UUID | None) -> None:
        choice = self.session.choice
        among = choice.cases if choice is not None else ()
        winner = winner if winner in among else None
        tally = tuple(Tally(case, 3 if case == winner else 0) for case in among)
        accepted = self._move(CloseChoice, who, choice=choice.id if choice else CHOICES[0], tally=tally)
        self._agree(accepted, self.plain.close_choice(who, winner))

    @rule(who=people, case=cases)
    def offer(self, who: UUID, case: UUID) -> None:
        self._agree(self._move(OfferCase, who, case=case), self.plain.offer(who, case))

    @rule(who=people, mode=modes)
    def consent(self, who: UUID, mode: AdviceMode) -> None:
        self._agree(self._ask(ConsentToCase(by=who, advice_mode=mode)), self.plain.consent(who, mode.value))

    @rule(who=people)
    def decline(self, who: UUID) -> None:
        self._agree(self._ask(DeclineCase(by=who)), self.plain.decline(who))

    @rule(who=people)
    def put_back(self, who: UUID) -> None:
        self._agree(self._move(UndoChoice, who), self.plain.put_back(who))

    @rule(who=people, mode=modes)
    def lower(self, who: UUID, mode: AdviceMode) -> None:
        self._agree(self._ask(LowerAdviceMode(by=who, advice_mode=mode)), self.plain.lower(who, mode.value))

    @rule(who=st.sampled_from([SAMIRA, JOOST, NOOR]))
    def come(self, who: UUID) -> None:
        at = spec.after(days=self.day)
        self._agree(self._ask(Arrive(person=who, role=Role.MEMBER, at=at)), self.plain.come(who))

    @rule()
    def watch(self) -> None:
        at = spec.after(days=self.day)
        watching = Arrive(person=spec.STRANGER, role=Role.OBSERVER, at=at)
        self._agree(self._ask(watching), self.plain.watch())

    @rule(who=people)
    def end(self, who: UUID) -> None:
        self._agree(self._move(CloseSession, who), self.plain.end(who, self.day))

    @rule(who=people)
    def reopen(self, who: UUID) -> None:
        self._agree(self._move(ReopenSession, who), self.plain.reopen(who, self.day))

    @rule(passed=st.integers(1, 8))
    def wait(self, passed: int) -> None:
        self.day += passed

    @rule(who=people, said=sayings | cases)
    def take_back(self, who: UUID, said: UUID) -> None:
        self._agree(self._ask(Withdraw(contribution=said, by=who)), self.plain.take_back(who, said))

    @rule(who=people, said=sayings | cases)
    def reword(self, who: UUID, said: UUID) -> None:
        words = (Wording(field="text", words=spec.text(who, bytes([self.day % 256]))),)
        command = Correct(id=said, contribution=said, by=who, wordings=words, at=spec.after(days=self.day))
        self._agree(self._ask(command), self.plain.reword(who, said, self.day))

    @rule(new=cases, who=people)
    def propose(self, new: UUID, who: UUID) -> None:
        accepted = self._ask(self._now(spec.proposal(who, new)))
        self._agree(accepted, self.plain.say(new, Said("propose", who, None, None), -1, self.day))

    @rule(what=words, new=sayings, who=people, at=aims)
    def say(self, what: str, new: UUID, who: UUID, at: _Aim) -> None:
        said, plainly = _said(what, new, who, at)

        self._agree(self._ask(self._now(said)), self.plain.say(new, plainly, at.step, self.day))

    @invariant()
    def the_facts_agree(self) -> None:
        session, plain = self.session, self.plain
        if session.opened is None:
            return
        assert [run.step for run in session.runs] == plain.running
        assert session.waiting_actions == plain.waiting
        assert {case: chosen.contributor for case, chosen in session.chosen.items()} == plain.contributor
        assert {case: chosen.advice_mode.value for case, chosen in session.chosen.items()} == plain.mode
        assert {case: chosen.steps for case, chosen in session.chosen.items()} == plain.open_for
        assert {said.id: (said.step, said.late) for said in session.said.values()} == plain.placed
        assert (session.offered, session.case) == (plain.offered, plain.case)

    @invariant()
    def everybody_reads_what_is_theirs_to_read(self) -> None:
        for said in self.session.said.values():
            audience = showing.audience_of(said, self.session)
            if said.id in self.plain.placed:
                for person in PEOPLE:
                    assert audience.includes(person) == self.plain.may_read(person, said.id)

    @invariant()
    def no_advice_is_before_its_gate(self) -> None:
        for said in self.session.said.values():
            if isinstance(said, AdviceGiven):
                assert 6 in self.session.chosen[said.case].steps
                assert not self.session.is_dedicated(said.by)

    def _now(self, said: AnyContribution) -> Contribute:
        return Contribute(said=said, at=spec.NOON + timedelta(days=self.day))

    def _move(self, kind: Callable[..., Move], who: UUID, **what: object) -> bool:
        command: Any = kind(by=who, seen=spec.LATEST, at=spec.after(days=self.day), **what)
        return self._ask(command)

    def _ask(self, command: SessionCommand) -> bool:
        try:
            events = decide(command, self.session)
        except Refused:
            return False
        for event in events:
            evolve(self.session, event)
        return True

    def _agree(self, accepted: bool, expected: bool) -> None:  # noqa: FBT001 - two answers to compare
        assert accepted == expected


def _play(examples: int) -> None:
    chosen = settings(
        max_examples=examples,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
        database=None,
    )
    run_state_machine_as_test(_Meeting, settings=chosen)


def test_the_rules_answer_as_a_plain_model_of_them_does() -> None:
    _play(300)


@pytest.mark.drill
def test_the_rules_answer_as_a_plain_model_of_them_does_ten_thousand_times() -> None:
    _play(10_000)


DEFECTS: dict[str, tuple[object, str, object]] = {
    "a dedicated facilitator has content": (Session, "is_dedicated", lambda *_: False),
    "nothing is ever late": (contributing, "_is_late", lambda *_: False),
    "any step starts at any time": (procedure, "_check_readiness", lambda *_: None),
    "everything fits in its last step": (contributing, "_place", lambda *_: 6),
    "nobody waits for a report": (Session, "waiting_actions", property(lambda _: set())),
    "an observer has a part in it": (Session, "check_takes_part", lambda *_: None),
    "a case is taken from anybody": (choosing, "_no_case", lambda *_: None),
    "what was shown by accident stays shown": (Curtain, "undo", lambda *_: None),
    "the contributor reads along": (showing, "_without_the_contributor", lambda *_: EVERYBODY),
    "advice comes unasked": (procedure, "check_advice_is_wanted", lambda *_: None),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_planted_defect_is_found(defect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, name, planted = DEFECTS[defect]
    monkeypatch.setattr(where, name, planted)

    with pytest.raises((AssertionError, KeyError, ExceptionGroup)):
        _play(3_000)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    so_far=st.integers(0, 20),
    dedicated=st.booleans(),
    pair=st.tuples(*[st.tuples(words, st.sampled_from([SAMIRA, JOOST, NOOR]), aims)] * 2),
)
def test_two_contributions_decided_on_the_same_meeting_are_both_kept(
    *,
    so_far: int,
    dedicated: bool,
    pair: tuple[tuple[str, UUID, _Aim], tuple[str, UUID, _Aim]],
) -> None:
    meeting = _Meeting()
    meeting.open(dedicated=dedicated, waits=2, so_far=so_far)
    decided: list[AnyContribution] = []
    for new, (what, who, at) in zip(SAYINGS[-2:], pair, strict=True):
        said, _ = _said(what, new, who, at)
        with suppress(Refused):
            decided += contributing.contribute(meeting._now(said), meeting.session)
    before = meeting.session.version

    for event in decided:
        evolve(meeting.session, event)

    assert meeting.session.version == before + len(decided)
    assert [meeting.session.said[event.id] for event in decided] == decided
    assert meeting.session.waiting_actions == meeting.session.waiting_actions - {
        event.action for event in decided if isinstance(event, FollowUpReported)
    }
