"""Joining: an invitation link and a name are enough."""

from datetime import datetime
from uuid import UUID

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from backend.api import documented
from backend.api.caller import Caller, Device, newcomer, sign_in_cookie
from backend.api.circles import Circle
from backend.api.languages import Language
from backend.api.moving import Key
from backend.api.ports import Invitation, Ports
from backend.api.problems import Problem
from backend.api.texts import Name, Token
from backend.domain.errors import Refused
from backend.domain.group.commands import JoinGroup
from events.group import Role

Here = NamedDependency[Circle]
_GONE = ("invitation-unknown", "invitation-expired", "invitation-revoked", "invitation-used")


class NewInvitation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to invite."""

    role: Role = Role.MEMBER


class MadeInvitation(Struct, frozen=True, kw_only=True):
    """An invitation and its link, which is shown this once: only its hash is kept."""

    invitation: UUID
    role: Role
    url: str
    token: str
    expires_at: datetime


class InvitationView(Struct, frozen=True, kw_only=True):
    """An invitation without its link."""

    invitation: UUID
    role: Role
    made_by: UUID
    expires_at: datetime
    uses: int
    revoked: bool


class Invitations(Struct, frozen=True):
    """The invitations of a group."""

    invitations: list[InvitationView]


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
    """The secret part of a link, and a name from who is not signed in."""

    token: Token
    name: Name | None = None
    language: Language = "nl"


class Joined(Struct, frozen=True, kw_only=True):
    """Who one is now, and where in the record it stands."""

    group: UUID
    person: UUID
    role: Role
    position: int


@post(
    "/groups/{group_id:uuid}/invitations",
    operation_id="invite",
    responses=documented.command("only-the-facilitator"),
)
async def invite(data: JSONBody[NewInvitation], circle: Here) -> MadeInvitation:
    """Make a link with which people join; one for facilitators only as the group's maker."""
    formed = circle.group.formed
    if data.role is Role.FACILITATOR and formed and formed.by != circle.person:
        raise Refused("only-the-facilitator")
    made, token = await circle.ports.identity.invite(
        circle.group.id, circle.tenant, role=data.role, made_by=circle.person
    )
    return _shown(made, token, circle.ports)


@post(
    "/groups/{group_id:uuid}/invitations/mine",
    operation_id="invite_my_other_device",
    responses=documented.command(),
)
async def invite_my_other_device(circle: Here) -> MadeInvitation:
    """Make a link that signs the caller in on another device: for a day, and once."""
    made, token = await circle.ports.identity.invite(
        circle.group.id,
        circle.tenant,
        role=circle.member.role,
        made_by=circle.person,
        person=circle.person,
    )
    return _shown(made, token, circle.ports)


def _shown(made: Invitation, token: str, ports: Ports) -> MadeInvitation:
    return MadeInvitation(
        invitation=made.invitation,
        role=Role(made.role),
        url=f"{ports.public_url}/join#{token}",
        token=token,
        expires_at=made.expires_at,
    )


@get(
    "/groups/{group_id:uuid}/invitations",
    operation_id="list_invitations",
    responses=documented.query(),
)
async def list_invitations(circle: Here) -> Invitations:
    """See the invitations of the group, also those that no longer work."""
    known = await circle.ports.identity.invitations(circle.group.id)
    return Invitations(
        [
            InvitationView(
                invitation=i.invitation,
                role=Role(i.role),
                made_by=i.made_by,
                expires_at=i.expires_at,
                uses=i.uses,
                revoked=i.revoked,
            )
            for i in known
        ]
    )


@delete(
    "/groups/{group_id:uuid}/invitations/{invitation_id:uuid}",
    operation_id="revoke_invitation",
    status_code=204,
    responses=documented.query("other-site"),
)
async def revoke_invitation(invitation_id: FromPath[UUID], circle: Here) -> None:
    """Make a link useless. Who has joined stays."""
    if not await circle.ports.identity.revoke(circle.group.id, invitation_id):
        raise Problem("not-found")


async def _valid(token: str, ports: Ports) -> Invitation:
    found = await ports.identity.look(token)
    if found is None:
        raise Problem("invitation-unknown")
    if found.revoked:
        raise Problem("invitation-used" if found.uses and found.person else "invitation-revoked")
    if found.expires_at <= ports.clock.now():
        raise Problem("invitation-expired")
    return found


@post(
    "/invitations/look",
    operation_id="look_at_invitation",
    status_code=200,
    responses=documented.query("other-site", "not-json", *_GONE),
)
async def look_at_invitation(data: JSONBody[Look], ports: NamedDependency[Ports]) -> Seen:
    """See what an invitation is for, without using it."""
    found = await _valid(data.token, ports)
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
    responses=documented.command("name-needed", "member-already", *_GONE),
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
        return await _on_another_device(found, found.person, device, ports)
    token = None
    if visitor is not None:
        person = visitor.person
    elif data.name is not None:
        person, token = await ports.identity.welcome(
            name=data.name.strip(),
            language=data.language,
            person=newcomer(idempotency_key, data.token),
            device=device.label,
        )
    else:
        raise Problem("name-needed")
    command = JoinGroup(
        person=person,
        role=Role(found.role),
        invitation=found.invitation,
        at=ports.clock.now(),
    )
    group = (await ports.groups.recent(found.tenant, found.group)).state
    member = group.members.get(person)
    if member is not None and member.role != found.role:
        raise Problem("member-already")
    answer = await ports.groups.handle(
        found.tenant,
        found.group,
        command,
        command_id=ports.clock.new_id(),
        exclusive=True,
        actor=person,
    )
    if not answer.repeated:
        await ports.identity.used(found.invitation)
    group = (await ports.groups.state(found.tenant, found.group)).state
    joined = Joined(
        group=found.group,
        person=person,
        role=group.members[person].role,
        position=answer.position,
    )
    cookies = [sign_in_cookie(ports, token)] if token is not None else []
    return Response(joined, cookies=cookies)


async def _on_another_device(
    found: Invitation, person: UUID, device: Device, ports: Ports
) -> Response[Joined]:
    token = await ports.identity.use_up(found.invitation, device.label)
    group = await ports.groups.recent(found.tenant, found.group)
    member = group.state.members.get(person)
    if token is None or member is None:
        raise Problem("invitation-used")
    joined = Joined(group=found.group, person=person, role=member.role, position=0)
    return Response(joined, cookies=[sign_in_cookie(ports, token)])


ROUTES = (
    invite_my_other_device,
    invite,
    list_invitations,
    revoke_invitation,
    look_at_invitation,
    redeem_invitation,
)
