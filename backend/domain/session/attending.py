"""What is kept of a meeting to tell later who was there, and for how long."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never
from uuid import UUID

from events.attendance import AnyAttendance, AttendanceConfirmed, AttendanceCorrected, Presence


@dataclass(slots=True)
class Span:
    """A stretch of time; ``end`` None: it lasts."""

    begin: datetime
    end: datetime | None = None


@dataclass(slots=True)
class Attended:
    """Who came and went, when the clock stood still, and what was said of it after the end."""

    visits: dict[UUID, list[Span]] = field(default_factory=dict)
    breaks: list[Span] = field(default_factory=list)
    corrections: list[AttendanceCorrected] = field(default_factory=list)
    corrected: dict[UUID, Presence | None] = field(default_factory=dict)
    """The last word on somebody's times."""
    confirmed: dict[UUID, AttendanceConfirmed] = field(default_factory=dict)
    """Who confirmed the list as it stands; a change of it asks for their word again."""

    def come(self, person: UUID, at: datetime) -> None:
        """Let somebody be there from a moment on."""
        visits = self.visits.setdefault(person, [])
        if not visits or visits[-1].end is not None:
            visits.append(Span(at))

    def go(self, person: UUID, at: datetime) -> None:
        """Let somebody be there until a moment."""
        visits = self.visits.get(person)
        if visits and visits[-1].end is None:
            visits[-1].end = at

    def stop(self, at: datetime) -> None:
        """Let the clock stand still, as in a pause or between an end and its taking back."""
        if not self.breaks or self.breaks[-1].end is not None:
            self.breaks.append(Span(at))

    def run(self, at: datetime) -> None:
        """Let the clock run again."""
        if self.breaks and self.breaks[-1].end is None:
            self.breaks[-1].end = at

    def reopen(self, at: datetime) -> None:
        """Let the meeting go on: what was confirmed was another list."""
        self.confirmed.clear()
        self.run(at)

    def take(self, event: AnyAttendance) -> None:
        """Take in what was said after the end."""
        match event:
            case AttendanceConfirmed():
                self.confirmed.pop(event.by, None)
                self.confirmed[event.by] = event
            case AttendanceCorrected(person=person, became=became):
                self.corrections.append(event)
                self.corrected[person] = became
                self.confirmed.clear()
            case _:
                assert_never(event)
