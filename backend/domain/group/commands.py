"""What a person can ask of a group."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from events.base import Sealed
from events.group import Facilitation, GroundRule, Role, SizePolicy
from events.method import AdviceMode


class FormGroup(Struct, frozen=True, kw_only=True):
    """Form a group with its first ground rules; its maker joins at once."""

    by: UUID
    role: Role
    facilitation: Facilitation
    method: str
    advice_mode: AdviceMode
    size: SizePolicy
    rules: tuple[GroundRule, ...]
    at: datetime


class JoinGroup(Struct, frozen=True, kw_only=True):
    """Join through an invitation."""

    person: UUID
    role: Role
    invitation: UUID
    at: datetime


class LeaveGroup(Struct, frozen=True, kw_only=True):
    """Leave the group."""

    person: UUID
    at: datetime


class StateExpectation(Struct, frozen=True, kw_only=True):
    """Say what one expects of the group (R-25)."""

    id: UUID
    by: UUID
    text: Sealed


class ProposeGroundRules(Struct, frozen=True, kw_only=True):
    """Give the group a new version of its ground rules (R-36)."""

    by: UUID
    rules: tuple[GroundRule, ...]


class AcceptGroundRules(Struct, frozen=True, kw_only=True):
    """Accept the present version of the ground rules."""

    by: UUID
    version: int
    at: datetime


class SetSizePolicy(Struct, frozen=True, kw_only=True):
    """Choose how many people suit the group."""

    by: UUID
    size: SizePolicy


class ScheduleSession(Struct, frozen=True, kw_only=True):
    """Plan a meeting."""

    session: UUID
    by: UUID
    starts_at: datetime
    minutes: int
    method: str
    advice_mode: AdviceMode
    facilitator: UUID | None


class RescheduleSession(Struct, frozen=True, kw_only=True):
    """Move a planned meeting."""

    session: UUID
    by: UUID
    starts_at: datetime


class CancelSession(Struct, frozen=True, kw_only=True):
    """Call a planned meeting off."""

    session: UUID
    by: UUID


GroupCommand = (
    FormGroup
    | JoinGroup
    | LeaveGroup
    | StateExpectation
    | ProposeGroundRules
    | AcceptGroundRules
    | SetSizePolicy
    | ScheduleSession
    | RescheduleSession
    | CancelSession
)
