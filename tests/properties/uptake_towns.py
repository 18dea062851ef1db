"""Random organisations: units that merge, people who come and go, groups that meet, what is published."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from backend.domain.telling import tellings
from backend.domain.uptake.facts import Answers, Facts, Group, Meeting, Placed, Published, Seat, Stay
from backend.domain.uptake.figures import Figure
from backend.domain.uptake.floors import Floors
from backend.domain.uptake.periods import Period, read
from backend.domain.uptake.publishing import publication, publish
from events.organisation import Topic

PERIODS: Final = (*(Period(2025, quarter) for quarter in range(1, 5)), Period(2025))
FEWEST_UNITS: Final = 2
Publisher = Callable[[Facts, Period], list[Figure]]
Heard = Iterable[frozenset[UUID]]
Programs = Callable[[Facts, Period, list[Figure]], Heard]
"""What programs are told until a period is published: for each message, which meetings its count is of."""


def ours(facts: Facts, period: Period) -> list[Figure]:
    """Publish as Kring does."""
    return publish(facts, period, Floors())


def as_published(facts: Facts, period: Period, figures: list[Figure]) -> Heard:
    """Tell programs as Kring does."""
    for topic, message in tellings(UUID(int=0), period.name, figures):
        if topic is Topic.SESSION_HELD:
            yield frozenset(one.id for one in facts.meetings.values() if _is_of(one, message["period"]))


def _is_of(meeting: Meeting, period: str) -> bool:
    return meeting.is_held and meeting.begins in read(period)


@dataclass(slots=True, kw_only=True)
class Snapshot:
    """What the employer knows at the end of a period, what was so, and what was published."""

    period: Period
    placed: dict[UUID, Placed]
    units: dict[UUID, UUID | None]
    people: frozenset[UUID]
    new: frozenset[UUID]
    present: dict[UUID, set[UUID]]
    """By group: who of the organisation was at its meetings."""
    programmes: dict[UUID, UUID | None]
    met: dict[UUID, UUID]
    """By meeting that was held: its group."""
    groups: frozenset[UUID]
    """Those that there are."""
    old: frozenset[UUID]
    """Those that began twelve months ago or earlier."""
    figures: list[Figure] = field(default_factory=list)
    heard: list[frozenset[UUID]] = field(default_factory=list)
    """For each message to a program: the meetings that it counts."""


class Town:
    """One organisation, of which a random seed says everything."""

    def __init__(self, seed: int) -> None:
        self.chance, self._merging, self._forming = (random.Random(seed) for _ in range(3))
        self._ids = 0
        self._answers: dict[UUID, Answers] = {}
        self.facts = Facts()
        self._families = [self._id() for _ in range(self.chance.randint(2, 5))]
        for _ in range(self.chance.randint(3, 12)):
            above = [None, *self.facts.units]
            self.facts.units[self._id()] = self.chance.choice(above[-6:] if len(above) > 2 else above)
        programmes = [None, *(self._id() for _ in range(self.chance.randint(0, 3)))]
        self._since = PERIODS[0].begins - timedelta(days=400)
        for _ in range(self.chance.randint(40, 260)):
            self._enrol(self._since)
        for _ in range(self.chance.randint(3, 28)):
            self._form(self.chance.choice(programmes), self._since, self.chance)

    def _id(self) -> UUID:
        self._ids += 1
        return UUID(int=self._ids)

    def _enrol(self, at: datetime) -> None:
        person = self._id()
        self.facts.stays[person] = [Stay(at)]
        self._place(person)
        self.facts.known_as = {**self.facts.known_as, person: person}

    def _place(self, person: UUID) -> None:
        unit = self.chance.choice([*self.facts.units, *self.facts.units, None])
        family = self.chance.choice([*self._families, *self._families[:1] * 4])
        self.facts.placed[person] = Placed(unit, family, 3 if self.chance.random() < 0.15 else 1)

    def _form(self, programme: UUID | None, at: datetime, chance: random.Random) -> None:
        group = Group(self._id(), programme)
        self.facts.groups[group.id] = group
        staff = [one for one in self.facts.stays if self.facts.stays[one][-1].until is None]
        for person in chance.sample(staff, chance.randint(4, 8)):
            group.seats.append(Seat(person, "member", at))

    def live(self, period: Period) -> None:
        """Let a quarter pass: some come, some go, some move, units merge; groups form, meet and end."""
        for _ in range(self._merging.choice((0, 0, 1, 2))):
            self._merge()
        middle = period.begins + timedelta(days=45)
        staff = sorted(self.facts.present_at(middle))
        for person in self.chance.sample(staff, self.chance.randint(0, 4)):
            self.facts.stays[person][-1].until = middle
        for person in self.chance.sample(staff, self.chance.randint(0, 4)):
            self._place(person)
        for _ in range(self.chance.choice((0, 1, 2, 3, 8))):
            self._enrol(middle)
        self._come_and_go(middle)
        for group in self.facts.groups.values():
            if group.closed is not None and group.closed < period.begins:
                continue
            for times in range(self.chance.choice((0, 1, 1, 2))):
                self._meet(group, period.begins + timedelta(days=10 + 40 * times, hours=10))

    def _come_and_go(self, at: datetime) -> None:
        """Let groups form, and others end."""
        there = [group for group in self.facts.groups.values() if group.closed is None]
        for group in self._forming.sample(there, min(len(there) - 1, self._forming.choice((0, 0, 1, 2)))):
            group.closed = at
        for _ in range(self._forming.choice((0, 0, 1, 2, 5))):
            self._form(self._forming.choice(there).programme, at, self._forming)

    def _merge(self) -> None:
        """Let a unit become part of another that is not below it: its people and its parts go there."""
        gone, into = self._merging.sample(list(self.facts.units), 2)
        if len(self.facts.units) == FEWEST_UNITS or gone in self._above(into):
            return
        for person, placed in self.facts.placed.items():
            if placed.unit == gone:
                self.facts.placed[person] = replace(placed, unit=into)
        self.facts.units |= {unit: into for unit, above in self.facts.units.items() if above == gone}
        del self.facts.units[gone]

    def _above(self, unit: UUID | None) -> Iterator[UUID]:
        while unit is not None:
            yield unit
            unit = self.facts.units[unit]

    def _meet(self, group: Group, at: datetime) -> None:
        came = [seat.person for seat in group.seats if self.chance.random() < 0.75]
        meeting = Meeting(
            self._id(),
            group.id,
            starts_at=at,
            minutes=90,
            opened=at,
            closed=at + timedelta(minutes=80),
            known=1,
            invited=len(group.seats),
            present=dict.fromkeys(came, 75.0),
        )
        self.facts.meetings[meeting.id] = meeting
        mood = random.Random(meeting.id.int)
        steps = [mood.randint(1, 5) for _ in came if mood.random() < 0.6]
        self._answers[meeting.id] = tuple(steps.count(step) for step in range(1, 6))
        self.facts.pulses = {"value": dict(self._answers)}

    def told(self, publisher: Publisher, programs: Programs = as_published) -> list[Snapshot]:
        """Let a year pass, publish every quarter and the year, and tell programs."""
        snapshots = []
        for period in PERIODS:
            if not period.is_year:
                self.live(period)
            snapshot = self._snapshot(period)
            snapshot.figures = publisher(self.facts, period)
            snapshot.heard = list(programs(self.facts, period, snapshot.figures))
            self.facts.published = [
                *self.facts.published,
                Published(period, 1, publication(period, 1, snapshot.figures).shown),
            ]
            snapshots.append(snapshot)
        return snapshots

    def _snapshot(self, period: Period) -> Snapshot:
        people = self.facts.present_at(period.ends)
        held = [one for one in self.facts.meetings.values() if one.is_held and one.begins in period]
        present: dict[UUID, set[UUID]] = {}
        for one in held:
            present.setdefault(one.group, set()).update(one.present.keys() & people)
        new = {
            one
            for one in people
            if timedelta(days=42) <= period.ends - self.facts.stays[one][-1].since <= timedelta(days=180)
        }
        return Snapshot(
            period=period,
            placed=dict(self.facts.placed),
            units=dict(self.facts.units),
            people=people,
            new=frozenset(new),
            present=present,
            programmes={one: self.facts.groups[one].programme for one in present},
            met={one.id: one.group for one in held},
            groups=self._groups(period.ends, period.ends),
            old=self._groups(period.ends, period.ends - timedelta(days=365)),
        )

    def _groups(self, at: datetime, begun: datetime) -> frozenset[UUID]:
        """Return the groups that there are at a moment, and had begun at another."""
        return frozenset(
            group.id
            for group in self.facts.groups.values()
            if (group.closed is None or group.closed >= at) and group.seats[0].since <= begun
        )
