"""A meeting while it lasts: who is there, when the clock stands still, and the minutes that come of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from backend.domain.spans import net
from backend.domain.uptake.facts import Meeting
from events.attendance import Presence


@dataclass(slots=True)
class Room:
    """A meeting, and who is in it while it lasts."""

    meeting: Meeting
    since: dict[UUID, datetime] = field(default_factory=dict)
    stopped: datetime | None = None
    """Since when the clock stands still: in a break, and when it is over."""
    breaks: list[Presence] = field(default_factory=list)
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
            self.breaks.append(Presence(self.stopped, at))
            self.stopped = None
            self.since = dict.fromkeys(self.since, at)

    def net(self, begin: datetime, end: datetime) -> float:
        """Return the minutes of a stretch of time that are in no break."""
        breaks = self.breaks if self.stopped is None else [*self.breaks, Presence(self.stopped, end)]
        return net((Presence(begin, end),), breaks) / timedelta(minutes=1)


def _minutes(begin: datetime, end: datetime) -> float:
    return max((end - begin).total_seconds(), 0) / 60
