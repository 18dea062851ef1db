"""Who belongs to a group, who keeps it, and how it ends."""

from datetime import datetime, timedelta
from typing import Final, assert_never
from uuid import UUID

from backend.domain.errors import Refused
from backend.domain.group.commands import (
    Belonging,
    CloseGroup,
    Ending,
    HandOver,
    JoinGroup,
    LeaveGroup,
    RemoveMember,
    ReopenGroup,
)
from backend.domain.group.state import Group
from events.group import (
    AnyGroupEvent,
    GroupClosed,
    GroupReopened,
    MakerChanged,
    MemberJoined,
    MemberLeft,
    MemberRemoved,
    Role,
)

REOPENED_WITHIN: Final = timedelta(days=7)
"""How long after its end a group can be reopened."""


def join(command: JoinGroup, group: Group) -> list[AnyGroupEvent]:
    """Let a person in, once. Who left may come back; who was let go, only through a newer invitation."""
    if command.person in group.members:
        return []
    let_go = group.let_go.get(command.person)
    if let_go is not None and command.invited_at <= let_go:
        raise Refused("no-longer-a-member")
    if group.closed_at is not None:
        raise Refused("group-closed")
    check_invitation(command.invited_by, command.invited_at, group, by_link=command.by_link)
    return [
        MemberJoined(
            person=command.person,
            role=command.role,
            invitation=command.invitation,
            at=command.at,
        )
    ]


def check_invitation(by: UUID | None, at: datetime, group: Group, *, by_link: bool) -> None:
    """Refuse an invitation of somebody who is out of the group, and a link older than the last letting go.

    With it they could come back as somebody else. Refuses: invitation-revoked.
    """
    if by in group.former or (by_link and any(at <= let_go for let_go in group.let_go.values())):
        raise Refused("invitation-revoked")


def belong(command: Belonging, group: Group) -> list[AnyGroupEvent]:
    """Let somebody leave, let somebody go, or hand the group over."""
    match command:
        case LeaveGroup():
            return _leave(command, group)
        case RemoveMember():
            return _remove(command, group)
        case HandOver():
            return _hand_over(command, group)
        case _:
            assert_never(command)


def _leave(command: LeaveGroup, group: Group) -> list[AnyGroupEvent]:
    """Let a person go at any moment; the last one closes the group behind them.

    A closed group needs nobody to keep it. Who leaves for good (their account is deleted) is never
    held up: the one who has been there longest keeps the group.
    """
    person, at = command.person, command.at
    if person in group.former:
        return []
    group.member(person)
    left = MemberLeft(person=person, at=at)
    if group.closed_at is not None:
        return [left]
    others = [other for other in group.members if other != person]
    heir = next((other for other in others if group.members[other].role is not Role.OBSERVER), None)
    if person != group.maker and others:
        return [left]
    if heir is None:
        return [left, GroupClosed(by=person, at=at)]
    if not command.for_good:
        raise Refused("hand-over-first")
    return [MakerChanged(person=heir, by=person, at=at), left]


def _remove(command: RemoveMember, group: Group) -> list[AnyGroupEvent]:
    if command.person == command.by:
        return _leave(LeaveGroup(person=command.by, at=command.at), group)
    _by_maker(command.by, group)
    if command.person in group.former:
        return []
    if command.person not in group.members:
        raise Refused("not-a-member")
    return [MemberRemoved(person=command.person, by=command.by, at=command.at)]


def _hand_over(command: HandOver, group: Group) -> list[AnyGroupEvent]:
    if command.person == group.maker:
        return []
    _by_maker(command.by, group)
    group.taking_part(command.person)
    return [MakerChanged(person=command.person, by=command.by, at=command.at)]


def end(command: Ending, group: Group) -> list[AnyGroupEvent]:
    """Close a group, or take that back within a week."""
    _by_maker(command.by, group)
    match command:
        case CloseGroup():
            if group.closed_at is not None:
                return []
            return [GroupClosed(by=command.by, at=command.at)]
        case ReopenGroup():
            if group.closed_at is None:
                raise Refused("nothing-to-undo")
            if command.at - group.closed_at > REOPENED_WITHIN:
                raise Refused("too-late")
            return [GroupReopened(by=command.by, at=command.at)]
        case _:
            assert_never(command)


def _by_maker(person: UUID, group: Group) -> None:
    if person != group.maker:
        raise Refused("only-the-maker")
