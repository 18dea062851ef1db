"""What is known of a group from its events."""

from dataclasses import dataclass, field
from typing import assert_never
from uuid import UUID

from msgspec.structs import replace

from backend.domain.errors import Refused
from events.group import (
    AnyGroupEvent,
    ExpectationStated,
    GroundRule,
    GroundRulesAccepted,
    GroundRulesProposed,
    GroupFormed,
    MemberJoined,
    MemberLeft,
    RetentionChosen,
    Role,
    SessionCancelled,
    SessionRescheduled,
    SessionScheduled,
    SizePolicy,
    SizePolicySet,
)


@dataclass(slots=True)
class Member:
    """A person in the group, and what they said about it."""

    role: Role
    expectation: UUID | None = None
    accepted: int = 0
    """The version of the ground rules that was accepted; 0 for none."""


@dataclass(slots=True)
class Group:
    """What is known of a group from its events."""

    id: UUID
    version: int = 0
    formed: GroupFormed | None = None
    size: SizePolicy = field(default_factory=SizePolicy)
    members: dict[UUID, Member] = field(default_factory=dict)
    expectations: dict[UUID, ExpectationStated] = field(default_factory=dict)
    rules_version: int = 0
    rules: tuple[GroundRule, ...] = ()
    sessions: dict[UUID, SessionScheduled] = field(default_factory=dict)
    cancelled: set[UUID] = field(default_factory=set)
    retention: RetentionChosen | None = None
    """How long texts of cases are kept; None for the default."""

    def those(self, role: Role) -> tuple[UUID, ...]:
        """Return the present people in a role, in the order in which they joined."""
        return tuple(person for person, m in self.members.items() if m.role is role)

    def may_move(self, person: UUID) -> bool:
        """Tell whether a person may open meetings and move the procedure (§ 1.4)."""
        member = self.members.get(person)
        if member is None or self.formed is None:
            return False
        return self.formed.facilitation.is_by_peers or member.role is Role.FACILITATOR

    def admit(self, person: UUID) -> Member:
        """Return the member that may see cases, or refuse (invariant 6)."""
        member = self.members.get(person)
        if member is None:
            raise Refused("not-a-member")
        if member.accepted < self.rules_version:
            raise Refused("ground-rules-first")
        return member

    def planned(self, session: UUID) -> SessionScheduled:
        """Return a planned meeting, or refuse."""
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
        case GroupFormed():
            group.formed, group.size = event, event.size
        case MemberJoined(person=person, role=role):
            group.members[person] = Member(role)
        case MemberLeft(person=person):
            group.members.pop(person, None)
        case ExpectationStated(id=expectation, by=person):
            group.expectations[expectation] = event
            if member := group.members.get(person):
                member.expectation = expectation
        case GroundRulesProposed(version=version, rules=rules):
            group.rules_version, group.rules = version, rules
        case GroundRulesAccepted(by=person, version=version):
            if member := group.members.get(person):
                member.accepted = version
        case SizePolicySet(size=size):
            group.size = size
        case RetentionChosen():
            group.retention = event
        case SessionScheduled(session=session):
            group.sessions[session] = event
        case SessionRescheduled(session=session, starts_at=starts_at):
            moved = replace(group.sessions[session], starts_at=starts_at)
            group.sessions[session] = moved
        case SessionCancelled(session=session):
            group.cancelled.add(session)
        case _:
            assert_never(event)
    return group
