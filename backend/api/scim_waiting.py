"""Users who belong to a unit and are not active: they are placed there as soon as they are."""

from uuid import UUID

from backend.api.organisations_ports import Provisioned
from backend.api.scim_desk import Desk

_WAITING = "waiting"


def waiting_in(row: Provisioned | None) -> set[UUID]:
    """Return the users that wait to be active in a unit."""
    return set() if row is None else {UUID(user) for user in row.body.get(_WAITING, ())}


def group_body(external_id: str | None, waiting: set[UUID]) -> dict[str, object]:
    """Return what is kept of a unit beside its name and its people."""
    body: dict[str, object] = {"externalId": external_id} if external_id else {}
    return body | ({_WAITING: sorted(str(user) for user in waiting)} if waiting else {})


async def unit_of(desk: Desk, user: UUID) -> UUID | None:
    """Return in which unit a user waits to be active."""
    rows = await desk.ports.offices.provisioned.of(desk.organisation, "group")
    return next((row.id for row in rows if user in waiting_in(row)), None)


async def wait(desk: Desk, user: UUID, unit: UUID | None) -> None:
    """Let a user wait in a unit, and in no other; None: in none."""
    rows = desk.ports.offices.provisioned
    known = {row.id: row for row in await rows.of(desk.organisation, "group")}
    for group in {*known, *({unit} if unit else ())}:
        row = known.get(group)
        before = waiting_in(row)
        after = before | {user} if group == unit else before - {user}
        if after != before:
            body = group_body(row.body.get("externalId") if row else None, after)
            await rows.keep(desk.organisation, "group", group, None, body)
