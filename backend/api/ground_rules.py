"""Ground rules: proposed by the group, accepted by each, and every version of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID, uuid5

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.circles import Circle
from backend.api.moving import Key
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.api.record_ports import Opener
from backend.api.texts import Text
from backend.domain.ground_rules import DEFAULT_RULES
from backend.domain.group.commands import AcceptGroundRules, ProposeGroundRules
from events.base import Sealed, sealing_name
from events.group import GroundRule, GroundRulesAccepted, GroundRulesProposed
from events.method import Words

Here = NamedDependency[Circle]


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


class NewRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule from the default set by its key, or one in own words."""

    key: Annotated[str, Meta(max_length=60)] | None = None
    text: Text | None = None


class NewRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The ground rules as they should be."""

    rules: Annotated[list[NewRule], Meta(min_length=1, max_length=30)]


class AcceptanceView(Struct, frozen=True, kw_only=True):
    """Who accepted a version, and when. ``name`` is empty for somebody who was forgotten."""

    person: UUID
    name: str
    at: datetime


class RulesVersionView(Struct, frozen=True, kw_only=True):
    """A version of the ground rules, and who accepted it when."""

    version: int
    proposed_by: UUID
    proposed_at: datetime
    rules: list[RuleView]
    accepted: list[AcceptanceView]


class RulesVersions(Struct, frozen=True):
    """Every version of the ground rules, the present one first."""

    versions: list[RulesVersionView]


def own_words(rules: Sequence[GroundRule]) -> list[Sealed]:
    """Return the texts of the rules that a group wrote itself."""
    return [rule.text for rule in rules if rule.text is not None]


def shown(rules: Sequence[GroundRule], opener: Opener) -> list[RuleView]:
    """Return rules as people read them."""
    words = {rule.key: rule.words for rule in DEFAULT_RULES}
    name = sealing_name(GroundRulesProposed)
    return [
        RuleView(
            key=rule.key,
            words=words.get(rule.key or ""),
            text=opener.open(name, "rules", rule.text) if rule.text else None,
        )
        for rule in rules
    ]


async def present_rules(circle: Circle) -> GroundRulesView:
    """Return the ground rules as they are now."""
    group = circle.group
    opener = await circle.ports.vault.opener(circle.tenant, own_words(group.rules))
    return GroundRulesView(
        version=group.rules_version,
        rules=shown(group.rules, opener),
        accepted=circle.member.accepted == group.rules_version,
    )


@post(
    "/groups/{group_id:uuid}/ground-rules",
    operation_id="propose_ground_rules",
    status_code=200,
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
            pen = circle.pen(GroundRulesProposed, uuid5(proposal, str(place)))
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
    now = circle.ports.clock.now()
    command = AcceptGroundRules(by=circle.person, version=version, at=now)
    joined = circle.member.since
    acceptance = uuid5(circle.group.id, f"{circle.person}, here since {joined}, accepts {version}")
    return receipt(await circle.handle(command, command_id=acceptance, exclusive=True))


@get(
    "/groups/{group_id:uuid}/ground-rules/versions",
    operation_id="list_ground_rules_versions",
    responses=documented.query("ground-rules-first", "observers-only-watch"),
)
async def list_ground_rules_versions(circle: Here) -> RulesVersions:
    """See every version of the ground rules, and who accepted which one when."""
    told = await circle.ports.record.read(circle.tenant, circle.group.id)
    proposed = [(one.event, one.recorded_at) for one in told if isinstance(one.event, GroundRulesProposed)]
    accepted = [one.event for one in told if isinstance(one.event, GroundRulesAccepted)]
    texts = [text for rules, _ in proposed for text in own_words(rules.rules)]
    opener = await circle.ports.vault.opener(circle.tenant, texts)
    names = await circle.ports.identity.names(list({one.by for one in accepted}))
    return RulesVersions([_version(one, accepted, names, opener) for one in reversed(proposed)])


def _version(
    proposed: tuple[GroundRulesProposed, datetime],
    accepted: Sequence[GroundRulesAccepted],
    names: Mapping[UUID, str],
    opener: Opener,
) -> RulesVersionView:
    rules, at = proposed
    return RulesVersionView(
        version=rules.version,
        proposed_by=rules.by,
        proposed_at=at,
        rules=shown(rules.rules, opener),
        accepted=[
            AcceptanceView(person=one.by, name=names.get(one.by, ""), at=one.at)
            for one in accepted
            if one.version == rules.version
        ],
    )


ROUTES = (propose_ground_rules, accept_ground_rules, list_ground_rules_versions)
