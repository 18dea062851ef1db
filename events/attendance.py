"""What is said afterwards of who was at a meeting, and when: confirmed, and corrected with a trace."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from events.forms import Form
from events.session import SessionEvent


class Presence(Struct, frozen=True):
    """From when until when somebody was there."""

    begin: datetime
    end: datetime


class Mistake(StrEnum):
    """Why the times were wrong; no words of anybody's own, and nothing about why somebody was away."""

    TOLD_LATE = "told_late"
    """Somebody was there before their device said so."""
    FORGOT_TO_LEAVE = "forgot_to_leave"
    """Somebody went without saying so."""
    DEVICE_WENT_AWAY = "device_went_away"
    """A device said that somebody left, who stayed."""
    WAS_NOT_THERE = "was_not_there"
    """Somebody was noted who never came."""
    NOTED_WRONG = "noted_wrong"
    """Whoever noted it made a mistake."""


class AttendanceCorrected(SessionEvent, frozen=True, kw_only=True, tag="session.attendance_corrected.v1"):
    """Somebody's times were put right; what they were before stays readable.

    ``became`` None: they were not there.
    """

    id: UUID
    person: UUID
    was: tuple[Presence, ...]
    became: Presence | None
    why: Mistake
    by: UUID
    at: datetime


class AttendanceConfirmed(SessionEvent, frozen=True, kw_only=True, tag="session.attendance_confirmed.v1"):
    """Somebody who was there said that the list of who was there is right, as it stood."""

    form: Form
    by: UUID
    at: datetime


AnyAttendance = AttendanceConfirmed | AttendanceCorrected
"""The closed set, so that a reader who forgets one is told."""
