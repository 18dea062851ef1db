"""What a group has learned, who gave and took, and which actions wait: for those who were there."""

from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from msgspec import Struct

from backend.api import documented, memories
from backend.api.actions import ActionView, show_actions
from backend.api.circles import Circle
from backend.api.memories import MeetingView
from projections import give_and_take, learning_history, open_actions

Here = NamedDependency[Circle]


class History(Struct, frozen=True):
    """The past meetings of a group, newest first."""

    meetings: list[MeetingView]


class Share(Struct, frozen=True, kw_only=True):
    """What somebody gave and took; passing is never counted."""

    person: UUID
    contributed: int
    asked: int
    answered: int
    advised: int
    facilitated: int
    attended: int


class Balance(Struct, frozen=True):
    """Give and take in a group, inside the group only (R-34)."""

    members: list[Share]


class Waiting(Struct, frozen=True):
    """Actions that wait for their report, oldest first."""

    actions: list[ActionView]


@get(
    "/groups/{group_id:uuid}/history",
    operation_id="get_history",
    responses=documented.query("ground-rules-first"),
)
async def get_history(circle: Here) -> History:
    """See what the group has learned, meeting by meeting."""
    circle.admit()
    async with circle.ports.views.of(circle.tenant) as connection:
        past = await learning_history.of(connection, circle.group.id)
        there = await learning_history.attended(connection, circle.person)
    opener = await circle.ports.vault.opener(circle.tenant, memories.sealed_in(past))
    return History(memories.shown(past, opener, there, circle.person))


@get(
    "/groups/{group_id:uuid}/balance",
    operation_id="get_balance",
    responses=documented.query("ground-rules-first", "observers-only-watch"),
)
async def get_balance(circle: Here) -> Balance:
    """See the give and take in the group."""
    async with circle.ports.views.of(circle.tenant) as connection:
        found = await give_and_take.of_group(connection, circle.group.id)
    return Balance(
        [
            Share(
                person=b.person,
                contributed=b.contributed,
                asked=b.asked,
                answered=b.answered,
                advised=b.advised,
                facilitated=b.facilitated,
                attended=b.attended,
            )
            for b in found
        ]
    )


@get(
    "/groups/{group_id:uuid}/open-actions",
    operation_id="list_open_actions",
    responses=documented.query("ground-rules-first"),
)
async def list_open_actions(circle: Here) -> Waiting:
    """See which actions of the group wait for their report."""
    circle.admit()
    async with circle.ports.views.of(circle.tenant) as connection:
        found = await open_actions.of_group(connection, circle.group.id)
    return Waiting(await show_actions(found, tenant=circle.tenant, viewer=circle.person, ports=circle.ports))


ROUTES = (get_history, get_balance, list_open_actions)
