"""What a group agreed on, in one piece: expectations, ground rules, rhythm, method, facilitation."""

from datetime import datetime
from uuid import UUID

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from backend.api import documented
from backend.api.circles import Circle
from backend.api.ground_rules import RuleView, present_rules
from backend.api.method_finding import names_by_key
from backend.api.receipts import Receipt, receipt
from backend.api.texts import Text
from backend.domain.group.commands import StateExpectation
from events.base import Event, Recorded, sealing_name
from events.group import (
    ExpectationStated,
    Facilitation,
    GroundRulesAccepted,
    Rhythm,
    Role,
    SizePolicy,
)
from events.method import AdviceMode, Words

Here = NamedDependency[Circle]


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


class PartyView(Struct, frozen=True, kw_only=True):
    """Somebody who is in the group, and when they accepted the present ground rules, if they did."""

    person: UUID
    name: str
    role: Role
    accepted_at: datetime | None


class AgreementView(Struct, frozen=True, kw_only=True):
    """The written agreement of a group, as it stands now."""

    group: UUID
    name: str
    purpose: str
    formed_at: datetime
    rhythm: Rhythm | None
    method: str
    method_names: Words | None
    advice_mode: AdviceMode
    facilitation: Facilitation
    size: SizePolicy
    days_after_follow_up: int
    days_after_session: int
    people: list[PartyView]
    rules_version: int
    rules: list[RuleView]
    expectations: list[ExpectationView]


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
    return Expectations(await _expectations(circle))


async def _expectations(circle: Circle) -> list[ExpectationView]:
    circle.admit()
    group = circle.group
    stated = [
        group.expectations[member.expectation]
        for member in group.members.values()
        if member.expectation is not None
    ]
    opener = await circle.ports.vault.opener(circle.tenant, [e.text for e in stated])
    name = sealing_name(ExpectationStated)
    return [ExpectationView(id=e.id, by=e.by, text=opener.open(name, "text", e.text)) for e in stated]


@get(
    "/groups/{group_id:uuid}/agreement",
    operation_id="get_agreement",
    responses=documented.query("ground-rules-first"),
)
async def get_agreement(circle: Here) -> AgreementView:
    """See what the group agreed on, in one piece, to read or to print."""
    circle.admit()
    ports, group = circle.ports, circle.group
    told = await ports.record.read(circle.tenant, group.id)
    named = (await ports.identity.groups([group.id])).get(group.id)
    rules = await present_rules(circle)
    agreed, keeps = group.agreed, group.keeps
    methods = await names_by_key({agreed.method}, circle)
    return AgreementView(
        group=group.id,
        name=named.name if named else "",
        purpose=named.purpose if named else "",
        formed_at=told[0].recorded_at,
        rhythm=agreed.rhythm,
        method=agreed.method,
        method_names=methods.get(agreed.method),
        advice_mode=agreed.advice_mode,
        facilitation=agreed.facilitation,
        size=group.size,
        days_after_follow_up=keeps.days_after_follow_up,
        days_after_session=keeps.days_after_session,
        people=await _parties(circle, told),
        rules_version=rules.version,
        rules=rules.rules,
        expectations=await _expectations(circle),
    )


async def _parties(circle: Circle, told: list[Recorded[Event]]) -> list[PartyView]:
    group = circle.group
    accepted = {
        one.event.by: one.event.at
        for one in told
        if isinstance(one.event, GroundRulesAccepted) and one.event.version == group.rules_version
    }
    names = await circle.ports.identity.names(list(group.members))
    return [
        PartyView(
            person=person,
            name=names.get(person, ""),
            role=member.role,
            accepted_at=accepted.get(person) if member.accepted == group.rules_version else None,
        )
        for person, member in group.members.items()
    ]


ROUTES = (state_expectation, list_expectations, get_agreement)
