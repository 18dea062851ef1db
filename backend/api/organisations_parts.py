"""The parts of an organisation: units, role families and programmes, each with a name of its own."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.organisations_offices import Office
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.api.record_ports import Answer
from backend.api.texts import Name, named
from backend.domain.errors import Refused
from backend.domain.organisation.commands import (
    AddRoleFamily,
    EndProgramme,
    OrganisationCommand,
    PlaceUnit,
    RetireRoleFamily,
    RetireUnit,
    RunProgramme,
)
from backend.domain.organisation.naming import Kind, Part

Here = NamedDependency[Office]


class NewUnit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A unit: its name, unique among its neighbours, and the unit it is part of."""

    name: Name
    parent: UUID | None = None


class NewRoleFamily(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A family of functions by name."""

    name: Name


class NewProgramme(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A programme by name, and the hours a year that people may have for it."""

    name: Name
    hours_per_year: Annotated[int, Meta(ge=0, le=2_000)] | None = None


async def _name(office: Office, part: UUID, wanted: Part, command: OrganisationCommand) -> Answer:
    """Claim a name and carry out what it is for; a refusal gives the name back."""
    names = office.ports.offices.names
    before = await names.part(office.id, part)
    holder = await names.claim(office.id, part, wanted)
    if holder is not None and holder != part and not await _is_there(holder, office):
        await names.give_up(office.id, holder)
        holder = await names.claim(office.id, part, wanted)
    if holder is not None:
        raise Refused("id-reused") if holder == part else Problem("name-taken")
    try:
        return await office.handle(command)
    except Refused:
        if before is None:
            await names.drop(office.id, part)
        else:
            await names.claim(office.id, part, before)
        raise


async def _is_there(part: UUID, office: Office) -> bool:
    """Tell whether a name belongs to something; one that came to nothing may be taken."""
    found = (await office.ports.organisations.state(office.id, office.id)).state
    return part in found.units or part in found.role_families or part in found.programmes


def _beside(office: Office, kind: Kind, name: str, parent: UUID | None = None) -> Part:
    return Part(kind, parent or office.id, named(name))


async def _retire(office: Office, part: UUID, command: OrganisationCommand) -> Response[Receipt]:
    answer = await office.handle(command)
    await office.ports.offices.names.retire(office.id, part)
    return receipt(answer)


@put(
    "/organisations/{organisation_id:uuid}/units/{unit_id:uuid}",
    operation_id="place_unit",
    responses=documented.command(
        "only-administrators", "name-taken", "unknown-unit", "unit-loop", "units-too-deep"
    ),
)
async def place_unit(unit_id: FromPath[UUID], data: JSONBody[NewUnit], office: Here) -> Response[Receipt]:
    """Add a unit, name it anew, or move it with all that is in it."""
    command = PlaceUnit(unit=unit_id, parent=data.parent, by=office.by, at=office.ports.clock.now())
    wanted = _beside(office, "unit", data.name, data.parent)
    return receipt(await _name(office, unit_id, wanted, command))


@delete(
    "/organisations/{organisation_id:uuid}/units/{unit_id:uuid}",
    operation_id="retire_unit",
    status_code=200,
    responses=documented.command("only-administrators", "unknown-unit", "unit-in-use"),
)
async def retire_unit(unit_id: FromPath[UUID], office: Here) -> Response[Receipt]:
    """Retire a unit in which nobody and no other unit is left."""
    command = RetireUnit(unit=unit_id, by=office.by, at=office.ports.clock.now())
    return await _retire(office, unit_id, command)


@put(
    "/organisations/{organisation_id:uuid}/role-families/{role_family_id:uuid}",
    operation_id="add_role_family",
    responses=documented.command("only-administrators", "name-taken"),
)
async def add_role_family(
    role_family_id: FromPath[UUID], data: JSONBody[NewRoleFamily], office: Here
) -> Response[Receipt]:
    """Tell a family of functions apart, or name it anew."""
    command = AddRoleFamily(role_family=role_family_id, by=office.by, at=office.ports.clock.now())
    wanted = _beside(office, "role_family", data.name)
    return receipt(await _name(office, role_family_id, wanted, command))


@delete(
    "/organisations/{organisation_id:uuid}/role-families/{role_family_id:uuid}",
    operation_id="retire_role_family",
    status_code=200,
    responses=documented.command("only-administrators", "unknown-role-family", "role-family-in-use"),
)
async def retire_role_family(role_family_id: FromPath[UUID], office: Here) -> Response[Receipt]:
    """Retire a family of functions that nobody has."""
    command = RetireRoleFamily(role_family=role_family_id, by=office.by, at=office.ports.clock.now())
    return await _retire(office, role_family_id, command)


@put(
    "/organisations/{organisation_id:uuid}/programmes/{programme_id:uuid}",
    operation_id="run_programme",
    responses=documented.command("only-administrators", "name-taken"),
)
async def run_programme(
    programme_id: FromPath[UUID], data: JSONBody[NewProgramme], office: Here
) -> Response[Receipt]:
    """Start a programme, name it anew, or change its hours."""
    command = RunProgramme(
        programme=programme_id,
        hours_per_year=data.hours_per_year,
        by=office.by,
        at=office.ports.clock.now(),
    )
    wanted = _beside(office, "programme", data.name)
    return receipt(await _name(office, programme_id, wanted, command))


@delete(
    "/organisations/{organisation_id:uuid}/programmes/{programme_id:uuid}",
    operation_id="end_programme",
    status_code=200,
    responses=documented.command("only-administrators", "unknown-programme"),
)
async def end_programme(programme_id: FromPath[UUID], office: Here) -> Response[Receipt]:
    """End a programme; groups that were formed for it remain."""
    command = EndProgramme(programme=programme_id, by=office.by, at=office.ports.clock.now())
    return await _retire(office, programme_id, command)


ROUTES = (place_unit, retire_unit, add_role_family, retire_role_family, run_programme, end_programme)
