"""What figures are made from: who worked where, which groups there were, and which meetings took place.

There is no text among it, and no person but by a random id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from backend.domain.uptake.periods import Period

FEWEST_PRESENT: Final = 3
SHORTEST: Final = timedelta(minutes=20)
LEADING: Final = 3
"""The level of those who lead others."""


Answers = tuple[int, ...]
"""How often 1 to 5 was answered."""


class Placed(Struct, frozen=True):
    """Where one of the organisation's people works."""

    unit: UUID | None
    role_family: UUID | None
    level: int | None


class Stay(Struct):
    """From when until when somebody is one of the organisation's people."""

    since: datetime
    until: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        """Tell whether the stay includes a moment."""
        return self.since < moment and (self.until is None or self.until >= moment)


class Seat(Struct):
    """A person's membership of a group."""

    person: UUID
    role: str
    since: datetime
    until: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        """Tell whether the person is in the group at a moment."""
        return self.since < moment and (self.until is None or self.until >= moment)


@dataclass(slots=True)
class Group:
    """A group that the organisation hosts."""

    id: UUID
    programme: UUID | None = None
    rotates: bool = False
    closed: datetime | None = None
    seats: list[Seat] = field(default_factory=list)

    @property
    def began(self) -> datetime | None:
        """Return when its first member joined."""
        return min((seat.since for seat in self.seats), default=None)


class Correction(Struct, frozen=True):
    """What was said later of a member's minutes at a meeting. ``minutes`` None: they were not there."""

    known: int
    """The position of the record at which it was said."""
    person: UUID
    minutes: float | None


@dataclass(slots=True)
class Meeting:
    """A meeting that was planned, and what is known of how it went."""

    id: UUID
    group: UUID
    starts_at: datetime | None = None
    minutes: int | None = None
    cancelled: datetime | None = None
    opened: datetime | None = None
    closed: datetime | None = None
    known: int = 0
    """The position of the record at which it was closed."""
    invited: int = 0
    present: dict[UUID, float] = field(default_factory=dict)
    """Minutes for each member who was there, as it was noted meanwhile."""
    corrections: list[Correction] = field(default_factory=list)
    facilitators: set[UUID] = field(default_factory=set)
    proposals: int = 0
    cases: dict[UUID, UUID] = field(default_factory=dict)
    """Each chosen case, and whose it was."""
    actions: dict[UUID, UUID] = field(default_factory=dict)
    """Each action, and its case."""
    reports: dict[UUID, str] = field(default_factory=dict)
    """What was said of actions of earlier meetings."""
    learners: set[UUID] = field(default_factory=set)

    def corrected(self, upto: int | None = None) -> "Meeting":
        """Return it with what was said later of who was there: all of it, or up to a position."""
        said = [one for one in self.corrections if upto is None or one.known <= upto]
        if not said:
            return self
        present: dict[UUID, float | None] = {**self.present, **{one.person: one.minutes for one in said}}
        there = {person: minutes for person, minutes in present.items() if minutes is not None}
        return replace(self, present=there, corrections=[])

    @property
    def begins(self) -> datetime:
        """Return when it was to begin; unplanned ones began when they were opened."""
        moment = self.starts_at or self.opened
        if moment is None:
            raise AssertionError("a meeting is planned or opened")
        return moment

    @property
    def is_held(self) -> bool:
        """Tell whether it counts as a meeting that took place."""
        if self.opened is None or self.closed is None:
            return False
        return len(self.present) >= FEWEST_PRESENT and self.closed - self.opened >= SHORTEST


class Published(Struct, frozen=True):
    """An earlier publication: up to where the record was known, and what was shown in it."""

    period: Period
    upto: int
    shown: frozenset[tuple[str, str, str]]
    """Measure, dimension (or nothing), and part of each figure."""


@dataclass(slots=True, kw_only=True)
class Facts:
    """All that figures of one organisation are made from, as it is known at one moment.

    People in ``stays`` and ``placed`` are the organisation's; those of groups are accounts, and
    ``known_as`` tells which of them are which of its people. Others come from elsewhere.
    """

    upto: int = 0
    units: dict[UUID, UUID | None] = field(default_factory=dict)
    role_families: set[UUID] = field(default_factory=set)
    placed: dict[UUID, Placed] = field(default_factory=dict)
    stays: dict[UUID, list[Stay]] = field(default_factory=dict)
    groups: dict[UUID, Group] = field(default_factory=dict)
    meetings: dict[UUID, Meeting] = field(default_factory=dict)
    questions: Mapping[UUID, tuple[int, int]] = field(default_factory=dict)
    """For meetings whose group counts kinds of questions: open ones, and all that were recognised."""
    pulses: Mapping[str, Mapping[UUID, Answers]] = field(default_factory=dict)
    """By question and meeting: what those who were there answered when it was over."""
    known_as: Mapping[UUID, UUID] = field(default_factory=dict)
    published: Sequence[Published] = ()

    def present_at(self, moment: datetime) -> frozenset[UUID]:
        """Return who was one of the organisation's people at a moment."""
        return frozenset(
            person for person, stays in self.stays.items() if any(stay.covers(moment) for stay in stays)
        )
