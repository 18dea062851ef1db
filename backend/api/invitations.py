"""Invitations: links that are made, listed and revoked; joining is another's part."""

from datetime import datetime
from uuid import UUID

from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from backend.api import documented
from backend.api.circles import Circle
from backend.api.ports import Invitation, Ports
from backend.api.problems import Problem
from backend.domain.errors import Refused
from events.group import Role

Here = NamedDependency[Circle]


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


@post(
    "/groups/{group_id:uuid}/invitations",
    operation_id="invite",
    responses=documented.command("only-the-facilitator", "only-the-maker"),
)
async def invite(data: JSONBody[NewInvitation], circle: Here) -> MadeInvitation:
    """Make a link with which people join.

    Facilitators are invited by who keeps the group, observers by who may arrange how it meets:
    both come to hear what is said.
    """
    circle.check_open()
    _check_role(data.role, circle)
    made, token = await circle.ports.identity.invite(
        circle.group.id, circle.tenant, role=data.role, made_by=circle.person
    )
    return _shown(made, token, circle.ports)


def _check_role(role: Role, circle: Circle) -> None:
    if role is Role.FACILITATOR and circle.person != circle.group.maker:
        raise Refused("only-the-maker")
    if role is Role.OBSERVER and not circle.group.may_arrange(circle.person):
        raise Refused("only-the-facilitator")


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


ROUTES = (invite_my_other_device, invite, list_invitations, revoke_invitation)
