"""How a group arranges itself: what it is called, how it meets, and how long it remembers."""

from typing import Annotated
from uuid import UUID

from litestar import Response, patch, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.circles import Circle
from backend.api.forming import NewRhythm, NewSize
from backend.api.method_finding import check_method
from backend.api.methods import MethodKey
from backend.api.receipts import Receipt, receipt
from backend.api.texts import Name, OptionalText, kept, named
from backend.domain.group.commands import ChooseRetention, SetArrangement
from backend.domain.group.state import DAYS_AFTER_FOLLOW_UP, DAYS_AFTER_SESSION
from events.group import Facilitation
from events.method import AdviceMode

Here = NamedDependency[Circle]


class NewNames(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to call the group, and what it is for; what is left out stays."""

    name: Name | None = None
    purpose: OptionalText | None = None


class GroupNames(Struct, frozen=True, kw_only=True):
    """What a group is called, and what it is for."""

    group: UUID
    name: str
    purpose: str


class NewArrangement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a group meets from now on. Without a rhythm it plans each meeting by itself."""

    rhythm: NewRhythm | None
    method: MethodKey
    advice_mode: AdviceMode
    facilitation: Facilitation
    size: NewSize


class NewRetention(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For how many days the texts of a case are kept; whichever ends first counts."""

    days_after_follow_up: Annotated[int, Meta(ge=0, le=DAYS_AFTER_FOLLOW_UP)]
    days_after_session: Annotated[int, Meta(ge=1, le=DAYS_AFTER_SESSION)]


@patch(
    "/groups/{group_id:uuid}",
    operation_id="change_group",
    responses=documented.command(),
)
async def change_group(data: JSONBody[NewNames], circle: Here) -> GroupNames:
    """Change what the group is called, or what it is for."""
    circle.check_open()
    identity, group = circle.ports.identity, circle.group
    known = (await identity.groups([group.id])).get(group.id)
    name = named(data.name) if data.name else (known.name if known else "")
    purpose = known.purpose if known and data.purpose is None else kept(data.purpose) or ""
    await identity.name_group(group.id, circle.tenant, name=name, purpose=purpose)
    return GroupNames(group=group.id, name=name, purpose=purpose)


@put(
    "/groups/{group_id:uuid}/arrangement",
    operation_id="set_arrangement",
    responses=documented.command("only-the-facilitator", "unknown-method", "method-retired"),
)
async def set_arrangement(data: JSONBody[NewArrangement], circle: Here) -> Response[Receipt]:
    """Arrange how the group meets from now on; meetings that are planned stay as they are."""
    await check_method(data.method, circle)
    command = SetArrangement(
        by=circle.person,
        rhythm=data.rhythm.rhythm if data.rhythm else None,
        method=data.method,
        advice_mode=data.advice_mode,
        facilitation=data.facilitation,
        size=data.size.policy,
    )
    return receipt(await circle.handle(command, command_id=circle.ports.clock.new_id(), exclusive=True))


@put(
    "/groups/{group_id:uuid}/retention",
    operation_id="choose_retention",
    responses=documented.command("only-the-maker", "retention-only-shortens"),
)
async def choose_retention(data: JSONBody[NewRetention], circle: Here) -> Response[Receipt]:
    """Keep the texts of cases for a shorter time; a longer one would break what was promised.

    Cases of meetings that began before stay at least two weeks more, so that their owners hear of it.
    """
    command = ChooseRetention(
        by=circle.person,
        days_after_follow_up=data.days_after_follow_up,
        days_after_session=data.days_after_session,
        at=circle.ports.clock.now(),
    )
    return receipt(await circle.handle(command, command_id=circle.ports.clock.new_id(), exclusive=True))


ROUTES = (change_group, set_arrangement, choose_retention)
