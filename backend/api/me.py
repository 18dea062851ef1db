"""Me: who I am here, which groups I am in, and what I said I would do."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, patch
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.actions import ActionView, show_actions
from backend.api.caller import Caller, sign_in_cookie
from backend.api.languages import Language
from backend.api.places import After
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.texts import Name, named
from backend.api.time_zones import TIME_ZONES
from events.group import Role
from projections import membership, open_actions


class MyGroup(Struct, frozen=True, kw_only=True):
    """A group I am in."""

    group: UUID
    name: str
    role: Role
    accepted_rules: bool
    expectation_stated: bool


class Me(Struct, frozen=True, kw_only=True):
    """The caller. ``guest``: only this device knows them. ``time_zone``: a name of IANA's.

    ``question_help``: their phone may say in private how a question of theirs comes across.
    """

    person: UUID
    name: str
    language: Language
    time_zone: str
    question_help: bool
    address: str | None
    passkeys: int
    guest: bool
    groups: list[MyGroup]


class MyDetails(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change; what is left out stays."""

    name: Name | None = None
    language: Language | None = None
    time_zone: Annotated[str, Meta(max_length=64)] | None = None
    question_help: bool | None = None


class MyActions(Struct, frozen=True):
    """What I said I would do and have not reported on."""

    actions: list[ActionView]


async def _groups(person: UUID, ports: Ports) -> list[MyGroup]:
    async with ports.views.of_person(person) as connection:
        mine = await membership.of(connection, person)
    named = await ports.identity.groups([m.group_id for m in mine])
    shown = []
    for m in mine:
        group = (await ports.groups.recent(m.tenant_id, m.group_id)).state
        member = group.members.get(person)
        if member is not None:
            shown.append(
                MyGroup(
                    group=m.group_id,
                    name=named[m.group_id].name if m.group_id in named else "",
                    role=member.role,
                    accepted_rules=member.accepted == group.rules_version,
                    expectation_stated=member.expectation is not None,
                )
            )
    return shown


async def _me(person: UUID, ports: Ports) -> Me:
    details = await ports.identity.person(person)
    return Me(
        person=person,
        name=details.name,
        language=details.language,
        time_zone=details.time_zone,
        question_help=details.question_help,
        address=details.address,
        passkeys=details.passkeys,
        guest=details.guest,
        groups=await _groups(person, ports),
    )


@get("/me", operation_id="get_me", responses=documented.query())
async def get_me(
    caller: NamedDependency[Caller],
    ports: NamedDependency[Ports],
    after: After = 0,
) -> Response[Me]:
    """See who one is here, and in which groups; the device stays signed in from now on."""
    await ports.views.reached(after)
    kept_in = sign_in_cookie(ports, caller.token)
    return Response(await _me(caller.person, ports), cookies=[kept_in])


@get("/visitor", operation_id="get_visitor", responses=documented.query())
async def get_visitor(
    visitor: NamedDependency[Caller | None], ports: NamedDependency[Ports]
) -> Response[Me | None]:
    """See who one is here, or null: whoever comes for the first time did nothing wrong."""
    if visitor is None:
        return Response(None)
    return Response(await _me(visitor.person, ports), cookies=[sign_in_cookie(ports, visitor.token)])


@patch(
    "/me",
    operation_id="change_me",
    responses=documented.query("other-site", "not-json", "too-large", "unknown-time-zone"),
)
async def change_me(
    data: JSONBody[MyDetails],
    caller: NamedDependency[Caller],
    ports: NamedDependency[Ports],
) -> Me:
    """Change one's name, language, time zone, or whether one's phone helps with questions."""
    if data.time_zone is not None and data.time_zone not in TIME_ZONES:
        raise Problem("unknown-time-zone")
    await ports.identity.change_person(
        caller.person,
        name=named(data.name) if data.name else None,
        language=data.language,
        time_zone=data.time_zone,
        question_help=data.question_help,
    )
    return await _me(caller.person, ports)


@delete(
    "/me/sign-in",
    operation_id="sign_out",
    status_code=204,
    responses=documented.query("other-site"),
)
async def sign_out(caller: NamedDependency[Caller], ports: NamedDependency[Ports]) -> Response[None]:
    """Sign this device out."""
    await ports.sign_ins.end(caller.sign_in, caller.person)
    return Response(None, status_code=204, cookies=[sign_in_cookie(ports, "")])


@get("/me/actions", operation_id="list_my_actions", responses=documented.query())
async def list_my_actions(
    caller: NamedDependency[Caller],
    ports: NamedDependency[Ports],
    after: After = 0,
) -> MyActions:
    """See which of one's own actions wait for their report, in all groups."""
    await ports.views.reached(after)
    async with ports.views.of_person(caller.person) as connection:
        groups = await membership.of(connection, caller.person)
    shown: list[ActionView] = []
    for tenant in {m.tenant_id for m in groups}:
        async with ports.views.of(tenant) as connection:
            actions = await open_actions.of_person(connection, caller.person)
        shown += await show_actions(actions, tenant=tenant, viewer=caller.person, ports=ports)
    return MyActions(shown)


ROUTES = (get_me, get_visitor, change_me, sign_out, list_my_actions)
