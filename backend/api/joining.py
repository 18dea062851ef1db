"""Joining: an invitation link and a name are enough; one that was mailed works once."""

from datetime import datetime
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Struct

from backend.api import documented
from backend.api.caller import Caller, Device, newcomer, sign_in_cookie
from backend.api.languages import Language
from backend.api.moving import Key
from backend.api.people_ports import Invitation
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.texts import Name, Token, named
from backend.domain.errors import Refused
from backend.domain.group.belonging import check_invitation
from backend.domain.group.commands import JoinGroup
from events.group import Role

_GONE = (
    "group-closed",
    "no-longer-a-member",
    "invitation-unknown",
    "invitation-expired",
    "invitation-revoked",
    "invitation-used",
)


class Look(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The secret part of a link."""

    token: Token


class Seen(Struct, frozen=True, kw_only=True):
    """What an invitation is for. ``person_name``: made out to a member, for another device."""

    group: UUID
    group_name: str
    role: Role
    person_name: str | None
    expires_at: datetime
    invited_by: str


class Redeem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The secret part of a link, and a name from who is not signed in.

    ``instead``: be the member to whom the link is made out, although somebody else is signed in
    here; a guest does not come back from that.
    """

    token: Token
    name: Name | None = None
    language: Language = "nl"
    instead: bool = False


class Joined(Struct, frozen=True, kw_only=True):
    """Who one is now, and where in the record it stands."""

    group: UUID
    person: UUID
    role: Role
    position: int


async def _valid(token: str, ports: Ports) -> Invitation:
    """Return an invitation that works, or refuse; one that was used works on for who used it."""
    found = await ports.identity.look(token)
    if found is None:
        raise Problem("invitation-unknown")
    if found.expires_at <= ports.clock.now():
        raise Problem("invitation-expired")
    if found.revoked and not (found.single_use and found.uses and found.person is None):
        raise _gone(found)
    return found


def _gone(found: Invitation) -> Problem:
    return Problem("invitation-used" if found.uses and found.single_use else "invitation-revoked")


@post(
    "/invitations/look",
    operation_id="look_at_invitation",
    status_code=200,
    responses=documented.query("other-site", "not-json", *_GONE),
)
async def look_at_invitation(data: JSONBody[Look], ports: NamedDependency[Ports]) -> Seen:
    """See what an invitation is for, without using it."""
    found = await _valid(data.token, ports)
    if found.revoked:
        raise _gone(found)
    named = (await ports.identity.groups([found.group])).get(found.group)
    names = await ports.identity.names([found.made_by, found.person or found.made_by])
    return Seen(
        group=found.group,
        group_name=named.name if named else "",
        role=Role(found.role),
        person_name=names.get(found.person) if found.person else None,
        expires_at=found.expires_at,
        invited_by=names.get(found.made_by, ""),
    )


@post(
    "/invitations/redeem",
    operation_id="redeem_invitation",
    status_code=200,
    responses=documented.command(
        "name-needed", "member-already", "signed-in-as-another", *_GONE, gives=Joined
    ),
)
async def redeem_invitation(
    data: JSONBody[Redeem],
    visitor: NamedDependency[Caller | None],
    device: NamedDependency[Device],
    ports: NamedDependency[Ports],
    idempotency_key: Key = None,
) -> Response[Joined]:
    """Join a group. A name is enough; who is signed in joins as themselves."""
    found = await _valid(data.token, ports)
    if found.person is not None:
        if visitor is not None and visitor.person != found.person and not data.instead:
            raise Problem("signed-in-as-another")
        return await _on_another_device(found, found.person, visitor, device, ports)
    group = (await ports.groups.recent(found.tenant, found.group)).state
    if group.closed_at is not None:
        raise Refused("group-closed")
    check_invitation(found.made_by, found.made_at, group, by_link=not found.single_use)
    known = visitor.person if visitor else newcomer(idempotency_key, data.token)
    if found.revoked:
        await _claim(found, known, ports)
    person, token = known, None
    if visitor is None or person is None:
        if data.name is None:
            raise Problem("name-needed")
        person, token = await ports.identity.welcome(
            name=named(data.name),
            language=data.language,
            person=known,
            device=device.label,
            uses=found.invitation if found.single_use else None,
        )
    joined = await _join(found, person, ports)
    cookies = [sign_in_cookie(ports, token)] if token is not None else []
    return Response(joined, cookies=cookies)


async def _claim(found: Invitation, person: UUID | None, ports: Ports) -> None:
    """Use up an invitation that works once, or refuse when somebody else has."""
    if person is None or not await ports.identity.claim(found.invitation, person):
        raise _gone(found)


async def _join(found: Invitation, person: UUID, ports: Ports) -> Joined:
    group = (await ports.groups.recent(found.tenant, found.group)).state
    member = group.members.get(person)
    if member is not None and member.role != found.role:
        raise Problem("member-already")
    if member is None and found.single_use:
        await _claim(found, person, ports)
    command = JoinGroup(
        person=person,
        role=Role(found.role),
        invitation=found.invitation,
        invited_at=found.made_at,
        invited_by=found.made_by,
        by_link=not found.single_use,
        at=ports.clock.now(),
    )
    answer = await ports.groups.handle(
        found.tenant,
        found.group,
        command,
        command_id=ports.clock.new_id(),
        exclusive=True,
        actor=person,
    )
    if not answer.repeated and not found.single_use:
        await ports.identity.used(found.invitation)
    group = (await ports.groups.state(found.tenant, found.group)).state
    return Joined(
        group=found.group,
        person=person,
        role=group.members[person].role,
        position=answer.position,
    )


async def _on_another_device(
    found: Invitation, person: UUID, visitor: Caller | None, device: Device, ports: Ports
) -> Response[Joined]:
    group = await ports.groups.recent(found.tenant, found.group)
    member = group.state.members.get(person)
    if member is None:
        raise Problem("no-longer-a-member")
    replaced = visitor.token if visitor else None
    token = await ports.identity.use_up(found.invitation, device.label, token=replaced)
    if token is None:
        raise Problem("invitation-used")
    if visitor is not None:
        ports.sign_ins.distrust(visitor.sign_in)
    joined = Joined(group=found.group, person=person, role=member.role, position=0)
    return Response(joined, cookies=[sign_in_cookie(ports, token)])


ROUTES = (look_at_invitation, redeem_invitation)
