"""Groups: formed with their first ground rules, seen by their members, agreed upon by each."""

from typing import Annotated
from uuid import UUID, uuid5

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.caller import Caller, Device, newcomer, sign_in_cookie
from backend.api.circles import Circle
from backend.api.languages import Language
from backend.api.methods import check_method
from backend.api.moving import Key
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.api.repeats import check_repeat
from backend.api.sealing import Pen
from backend.api.texts import Name, OptionalText, Text, kept
from backend.domain.errors import Refused
from backend.domain.ground_rules import DEFAULT_RULES
from backend.domain.group.commands import (
    AcceptGroundRules,
    FormGroup,
    ProposeGroundRules,
    StateExpectation,
)
from events.base import sealing_name
from events.group import (
    ExpectationStated,
    Facilitation,
    GroundRule,
    GroundRulesProposed,
    Role,
    SizePolicy,
)
from events.method import AdviceMode, Words

Here = NamedDependency[Circle]
Size = Annotated[int, Meta(ge=2, le=30)]


class NewSize(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many people suit a group; a warning outside it, never a block."""

    smallest: Size = 4
    largest: Size = 8


class NewGroup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group to form. ``my_name`` is needed from somebody who is not signed in."""

    name: Name
    purpose: OptionalText = ""
    facilitation: Facilitation = Facilitation.INTERNAL_DEDICATED
    method: Annotated[str, Meta(max_length=40, pattern="^[a-z0-9_]+$")] = "basis6"
    advice_mode: AdviceMode = AdviceMode.ROUND
    size: NewSize = NewSize()
    my_name: Name | None = None
    my_role: Role = Role.MEMBER
    language: Language = "nl"


class MemberView(Struct, frozen=True, kw_only=True):
    """A person in the group."""

    person: UUID
    name: str
    role: Role
    expectation_stated: bool
    accepted_rules: bool


class RuleView(Struct, frozen=True, kw_only=True):
    """A ground rule: in three languages from the default set, or in the group's own words."""

    key: str | None
    words: Words | None
    text: str | None


class GroundRulesView(Struct, frozen=True, kw_only=True):
    """The present version of the ground rules, and whether the caller accepted it."""

    version: int
    rules: list[RuleView]
    accepted: bool


class Mine(Struct, frozen=True, kw_only=True):
    """What the caller is and may do in the group."""

    person: UUID
    role: Role
    may_move: bool
    may_invite_facilitators: bool


class GroupView(Struct, frozen=True, kw_only=True):
    """A group as its members see it. ``size_advice`` is advice: a group is never blocked."""

    group: UUID
    name: str
    purpose: str
    facilitation: Facilitation
    method: str
    advice_mode: AdviceMode
    size: SizePolicy
    size_advice: str | None
    maker: UUID
    members: list[MemberView]
    ground_rules: GroundRulesView
    me: Mine


class NewRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule from the default set by its key, or one in own words."""

    key: Annotated[str, Meta(max_length=60)] | None = None
    text: Text | None = None


class NewRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The ground rules as they should be."""

    rules: Annotated[list[NewRule], Meta(min_length=1, max_length=30)]


class NewExpectation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one expects of the group."""

    text: Text


class ExpectationView(Struct, frozen=True, kw_only=True):
    """What somebody expects; null when it was forgotten."""

    id: UUID
    by: UUID
    text: str | None


class Expectations(Struct, frozen=True):
    """What everybody expects."""

    expectations: list[ExpectationView]


@put(
    "/groups/{group_id:uuid}",
    operation_id="form_group",
    responses=documented.command("name-needed", "unknown-method", "method-not-playable", "group-exists"),
)
async def form_group(  # noqa: PLR0913, PLR0917 - a call and its circumstances
    group_id: FromPath[UUID],
    data: JSONBody[NewGroup],
    visitor: NamedDependency[Caller | None],
    device: NamedDependency[Device],
    ports: NamedDependency[Ports],
    idempotency_key: Key = None,
) -> Response[Receipt]:
    """Form a group; its maker joins at once, and is signed in when they were not."""
    check_method(data.method)
    if visitor is None and data.my_name is None:
        raise Problem("name-needed")
    person = newcomer(idempotency_key, str(group_id))
    if visitor is None:
        await _check_free(group_id, person, ports)
    token = None
    if visitor is None:
        person, token = await ports.identity.welcome(
            name=(data.my_name or "").strip(), language=data.language, person=person, device=device.label
        )
    else:
        person = visitor.person
    command = FormGroup(
        by=person,
        role=data.my_role,
        facilitation=data.facilitation,
        method=data.method,
        advice_mode=data.advice_mode,
        size=SizePolicy(data.size.smallest, data.size.largest),
        rules=tuple(GroundRule(key=rule.key) for rule in DEFAULT_RULES),
        at=ports.clock.now(),
    )
    tenant = group_id
    answer = await ports.groups.handle(
        tenant, group_id, command, command_id=group_id, exclusive=True, actor=person
    )
    check_repeat(command, answer)
    await _name(group_id, tenant, data, ports)
    response = receipt(answer)
    if token is not None:
        response.cookies.append(sign_in_cookie(ports, token))
    return response


async def _check_free(group: UUID, person: UUID | None, ports: Ports) -> None:
    """Refuse a group that is there already, unless this device made it and heard no answer."""
    home = await ports.record.home_of(group)
    if home is None:
        return
    if home.kind != "group":
        raise Refused("group-exists")
    formed = (await ports.groups.recent(home.tenant, group)).state.formed
    if formed is None or person is None or formed.by != person:
        raise Refused("group-exists")


async def _name(group: UUID, tenant: UUID, data: NewGroup, ports: Ports) -> None:
    """Name a group once; forming it again under another name is another group."""
    wanted = (data.name.strip(), kept(data.purpose) or "")
    known = (await ports.identity.groups([group])).get(group)
    if known is None:
        await ports.identity.name_group(group, tenant, name=wanted[0], purpose=wanted[1])
    elif (known.name, known.purpose) != wanted:
        raise Refused("id-reused")


@get(
    "/groups/{group_id:uuid}",
    operation_id="get_group",
    responses=documented.query(),
)
async def get_group(circle: Here) -> Response[GroupView]:
    """See a group: its people, what it agreed, and what one may do in it."""
    group = circle.group
    formed = group.formed
    if formed is None:
        raise Problem("not-found")
    named = (await circle.ports.identity.groups([group.id])).get(group.id)
    names = await circle.ports.identity.names([*group.members, formed.by])
    view = GroupView(
        group=group.id,
        name=named.name if named else "",
        purpose=named.purpose if named else "",
        facilitation=formed.facilitation,
        method=formed.method,
        advice_mode=formed.advice_mode,
        size=group.size,
        size_advice=_size_advice(circle),
        maker=formed.by,
        members=[
            MemberView(
                person=person,
                name=names.get(person, ""),
                role=member.role,
                expectation_stated=member.expectation is not None,
                accepted_rules=member.accepted == group.rules_version,
            )
            for person, member in group.members.items()
        ],
        ground_rules=await _ground_rules(circle),
        me=Mine(
            person=circle.person,
            role=circle.member.role,
            may_move=group.may_move(circle.person),
            may_invite_facilitators=formed.by == circle.person,
        ),
    )
    return Response(view, headers={"ETag": f'"{group.version}"'})


def _size_advice(circle: Circle) -> str | None:
    peers = len(circle.group.those(Role.MEMBER))
    if peers < circle.group.size.smallest:
        return "too-few"
    return "too-many" if peers > circle.group.size.largest else None


async def _ground_rules(circle: Circle) -> GroundRulesView:
    group = circle.group
    own = [rule.text for rule in group.rules if rule.text is not None]
    opener = await circle.ports.vault.opener(circle.tenant, own)
    name = sealing_name(GroundRulesProposed)
    words = {rule.key: rule.words for rule in DEFAULT_RULES}
    rules = [
        RuleView(
            key=rule.key,
            words=words.get(rule.key or ""),
            text=opener.open(name, "rules", rule.text) if rule.text else None,
        )
        for rule in group.rules
    ]
    return GroundRulesView(
        version=group.rules_version,
        rules=rules,
        accepted=circle.member.accepted == group.rules_version,
    )


@put(
    "/groups/{group_id:uuid}/expectations/{expectation_id:uuid}",
    operation_id="state_expectation",
    responses=documented.command(),
)
async def state_expectation(
    expectation_id: FromPath[UUID], data: JSONBody[NewExpectation], circle: Here
) -> Response[Receipt]:
    """Say what one expects of the group; a later expectation replaces it."""
    pen = circle.pen(ExpectationStated, expectation_id)
    command = StateExpectation(
        id=expectation_id,
        by=circle.person,
        text=await pen.text("text", data.text),
    )
    return receipt(await circle.handle(command, command_id=expectation_id))


@get(
    "/groups/{group_id:uuid}/expectations",
    operation_id="list_expectations",
    responses=documented.query("ground-rules-first"),
)
async def list_expectations(circle: Here) -> Expectations:
    """See what everybody expects of the group now."""
    circle.admit()
    group = circle.group
    stated = [
        group.expectations[member.expectation]
        for member in group.members.values()
        if member.expectation is not None
    ]
    opener = await circle.ports.vault.opener(circle.tenant, [e.text for e in stated])
    name = sealing_name(ExpectationStated)
    return Expectations(
        [ExpectationView(id=e.id, by=e.by, text=opener.open(name, "text", e.text)) for e in stated]
    )


@post(
    "/groups/{group_id:uuid}/ground-rules",
    operation_id="propose_ground_rules",
    responses=documented.command(),
)
async def propose_ground_rules(
    data: JSONBody[NewRules], circle: Here, idempotency_key: Key = None
) -> Response[Receipt]:
    """Give the group a new version of its ground rules; everybody accepts it anew."""
    known = {rule.key for rule in DEFAULT_RULES}
    proposal = idempotency_key or circle.ports.clock.new_id()
    rules = []
    for place, rule in enumerate(data.rules):
        if rule.text is not None:
            pen: Pen = circle.pen(GroundRulesProposed, uuid5(proposal, str(place)))
            rules.append(GroundRule(text=await pen.text("rules", rule.text)))
        elif rule.key in known:
            rules.append(GroundRule(key=rule.key))
        else:
            raise Problem("invalid")
    command = ProposeGroundRules(by=circle.person, rules=tuple(rules))
    return receipt(await circle.handle(command, command_id=proposal, exclusive=True))


@put(
    "/groups/{group_id:uuid}/ground-rules/{version:int}/acceptance",
    operation_id="accept_ground_rules",
    responses=documented.command("unknown-rules-version"),
)
async def accept_ground_rules(version: FromPath[int], circle: Here) -> Response[Receipt]:
    """Accept the present ground rules; before it no case is visible."""
    command = AcceptGroundRules(by=circle.person, version=version, at=circle.ports.clock.now())
    acceptance = uuid5(circle.group.id, f"{circle.person} accepts {version}")
    return receipt(await circle.handle(command, command_id=acceptance, exclusive=True))


ROUTES = (
    form_group,
    get_group,
    state_expectation,
    list_expectations,
    propose_ground_rules,
    accept_ground_rules,
)
