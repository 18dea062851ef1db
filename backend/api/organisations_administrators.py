"""Who administers an organisation; somebody always does."""

from uuid import UUID

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from backend.api import documented
from backend.api.organisations_offices import Office
from backend.api.receipts import Receipt, receipt
from backend.domain.organisation.commands import AppointAdministrator, DismissAdministrator

Here = NamedDependency[Office]


class AdministratorView(Struct, frozen=True, kw_only=True):
    """An administrator; the address is null for who is not one of the organisation's people."""

    person: UUID
    name: str
    address: str | None


class Administrators(Struct, frozen=True):
    """Who administers the organisation."""

    administrators: list[AdministratorView]


@get(
    "/organisations/{organisation_id:uuid}/administrators",
    operation_id="list_administrators",
    responses=documented.query("only-administrators"),
)
async def list_administrators(office: Here) -> Administrators:
    """See who administers the organisation."""
    present = sorted(office.organisation.administrators)
    known = await office.ports.offices.people.details(office.id, present)
    own = await office.ports.identity.names(present)
    return Administrators(
        [
            AdministratorView(
                person=person,
                name=known[person].name if person in known else own.get(person, ""),
                address=known[person].address if person in known else None,
            )
            for person in present
        ]
    )


@put(
    "/organisations/{organisation_id:uuid}/administrators/{person_id:uuid}",
    operation_id="appoint_administrator",
    responses=documented.command("only-administrators", "unknown-person"),
)
async def appoint_administrator(person_id: FromPath[UUID], office: Here) -> Response[Receipt]:
    """Let one of the organisation's people administer it."""
    command = AppointAdministrator(person=person_id, by=office.by, at=office.ports.clock.now())
    return receipt(await office.handle(command))


@delete(
    "/organisations/{organisation_id:uuid}/administrators/{person_id:uuid}",
    operation_id="dismiss_administrator",
    status_code=200,
    responses=documented.command("only-administrators", "last-administrator"),
)
async def dismiss_administrator(person_id: FromPath[UUID], office: Here) -> Response[Receipt]:
    """End somebody's administration, at once; the last administrator stays."""
    command = DismissAdministrator(person=person_id, by=office.by, at=office.ports.clock.now())
    return receipt(await office.handle(command))


ROUTES = (list_administrators, appoint_administrator, dismiss_administrator)
