"""Invitations: links that are made, listed and revoked; joining is another's part."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from litestar import Response, delete, get, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from backend.api import documented
from backend.api.calendars import entries_of
from backend.api.caller import Caller
from backend.api.circles import Circle
from backend.api.languages import Language
from backend.api.people_ports import Invitation, PersonDetails
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.texts import Address
from backend.domain.addresses import normal_address
from backend.domain.errors import Reason, Refused
from backend.domain.letters import Extras, letter
from events.group import Role

Here = NamedDependency[Circle]


class Lasts(StrEnum):
    """How long a link works."""

    A_DAY = "a-day"
    THIRTY_DAYS = "thirty-days"


class NewInvitation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to invite. With an address the link is mailed there, in that language, and works once.

    A code that a whole room can photograph had better last a day.
    """

    role: Role = Role.MEMBER
    lasts: Lasts = Lasts.THIRTY_DAYS
    address: Address | None = None
    language: Language | None = None


class MadeInvitation(Struct, frozen=True, kw_only=True):
    """An invitation and its link, which is shown this once: only its hash is kept.

    Also one that was mailed: whoever invites may show it in another way when no mail arrives. What
    counts is who has the link, once.
    """

    invitation: UUID
    role: Role
    address: str | None
    url: str
    token: str
    expires_at: datetime


class InvitationView(Struct, frozen=True, kw_only=True):
    """An invitation without its link; only who made it sees to which address it was mailed."""

    invitation: UUID
    role: Role
    by_mail: bool
    address: str | None
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
    responses=documented.command(
        "only-the-facilitator",
        "only-the-maker",
        "address-malformed",
        "invites-oneself",
        "account-to-mail",
        "too-many-letters",
        gives=MadeInvitation,
    ),
)
async def invite(data: JSONBody[NewInvitation], circle: Here) -> Response[MadeInvitation]:
    """Make a link with which people join.

    Facilitators are invited by who keeps the group, observers by who may arrange how it meets:
    both come to hear what is said. The house mails for who has an account, and not without end.
    """
    circle.check_open()
    denied = refused_role(data.role, circle)
    if denied is not None:
        raise Refused(denied)
    ports = circle.ports
    me = await ports.identity.person(circle.person)
    address = _address(data.address, me.address)
    if address is not None:
        await _check_postage(address, me, circle)
    made, token = await ports.identity.invite(
        circle.group.id,
        circle.tenant,
        role=data.role,
        made_by=circle.person,
        address=address,
        briefly=data.lasts is Lasts.A_DAY,
    )
    shown = _shown(made, token, ports)
    if address is None:
        return Response(shown)
    language = data.language or me.language
    written = letter("invitation", language, link=shown.url)
    more = Extras(calendar=await appointments(me, language, circle))
    mailing = BackgroundTask(ports.mail.send, address, written.subject, written.text, written.html, more)
    return Response(shown, background=mailing)


async def appointments(me: PersonDetails, language: Language, circle: Circle) -> bytes | None:
    """Return the meetings to come as a calendar shows them, which says nothing of the group."""
    ports = circle.ports
    coming = [
        one
        for one in await entries_of([circle.group.id], circle.tenant, language, ports)
        if one.starts_at > ports.clock.now() and not one.cancelled
    ]
    return ports.calendars.write(coming, me.time_zone) if coming else None


def _address(wanted: str | None, mine: str | None) -> str | None:
    """Return the address to invite in the form in which it is kept, or refuse it."""
    if wanted is None:
        return None
    address = normal_address(wanted)
    if address is None:
        raise Problem("address-malformed")
    if address == mine:
        raise Problem("invites-oneself")
    return address


async def _check_postage(address: str, me: PersonDetails, circle: Circle) -> None:
    if me.guest:
        raise Problem("account-to-mail")
    if not await circle.ports.postage.stamp([address], circle.group.id):
        raise Problem("too-many-letters")


def refused_role(role: Role, circle: Circle) -> Reason | None:
    """Return why the caller does not invite in a role; None when they may."""
    if role is Role.FACILITATOR and circle.person != circle.group.maker:
        return "only-the-maker"
    if role is Role.OBSERVER and not circle.group.may_arrange(circle.person):
        return "only-the-facilitator"
    return None


@post(
    "/groups/{group_id:uuid}/invitations/mine",
    operation_id="invite_my_other_device",
    responses=documented.command(gives=MadeInvitation),
)
async def invite_my_other_device(circle: Here, caller: NamedDependency[Caller]) -> MadeInvitation:
    """Make a link that signs the caller in on another device: for a day, and once."""
    made, token = await circle.ports.identity.invite(
        circle.group.id,
        circle.tenant,
        role=circle.member.role,
        made_by=circle.person,
        person=circle.person,
        sign_in_id=caller.sign_in,
    )
    return _shown(made, token, circle.ports)


def link_of(token: str, ports: Ports) -> str:
    """Return the link with which somebody joins."""
    return f"{ports.public_url}/join#{token}"


def _shown(made: Invitation, token: str, ports: Ports) -> MadeInvitation:
    return MadeInvitation(
        invitation=made.invitation,
        role=Role(made.role),
        address=made.address,
        url=link_of(token, ports),
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
                by_mail=i.single_use,
                address=i.address if i.made_by == circle.person else None,
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
