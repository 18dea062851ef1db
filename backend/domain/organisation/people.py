"""Who is one of an organisation's people, where they work, and how they leave."""

from typing import Final
from uuid import UUID

from backend.domain.errors import Refused
from backend.domain.organisation.commands import LetPeopleGo, PlacePeople, Placing
from backend.domain.organisation.state import Organisation, Placement
from events.organisation import (
    AdministratorDismissed,
    AnyOrganisationEvent,
    PersonEnrolled,
    PersonLeft,
    PersonPlaced,
)

MOST_MANAGERS: Final = 50
"""How many may stand above somebody; more is a mistake, and costs time with every step."""


def place(command: PlacePeople, organisation: Organisation) -> list[AnyOrganisationEvent]:
    """Enrol people or place them elsewhere; who is there already, as asked, causes nothing.

    Of somebody who is asked twice, the last word counts.
    """
    caused: list[AnyOrganisationEvent] = []
    fresh: dict[UUID, UUID | None] = {}
    for asked in {asked.person: asked for asked in command.people}.values():
        _check(asked, organisation, fresh)
        fresh[asked.person] = asked.manager
        known = organisation.people.get(asked.person)
        wanted = Placement(
            unit=asked.unit, role_family=asked.role_family, level=asked.level, manager=asked.manager
        )
        if known != wanted:
            kind = PersonEnrolled if known is None else PersonPlaced
            caused.append(
                kind(
                    person=asked.person,
                    unit=asked.unit,
                    role_family=asked.role_family,
                    level=asked.level,
                    manager=asked.manager,
                    by=command.by,
                    at=command.at,
                )
            )
    return caused


def _check(asked: Placing, organisation: Organisation, fresh: dict[UUID, UUID | None]) -> None:
    if asked.unit is not None and asked.unit not in organisation.units:
        raise Refused("unknown-unit")
    if asked.role_family is not None and asked.role_family not in organisation.role_families:
        raise Refused("unknown-role-family")
    manager = asked.manager
    if manager is not None and manager not in organisation.people and manager not in fresh:
        raise Refused("unknown-manager")
    above = 0
    while manager is not None:
        if manager == asked.person:
            raise Refused("manager-loop")
        above += 1
        if above > MOST_MANAGERS:
            raise Refused("managers-too-many")
        placed = organisation.people.get(manager)
        manager = fresh.get(manager, placed.manager if placed else None)


def let_go(command: LetPeopleGo, organisation: Organisation) -> list[AnyOrganisationEvent]:
    """Let people leave; who administers the organisation ceases to, unless nobody else does."""
    may = command.by in organisation.administrators or organisation.is_directory(command.by)
    if not may and command.people != (command.by,):
        raise Refused("only-administrators")
    leaving = [p for p in dict.fromkeys(command.people) if organisation.belongs(p)]
    ceasing = [person for person in leaving if person in organisation.administrators]
    if ceasing and len(ceasing) == len(organisation.administrators):
        raise Refused("last-administrator")
    by, at = command.by, command.at
    return [
        *(PersonLeft(person=p, by=by, at=at) for p in leaving if p in organisation.people),
        *(AdministratorDismissed(person=p, by=by, at=at) for p in ceasing),
    ]
