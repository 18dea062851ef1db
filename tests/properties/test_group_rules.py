"""Random people ask random things of a group; the rules answer as a plain model of them does."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar, Final, get_args
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from msgspec.structs import replace

from backend.domain.errors import Refused
from backend.domain.group import arranging, belonging
from backend.domain.group import rules as group_rules
from backend.domain.group.commands import (
    AcceptGroundRules,
    CancelSession,
    ChooseQuestionHelp,
    ChooseReminders,
    ChooseRetention,
    CloseGroup,
    DropEarlierMeeting,
    EarlierMeeting,
    EnterEarlierMeetings,
    FormGroup,
    GroupCommand,
    HandOver,
    IssueYearList,
    JoinGroup,
    LeaveGroup,
    ProposeGroundRules,
    PublishMethod,
    RemoveMember,
    ReopenGroup,
    RescheduleSession,
    RetireMethod,
    RevokeYearList,
    ScheduleSession,
    SetArrangement,
    StateExpectation,
)
from backend.domain.group.rules import decide
from backend.domain.group.state import Group, evolve
from backend.domain.methods import method
from events.forms import Form, Word
from events.group import (
    Facilitation,
    GroundRule,
    MemberJoined,
    MemberLeft,
    Met,
    RetentionChosen,
    Rhythm,
    Role,
    SizePolicy,
)
from events.method import AdviceMode, Method, Words
from events.reminding import Occasion
from tests import spec
from tests.properties.plain_group import PlainGroup

PEOPLE: Final = (spec.HANNEKE, spec.SAMIRA, spec.JOOST, spec.NOOR, spec.STRANGER)
RULES: Final = tuple((GroundRule(key=key),) for key in ("confidential", "equals", "passing"))
SESSIONS: Final = tuple(UUID(int=n) for n in range(150, 153))
EXPECTATIONS: Final = tuple(UUID(int=n) for n in range(160, 163))
METHODS: Final = tuple(
    replace(method("short30"), key=f"own_{n}", steps=method("short30").steps[:last])
    for n in range(2)
    for last in (6, 5, 0)
)
"""Two methods, each in two ways, and each once without a step."""
EARLIER: Final = tuple(UUID(int=n) for n in range(170, 172))
MET: Final = Met(
    session=UUID(int=173),
    method=Words(nl="Zes", en="Six", de="Sechs"),
    begin=spec.NOON,
    end=spec.NOON,
    minutes=0,
    present=0,
    people=(),
    form=Form.ROOM,
    facilitation=Facilitation.EXTERNAL,
    facilitators=(),
    rules_version=1,
    confidential=True,
    confirmed_by=Word.FACILITATOR,
    confirmed_at=spec.NOON,
)
OCCASIONS: Final = ((), (Occasion.DAY_BEFORE,), tuple(Occasion))
WORDS: Final = tuple(spec.text(spec.SAMIRA, words) for words in (b"one", b"two"))
REACHED: Counter[str] = Counter()
"""How often each command was asked, and each reason given, in the runs so far."""
REFUSALS: Final = {
    "attendance-not-confirmed",
    "group-closed",
    "group-exists",
    "hand-over-first",
    "id-reused",
    "method-changed",
    "no-longer-a-member",
    "not-a-member",
    "not-over-yet",
    "not-scheduled",
    "nothing-to-undo",
    "observers-only-watch",
    "only-the-facilitator",
    "only-the-maker",
    "retention-only-shortens",
    "session-cancelled",
    "too-late",
    "unknown-group",
    "unknown-method",
    "unknown-rules-version",
    "unsound-method",
}
"""Every reason for which a group refuses, but for thirty methods, which are too many to play."""

people = st.sampled_from(PEOPLE)
roles = st.sampled_from(Role)
facilitations = st.sampled_from(Facilitation)


class _Group(RuleBasedStateMachine):
    """One group, told to the rules and to the model."""

    facilitation: ClassVar[dict[str, Facilitation]] = {f.value: f for f in Facilitation}

    def __init__(self) -> None:
        super().__init__()
        self.day = 0
        self.group = Group(spec.GROUP)
        self.plain = PlainGroup(maker=None, facilitation="", people={})

    @initialize(
        maker=people,
        role=roles,
        facilitation=facilitations,
        others=st.lists(st.tuples(people, roles), max_size=4),
        so_far=st.integers(0, 5),
    )
    def form(
        self,
        maker: UUID,
        role: Role,
        facilitation: Facilitation,
        others: list[tuple[UUID, Role]],
        so_far: int,
    ) -> None:
        self._agree(JoinGroup(person=maker, role=role, **self._by_link(0)), "unknown-group")
        forming = replace(spec.form(facilitation, by=maker), role=role)
        if role is Role.OBSERVER:
            self._agree(forming, "observers-only-watch")
            forming = replace(forming, role=Role.MEMBER)
        self._agree(forming, None)
        self._agree(forming, None)
        self._agree(replace(forming, method="short30"), "id-reused")
        other = next(person for person in PEOPLE if person != maker)
        self._agree(replace(forming, by=other), "group-exists")
        self.plain = PlainGroup(
            maker=maker,
            facilitation=facilitation.value,
            people={maker: forming.role.value},
            accepted={maker: 0},
            rules=forming.rules,
            custom=("basis6", None),
            size=(4, 8),
            reminds_of=set(Occasion),
        )
        for person, joining_as in others:
            self.join(person, joining_as, 0)
        self.plan(SESSIONS[0], 0, None, maker)
        for act in self._life(maker)[:so_far]:
            act()

    def _life(self, maker: UUID) -> list[Callable[[], None]]:
        """Return how a group may come to its end, so that random acts begin anywhere on the way."""
        return [
            lambda: self.call_off(SESSIONS[0], maker),
            lambda: self.move(SESSIONS[0], 1, maker),
            lambda: self.close(maker),
            lambda: self.wait(8),
            lambda: self.reopen(maker),
        ]

    @rule(who=people, role=roles, invited=st.integers(0, 3))
    def join(self, who: UUID, role: Role, invited: int) -> None:
        day = max(self.day - invited, 0)
        self._agree(
            JoinGroup(person=who, role=role, **self._by_link(day)), self.plain.join(who, role.value, day)
        )

    @rule(who=people, for_good=st.booleans())
    def leave(self, who: UUID, *, for_good: bool) -> None:
        command = LeaveGroup(person=who, at=self._now(), for_good=for_good)
        self._agree(command, self.plain.leave(who, self.day, for_good=for_good))

    @rule(whom=people, by=people)
    def let_go(self, whom: UUID, by: UUID) -> None:
        command = RemoveMember(person=whom, by=by, at=self._now())
        self._agree(command, self.plain.let_somebody_go(whom, by, self.day))

    @rule(whom=people, by=people)
    def hand_over(self, whom: UUID, by: UUID) -> None:
        self._agree(HandOver(person=whom, by=by, at=self._now()), self.plain.hand_over(whom, by))

    @rule(by=people)
    def close(self, by: UUID) -> None:
        self._agree(CloseGroup(by=by, at=self._now()), self.plain.close(by, self.day))

    @rule(by=people)
    def reopen(self, by: UUID) -> None:
        self._agree(ReopenGroup(by=by, at=self._now()), self.plain.reopen(by, self.day))

    @rule()
    def reopen_as_maker(self) -> None:
        if isinstance(self.plain.maker, UUID):
            self.reopen(self.plain.maker)

    @rule()
    def leave_as_maker(self) -> None:
        if isinstance(self.plain.maker, UUID):
            self.leave(self.plain.maker, for_good=False)

    @rule(rules=st.sampled_from(RULES), by=people)
    def propose(self, rules: tuple[GroundRule, ...], by: UUID) -> None:
        self._agree(ProposeGroundRules(by=by, rules=rules), self.plain.propose(rules, by))

    @rule(version=st.integers(0, 4), by=people)
    def accept(self, version: int, by: UUID) -> None:
        command = AcceptGroundRules(by=by, version=version, at=self._now())
        self._agree(command, self.plain.accept(version, by))

    @rule(new=st.sampled_from(EXPECTATIONS), words=st.sampled_from(WORDS), by=people)
    def expect(self, new: UUID, words: Any, by: UUID) -> None:  # noqa: ANN401 - sealed words
        self._agree(StateExpectation(id=new, by=by, text=words), self.plain.expect(new, words, by))

    @rule(
        weeks=st.none() | st.integers(1, 3), facilitation=facilitations, largest=st.integers(4, 6), by=people
    )
    def arrange(self, weeks: int | None, facilitation: Facilitation, largest: int, by: UUID) -> None:
        rhythm = None if weeks is None else Rhythm(weeks, 90)
        command = SetArrangement(
            by=by,
            rhythm=rhythm,
            method="short30",
            advice_mode=AdviceMode.NONE,
            facilitation=facilitation,
            size=SizePolicy(4, largest),
        )
        expected = self.plain.arrange(("short30", rhythm), facilitation.value, (4, largest), by)
        self._agree(command, expected)

    @rule(after_follow_up=st.integers(0, 30), after_session=st.integers(1, 180), by=people)
    def keep(self, after_follow_up: int, after_session: int, by: UUID) -> None:
        command = ChooseRetention(
            by=by, days_after_follow_up=after_follow_up, days_after_session=after_session, at=self._now()
        )
        self._agree(command, self.plain.keep((after_follow_up, after_session), by))

    @rule(after_follow_up=st.integers(0, 60), after_session=st.integers(1, 360))
    def keep_as_maker(self, after_follow_up: int, after_session: int) -> None:
        if isinstance(self.plain.maker, UUID):
            self.keep(after_follow_up, after_session, self.plain.maker)

    @rule(occasions=st.sampled_from(OCCASIONS), by=people)
    def remind(self, occasions: tuple[Occasion, ...], by: UUID) -> None:
        command = ChooseReminders(by=by, occasions=occasions)
        self._agree(command, self.plain.remind(set(occasions), by))

    @rule(offered=st.booleans(), counted=st.booleans(), by=people)
    def help_with_questions(self, by: UUID, *, offered: bool, counted: bool) -> None:
        command = ChooseQuestionHelp(by=by, offered=offered, counted=counted)
        self._agree(command, self.plain.help_with_questions((offered, counted), by))

    @rule(session=st.sampled_from(SESSIONS), day=st.integers(0, 2), guard=st.none() | people, by=people)
    def plan(self, session: UUID, day: int, guard: UUID | None, by: UUID) -> None:
        command = ScheduleSession(
            session=session,
            by=by,
            starts_at=spec.after(days=day),
            minutes=90,
            method="basis6",
            advice_mode=AdviceMode.ROUND,
            facilitator=guard,
        )
        self._agree(command, self.plain.plan(session, spec.after(days=day), guard, by))

    @rule(session=st.sampled_from(SESSIONS), day=st.integers(0, 2), by=people)
    def move(self, session: UUID, day: int, by: UUID) -> None:
        starts_at = spec.after(days=day)
        command = RescheduleSession(session=session, by=by, starts_at=starts_at)
        self._agree(command, self.plain.move(session, starts_at, by))

    @rule(session=st.sampled_from(SESSIONS), by=people)
    def call_off(self, session: UUID, by: UUID) -> None:
        self._agree(CancelSession(session=session, by=by), self.plain.call_off(session, by))

    @rule(method=st.sampled_from(METHODS), after=st.integers(0, 2), by=people)
    def publish(self, method: Method, after: int, by: UUID) -> None:
        command = PublishMethod(method=method, after=after, by=by, at=self._now())
        self._agree(command, self.plain.publish(method.key, method.steps, after, by))

    @rule(method=st.sampled_from(METHODS), after=st.integers(0, 2))
    def publish_as_maker(self, method: Method, after: int) -> None:
        if isinstance(self.plain.maker, UUID):
            self.publish(method, after, self.plain.maker)

    @rule(key=st.sampled_from(("own_0", "own_1", "own_2")), by=people)
    def retire(self, key: str, by: UUID) -> None:
        self._agree(RetireMethod(key=key, by=by, at=self._now()), self.plain.retire(key, by))

    @rule(
        meeting=st.sampled_from(EARLIER),
        ended=st.integers(0, 2),
        present=st.sets(people, max_size=3),
        by=people,
    )
    def enter(self, meeting: UUID, ended: int, present: set[UUID], by: UUID) -> None:
        """Enter a meeting that ended so many days after the group was formed."""
        end = spec.NOON + timedelta(days=ended)
        told = EarlierMeeting(
            meeting=meeting,
            begin=end - timedelta(hours=2),
            end=end,
            minutes=110,
            form=Form.ROOM,
            present=tuple(sorted(present)),
            others=1,
        )
        expected = self.plain.enter(meeting, (end, told.present), present, by, over=ended <= self.day)
        self._agree(EnterEarlierMeetings(meetings=(told,), by=by, at=self._now()), expected)

    @rule(ended=st.integers(0, 1))
    def enter_as_maker(self, ended: int) -> None:
        if isinstance(self.plain.maker, UUID):
            self.enter(EARLIER[0], ended, {self.plain.maker}, self.plain.maker)

    @rule(meeting=st.sampled_from(EARLIER), by=people)
    def drop(self, meeting: UUID, by: UUID) -> None:
        command = DropEarlierMeeting(meeting=meeting, by=by, at=self._now())
        self._agree(command, self.plain.drop(meeting, by))

    @rule(certificate=st.sampled_from(EARLIER), year=st.integers(2025, 2026), met=st.booleans(), by=people)
    def prove(self, certificate: UUID, year: int, by: UUID, *, met: bool) -> None:
        command = IssueYearList(
            certificate=certificate,
            code="A" * 16,
            year=year,
            meetings=(MET,) if met else (),
            by=by,
            at=self._now(),
        )
        self._agree(command, self.plain.prove(certificate, year, by, met=met))

    @rule(certificate=st.sampled_from(EARLIER))
    def prove_as_maker(self, certificate: UUID) -> None:
        if isinstance(self.plain.maker, UUID):
            self.prove(certificate, 2026, self.plain.maker, met=True)
            self.revoke(certificate, self.plain.maker)

    @rule(certificate=st.sampled_from(EARLIER), by=people)
    def revoke(self, certificate: UUID, by: UUID) -> None:
        command = RevokeYearList(certificate=certificate, by=by, at=self._now())
        self._agree(command, self.plain.revoke(certificate, by))

    @rule(passed=st.integers(1, 8))
    def wait(self, passed: int) -> None:
        self.day += passed

    @invariant()
    def the_facts_agree(self) -> None:
        group, plain = self.group, self.plain
        if group.formed is None or plain.maker is None:
            return
        assert list(group.members) == list(plain.people)
        assert {person: m.role.value for person, m in group.members.items()} == plain.people
        assert {person: m.accepted for person, m in group.members.items()} == {
            person: plain.accepted[person] for person in plain.people
        }
        assert (group.maker, group.former, group.rules_version) == (plain.maker, plain.gone, plain.version)
        assert (group.closed_at is None) == (plain.closed_on is None)
        assert (group.keeps.days_after_follow_up, group.keeps.days_after_session) == plain.keeps
        assert (group.agreed.method, group.agreed.rhythm) == plain.custom
        assert (group.size.smallest, group.size.largest) == plain.size
        assert set(group.reminds_of) == plain.reminds_of
        assert tuple(group.question_help) == plain.question_help
        assert {s: (p.starts_at, p.facilitator) for s, p in group.sessions.items()} == plain.plans
        assert {e: (said.by, said.text) for e, said in group.expectations.items()} == plain.expectations
        assert {known: (one.end, one.present) for known, one in group.earlier.items()} == plain.earlier
        assert {known: one.year for known, one in group.year_lists.items()} == plain.proven
        assert group.revoked_lists.keys() == plain.revoked
        assert {
            key: (one.method.steps, one.method.version, one.retired) for key, one in group.methods.items()
        } == plain.methods
        assert {person for person in PEOPLE if group.may_move(person)} == set(filter(plain.guards, PEOPLE))

    @invariant()
    def an_open_group_is_kept_by_somebody_who_takes_part_in_it(self) -> None:
        group = self.group
        if group.formed is None or group.closed_at is not None or group.maker is None:
            return
        assert group.taking_part(group.maker) is group.members[group.maker]

    def _by_link(self, day: int) -> dict[str, Any]:
        return {
            "invitation": UUID(int=90),
            "invited_at": spec.NOON + timedelta(days=day),
            "at": self._now(),
        }

    def _now(self) -> Any:  # noqa: ANN401 - a moment
        return spec.NOON + timedelta(days=self.day)

    def _agree(self, command: GroupCommand, expected: str | None) -> None:
        REACHED[type(command).__name__] += 1
        given = self._ask(command)
        if given is not None:
            REACHED[given] += 1
        assert given == expected, command

    def _ask(self, command: GroupCommand) -> str | None:
        try:
            events = decide(command, self.group)
        except Refused as refused:
            return refused.reason
        for event in events:
            evolve(self.group, event)
        return None


def _play(examples: int, *, always_the_same: bool = False) -> None:
    chosen = settings(
        max_examples=examples,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
        database=None,
        derandomize=always_the_same,
    )
    run_state_machine_as_test(_Group, settings=chosen)


def test_the_rules_of_a_group_answer_as_a_plain_model_of_them_does() -> None:
    _play(400)


@pytest.mark.drill
def test_the_rules_of_a_group_answer_as_a_plain_model_of_them_does_ten_thousand_times() -> None:
    _play(10_000)


def test_every_command_and_every_refusal_of_a_group_is_reached() -> None:
    REACHED.clear()
    _play(400, always_the_same=True)
    commands = {kind.__name__ for kind in get_args(GroupCommand)}

    assert (commands | REFUSALS) - REACHED.keys() == set()
    assert REACHED.keys() - commands - REFUSALS == set()
    assert FormGroup.__name__ in commands


def _nothing(*_: object) -> None:
    return None


def _join_anybody(command: JoinGroup, group: Group) -> list[object]:
    group.let_go.clear()
    return [] if command.person in group.members else [*_joined(command)]


def _joined(command: JoinGroup) -> list[object]:
    return [
        MemberJoined(person=command.person, role=command.role, invitation=command.invitation, at=command.at)
    ]


def _any_retention(command: ChooseRetention, _: Group) -> list[object]:
    return [
        RetentionChosen(
            by=command.by,
            days_after_follow_up=command.days_after_follow_up,
            days_after_session=command.days_after_session,
            at=command.at,
        )
    ]


DEFECTS: dict[str, tuple[object, str, object]] = {
    "anybody keeps the group": (belonging, "_by_maker", _nothing),
    "observers take part": (Group, "taking_part", Group.member),
    "the maker just leaves": (
        belonging,
        "_leave",
        lambda command, _: [MemberLeft(person=command.person, at=command.at)],
    ),
    "whoever was let go walks in": (belonging, "join", _join_anybody),
    "texts are kept for longer": (arranging, "_choose_retention", _any_retention),
    "a stranger acts": (group_rules, "_check_person", _nothing),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_planted_defect_in_a_group_is_found(defect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, name, planted = DEFECTS[defect]
    monkeypatch.setattr(where, name, planted)
    if name == "join":
        monkeypatch.setattr(group_rules, name, planted)

    with pytest.raises((AssertionError, KeyError, ExceptionGroup, Refused)):
        _play(1_000)
