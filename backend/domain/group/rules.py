"""What a group allows: commands answered with events, or refused."""

from typing import assert_never

from msgspec.structs import asdict, replace

from backend.domain.errors import Refused
from backend.domain.group.commands import (
    AcceptGroundRules,
    CancelSession,
    FormGroup,
    GroupCommand,
    JoinGroup,
    LeaveGroup,
    ProposeGroundRules,
    RescheduleSession,
    ScheduleSession,
    SetSizePolicy,
    StateExpectation,
)
from backend.domain.group.state import Group
from events.group import (
    AnyGroupEvent,
    ExpectationStated,
    GroundRulesAccepted,
    GroundRulesProposed,
    GroupFormed,
    MemberJoined,
    MemberLeft,
    SessionCancelled,
    SessionRescheduled,
    SessionScheduled,
    SizePolicySet,
)


def decide(command: GroupCommand, group: Group) -> list[AnyGroupEvent]:
    """Answer a command with the events it causes, or refuse it."""
    if isinstance(command, FormGroup):
        return _form(command, group)
    if group.formed is None:
        raise Refused("unknown-group")
    if isinstance(command, JoinGroup):
        return _join(command, group)
    return _inside(command, group)


def _form(command: FormGroup, group: Group) -> list[AnyGroupEvent]:
    formed = GroupFormed(
        by=command.by,
        facilitation=command.facilitation,
        method=command.method,
        advice_mode=command.advice_mode,
        size=command.size,
    )
    if group.formed is not None:
        if group.formed == formed:
            return []
        raise Refused("group-exists" if group.formed.by != command.by else "id-reused")
    joined = MemberJoined(person=command.by, role=command.role, invitation=None, at=command.at)
    rules = GroundRulesProposed(version=1, by=command.by, rules=command.rules)
    return [formed, joined, rules]


def _join(command: JoinGroup, group: Group) -> list[AnyGroupEvent]:
    if command.person in group.members:
        return []
    return [
        MemberJoined(
            person=command.person,
            role=command.role,
            invitation=command.invitation,
            at=command.at,
        )
    ]


_Inside = (
    LeaveGroup
    | StateExpectation
    | ProposeGroundRules
    | AcceptGroundRules
    | SetSizePolicy
    | ScheduleSession
    | RescheduleSession
    | CancelSession
)


def _inside(command: _Inside, group: Group) -> list[AnyGroupEvent]:
    person = command.person if isinstance(command, LeaveGroup) else command.by
    if person not in group.members:
        raise Refused("not-a-member")
    match command:
        case LeaveGroup():
            return [MemberLeft(person=person, at=command.at)]
        case StateExpectation(id=known) if known in group.expectations:
            return _repeat(group.expectations[known].text, command.text)
        case StateExpectation():
            return [ExpectationStated(id=command.id, by=person, text=command.text)]
        case ProposeGroundRules(rules=rules) if rules == group.rules:
            return []
        case ProposeGroundRules():
            return [GroundRulesProposed(version=group.rules_version + 1, by=person, rules=command.rules)]
        case AcceptGroundRules():
            return _accept(command, group)
        case SetSizePolicy(size=size) if size == group.size:
            return []
        case SetSizePolicy():
            return [SizePolicySet(by=person, size=command.size)]
        case ScheduleSession():
            return _schedule(command, group)
        case RescheduleSession() | CancelSession():
            return _change_plan(command, group)
        case _:
            assert_never(command)


def _repeat(known: object, again: object) -> list[AnyGroupEvent]:
    if known == again:
        return []
    raise Refused("id-reused")


def _accept(command: AcceptGroundRules, group: Group) -> list[AnyGroupEvent]:
    if command.version != group.rules_version:
        raise Refused("unknown-rules-version")
    if group.members[command.by].accepted == command.version:
        return []
    return [GroundRulesAccepted(version=command.version, by=command.by, at=command.at)]


def _schedule(command: ScheduleSession, group: Group) -> list[AnyGroupEvent]:
    planned = SessionScheduled(**asdict(command))
    known = group.sessions.get(command.session)
    if known is not None:
        return _repeat(replace(known, by=command.by), planned)
    if command.facilitator is not None:
        if not group.may_move(command.by):
            raise Refused("only-the-facilitator")
        if command.facilitator not in group.members:
            raise Refused("not-a-member")
    return [planned]


def _change_plan(command: RescheduleSession | CancelSession, group: Group) -> list[AnyGroupEvent]:
    if isinstance(command, CancelSession):
        if command.session in group.cancelled:
            return []
        group.planned(command.session)
        return [SessionCancelled(session=command.session, by=command.by)]
    if group.planned(command.session).starts_at == command.starts_at:
        return []
    return [SessionRescheduled(session=command.session, by=command.by, starts_at=command.starts_at)]
