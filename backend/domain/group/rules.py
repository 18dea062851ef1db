"""What a group allows: commands answered with events, or refused."""

from typing import assert_never

from msgspec.structs import asdict, replace

from backend.domain.errors import Refused
from backend.domain.group.arranging import agree, arrange, repeat
from backend.domain.group.belonging import belong, end, join
from backend.domain.group.commands import (
    AcceptGroundRules,
    Agreeing,
    Arranging,
    Belonging,
    CancelSession,
    Ending,
    FormGroup,
    GroupCommand,
    HandOver,
    Inside,
    JoinGroup,
    LeaveGroup,
    LookingBack,
    Planning,
    Proving,
    RemoveMember,
    RescheduleSession,
    ScheduleSession,
)
from backend.domain.group.earlier import look_back
from backend.domain.group.state import Group
from backend.domain.group.year_lists import prove
from events.group import (
    AnyGroupEvent,
    ArrangementSet,
    GroundRulesProposed,
    GroupFormed,
    GroupHosted,
    GroupMeantFor,
    MemberJoined,
    Role,
    SessionCancelled,
    SessionRescheduled,
    SessionScheduled,
)

_ByMembers = RemoveMember | HandOver | Ending | Agreeing | Arranging | Planning | LookingBack | Proving


def decide(command: GroupCommand, group: Group) -> list[AnyGroupEvent]:
    """Answer a command with the events it causes, or refuse it."""
    if isinstance(command, FormGroup):
        return _form(command, group)
    if group.formed is None:
        raise Refused("unknown-group")
    if isinstance(command, JoinGroup):
        return join(command, group)
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
    if command.role is Role.OBSERVER:
        raise Refused("observers-only-watch")
    joined = MemberJoined(person=command.by, role=command.role, invitation=None, at=command.at)
    rules = GroundRulesProposed(version=1, by=command.by, rules=command.rules)
    return [formed, joined, rules, *_circumstances(command)]


def _circumstances(command: FormGroup) -> list[AnyGroupEvent]:
    """Return what else is known of a group when it is formed."""
    events: list[AnyGroupEvent] = []
    if command.rhythm is not None:
        events.append(
            ArrangementSet(
                by=command.by,
                rhythm=command.rhythm,
                method=command.method,
                advice_mode=command.advice_mode,
                facilitation=command.facilitation,
            )
        )
    if command.host is not None:
        events.append(GroupHosted(by=command.by, **asdict(command.host)))
    if command.meant_for is not None:
        events.append(GroupMeantFor(by=command.by, **asdict(command.meant_for)))
    return events


def _inside(command: Inside, group: Group) -> list[AnyGroupEvent]:
    if isinstance(command, LeaveGroup):
        return belong(command, group)
    _check_person(command, group)
    if isinstance(command, Ending):
        return end(command, group)
    if group.closed_at is not None:
        raise Refused("group-closed")
    if isinstance(command, Belonging):
        return belong(command, group)
    if isinstance(command, Agreeing):
        return agree(command, group)
    if isinstance(command, Arranging):
        return arrange(command, group)
    if isinstance(command, LookingBack):
        return look_back(command, group)
    if isinstance(command, Proving):
        return prove(command, group)
    return _plan(command, group)


def _check_person(command: _ByMembers, group: Group) -> None:
    """Refuse who is not in the group, and who only watches; everybody accepts the ground rules."""
    if isinstance(command, AcceptGroundRules):
        group.member(command.by)
    else:
        group.taking_part(command.by)


def _plan(command: Planning, group: Group) -> list[AnyGroupEvent]:
    match command:
        case ScheduleSession():
            return _schedule(command, group)
        case CancelSession(session=session) if session in group.cancelled:
            return []
        case CancelSession(session=session, by=by):
            group.planned(session)
            return [SessionCancelled(session=session, by=by)]
        case RescheduleSession(session=session, by=by, starts_at=starts_at):
            if group.planned(session).starts_at == starts_at:
                return []
            return [SessionRescheduled(session=session, by=by, starts_at=starts_at)]
        case _:
            assert_never(command)


def _schedule(command: ScheduleSession, group: Group) -> list[AnyGroupEvent]:
    planned = SessionScheduled(**asdict(command))
    known = group.sessions.get(command.session)
    if known is not None:
        return repeat(replace(known, by=command.by), planned)
    if command.facilitator is not None:
        if not group.may_move(command.by):
            raise Refused("only-the-facilitator")
        if command.facilitator not in group.members:
            raise Refused("not-a-member")
        group.taking_part(command.facilitator)
    return [planned]
