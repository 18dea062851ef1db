"""What is known of a group from its events."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple, assert_never
from uuid import UUID

from msgspec.structs import replace

from backend.domain.errors import Refused
from backend.domain.own_methods import OwnMethod, published, retired
from events.group import (
    AnyGroupEvent,
    ArrangementSet,
    EarlierMeetingDropped,
    EarlierMeetingEntered,
    ExpectationStated,
    GroundRule,
    GroundRulesAccepted,
    GroundRulesProposed,
    GroupClosed,
    GroupFormed,
    GroupHosted,
    GroupMeantFor,
    GroupReopened,
    MakerChanged,
    MemberJoined,
    MemberLeft,
    MemberRemoved,
    MethodPublished,
    MethodRetired,
    QuestionHelpChosen,
    RemindersChosen,
    RetentionChosen,
    Role,
    SessionCancelled,
    SessionRescheduled,
    SessionScheduled,
    SizePolicy,
    SizePolicySet,
    YearListIssued,
    YearListRevoked,
)
from events.reminding import Occasion

DAYS_AFTER_FOLLOW_UP: Final = 30
DAYS_AFTER_SESSION: Final = 180
"""How many days the texts of a case are kept, whichever ends first, unless the group chose less."""


@dataclass(slots=True)
class Member:
    """A person in the group, and what they said about it."""

    role: Role
    since: int
    """The version of the group at which they joined, the last time."""
    expectation: UUID | None = None
    accepted: int = 0
    """The version of the ground rules that was accepted; 0 for none."""


class AgreedRules(NamedTuple):
    """A version of the ground rules, from the moment at which the first one accepted it."""

    version: int
    rules: tuple[GroundRule, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many days the texts of a case are kept."""

    days_after_follow_up: int = DAYS_AFTER_FOLLOW_UP
    days_after_session: int = DAYS_AFTER_SESSION


class QuestionHelp(NamedTuple):
    """Whether phones help with questions, and whether the kinds of questions are counted for all."""

    offered: bool = True
    counted: bool = False


@dataclass(slots=True)
class Group:
    """What is known of a group from its events. ``maker`` keeps it now, whoever formed it."""

    id: UUID
    version: int = 0
    formed: GroupFormed | None = None
    maker: UUID | None = None
    arrangement: ArrangementSet | None = None
    hosted: GroupHosted | None = None
    meant_for: GroupMeantFor | None = None
    closed_at: datetime | None = None
    size: SizePolicy = field(default_factory=SizePolicy)
    members: dict[UUID, Member] = field(default_factory=dict)
    former: set[UUID] = field(default_factory=set)
    """Who was in the group and is not any more."""
    let_go: dict[UUID, datetime] = field(default_factory=dict)
    """Whom the maker let go, and when it was last."""
    expectations: dict[UUID, ExpectationStated] = field(default_factory=dict)
    rules_version: int = 0
    rules: tuple[GroundRule, ...] = ()
    agreed_rules: list[AgreedRules] = field(default_factory=list)
    """Every version of the ground rules that somebody accepted, the first one first."""
    sessions: dict[UUID, SessionScheduled] = field(default_factory=dict)
    cancelled: set[UUID] = field(default_factory=set)
    methods: dict[str, OwnMethod] = field(default_factory=dict)
    """The methods of the group's own by key, also those that are retired."""
    earlier: dict[UUID, EarlierMeetingEntered] = field(default_factory=dict)
    """Meetings from before the group had Kring, entered afterwards."""
    year_lists: dict[UUID, YearListIssued] = field(default_factory=dict)
    revoked_lists: dict[UUID, datetime] = field(default_factory=dict)
    """When the proof of a year was revoked."""
    retention: RetentionChosen | None = None
    """How long texts of cases are kept; None for the default."""
    reminds_of: tuple[Occasion, ...] = tuple(Occasion)
    question_help: QuestionHelp = field(default_factory=QuestionHelp)

    @property
    def keeps(self) -> Retention:
        """Return for how long the texts of a case are kept."""
        if self.retention is None:
            return Retention()
        return Retention(self.retention.days_after_follow_up, self.retention.days_after_session)

    @property
    def agreed(self) -> ArrangementSet:
        """Return how the group meets, or refuse when there is no group."""
        if self.arrangement is None:
            raise Refused("unknown-group")
        return self.arrangement

    def those(self, role: Role) -> tuple[UUID, ...]:
        """Return the present people in a role, in the order in which they joined."""
        return tuple(person for person, m in self.members.items() if m.role is role)

    def may_move(self, person: UUID) -> bool:
        """Tell whether a person may open meetings and move the procedure (§ 1.4)."""
        member = self.members.get(person)
        if member is None or self.arrangement is None or member.role is Role.OBSERVER:
            return False
        return self.arrangement.facilitation.is_by_peers or member.role is Role.FACILITATOR

    def may_arrange(self, person: UUID) -> bool:
        """Tell whether a person may arrange how the group meets: its maker too (§ 1.4)."""
        return person == self.maker or self.may_move(person)

    def member(self, person: UUID) -> Member:
        """Return somebody who is in the group, or refuse; who was in it is told so."""
        member = self.members.get(person)
        if member is None:
            raise Refused("no-longer-a-member" if person in self.former else "not-a-member")
        return member

    def taking_part(self, person: UUID) -> Member:
        """Return somebody who takes part, or refuse: an observer only watches."""
        member = self.member(person)
        if member.role is Role.OBSERVER:
            raise Refused("observers-only-watch")
        return member

    def admit(self, person: UUID) -> Member:
        """Return the member that may see cases, or refuse (invariant 6)."""
        member = self.member(person)
        if member.accepted != self.rules_version:
            raise Refused("ground-rules-first")
        return member

    def planned(self, session: UUID) -> SessionScheduled:
        """Return a meeting that is to take place, or refuse."""
        planned = self.sessions.get(session)
        if planned is None:
            raise Refused("not-scheduled")
        if session in self.cancelled:
            raise Refused("session-cancelled")
        return planned


