"""What can happen to a group: a stable circle of peers, its rules, its rhythm."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from events.base import Event, Sealed
from events.forms import Form, Word
from events.method import AdviceMode, Method, Words
from events.reminding import Occasion


class Role(StrEnum):
    """What a person is in a group."""

    MEMBER = "member"
    FACILITATOR = "facilitator"
    """Guards the procedure and is no member; has no content rights when dedicated (S003)."""
    OBSERVER = "observer"
    """Learns by watching: is present and reads, and has no part in anything (R-63)."""


class Facilitation(StrEnum):
    """Who guards the procedure (requirements § 1.4)."""

    EXTERNAL = "external"
    INTERNAL_DEDICATED = "internal_dedicated"
    ROTATING_PEER = "rotating_peer"
    SELF_GUIDED = "self_guided"

    @property
    def is_by_peers(self) -> bool:
        """Tell whether the members guard the procedure themselves, and keep their content rights."""
        return self in {Facilitation.ROTATING_PEER, Facilitation.SELF_GUIDED}


class SizePolicy(Struct, frozen=True):
    """How many people suit the group; outside it there is a warning, never a block (R-20, R-24)."""

    smallest: int = 4
    largest: int = 8


class Rhythm(Struct, frozen=True):
    """How often the group meets, and for how long."""

    weeks: int
    """From one meeting to the next."""
    minutes: int


class GroundRule(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A rule from the default set by its key, or a rule in the group's own words."""

    key: str | None = None
    text: Sealed | None = None


class GroupEvent(Event, frozen=True, kw_only=True):
    """Something that happened to a group; the stream is the group."""


class GroupFormed(GroupEvent, frozen=True, kw_only=True, tag="group.group_formed.v1"):
    """A group was formed. Its name and purpose are identity and not in the record."""

    by: UUID
    facilitation: Facilitation
    method: str
    advice_mode: AdviceMode
    size: SizePolicy


class MemberJoined(GroupEvent, frozen=True, kw_only=True, tag="group.member_joined.v1"):
    """A person joined through an invitation, as a member, a facilitator or an observer."""

    person: UUID
    role: Role
    invitation: UUID | None
    at: datetime


class MemberLeft(GroupEvent, frozen=True, kw_only=True, tag="group.member_left.v1"):
    """A person left the group; what they said stays with the group."""

    person: UUID
    at: datetime


class MemberRemoved(GroupEvent, frozen=True, kw_only=True, tag="group.member_removed.v1"):
    """The group's maker let somebody go; what they said stays with the group."""

    person: UUID
    by: UUID
    at: datetime


class MakerChanged(GroupEvent, frozen=True, kw_only=True, tag="group.maker_changed.v1"):
    """The group was handed over: ``person`` now keeps it."""

    person: UUID
    by: UUID
    at: datetime


class GroupHosted(GroupEvent, frozen=True, kw_only=True, tag="group.group_hosted.v1"):
    """An organisation hosts the group, perhaps in one of its programmes (R-17); others may join it."""

    by: UUID
    organisation: UUID
    programme: UUID | None


class GroupMeantFor(GroupEvent, frozen=True, kw_only=True, tag="group.group_meant_for.v1"):
    """For whom the group is meant, which advises and never blocks (R-27, R-28)."""

    by: UUID
    role_family: UUID | None
    level: int | None


class ArrangementSet(GroupEvent, frozen=True, kw_only=True, tag="group.arrangement_set.v1"):
    """The group arranged how it meets from now on; meetings that are planned stay as they are."""

    by: UUID
    rhythm: Rhythm | None
    method: str
    advice_mode: AdviceMode
    facilitation: Facilitation


class GroupClosed(GroupEvent, frozen=True, kw_only=True, tag="group.group_closed.v1"):
    """The group ended: it can still be read, and nothing is added to it."""

    by: UUID
    at: datetime


class GroupReopened(GroupEvent, frozen=True, kw_only=True, tag="group.group_reopened.v1"):
    """Closing the group was taken back."""

    by: UUID
    at: datetime


class ExpectationStated(GroupEvent, frozen=True, kw_only=True, tag="group.expectation_stated.v1"):
    """A member said what they expect of the group (R-25); a later one replaces it."""

    id: UUID
    by: UUID
    text: Sealed


class GroundRulesProposed(GroupEvent, frozen=True, kw_only=True, tag="group.ground_rules_proposed.v1"):
    """The group has a new version of its ground rules; every member accepts it anew (R-36)."""

    version: int
    by: UUID
    rules: tuple[GroundRule, ...]


class GroundRulesAccepted(GroupEvent, frozen=True, kw_only=True, tag="group.ground_rules_accepted.v1"):
    """A person accepted a version of the ground rules."""

    version: int
    by: UUID
    at: datetime


class SizePolicySet(GroupEvent, frozen=True, kw_only=True, tag="group.size_policy_set.v1"):
    """The group chose how many people suit it."""

    by: UUID
    size: SizePolicy


