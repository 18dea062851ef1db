"""The people of a simulated organisation: who comes, goes and moves, by the organisation's own commands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from backend.demo.diary import Diary
from backend.domain.organisation.commands import (
    AddRoleFamily,
    LetPeopleGo,
    PlacePeople,
    PlaceUnit,
    Placing,
    RegisterOrganisation,
    RunProgramme,
)
from backend.domain.organisation.naming import Part

_MONTH: Final = timedelta(days=30)
_AT_ONCE: Final = 100
_LEADING: Final = 0.08
_HIRED, _LEFT, _MOVED = 0.014, 0.011, 0.004
"""Of everybody, each month."""


class _House(Struct, frozen=True):
    name: str
    parts: tuple[str, ...]


class _Programme(Struct, frozen=True):
    name: str
    hours: int


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """What a simulated organisation calls itself, its parts, its people and its groups; all invented."""

    name: str
    units: tuple[_House, ...]
    role_families: tuple[str, ...]
    programmes: tuple[_Programme, ...]
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    groups: tuple[str, ...]


@cache
def words() -> Words:
    """Return the words."""
    return msgspec.json.decode((files("backend.demo") / "town.json").read_bytes(), type=Words)


@dataclass(slots=True)
class Worker:
    """One of the organisation's people: as it knows them, and their account."""

    person: UUID
    account: UUID
    since: datetime
    left: datetime | None = None

    def works(self, at: datetime) -> bool:
        """Tell whether they work there at a moment."""
        return self.since <= at and (self.left is None or self.left > at)


class Staff:
    """The organisation's frame and its people over the years."""

    def __init__(self, diary: Diary, chance: Random, admin: UUID) -> None:
        self._diary, self._chance, self._admin = diary, chance, admin
        self.everybody: list[Worker] = []
        self.names: dict[UUID, Part] = {}
        self._leaves: list[UUID] = []
        self.families: list[UUID] = []
        self.programmes: list[UUID] = []

    def found(self, at: datetime, people: int) -> None:
        """Register the organisation, draw its frame, and enrol its first people."""
        self._ask(RegisterOrganisation(by=self._admin, at=at))
        for house in words().units:
            top = self._unit(house.name, None, at)
            self._leaves += [self._unit(name, top, at) for name in house.parts]
        for name in words().role_families:
            family = self._part("role_family", name)
            self.families.append(family)
            self._ask(AddRoleFamily(role_family=family, by=self._admin, at=at))
        for one in words().programmes:
            programme = self._part("programme", one.name)
            self.programmes.append(programme)
            self._ask(RunProgramme(programme=programme, hours_per_year=one.hours, by=self._admin, at=at))
        self._hire(at, people)

    def live(self, since: datetime, until: datetime) -> None:
        """Let people come, go and move, month by month."""
        at = since + _MONTH
        while at < until:
            there = self.at(at)
            for worker in self._chance.sample(there, int(len(there) * _LEFT)):
                worker.left = at
                self._ask(LetPeopleGo(people=(worker.person,), by=self._admin, at=at))
            for worker in self._chance.sample(self.at(at), int(len(there) * _MOVED)):
                self._ask(PlacePeople(people=(self._placing(worker.person),), by=self._admin, at=at))
            self._hire(at, round(len(there) * _HIRED * self._chance.uniform(0.6, 1.4)))
            at += _MONTH

    def at(self, moment: datetime) -> list[Worker]:
        """Return who works there at a moment."""
        return [worker for worker in self.everybody if worker.works(moment)]

    def _hire(self, at: datetime, people: int) -> None:
        fresh = [Worker(self._diary.new_id(), self._diary.new_id(), at) for _ in range(people)]
        self.everybody += fresh
        for begin in range(0, len(fresh), _AT_ONCE):
            placings = tuple(self._placing(one.person) for one in fresh[begin : begin + _AT_ONCE])
            self._ask(PlacePeople(people=placings, by=self._admin, at=at))

    def _placing(self, person: UUID) -> Placing:
        leads = self._chance.random() < _LEADING
        nth = self._chance.choices(range(len(self._leaves)), [3] * 8 + [2] * (len(self._leaves) - 8))[0]
        family = -1 if leads else self._chance.choices(range(4), (6, 3, 2, 2))[0]
        return Placing(
            person=person,
            unit=self._leaves[nth],
            role_family=self.families[family],
            level=3 if leads else self._chance.choice((1, 1, 2)),
        )

    def _unit(self, name: str, parent: UUID | None, at: datetime) -> UUID:
        unit = self._diary.new_id()
        self.names[unit] = Part("unit", parent or self._diary.organisation, name)
        self._ask(PlaceUnit(unit=unit, parent=parent, by=self._admin, at=at))
        return unit

    def _part(self, kind: str, name: str) -> UUID:
        part = self._diary.new_id()
        self.names[part] = msgspec.convert(
            {"kind": kind, "beside": self._diary.organisation, "name": name}, Part
        )
        return part

    def _ask(self, command: object) -> None:
        self._diary.organisation_asked(command)