def evolve(group: Group, event: AnyGroupEvent) -> Group:
    """Take an event into the state, in place, and return the state."""
    group.version += 1
    match event:
        case GroupFormed(by=by):
            group.formed, group.maker, group.size = event, by, event.size
            group.arrangement = ArrangementSet(
                by=by,
                rhythm=None,
                method=event.method,
                advice_mode=event.advice_mode,
                facilitation=event.facilitation,
            )
        case MemberJoined(person=person, role=role):
            group.members[person] = Member(role, group.version)
            group.former.discard(person)
        case MemberLeft(person=person) | MemberRemoved(person=person):
            group.members.pop(person, None)
            group.former.add(person)
            if isinstance(event, MemberRemoved):
                group.let_go[person] = event.at
        case MakerChanged(person=person):
            group.maker = person
        case ExpectationStated() | GroundRulesProposed() | GroundRulesAccepted():
            _agree(group, event)
        case SessionScheduled() | SessionRescheduled() | SessionCancelled():
            _plan(group, event)
        case _:
            _arrange(group, event)
    return group


def _agree(group: Group, event: ExpectationStated | GroundRulesProposed | GroundRulesAccepted) -> None:
    match event:
        case ExpectationStated(id=expectation, by=person):
            group.expectations[expectation] = event
            if member := group.members.get(person):
                member.expectation = expectation
        case GroundRulesProposed(version=version, rules=rules):
            group.rules_version, group.rules = version, rules
        case GroundRulesAccepted(by=person, version=version, at=at):
            if member := group.members.get(person):
                member.accepted = version
            if not group.agreed_rules or group.agreed_rules[-1].version != version:
                group.agreed_rules.append(AgreedRules(version, group.rules, at))


def _plan(group: Group, event: SessionScheduled | SessionRescheduled | SessionCancelled) -> None:
    match event:
        case SessionScheduled(session=session):
            group.sessions[session] = event
        case SessionRescheduled(session=session, starts_at=starts_at):
            moved = replace(group.sessions[session], starts_at=starts_at)
            group.sessions[session] = moved
        case SessionCancelled(session=session):
            group.cancelled.add(session)


_Arranged = (
    GroupHosted
    | GroupMeantFor
    | ArrangementSet
    | SizePolicySet
    | RetentionChosen
    | RemindersChosen
    | QuestionHelpChosen
    | MethodPublished
    | MethodRetired
    | GroupClosed
    | GroupReopened
    | EarlierMeetingEntered
    | EarlierMeetingDropped
    | YearListIssued
    | YearListRevoked
)


def _arrange(group: Group, event: _Arranged) -> None:
    match event:
        case GroupHosted():
            group.hosted = event
        case GroupMeantFor():
            group.meant_for = event
        case ArrangementSet():
            group.arrangement = event
        case SizePolicySet(size=size):
            group.size = size
        case RetentionChosen():
            group.retention = event
        case RemindersChosen(occasions=occasions):
            group.reminds_of = occasions
        case QuestionHelpChosen(offered=offered, counted=counted):
            group.question_help = QuestionHelp(offered, counted)
        case MethodPublished(method=method):
            published(group.methods, method)
        case MethodRetired(key=key):
            retired(group.methods, key)
        case EarlierMeetingEntered(meeting=meeting):
            group.earlier[meeting] = event
        case EarlierMeetingDropped(meeting=meeting):
            group.earlier.pop(meeting, None)
        case YearListIssued(certificate=certificate):
            group.year_lists[certificate] = event
        case YearListRevoked(certificate=certificate, at=at):
            group.revoked_lists[certificate] = at
        case GroupClosed(at=at):
            group.closed_at = at
        case GroupReopened():
            group.closed_at = None
        case _:
            assert_never(event)
