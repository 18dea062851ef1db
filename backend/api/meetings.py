"""A meeting as one caller may use it: entered by members only, spoken in, moved, and read."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from litestar import Request, Response
from litestar.params import FromPath

from backend.api.admitting import check_in_meeting, right_of
from backend.api.caller import caller_of
from backend.api.limiting import limit
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.api.record_ports import Answer
from backend.api.repeats import check_repeat
from backend.api.sealing import Pen
from backend.domain.errors import Refused
from backend.domain.group.state import Group
from backend.domain.session.commands import (
    AnyForgettingCommand,
    ConfirmAttendance,
    Contribute,
    Depart,
    SessionCommand,
    Withdraw,
)
from backend.domain.session.state import Session, case_of
from events.contribution import AnyContribution, Contribution
from events.session import OpenAction

_ALWAYS_POSSIBLE: Final = AnyForgettingCommand | ConfirmAttendance | Depart | Withdraw


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One caller in one meeting of a group whose ground rules they accepted."""

    id: UUID
    tenant: UUID
    person: UUID
    session: Session
    group: Group
    ports: Ports

    @property
    def case(self) -> UUID:
        """Return the case of the meeting, or refuse when there is none yet."""
        if self.session.case is None:
            raise Refused("no-case-yet")
        return self.session.case

    def case_of(self, said: UUID, written_for: UUID | None) -> UUID:
        """Return the case that something is about, also when the group is already at the next one.

        It is the one it was said about, if it was said before; else the one it was written for.
        """
        return self.case_if_any(said, written_for) or self.case

    def case_if_any(self, said: UUID, written_for: UUID | None) -> UUID | None:
        """Return the case that something is about, or None where there is no case yet."""
        known = self.session.said.get(said)
        if known is not None:
            return case_of(known)
        return written_for if written_for in self.session.chosen else self.session.case

    def waiting(self, action: UUID) -> OpenAction:
        """Return an action of an earlier case that was carried to this meeting, or refuse."""
        for known in self.session.begun.open_actions:
            if known.action == action:
                return known
        raise Refused("unknown-action")

    def pen(self, kind: type[Contribution], contribution: UUID, case: UUID | None) -> Pen:
        """Return what seals the texts of one contribution."""
        return Pen(self.ports.vault, self.tenant, kind, contribution, case, self.person)

    def own_pen(self, kind: type[Contribution], contribution: UUID, about: UUID) -> Pen:
        """Return what seals personal texts: on a case, or else on the meeting."""
        return Pen(self.ports.vault, self.tenant, kind, contribution, None, self.person, about)

    async def at_least(self, version: int) -> Session:
        """Return the meeting as far as something that was read elsewhere has come."""
        if self.session.version >= version:
            return self.session
        return (await self.ports.sessions.state(self.tenant, self.id)).state

    def attended(self) -> None:
        """Refuse who is not and was not there (invariant 7)."""
        if not self.session.may_read(self.person):
            raise Refused("not-present")

    async def say(self, said: AnyContribution) -> Response[Receipt]:
        """Record a contribution once."""
        command = Contribute(said=said, at=self.ports.clock.now())
        return receipt(await self.handle(command, command_id=said.id))

    async def handle(self, command: SessionCommand, *, command_id: UUID, exclusive: bool = False) -> Answer:
        """Hand a command to the rules and to the record.

        In a closed group nothing is added; leaving, taking back and forgetting are always possible.
        """
        if self.group.closed_at is not None and not isinstance(command, _ALWAYS_POSSIBLE):
            raise Refused("group-closed")
        try:
            answer = await self.ports.sessions.handle(
                self.tenant,
                self.id,
                command,
                command_id=command_id,
                exclusive=exclusive,
                actor=self.person,
            )
        except Refused as refused:
            if refused.reason == "stale-version":
                raise Problem("stale-version", current=self.session.version) from refused
            raise
        check_repeat(command, answer)
        return answer


async def enter(ports: Ports, session_id: UUID, person: UUID) -> Meeting:
    """Return the meeting as a person may use it; a stranger cannot tell that it exists."""
    home = await ports.record.home_of(session_id)
    if home is None or home.kind != "session":
        raise Problem("not-found")
    tenant = home.tenant
    session = (await ports.sessions.recent(tenant, session_id)).state
    if session.opened is None:
        raise Problem("not-found")
    group = (await ports.groups.recent(tenant, session.opened.group)).state
    if person in group.former and not _was_at(session, person):
        raise Problem("not-found")
    group.admit(person)
    return Meeting(
        id=session_id,
        tenant=tenant,
        person=person,
        session=session,
        group=group,
        ports=ports,
    )


def _was_at(session: Session, person: UUID) -> bool:
    """Tell whether somebody knows of a meeting: who left the group earlier does not."""
    return person in session.ever_present or person in session.members or person in session.facilitators


async def provide_meeting(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Meeting:
    """Enter the meeting of the path as the caller.

    It asks for the request alone: each dependency more would cost every contribution 20 µs.
    """
    ports: Ports = request.app.state.ports
    caller = await caller_of(request, ports)
    meeting = await enter(ports, session_id, caller.person)
    limit(request, ports.limits, "tenant", str(meeting.tenant))
    check_in_meeting(right_of(request), meeting.session, caller.person)
    return meeting
