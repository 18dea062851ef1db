"""A meeting while it lasts: who is there, when the clock stands still, and the minutes that come of it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from backend.domain.uptake.facts import Meeting


@dataclass(slots=True)
class Room:
    """A meeting, and who is in it while it lasts."""

    meeting: Meeting
    since: dict[UUID, datetime] = field(default_factory=dict)
    stopped: datetime | None = None
    """Since when the clock stands still: in a break, and when it is over."""
    breaks: list[tuple[datetime, datetime]] = field(default_factory=list)
    proposals: set[UUID] = field(default_factory=set)
    insights: dict[UUID, UUID] = field(default_factory=dict)

    def count(self, person: UUID, upto: datetime) -> None:
        """Count the minutes that somebody was there since it was last counted."""
        if person in self.since and self.stopped is None:
            self.meeting.present[person] += _minutes(self.since[person], upto)

    def stop(self, at: datetime) -> None:
        """Let the clock stand still."""
        for person in self.since:
            self.count(person, at)
        self.stopped = self.stopped or at

    def run(self, at: datetime) -> None:
        """Let the clock run again, for whoever is there."""
        if self.stopped is not None:
            self.breaks.append((self.stopped, at))
            self.stopped = None
            self.since = dict.fromkeys(self.since, at)

    def net(self, begin: datetime, end: datetime) -> float:
        """Return the minutes of a stretch of time that are in no break."""
        breaks = self.breaks if self.stopped is None else [*self.breaks, (self.stopped, end)]
        away = ((max(begin, since), min(end, until)) for since, until in breaks)
        return _minutes(begin, end) - sum(_minutes(*stretch) for stretch in away)


def _minutes(begin: datetime, end: datetime) -> float:
    return max((end - begin).total_seconds(), 0) / 60
