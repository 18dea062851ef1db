"""Who was at a meeting and for how long: the list, the word of those who were there, and corrections."""

from datetime import datetime
from uuid import UUID, uuid5

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from backend.api import documented
from backend.api.meetings import Meeting
from backend.api.receipts import Receipt, receipt
from backend.domain.attendance_term import names_are_kept
from backend.domain.errors import Refused
from backend.domain.session.attendance import (
    attendees,
    breaks,
    confirmation,
    minutes_of,
    presences,
)
from backend.domain.session.commands import ConfirmAttendance, CorrectAttendance
from events.attendance import AttendanceCorrected, Mistake, Presence
from events.forms import Form

Here = NamedDependency[Meeting]


class NewConfirmation(Struct, frozen=True, forbid_unknown_fields=True):
    """How people met."""

    form: Form


class NewCorrection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When somebody really was there; without times they were not."""

    person: UUID
    why: Mistake
    begin: datetime | None = None
    end: datetime | None = None


class AttendeeView(Struct, frozen=True, kw_only=True):
    """Somebody who was there. ``minutes``: whole ones, without breaks."""

    person: UUID
    presences: list[Presence]
    minutes: int
    facilitator: bool
    observer: bool
    corrected: bool


class ConfirmedBy(Struct, frozen=True, kw_only=True):
    """Somebody who said that the list is right."""

    by: UUID
    form: Form
    at: datetime


class AttendanceView(Struct, frozen=True, kw_only=True):
    """Who was at a meeting. ``confirmed``: the facilitator's word is there, or that of two members."""

    session: UUID
    opened_at: datetime
    closed_at: datetime | None
    breaks: list[Presence]
    people: list[AttendeeView]
    confirmations: list[ConfirmedBy]
    confirmed: bool
    corrections: list[AttendanceCorrected]


@get("/attendance", operation_id="get_attendance", responses=documented.meeting_query())
async def get_attendance(meeting: Here) -> AttendanceView:
    """See who was at a meeting, from when until when, and how many minutes that makes.

    After some years one sees oneself alone.
    """
    meeting.attended()
    session = (await meeting.ports.sessions.state(meeting.tenant, meeting.id)).state
    now = meeting.ports.clock.now()
    named = names_are_kept(session.begun.at, now)
    said = session.attended.confirmed.values()
    return AttendanceView(
        session=meeting.id,
        opened_at=session.begun.at,
        closed_at=session.closed_at,
        breaks=list(breaks(session, now)),
        people=[
            AttendeeView(
                person=person,
                presences=list(presences(session, person, now)),
                minutes=minutes_of(session, person, now),
                facilitator=person in session.facilitators,
                observer=person in session.observers,
                corrected=person in session.attended.corrected,
            )
            for person in attendees(session, now)
            if named or person == meeting.person
        ],
        confirmations=[
            ConfirmedBy(by=one.by, form=one.form, at=one.at)
            for one in said
            if named or one.by == meeting.person
        ],
        confirmed=confirmation(session) is not None,
        corrections=[one for one in session.attended.corrections if named or one.person == meeting.person],
    )


@put(
    "/attendance-confirmation",
    operation_id="confirm_attendance",
    responses=documented.command(
        "ground-rules-first", "session-not-open", "not-present", "not-over-yet", "id-reused"
    ),
)
async def confirm_attendance(data: JSONBody[NewConfirmation], meeting: Here) -> Response[Receipt]:
    """Say that the list of who was there is right. A later correction asks for it again."""
    session = (await meeting.ports.sessions.state(meeting.tenant, meeting.id)).state
    command = ConfirmAttendance(form=data.form, by=meeting.person, at=meeting.ports.clock.now())
    known = session.attended.confirmed.get(meeting.person)
    version = session.version if known is None or known.form is not data.form else known.at.isoformat()
    word = uuid5(meeting.id, f"{meeting.person} confirms at {version}")
    return receipt(await meeting.handle(command, command_id=word, exclusive=True))


@put(
    "/attendance-corrections/{correction_id:uuid}",
    operation_id="correct_attendance",
    responses=documented.command(
        "ground-rules-first",
        "session-not-open",
        "not-present",
        "only-the-facilitator",
        "not-over-yet",
        "outside-the-meeting",
    ),
)
async def correct_attendance(
    correction_id: FromPath[UUID], data: JSONBody[NewCorrection], meeting: Here
) -> Response[Receipt]:
    """Put somebody's times right, as the facilitator; what they were before stays readable."""
    became = None
    if data.begin is not None or data.end is not None:
        if data.begin is None or data.end is None or data.begin.tzinfo is None or data.end.tzinfo is None:
            raise Refused("outside-the-meeting")
        became = Presence(data.begin, data.end)
    command = CorrectAttendance(
        id=correction_id,
        person=data.person,
        became=became,
        why=data.why,
        by=meeting.person,
        at=meeting.ports.clock.now(),
    )
    return receipt(await meeting.handle(command, command_id=correction_id, exclusive=True))


ROUTES = (get_attendance, confirm_attendance, correct_attendance)
"""Attendance, below ``/sessions/{session_id}``."""
