"""What uptake keeps of each event: who, which, when and how many, and never what was said."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from events.attendance import AttendanceCorrected
from events.base import Event, short_name
from events.contribution import (
    ActionCommitted,
    CaseProposed,
    ContributionWithdrawn,
    FollowUpReported,
    InsightNoted,
)
from events.group import (
    ArrangementSet,
    GroupClosed,
    GroupFormed,
    GroupHosted,
    GroupReopened,
    MemberJoined,
    MemberLeft,
    MemberRemoved,
    SessionCancelled,
    SessionRescheduled,
    SessionScheduled,
)
from events.organisation import (
    PersonEnrolled,
    PersonLeft,
    PersonPlaced,
    UnitAdded,
    UnitMoved,
    UnitRetired,
)
from events.session import (
    CaseChosen,
    ChoiceUndone,
    ParticipantArrived,
    ParticipantLeft,
    SessionClosed,
    SessionOpened,
    SessionPaused,
    SessionReopened,
    SessionResumed,
    StepStarted,
    StepUndone,
)


class Told(NamedTuple):
    """What is kept of an event. ``at`` None: it says no time, and counts when it was recorded."""

    what: str
    at: datetime | None = None
    person: UUID | None = None
    subject: UUID | None = None
    other: UUID | None = None
    word: str | None = None
    number: int | None = None
    moment: datetime | None = None
    people: tuple[UUID, ...] | None = None


def _unit(event: UnitAdded | UnitMoved) -> Told:
    return Told("unit", event.at, subject=event.unit, other=event.parent)


def _placed(event: PersonEnrolled | PersonPlaced) -> Told:
    return Told(
        short_name(event),
        event.at,
        person=event.person,
        subject=event.unit,
        other=event.role_family,
        number=event.level,
    )


def _facilitated(event: GroupFormed | ArrangementSet) -> Told:
    return Told("arranged", word=event.facilitation)


def _left(event: MemberLeft | MemberRemoved) -> Told:
    return Told("member_left", event.at, person=event.person)


def _at(
    event: GroupClosed | GroupReopened | SessionPaused | SessionResumed | SessionClosed | SessionReopened,
) -> Told:
    return Told(short_name(event), event.at)


def _scheduled(event: SessionScheduled) -> Told:
    return Told("planned", subject=event.session, moment=event.starts_at, number=event.minutes)


def _opened(event: SessionOpened) -> Told:
    return Told(
        "session_opened",
        event.at,
        subject=event.group,
        number=len(event.members),
        people=event.facilitators,
    )


def _corrected(event: AttendanceCorrected) -> Told:
    """Keep from when, and for how many seconds, somebody was there after all; neither when they were not."""
    there = event.became
    return Told(
        "attendance_corrected",
        event.at,
        person=event.person,
        moment=there.begin if there else None,
        number=int((there.end - there.begin).total_seconds()) if there else None,
    )


TELLINGS: Final[Mapping[type[Event], Callable[[Any], Told]]] = {
    UnitAdded: _unit,
    UnitMoved: _unit,
    UnitRetired: lambda event: Told("unit_retired", event.at, subject=event.unit),
    PersonEnrolled: _placed,
    PersonPlaced: _placed,
    PersonLeft: lambda event: Told("person_left", event.at, person=event.person),
    GroupFormed: _facilitated,
    ArrangementSet: _facilitated,
    GroupHosted: lambda event: Told("group_hosted", subject=event.programme),
    MemberJoined: lambda event: Told("member_joined", event.at, person=event.person, word=event.role),
    MemberLeft: _left,
    MemberRemoved: _left,
    GroupClosed: _at,
    GroupReopened: _at,
    SessionScheduled: _scheduled,
    SessionRescheduled: lambda event: Told("moved", subject=event.session, moment=event.starts_at),
    SessionCancelled: lambda event: Told("cancelled", subject=event.session),
    SessionOpened: _opened,
    ParticipantArrived: lambda event: Told("arrived", event.at, person=event.person, word=event.role),
    ParticipantLeft: lambda event: Told("departed", event.at, person=event.person),
    SessionPaused: _at,
    SessionResumed: _at,
    SessionClosed: _at,
    SessionReopened: _at,
    AttendanceCorrected: _corrected,
    CaseProposed: lambda event: Told("case_proposed", subject=event.id),
    CaseChosen: lambda event: Told("case_chosen", person=event.contributor, subject=event.case),
    ChoiceUndone: lambda event: Told("choice_undone", subject=event.case),
    ActionCommitted: lambda event: Told("action_committed", subject=event.id, other=event.case),
    FollowUpReported: lambda event: Told("reported", subject=event.action, word=event.status),
    InsightNoted: lambda event: Told("insight_noted", person=event.by, subject=event.id),
    ContributionWithdrawn: lambda event: Told("withdrawn", subject=event.contribution),
}
"""Every event that uptake is counted from, and what is kept of it."""

RUNS_ON: Final[tuple[type[StepStarted] | type[StepUndone], ...]] = (StepStarted, StepUndone)
"""What ends a break as well as saying so does; kept only where there is one, for meetings have many steps."""


def runs_on(event: StepStarted | StepUndone) -> Told:
    """Return that a break is over."""
    return Told("session_resumed", event.at)
