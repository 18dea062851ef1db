"""Whether a group suits its people: what each declares in private, and the hints that come of it."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct
from msgspec.structs import replace

from backend.api import documented
from backend.api.circles import Circle
from backend.api.problems import FieldError, Problem
from backend.domain.composition import Aim, Hint, Profile, RelationKind, hints
from backend.domain.errors import Refused
from backend.domain.organisation.state import Placement
from events.group import Role

Here = NamedDependency[Circle]


class Declared(StrEnum):
    """How somebody stands to another; ``none`` is an answer too, and takes the place of an earlier one."""

    MANAGES = "manages"
    MANAGED_BY = "managed_by"
    APPRAISES = "appraises"
    APPRAISED_BY = "appraised_by"
    CLOSE = "close"
    NONE = "none"


class NewRelation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one stands to another."""

    kind: Declared


class RelationView(Struct, frozen=True, kw_only=True):
    """What the caller declared about another."""

    person: UUID
    kind: Declared


class MyRelations(Struct, frozen=True):
    """What the caller declared in this group."""

    relations: list[RelationView]


class Composition(Struct, frozen=True):
    """What may be worth a conversation: never about whom, and never a block."""

    hints: list[Hint]


@put(
    "/groups/{group_id:uuid}/relations/{person_id:uuid}",
    operation_id="declare_relation",
    status_code=200,
    responses=documented.query("other-site", "not-json", "too-large", "group-closed", "observers-only-watch"),
)
async def declare_relation(
    person_id: FromPath[UUID], data: JSONBody[NewRelation], circle: Here
) -> RelationView:
    """Declare in private how one stands to another in the group; nobody else is ever shown it."""
    circle.check_open()
    if person_id == circle.person:
        raise Problem("invalid", errors=[FieldError("person_id", "somebody else")])
    if person_id not in circle.group.members:
        raise Problem("not-found")
    kind = RelationKind(data.kind.value)
    await circle.ports.relations.declare(circle.tenant, circle.group.id, circle.person, person_id, kind)
    return RelationView(person=person_id, kind=data.kind)


@get(
    "/groups/{group_id:uuid}/relations/mine",
    operation_id="list_my_relations",
    responses=documented.query("observers-only-watch"),
)
async def list_my_relations(circle: Here) -> MyRelations:
    """See what one declared in this group oneself."""
    found = await circle.ports.relations.of_person(circle.tenant, circle.group.id, circle.person)
    return MyRelations([RelationView(person=r.about, kind=Declared(r.kind.value)) for r in found])


@get(
    "/groups/{group_id:uuid}/composition",
    operation_id="get_composition",
    responses=documented.query("only-the-maker", "observers-only-watch"),
)
async def get_composition(circle: Here) -> Composition:
    """See what may be worth a conversation about who is in the group, as who keeps or guards it."""
    if not may_see_hints(circle):
        raise Refused("only-the-maker")
    return Composition(await hints_for(circle))


def may_see_hints(circle: Circle) -> bool:
    """Tell whether the caller keeps the group or is its own facilitator: peers in turn are not."""
    return circle.person == circle.group.maker or circle.member.role is Role.FACILITATOR


async def hints_for(circle: Circle) -> list[Hint]:
    """Return the hints about a group's people, from what they and their organisation declared."""
    group = circle.group
    declared = await circle.ports.relations.of_group(circle.tenant, group.id)
    placed = await _placements(circle)
    people = {person: _profile(member.role, placed.get(person)) for person, member in group.members.items()}
    aim = Aim(
        size=group.size,
        role_family=group.meant_for.role_family if group.meant_for else None,
        level=group.meant_for.level if group.meant_for else None,
    )
    return list(hints(people, declared, aim, viewer=circle.person))


async def _placements(circle: Circle) -> Mapping[UUID, Placement]:
    """Return where members work in the organisation that hosts the group, as far as it says.

    Managers who are in the group are named as the group knows them, others as the host does.
    """
    hosted = circle.group.hosted
    if hosted is None:
        return {}
    host = await circle.ports.organisations.recent(hosted.organisation, hosted.organisation)
    known = await circle.ports.offices.people.own(hosted.organisation, list(circle.group.members))
    accounts: dict[UUID | None, UUID] = {own: account for account, own in known.items()}
    return {
        accounts[own]: replace(placed, manager=accounts.get(placed.manager) or placed.manager)
        for own, placed in host.state.people.items()
        if own in accounts
    }


def _profile(role: Role, placed: Placement | None) -> Profile:
    if placed is None:
        return Profile(role=role)
    return Profile(
        role=role,
        unit=placed.unit,
        role_family=placed.role_family,
        level=placed.level,
        manager=placed.manager,
    )


ROUTES = (declare_relation, list_my_relations, get_composition)
