"""Forming a group: with its first ground rules, its rhythm, for whom it is, and what it is called."""

from typing import Annotated
from uuid import UUID

from litestar import Response, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.caller import Caller, Device, newcomer, sign_in_cookie
from backend.api.languages import Language
from backend.api.method_finding import check_plannable
from backend.api.methods import MethodKey
from backend.api.moving import Key
from backend.api.new_streams import check_not_a_person
from backend.api.organisations_offices import selves_of
from backend.api.ports import Ports
from backend.api.problems import FieldError, Problem
from backend.api.receipts import Receipt, receipt
from backend.api.repeats import check_repeat
from backend.api.texts import Name, OptionalText, kept, named
from backend.domain.errors import Refused
from backend.domain.ground_rules import DEFAULT_RULES
from backend.domain.group.commands import Audience, FormGroup, Host
from backend.domain.organisation.state import Organisation
from events.group import Facilitation, GroundRule, Rhythm, Role, SizePolicy
from events.method import AdviceMode

Size = Annotated[int, Meta(ge=2, le=30)]


class NewSize(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many people suit a group; a warning outside it, never a block."""

    smallest: Size = 4
    largest: Size = 8

    @property
    def policy(self) -> SizePolicy:
        """Return it as the record has it, or refuse one that nobody fits in."""
        if self.smallest > self.largest:
            raise Problem("invalid")
        return SizePolicy(self.smallest, self.largest)


class NewRhythm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every how many weeks a group meets, and for how many minutes."""

    weeks: Annotated[int, Meta(ge=1, le=26)]
    minutes: Annotated[int, Meta(ge=10, le=480)]

    @property
    def rhythm(self) -> Rhythm:
        """Return it as the record has it."""
        return Rhythm(self.weeks, self.minutes)


class NewAudience(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For whom a group is meant: a role family of the organisation, a level from 1 to 3, or both."""

    role_family: UUID | None = None
    level: Annotated[int, Meta(ge=1, le=3)] | None = None


class NewGroup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group to form. ``my_name`` is needed from somebody who is not signed in.

    ``organisation`` hosts it, if the caller is one of its people or administers it; members may
    come from anywhere.
    """

    name: Name
    purpose: OptionalText = ""
    facilitation: Facilitation = Facilitation.INTERNAL_DEDICATED
    method: MethodKey = "basis6"
    advice_mode: AdviceMode = AdviceMode.ROUND
    size: NewSize = NewSize()
    organisation: UUID | None = None
    programme: UUID | None = None
    rhythm: NewRhythm | None = None
    for_whom: NewAudience | None = None
    my_name: Name | None = None
    my_role: Role = Role.MEMBER
    language: Language = "nl"


@put(
    "/groups/{group_id:uuid}",
    operation_id="form_group",
    responses=documented.command("name-needed", "unknown-method", "method-retired", "group-exists"),
)
async def form_group(  # noqa: PLR0913, PLR0917 - a call and its circumstances
    group_id: FromPath[UUID],
    data: JSONBody[NewGroup],
    visitor: NamedDependency[Caller | None],
    device: NamedDependency[Device],
    ports: NamedDependency[Ports],
    idempotency_key: Key = None,
) -> Response[Receipt]:
    """Form a group; its maker joins at once, and is signed in when they were not.

    An id that is taken is not found, as every id is that is not the caller's.
    """
    if visitor is None and data.my_name is None:
        raise Problem("name-needed")
    person = newcomer(idempotency_key, str(group_id)) if visitor is None else visitor.person
    await _check_free(group_id, person, ports)
    host = await _host(data, person, ports)
    check_plannable(data.method, host.methods if host else {})
    token = None
    if visitor is None or person is None:
        person, token = await ports.identity.welcome(
            name=named(data.my_name or ""), language=data.language, person=person, device=device.label
        )
    response = await _form(group_id, data, person, ports)
    if token is not None:
        response.cookies.append(sign_in_cookie(ports, token))
    return response


async def _form(group: UUID, data: NewGroup, person: UUID, ports: Ports) -> Response[Receipt]:
    tenant = data.organisation or group
    command = FormGroup(
        by=person,
        role=data.my_role,
        facilitation=data.facilitation,
        method=data.method,
        advice_mode=data.advice_mode,
        size=data.size.policy,
        rules=tuple(GroundRule(key=rule.key) for rule in DEFAULT_RULES),
        at=ports.clock.now(),
        rhythm=data.rhythm.rhythm if data.rhythm else None,
        host=Host(organisation=data.organisation, programme=data.programme) if data.organisation else None,
        meant_for=_audience(data.for_whom),
    )
    answer = await ports.groups.handle(tenant, group, command, command_id=group, exclusive=True, actor=person)
    check_repeat(command, answer)
    await _name(group, tenant, data, ports)
    return receipt(answer)


async def _host(data: NewGroup, person: UUID | None, ports: Ports) -> Organisation | None:
    """Return the host, if there is one; refuse one that is not the caller's, and what it does not have."""
    family = data.for_whom.role_family if data.for_whom else None
    if data.organisation is None:
        if data.programme is not None or family is not None:
            raise Problem("invalid", errors=[FieldError("organisation", "needed")])
        return None
    host = (await ports.organisations.state(data.organisation, data.organisation)).state
    if person is None or not await selves_of(person, host, ports):
        raise Problem("not-found")
    if data.programme is not None and data.programme not in host.programmes:
        raise Problem("invalid", errors=[FieldError("programme", "one of the organisation's")])
    if family is not None and family not in host.role_families:
        raise Problem("invalid", errors=[FieldError("for_whom", "one of the organisation's")])
    return host


def _audience(wanted: NewAudience | None) -> Audience | None:
    if wanted is None or (wanted.role_family is None and wanted.level is None):
        return None
    return Audience(role_family=wanted.role_family, level=wanted.level)


async def _check_free(group: UUID, person: UUID | None, ports: Ports) -> None:
    """Refuse an id that is taken, unless this person formed the group and heard no answer.

    To whoever is not in the group the answer is that of every stranger's knock; a member, who knows
    the group, is told that it exists. That the id is not free cannot be hidden: it makes no group.
    """
    home = await ports.record.home_of(group)
    if home is None:
        await check_not_a_person(group, ports)
        return
    if home.kind != "group" or person is None:
        raise Problem("not-found")
    known = (await ports.groups.recent(home.tenant, group)).state
    if known.formed is not None and known.formed.by == person:
        return
    raise Refused("group-exists") if person in known.members else Problem("not-found")


async def _name(group: UUID, tenant: UUID, data: NewGroup, ports: Ports) -> None:
    """Name a group once; forming it again under another name is another group."""
    wanted = (named(data.name), kept(data.purpose) or "")
    known = (await ports.identity.groups([group])).get(group)
    if known is None:
        await ports.identity.name_group(group, tenant, name=wanted[0], purpose=wanted[1])
    elif (known.name, known.purpose) != wanted:
        raise Refused("id-reused")


ROUTES = (form_group,)
