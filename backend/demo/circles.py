"""The groups of a simulated organisation: formed, met and ended by the commands that people give."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from backend.demo.diary import Diary
from backend.demo.staff import Staff, Worker
from backend.domain.ground_rules import DEFAULT_RULES
from backend.domain.group.commands import (
    AcceptGroundRules,
    CancelSession,
    CloseGroup,
    FormGroup,
    Host,
    JoinGroup,
    LeaveGroup,
    ScheduleSession,
)
from events.group import Facilitation, GroundRule, Role, SizePolicy
from events.method import AdviceMode
from events.session import OpenAction

METHOD: Final = "basis6"
MINUTES: Final = 90
_AHEAD: Final = timedelta(days=21)
_NOTICE: Final = timedelta(days=2)
_HOURS: Final = (9, 10, 13, 14, 15, 16, 19)
_SUMMER: Final = (7, 8)
_ROTATING: Final = 0.55
_COUNTING: Final = 0.6
_AWAY: Final = 0.7
_ON_TUESDAY: Final = 0.5
"""How often a group rotates, counts kinds of questions, lets the summer pass, and meets on a Tuesday."""
_FRIDAY: Final = 4
_FEWEST: Final = 5
_RULES: Final = tuple(GroundRule(key=rule.key) for rule in DEFAULT_RULES)


@dataclass(slots=True)
class Circle:
    """One group: who is in it, how it keeps going, and which actions wait."""

    id: UUID
    people: list[UUID]
    facilitation: Facilitation
    facilitator: UUID | None
    zeal: float
    """How often what is planned takes place, and how often people come."""
    counts: bool
    """Whether it counts kinds of questions."""
    open_actions: list[OpenAction] = field(default_factory=list)
    turn: int = 0

    def guide(self) -> UUID:
        """Return who facilitates the next meeting."""
        if self.facilitator is not None:
            return self.facilitator
        self.turn += 1
        return self.people[self.turn % len(self.people)]


class Circles:
    """How groups come to be, meet and end."""

    def __init__(self, diary: Diary, staff: Staff, chance: Random) -> None:
        self._diary, self._staff, self._chance = diary, staff, chance
        self.all: list[Circle] = []

    def form(self, at: datetime) -> Circle:
        """Form a group of people who are in none yet, if there are enough."""
        taken = {person for circle in self.all for person in circle.people}
        free = [one for one in self._staff.at(at) if one.account not in taken] or self._staff.at(at)
        chosen = [one.account for one in self._chance.sample(free, self._chance.choice((5, 6, 6, 7, 8)))]
        rotates = self._chance.random() < _ROTATING
        facilitator = None if rotates else self._facilitator(free, chosen)
        circle = Circle(
            self._diary.new_id(),
            chosen,
            Facilitation.ROTATING_PEER if rotates else Facilitation.INTERNAL_DEDICATED,
            facilitator,
            zeal=self._chance.uniform(0.7, 0.97),
            counts=self._chance.random() < _COUNTING,
        )
        self.all.append(circle)
        self._gather(circle, at)
        return circle

    def _facilitator(self, free: list[Worker], chosen: list[UUID]) -> UUID:
        trained = [one.account for one in free[:: max(1, len(free) // 40)] if one.account not in chosen]
        return self._chance.choice(trained or [one.account for one in free if one.account not in chosen])

    def _gather(self, circle: Circle, at: datetime) -> None:
        maker, *others = circle.people
        programme = self._chance.choices((*self._staff.programmes, None), (5, 3, 2))[0]
        form = FormGroup(
            by=maker,
            role=Role.MEMBER,
            facilitation=circle.facilitation,
            method=METHOD,
            advice_mode=AdviceMode.ROUND,
            size=SizePolicy(),
            rules=_RULES,
            at=at,
            host=Host(organisation=self._diary.organisation, programme=programme),
        )
        self._diary.group_asked(circle.id, form, at)
        self.ask(circle, at, AcceptGroundRules(by=maker, version=1, at=at))
        for person in others:
            self.welcome(circle, person, Role.MEMBER, at)
        if circle.facilitator is not None:
            self.welcome(circle, circle.facilitator, Role.FACILITATOR, at)

    def welcome(self, circle: Circle, person: UUID, role: Role, at: datetime) -> None:
        """Let somebody join and accept the ground rules."""
        invitation = self._diary.new_id()
        self.ask(circle, at, JoinGroup(person=person, role=role, invitation=invitation, invited_at=at, at=at))
        self.ask(circle, at, AcceptGroundRules(by=person, version=1, at=at))

    def plan(self, circle: Circle, after: datetime) -> tuple[UUID, datetime, bool]:
        """Plan the next meeting; return it, when it begins, and whether it takes place."""
        starts = self._next(after)
        session, planned_at = self._diary.new_id(), max(after, starts - _AHEAD)
        schedule = ScheduleSession(
            session=session,
            by=circle.facilitator or circle.people[0],
            starts_at=starts,
            minutes=MINUTES,
            method=METHOD,
            advice_mode=AdviceMode.ROUND,
            facilitator=None,
        )
        self.ask(circle, planned_at, schedule)
        if self._chance.random() < circle.zeal:
            return session, starts, True
        cancel = CancelSession(session=session, by=circle.facilitator or circle.people[0])
        self.ask(circle, max(planned_at, starts - _NOTICE), cancel)
        return session, starts, False

    def _next(self, after: datetime) -> datetime:
        day = after + timedelta(days=self._chance.choice((35, 42, 42, 49, 56)))
        if day.month in _SUMMER and self._chance.random() < _AWAY:
            day += timedelta(days=42)
        day += timedelta(days=(1 - day.weekday()) % 7 if self._chance.random() < _ON_TUESDAY else 0)
        if day.weekday() > _FRIDAY:
            day += timedelta(days=2)
        return day.replace(hour=self._chance.choice(_HOURS), minute=0, second=0, microsecond=0)

    def change(self, circle: Circle, at: datetime) -> None:
        """Let go of who left the organisation, and welcome somebody in their place."""
        there = {worker.account for worker in self._staff.at(at)}
        for person in [one for one in circle.people if one not in there]:
            circle.people.remove(person)
            self.ask(circle, at, LeaveGroup(person=person, at=at, for_good=True))
        taken = {person for other in self.all for person in other.people}
        free = sorted(there - taken - {circle.facilitator}, key=lambda one: one.int)
        while len(circle.people) < _FEWEST and free:
            fresh = free.pop(self._chance.randrange(len(free)))
            circle.people.append(fresh)
            self.welcome(circle, fresh, Role.MEMBER, at)

    def end(self, circle: Circle, at: datetime) -> None:
        """Let a group end, as whoever keeps it."""
        keeper = self._diary.groups[circle.id].maker
        self.ask(circle, at, CloseGroup(by=keeper or circle.people[0], at=at))
        circle.people = []

    def ask(self, circle: Circle, at: datetime, command: object) -> None:
        """Ask a group something."""
        self._diary.group_asked(circle.id, command, at)
