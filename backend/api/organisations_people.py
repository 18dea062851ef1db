"""The people of an organisation, one by one: listed, enrolled, placed, let go."""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.organisations_offices import READING, Office
from backend.api.organisations_ports import KnownPerson
from backend.api.paging import Limit, next_page
from backend.api.problems import FieldError, Problem
from backend.api.receipts import Receipt, receipt
from backend.api.texts import Name, named
from backend.domain.addresses import normal_address
from backend.domain.organisation.commands import LetPeopleGo, PlacePeople, Placing
from backend.domain.organisation.rules import decide

Here = NamedDependency[Office]
Level = Annotated[int, Meta(ge=1, le=3)]
Cursor = Annotated[UUID | None, QueryParameter(description="Where the page before this one ended.")]
Search = Annotated[str, QueryParameter(max_length=80, description="What the name or the address contains.")]
_PLACED: Final = (
    "only-administrators",
    "unknown-unit",
    "unknown-role-family",
    "unknown-manager",
    "manager-loop",
    "managers-too-many",
)


class NewPlace(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the organisation calls a person, and where they work; null is nowhere."""

    name: Name
    unit: UUID | None = None
    role_family: UUID | None = None
    level: Level | None = None
    manager: UUID | None = None


class NewPerson(NewPlace, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person to enrol, known by their address."""

    address: Annotated[str, Meta(max_length=254)]


class PersonView(Struct, frozen=True, kw_only=True):
    """One of the organisation's people."""

    person: UUID
    name: str
    address: str
    unit: UUID | None
    role_family: UUID | None
    level: int | None
    manager: UUID | None
    administrator: bool


class PeoplePage(Struct, frozen=True, kw_only=True):
    """People by name; ``next`` is the cursor of the next page."""

    people: list[PersonView]
    next: UUID | None


class Enrolment(Receipt, frozen=True, kw_only=True):
    """A person was enrolled, or was already."""

    person: UUID


def _view(known: KnownPerson, office: Office) -> PersonView | None:
    placed = office.organisation.people.get(known.person)
    if placed is None:
        return None
    return PersonView(
        person=known.person,
        name=known.name,
        address=known.address,
        unit=placed.unit,
        role_family=placed.role_family,
        level=placed.level,
        manager=placed.manager,
        administrator=known.person in office.organisation.administrators,
    )


@get(
    "/organisations/{organisation_id:uuid}/people",
    operation_id="list_people",
    responses=documented.query(*READING),
)
async def list_people(
    office: Here,
    request: Request[Any, Any, Any],
    search: Search = "",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response[PeoplePage]:
    """See the organisation's people by name, some at a time."""
    found = await office.ports.offices.people.page(office.id, search=search, after=cursor, limit=limit + 1)
    more = found[limit - 1].person if len(found) > limit else None
    shown = [view for known in found[:limit] if (view := _view(known, office)) is not None]
    return Response(PeoplePage(people=shown, next=more), headers=next_page(request, more))


@post(
    "/organisations/{organisation_id:uuid}/people",
    operation_id="enrol_person",
    status_code=200,
    responses=documented.command(*_PLACED, "address-malformed", gives=Enrolment),
)
async def enrol_person(data: JSONBody[NewPerson], office: Here) -> Response[Enrolment]:
    """Enrol a person by address, under an id of the organisation's own.

    The account that proved the address, or proves it later, is this person. The answer is the same
    whether anybody has such an account or not.
    """
    address = normal_address(data.address)
    if address is None:
        raise Problem("address-malformed", errors=[FieldError("address", "no e-mail address")])
    decide(_placing(office.ports.clock.new_id(), data, office), office.organisation)
    name, people = named(data.name), office.ports.offices.people
    person = (await people.enlist(office.id, [(address, name)]))[address]
    answer = await office.handle(_placing(person, data, office))
    await people.describe(office.id, [(person, name)])
    return Response(
        Enrolment(position=answer.position, version=answer.version, person=person),
        status_code=200 if answer.repeated else 201,
    )


@put(
    "/organisations/{organisation_id:uuid}/people/{person_id:uuid}",
    operation_id="place_person",
    responses=documented.command(*_PLACED),
)
async def place_person(
    person_id: FromPath[UUID], data: JSONBody[NewPlace], office: Here
) -> Response[Receipt]:
    """Say what the organisation calls one of its people, and where they work."""
    people = office.ports.offices.people
    known = await people.details(office.id, [person_id])
    if person_id not in known or person_id not in office.organisation.people:
        raise Problem("not-found")
    answer = await office.handle(_placing(person_id, data, office))
    await people.describe(office.id, [(person_id, named(data.name))])
    return receipt(answer)


def _placing(person: UUID, data: NewPlace, office: Office) -> PlacePeople:
    placing = Placing(
        person=person,
        unit=data.unit,
        role_family=data.role_family,
        level=data.level,
        manager=data.manager,
    )
    return PlacePeople(people=(placing,), by=office.by, at=office.ports.clock.now())


@delete(
    "/organisations/{organisation_id:uuid}/people/{person_id:uuid}",
    operation_id="let_person_go",
    status_code=200,
    responses=documented.command("only-administrators", "last-administrator"),
)
async def let_person_go(person_id: FromPath[UUID], office: Here) -> Response[Receipt]:
    """Let a person leave the organisation; their groups stay whole. One may also leave by oneself."""
    leaving = office.selves if person_id in office.selves else (person_id,)
    command = LetPeopleGo(people=leaving, by=office.by, at=office.ports.clock.now())
    answer = await office.handle(command)
    await office.ports.offices.people.forget(office.id, leaving)
    return receipt(answer)


ROUTES = (list_people, enrol_person, place_person, let_person_go)
