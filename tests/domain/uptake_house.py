"""A small organisation whose facts a test can say in a few words."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count
from typing import Final
from uuid import UUID

from backend.domain.uptake.facts import Facts, Group, Meeting, Placed, Seat, Stay
from backend.domain.uptake.figures import Figure
from backend.domain.uptake.floors import Floors
from backend.domain.uptake.periods import Period
from backend.domain.uptake.publishing import publish

QUARTER: Final = Period(2026, 2)
LONG_AGO: Final = Period(2024, 1).begins
_ids = count(1)


def new() -> UUID:
    """Return a new id."""
    return UUID(int=next(_ids))


class Town:
    """Facts in the making; people are known to the organisation by the ids of their accounts."""

    def __init__(self) -> None:
        self.facts = Facts()

    def unit(self, parent: UUID | None = None) -> UUID:
        """Add a unit."""
        unit = new()
        self.facts.units[unit] = parent
        return unit

    def staff(
        self, times: int, unit: UUID | None = None, family: UUID | None = None, since: datetime = LONG_AGO
    ) -> list[UUID]:
        """Let people work somewhere."""
        people = [new() for _ in range(times)]
        for one in people:
            self.facts.stays[one] = [Stay(since)]
            self.facts.placed[one] = Placed(unit, family, 1)
        self.facts.known_as = {**self.facts.known_as, **{one: one for one in people}}
        return people

    def group(self, people: Iterable[UUID], programme: UUID | None = None) -> UUID:
        """Form a group."""
        group = Group(new(), programme)
        group.seats += [Seat(one, "member", LONG_AGO) for one in people]
        self.facts.groups[group.id] = group
        return group.id

    def meet(self, group: UUID, at: datetime | None = None, *, known: int = 1) -> Meeting:
        """Let everybody in a group be at a meeting of an hour and a half."""
        at = at or QUARTER.begins + timedelta(days=20, hours=10)
        seats = self.facts.groups[group].seats
        meeting = Meeting(
            new(),
            group,
            starts_at=at,
            minutes=90,
            opened=at,
            closed=at + timedelta(minutes=90),
            known=known,
            invited=len(seats),
            present={seat.person: 90.0 for seat in seats},
        )
        self.facts.meetings[meeting.id] = meeting
        return meeting

    def quarter(self, period: Period = QUARTER, floor: int = 5) -> list[Figure]:
        """Publish a period."""
        return publish(self.facts, period, Floors(floor))

    def whole(self, metric: str, period: Period = QUARTER) -> Figure:
        """Return one figure of the organisation as a whole."""
        return next(one for one in self.quarter(period) if one.metric == metric and one.part is None)


def lively(units: int = 2, groups: int = 4) -> tuple[Town, list[UUID]]:
    """Return an organisation of units with forty people each, of whom twenty meet in groups of five."""
    town = Town()
    parts = [town.unit() for _ in range(units)]
    for unit in parts:
        people = town.staff(40, unit)
        for nth in range(groups):
            town.meet(town.group(people[5 * nth : 5 * nth + 5]))
    return town, parts
