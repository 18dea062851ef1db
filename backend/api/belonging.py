"""Leaving a group, letting somebody go, handing the group over, and ending it."""

from uuid import UUID, uuid5

from litestar import Response, delete, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from backend.api import documented
from backend.api.circles import Circle
from backend.api.receipts import Receipt, receipt
from backend.domain.group.commands import CloseGroup, HandOver, LeaveGroup, RemoveMember, ReopenGroup
from backend.domain.session.commands import Depart
from projections import agenda
from projections.agenda import MeetingState

Here = NamedDependency[Circle]


class NewMaker(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is to keep the group."""

    person: UUID


@delete(
    "/groups/{group_id:uuid}/members/me",
    operation_id="leave_group",
    status_code=200,
    responses=documented.command("hand-over-first"),
)
async def leave_group(circle: Here) -> Response[Receipt]:
    """Leave the group at any moment, also during a meeting; what one said stays with the group.

    Whoever keeps the group hands it over first; the last one closes it behind them.
    """
    person, now = circle.person, circle.ports.clock.now()
    left = uuid5(circle.group.id, f"{person}, here since {circle.member.since}, leaves")
    answer = await circle.handle(LeaveGroup(person=person, at=now), command_id=left, exclusive=True)
    await circle.ports.identity.revoke_all_by(circle.group.id, person)
    await _let_go(person, circle)
    return receipt(answer)


@delete(
    "/groups/{group_id:uuid}/members/{person_id:uuid}",
    operation_id="remove_member",
    status_code=200,
    responses=documented.command("only-the-maker", "hand-over-first", "not-a-member"),
)
async def remove_member(person_id: FromPath[UUID], circle: Here) -> Response[Receipt]:
    """Let somebody go, as who keeps the group; what they said stays with the group.

    Links that others may use as well end: with one of them they could come back as somebody else.
    """
    command = RemoveMember(person=person_id, by=circle.person, at=circle.ports.clock.now())
    answer = await circle.handle(command, command_id=circle.ports.clock.new_id(), exclusive=True)
    await circle.ports.identity.revoke_all_by(circle.group.id, person_id)
    await circle.ports.identity.revoke_links(circle.group.id)
    await _let_go(person_id, circle)
    return receipt(answer)


async def _let_go(person: UUID, circle: Circle) -> None:
    """Forget what was declared about somebody, and note that they left the meetings that run."""
    ports, tenant = circle.ports, circle.tenant
    await ports.relations.forget(tenant, circle.group.id, person)
    await ports.views.up_to_date("agenda")
    async with ports.views.of(tenant) as connection:
        meetings = await agenda.of(connection, circle.group.id)
    for meeting in meetings:
        if meeting.state is MeetingState.OPEN:
            departing = Depart(person=person, at=ports.clock.now())
            await ports.sessions.handle(
                tenant,
                meeting.session_id,
                departing,
                command_id=ports.clock.new_id(),
                exclusive=True,
                actor=circle.person,
            )


@put(
    "/groups/{group_id:uuid}/maker",
    operation_id="hand_over_group",
    responses=documented.command("only-the-maker", "not-a-member"),
)
async def hand_over_group(data: JSONBody[NewMaker], circle: Here) -> Response[Receipt]:
    """Let another member keep the group."""
    command = HandOver(person=data.person, by=circle.person, at=circle.ports.clock.now())
    return receipt(await circle.handle(command, command_id=circle.ports.clock.new_id(), exclusive=True))


@post(
    "/groups/{group_id:uuid}/closing",
    operation_id="close_group",
    status_code=200,
    responses=documented.command("only-the-maker"),
)
async def close_group(circle: Here) -> Response[Receipt]:
    """End the group: it can be read, and nothing is added to it."""
    command = CloseGroup(by=circle.person, at=circle.ports.clock.now())
    return receipt(await circle.handle(command, command_id=circle.ports.clock.new_id(), exclusive=True))


@post(
    "/groups/{group_id:uuid}/reopening",
    operation_id="reopen_group",
    status_code=200,
    responses=documented.command("only-the-maker", "nothing-to-undo", "too-late"),
)
async def reopen_group(circle: Here) -> Response[Receipt]:
    """Take back the end of the group, within a week."""
    command = ReopenGroup(by=circle.person, at=circle.ports.clock.now())
    return receipt(await circle.handle(command, command_id=circle.ports.clock.new_id(), exclusive=True))


ROUTES = (leave_group, remove_member, hand_over_group, close_group, reopen_group)
