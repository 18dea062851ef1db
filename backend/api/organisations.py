"""Organisations: registered by a person, seen by their administrators and people, and by programs."""

from uuid import UUID

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from backend.api import documented
from backend.api.caller import Caller
from backend.api.new_streams import check_not_a_person
from backend.api.organisations_offices import READING, Office, selves_of
from backend.api.places import After
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.api.texts import Name, named
from backend.domain.organisation.commands import RegisterOrganisation
from projections import enrolment

Here = NamedDependency[Office]
_GROUPS = "groups_alive"


class NewOrganisation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An organisation by name."""

    name: Name


class UnitView(Struct, frozen=True, kw_only=True):
    """A unit, and the one it is part of."""

    unit: UUID
    name: str
    parent: UUID | None


class RoleFamilyView(Struct, frozen=True, kw_only=True):
    """A family of functions."""

    role_family: UUID
    name: str


class ProgrammeView(Struct, frozen=True, kw_only=True):
    """A programme, and the hours a year that people may have for it."""

    programme: UUID
    name: str
    hours_per_year: int | None


class OfficeMine(Struct, frozen=True, kw_only=True):
    """What the caller is in the organisation, and as whom it knows them; a program is nobody."""

    person: UUID | None
    administrator: bool
    enrolled: bool


class Counts(Struct, frozen=True, kw_only=True):
    """How many there are."""

    people: int
    administrators: int


class OrganisationView(Struct, frozen=True, kw_only=True):
    """An organisation: its frame, and nothing of what happens in groups."""

    organisation: UUID
    name: str
    me: OfficeMine
    units: list[UnitView]
    role_families: list[RoleFamilyView]
    programmes: list[ProgrammeView]
    counts: Counts


class MyOrganisation(Struct, frozen=True, kw_only=True):
    """An organisation of mine."""

    organisation: UUID
    name: str
    enrolled: bool
    administrator: bool


class MyOrganisations(Struct, frozen=True):
    """The organisations in which I work or which I administer."""

    organisations: list[MyOrganisation]


class GroupCount(Struct, frozen=True, kw_only=True):
    """How many groups met in the last published quarter; too few are not told from none."""

    groups: int | None
    suppressed: bool
    period: str | None


@put(
    "/organisations/{organisation_id:uuid}",
    operation_id="register_organisation",
    responses=documented.command("account-needed", "only-administrators"),
)
async def register_organisation(
    organisation_id: FromPath[UUID],
    data: JSONBody[NewOrganisation],
    caller: NamedDependency[Caller],
    ports: NamedDependency[Ports],
) -> Response[Receipt]:
    """Register an organisation and administer it, or name it anew."""
    home = await ports.record.home_of(organisation_id)
    if home is not None:
        return await _rename(organisation_id, home.kind, data.name, caller.person, ports)
    await check_not_a_person(organisation_id, ports)
    if (await ports.identity.person(caller.person)).guest:
        raise Problem("account-needed")
    answer = await ports.organisations.handle(
        organisation_id,
        organisation_id,
        RegisterOrganisation(by=caller.person, at=ports.clock.now()),
        command_id=organisation_id,
        exclusive=True,
        actor=caller.person,
    )
    await ports.offices.names.call(organisation_id, named(data.name))
    return receipt(answer)


async def _rename(organisation: UUID, kind: str, name: str, person: UUID, ports: Ports) -> Response[Receipt]:
    if kind != "organisation":
        raise Problem("not-found")
    live = await ports.organisations.state(organisation, organisation)
    selves = await selves_of(person, live.state, ports)
    if live.state.administrators.isdisjoint(selves):
        raise Problem("only-administrators" if selves else "not-found")
    await ports.offices.names.call(organisation, named(name))
    return Response(Receipt(position=0, version=live.version), status_code=200)


@get(
    "/organisations/{organisation_id:uuid}",
    operation_id="get_organisation",
    responses=documented.query(*READING),
)
async def get_organisation(office: Here) -> Response[OrganisationView]:
    """See an organisation: its units, role families and programmes, and what one is in it."""
    found, names = office.organisation, office.ports.offices.names
    called = await names.parts(found.id)
    view = OrganisationView(
        organisation=found.id,
        name=await names.name(found.id) or "",
        me=OfficeMine(
            person=office.person,
            administrator=office.person in found.administrators,
            enrolled=not found.people.keys().isdisjoint(office.selves),
        ),
        units=[UnitView(unit=u, name=called.get(u, ""), parent=p) for u, p in found.units.items()],
        role_families=[RoleFamilyView(role_family=f, name=called.get(f, "")) for f in found.role_families],
        programmes=[
            ProgrammeView(programme=p, name=called.get(p, ""), hours_per_year=hours)
            for p, hours in found.programmes.items()
        ],
        counts=Counts(people=len(found.people), administrators=len(found.administrators)),
    )
    return Response(view, headers={"ETag": f'"{office.version}"'})


@get(
    "/organisations/{organisation_id:uuid}/groups",
    operation_id="count_groups",
    responses=documented.query(*READING),
)
async def count_groups(office: Here) -> GroupCount:
    """See how many groups met, as it is published: a count that goes along would show each new group."""
    series = await office.ports.uptake.published.series(office.id, _GROUPS, None)
    quarters = [(period, figure.value) for period, figure in series if "Q" in period]
    period, told = quarters[-1] if quarters else (None, None)
    return GroupCount(groups=None if told is None else int(told), suppressed=told is None, period=period)


@get("/me/organisations", operation_id="list_my_organisations", responses=documented.query())
async def list_my_organisations(
    caller: NamedDependency[Caller], ports: NamedDependency[Ports], after: After = 0
) -> MyOrganisations:
    """See in which organisations one works, and which one administers."""
    await ports.views.reached(after)
    known = await ports.offices.people.of_account(caller.person)
    async with ports.views.of_person(caller.person) as connection:
        mine = await enrolment.of(connection, caller.person, known)
    return MyOrganisations(
        [
            MyOrganisation(
                organisation=one.organisation,
                name=await ports.offices.names.name(one.organisation) or "",
                enrolled=one.enrolled,
                administrator=one.administrator,
            )
            for one in mine
        ]
    )


ROUTES = (register_organisation, get_organisation, count_groups)
MINE = (list_my_organisations,)
