"""What a person can ask of a group."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from events.base import Sealed
from events.forms import Form
from events.group import Facilitation, GroundRule, Met, Rhythm, Role, SizePolicy
from events.method import AdviceMode, Method
from events.reminding import Occasion


class Host(Struct, frozen=True, kw_only=True):
    """The organisation that hosts a group, and the programme it belongs to."""

    organisation: UUID
    programme: UUID | None = None


class Audience(Struct, frozen=True, kw_only=True):
    """For whom a group is meant: a role family, a level from 1 to 3, or both."""

    role_family: UUID | None = None
    level: int | None = None


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
    rhythm: Rhythm | None = None
    host: Host | None = None
    meant_for: Audience | None = None


class JoinGroup(Struct, frozen=True, kw_only=True):
    """Join through an invitation, which was made at ``invited_at``.

    ``by_link``: one that others may use as well. ``invited_by``: who made it; None for nobody in the group.
    """

    person: UUID
    role: Role
    invitation: UUID
    invited_at: datetime
    at: datetime
    invited_by: UUID | None = None
    by_link: bool = False


class LeaveGroup(Struct, frozen=True, kw_only=True):
    """Leave the group. ``for_good``: whoever kept it hands it to who has been there longest."""

    person: UUID
    at: datetime
    for_good: bool = False


class RemoveMember(Struct, frozen=True, kw_only=True):
    """Let somebody go, as the group's maker."""

    person: UUID
    by: UUID
    at: datetime


class HandOver(Struct, frozen=True, kw_only=True):
    """Let another member keep the group."""

    person: UUID
    by: UUID
    at: datetime


class CloseGroup(Struct, frozen=True, kw_only=True):
    """End the group."""

    by: UUID
    at: datetime


class ReopenGroup(Struct, frozen=True, kw_only=True):
    """Take the end of the group back."""

    by: UUID
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


class SetArrangement(Struct, frozen=True, kw_only=True):
    """Arrange how the group meets, and how many people suit it."""

    by: UUID
    rhythm: Rhythm | None
    method: str
    advice_mode: AdviceMode
    facilitation: Facilitation
    size: SizePolicy


class ChooseRetention(Struct, frozen=True, kw_only=True):
    """Keep the texts of cases for a shorter time."""

    by: UUID
    days_after_follow_up: int
    days_after_session: int
    at: datetime


class ChooseReminders(Struct, frozen=True, kw_only=True):
    """Choose of what the group's people are reminded."""

    by: UUID
    occasions: tuple[Occasion, ...]


class ChooseQuestionHelp(Struct, frozen=True, kw_only=True):
    """Choose whether phones help with questions, and whether the group counts their kinds."""

    by: UUID
    offered: bool
    counted: bool


class PublishMethod(Struct, frozen=True, kw_only=True):
    """Let the group have a method of its own, or a next version; ``after``: the version that was edited."""

    by: UUID
    at: datetime
    method: Method
    after: int


class RetireMethod(Struct, frozen=True, kw_only=True):
    """Plan a method of the group's own no more."""

    by: UUID
    at: datetime
    key: str


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


class EarlierMeeting(Struct, frozen=True, kw_only=True):
    """A meeting from before, as a list tells it."""

    meeting: UUID
    begin: datetime
    end: datetime
    minutes: int
    form: Form
    present: tuple[UUID, ...]
    others: int


class EnterEarlierMeetings(Struct, frozen=True, kw_only=True):
    """Enter meetings from before the group had Kring."""

    meetings: tuple[EarlierMeeting, ...]
    by: UUID
    at: datetime


class DropEarlierMeeting(Struct, frozen=True, kw_only=True):
    """Take back a meeting that was entered by mistake."""

    meeting: UUID
    by: UUID
    at: datetime


class IssueYearList(Struct, frozen=True, kw_only=True):
    """Take proof of the meetings of a year."""

    certificate: UUID
    code: str
    year: int
    meetings: tuple[Met, ...]
    by: UUID
    at: datetime


class RevokeYearList(Struct, frozen=True, kw_only=True):
    """Let the proof of a year count no longer."""

    certificate: UUID
    by: UUID
    at: datetime


Belonging = LeaveGroup | RemoveMember | HandOver
Ending = CloseGroup | ReopenGroup
Agreeing = StateExpectation | ProposeGroundRules | AcceptGroundRules
Arranging = (
    SetArrangement | ChooseRetention | ChooseReminders | ChooseQuestionHelp | PublishMethod | RetireMethod
)
Planning = ScheduleSession | RescheduleSession | CancelSession
LookingBack = EnterEarlierMeetings | DropEarlierMeeting
Proving = IssueYearList | RevokeYearList
Inside = Belonging | Ending | Agreeing | Arranging | Planning | LookingBack | Proving
"""What those who are in the group can ask."""
GroupCommand = FormGroup | JoinGroup | Inside
