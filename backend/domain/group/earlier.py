"""Meetings from before a group had Kring: entered afterwards from a list, and marked so for ever."""

from typing import assert_never

from backend.domain.errors import Refused
from backend.domain.group.commands import (
    DropEarlierMeeting,
    EarlierMeeting,
    EnterEarlierMeetings,
    LookingBack,
)
from backend.domain.group.state import Group
from events.group import AnyGroupEvent, EarlierMeetingDropped, EarlierMeetingEntered


def look_back(command: LookingBack, group: Group) -> list[AnyGroupEvent]:
    """Enter meetings of earlier, or take one back: for who guards the procedure or keeps the group."""
    if not group.may_arrange(command.by):
        raise Refused("only-the-facilitator")
    match command:
        case EnterEarlierMeetings(meetings=meetings):
            return [_entered(one, command, group) for one in meetings if not is_known(one, group)]
        case DropEarlierMeeting(meeting=meeting, by=by, at=at):
            if meeting not in group.earlier:
                return []
            return [EarlierMeetingDropped(meeting=meeting, by=by, at=at)]
        case _:
            assert_never(command)


def is_known(one: EarlierMeeting, group: Group) -> bool:
    """Tell whether a meeting was entered before, with the same facts."""
    known = group.earlier.get(one.meeting)
    fields = EarlierMeeting.__struct_fields__
    return known is not None and all(getattr(known, field) == getattr(one, field) for field in fields)


def _entered(one: EarlierMeeting, command: EnterEarlierMeetings, group: Group) -> EarlierMeetingEntered:
    if one.end > command.at:
        raise Refused("not-over-yet")
    if not set(one.present) <= group.members.keys() | group.former:
        raise Refused("not-a-member")
    return EarlierMeetingEntered(
        meeting=one.meeting,
        by=command.by,
        begin=one.begin,
        end=one.end,
        minutes=one.minutes,
        form=one.form,
        facilitation=group.agreed.facilitation,
        present=one.present,
        others=one.others,
        at=command.at,
    )