class RetentionChosen(GroupEvent, frozen=True, kw_only=True, tag="group.retention_chosen.v1"):
    """The group keeps the texts of a case shorter than 30 and 180 days (measurement § 5.4)."""

    days_after_follow_up: int
    days_after_session: int
    by: UUID
    at: datetime


class RemindersChosen(GroupEvent, frozen=True, kw_only=True, tag="group.reminders_chosen.v1"):
    """The group chose of what its people are reminded; each of them may want less."""

    by: UUID
    occasions: tuple[Occasion, ...]


class QuestionHelpChosen(GroupEvent, frozen=True, kw_only=True, tag="group.question_help_chosen.v1"):
    """The group chose whether its phones help with questions, and whether it counts their kinds.

    ``counted``: for each step a total of each kind, without texts and without people.
    """

    by: UUID
    offered: bool
    counted: bool


class SessionScheduled(GroupEvent, frozen=True, kw_only=True, tag="group.session_scheduled.v1"):
    """A meeting was planned. ``minutes`` is its planned length."""

    session: UUID
    by: UUID
    starts_at: datetime
    minutes: int
    method: str
    advice_mode: AdviceMode
    facilitator: UUID | None
    """Who facilitates, when the group rotates the role among its members."""


class SessionRescheduled(GroupEvent, frozen=True, kw_only=True, tag="group.session_rescheduled.v1"):
    """A planned meeting was moved."""

    session: UUID
    by: UUID
    starts_at: datetime


class SessionCancelled(GroupEvent, frozen=True, kw_only=True, tag="group.session_cancelled.v1"):
    """A planned meeting will not take place."""

    session: UUID
    by: UUID


class MethodPublished(GroupEvent, frozen=True, kw_only=True, tag="group.method_published.v1"):
    """The group has a method of its own, or a next version of it.

    Its texts are about how one works and stand open, as a shipped method's do.
    """

    by: UUID
    at: datetime
    method: Method


class MethodRetired(GroupEvent, frozen=True, kw_only=True, tag="group.method_retired.v1"):
    """A method of the group's own is planned no more; meetings that were keep it."""

    by: UUID
    at: datetime
    key: str


class EarlierMeetingEntered(GroupEvent, frozen=True, kw_only=True, tag="group.earlier_meeting_entered.v1"):
    """A meeting from before the group had Kring was entered afterwards, as its own list tells it.

    ``present``: people of the group; ``others``: how many were there besides; ``minutes``: net.
    """

    meeting: UUID
    by: UUID
    begin: datetime
    end: datetime
    minutes: int
    form: Form
    facilitation: Facilitation
    present: tuple[UUID, ...]
    others: int
    at: datetime


class EarlierMeetingDropped(GroupEvent, frozen=True, kw_only=True, tag="group.earlier_meeting_dropped.v1"):
    """A meeting that was entered afterwards was a mistake."""

    meeting: UUID
    by: UUID
    at: datetime


class WasThere(Struct, frozen=True, kw_only=True):
    """Somebody who was at a meeting, and for how many minutes, net."""

    person: UUID
    minutes: int


class Met(Struct, frozen=True, kw_only=True):
    """One meeting of a group, as facts: what is known of it when the list of a year is made.

    ``minutes``: net, of whoever was there longest. ``present``: all who were there, also those who
    are no people of the group. The rest is as on a certificate of a person.
    """

    session: UUID
    method: Words
    begin: datetime
    end: datetime
    minutes: int
    present: int
    people: tuple[WasThere, ...]
    form: Form
    facilitation: Facilitation
    facilitators: tuple[UUID, ...]
    rules_version: int
    confidential: bool
    confirmed_by: Word
    confirmed_at: datetime


class YearListIssued(GroupEvent, frozen=True, kw_only=True, tag="group.year_list_issued.v1"):
    """The group took proof of when it met in a year and who was there."""

    certificate: UUID
    code: str
    year: int
    meetings: tuple[Met, ...]
    by: UUID
    at: datetime


class YearListRevoked(GroupEvent, frozen=True, kw_only=True, tag="group.year_list_revoked.v1"):
    """The proof of a year counts no longer."""

    certificate: UUID
    by: UUID
    at: datetime


AnyGroupEvent = (
    GroupFormed
    | MemberJoined
    | MemberLeft
    | MemberRemoved
    | MakerChanged
    | GroupHosted
    | GroupMeantFor
    | ArrangementSet
    | GroupClosed
    | GroupReopened
    | ExpectationStated
    | GroundRulesProposed
    | GroundRulesAccepted
    | SizePolicySet
    | RetentionChosen
    | RemindersChosen
    | QuestionHelpChosen
    | SessionScheduled
    | SessionRescheduled
    | SessionCancelled
    | MethodPublished
    | MethodRetired
    | EarlierMeetingEntered
    | EarlierMeetingDropped
    | YearListIssued
    | YearListRevoked
)
"""The closed set, so that a reader who forgets one is told."""
