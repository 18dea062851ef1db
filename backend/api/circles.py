"""A group as one caller may use it: for its members only."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.api.admitting import check_in_group, right_of
from backend.api.caller import Caller
from backend.api.limiting import limit
from backend.api.places import After
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.record_ports import Answer
from backend.api.repeats import check_repeat
from backend.api.sealing import Pen
from backend.domain.errors import Refused
from backend.domain.group.commands import GroupCommand
from backend.domain.group.state import Group, Member
from events.base import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """One caller in one group."""

    tenant: UUID
    person: UUID
    group: Group
    member: Member
    ports: Ports

    def admit(self) -> None:
        """Refuse who has not accepted the present ground rules (invariant 6)."""
        self.group.admit(self.person)

    def check_open(self) -> None:
        """Refuse to change anything about a group that was closed."""
        if self.group.closed_at is not None:
            raise Refused("group-closed")

    def pen(self, kind: type[Event], contribution: UUID) -> Pen:
        """Return what seals a personal text of the caller."""
        return Pen(self.ports.vault, self.tenant, kind, contribution, None, self.person)

    async def handle(self, command: GroupCommand, *, command_id: UUID, exclusive: bool = False) -> Answer:
        """Hand a command to the rules and to the record."""
        answer = await self.ports.groups.handle(
            self.tenant,
            self.group.id,
            command,
            command_id=command_id,
            exclusive=exclusive,
            actor=self.person,
        )
        check_repeat(command, answer)
        return answer


async def enter_circle(ports: Ports, group_id: UUID, person: UUID, after: int = 0) -> Circle:
    """Return the group as a person may use it; a stranger cannot tell that it exists.

    Who was in it knows that, and is told that they no longer are.

    ``after``: wait, briefly, until the views have taken in this position.
    """
    home = await ports.record.home_of(group_id)
    if home is None or home.kind != "group":
        raise Problem("not-found")
    tenant = home.tenant
    group = (await ports.groups.recent(tenant, group_id)).state
    member = group.member(person)
    if after > 0:
        await ports.views.reached(after)
    return Circle(tenant=tenant, person=person, group=group, member=member, ports=ports)


async def provide_circle(
    request: Request[Any, Any, Any],
    group_id: FromPath[UUID],
    caller: NamedDependency[Caller],
    ports: NamedDependency[Ports],
    after: After = 0,
) -> Circle:
    """Enter the group of the path as the caller, as far as the operation is theirs."""
    circle = await enter_circle(ports, group_id, caller.person, after)
    limit(request, ports.limits, "tenant", str(circle.tenant))
    check_in_group(right_of(request), circle.group, caller.person)
    return circle
