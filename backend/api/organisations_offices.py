"""An organisation as one caller may use it: its administrators, its people, and programs with a token."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.api.admitting import right_of
from backend.api.bearers import bearer_of
from backend.api.caller import caller_of
from backend.api.limiting import limit
from backend.api.places import After
from backend.api.ports import Ports
from backend.api.problems import Problem
from backend.api.record_ports import Answer
from backend.api.rights import Who
from backend.domain.organisation.commands import OrganisationCommand
from backend.domain.organisation.state import Organisation

READING = ("token-not-valid", "scope-missing", "only-administrators")
"""What a program or an employee can hear besides, where either may read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One caller in one organisation.

    ``selves``: the ids under which the organisation knows the caller, first the one that decides.
    It is the organisation's own, except for who registered it, whose account administers it. A
    program with a token is nobody.
    """

    organisation: Organisation
    version: int
    selves: tuple[UUID, ...]
    ports: Ports

    @property
    def id(self) -> UUID:
        """The organisation, which is its own tenant."""
        return self.organisation.id

    @property
    def person(self) -> UUID | None:
        """Who calls, as the organisation knows them."""
        return next(iter(self.selves), None)

    @property
    def by(self) -> UUID:
        """Who calls, where only people can."""
        if self.person is None:
            raise Problem("scope-missing")
        return self.person

    async def handle(self, command: OrganisationCommand, *, key: UUID | None = None) -> Answer:
        """Hand a command to the rules and to the record."""
        return await self.ports.organisations.handle(
            self.id,
            self.id,
            command,
            command_id=key or self.ports.clock.new_id(),
            exclusive=True,
            actor=self.person,
        )


async def provide_office(
    organisation_id: FromPath[UUID],
    request: Request[Any, Any, Any],
    ports: NamedDependency[Ports],
    after: After = 0,
) -> Office:
    """Enter the organisation of the path; a stranger cannot tell that it exists.

    ``after``: wait, briefly, until the views have taken in this position.
    """
    right = right_of(request)
    bearer = await bearer_of(request, ports) if Who.READER in right.who else None
    if bearer is not None and bearer.organisation != organisation_id:
        raise Problem("token-not-valid")
    if bearer is not None:
        limit(request, ports.limits, "token", str(bearer.token))
    limit(request, ports.limits, "tenant", str(organisation_id))
    account = None if bearer is not None else (await caller_of(request, ports)).person
    office = await _enter(organisation_id, account, ports)
    if bearer is not None:
        if right.scope not in bearer.scopes:
            raise Problem("scope-missing")
    elif right.who.isdisjoint(_standing(office)):
        raise Problem("only-administrators")
    if after > 0:
        await ports.views.reached(after)
    return office


async def _enter(organisation: UUID, account: UUID | None, ports: Ports) -> Office:
    """Return the organisation as it is now: a role that has ended anywhere has ended here."""
    home = await ports.record.home_of(organisation)
    if home is None or home.kind != "organisation":
        raise Problem("not-found")
    live = await ports.organisations.state(organisation, organisation)
    selves = () if account is None else await selves_of(account, live.state, ports)
    if account is not None and not selves:
        raise Problem("not-found")
    return Office(organisation=live.state, version=live.version, selves=selves, ports=ports)


async def selves_of(account: UUID, organisation: Organisation, ports: Ports) -> tuple[UUID, ...]:
    """Return the ids under which an organisation knows an account, first one that administers it."""
    own = (await ports.offices.people.own(organisation.id, [account])).get(account)
    known = [one for one in (account, own) if one is not None and organisation.belongs(one)]
    return tuple(sorted(known, key=lambda one: one not in organisation.administrators))


def _standing(office: Office) -> frozenset[Who]:
    found = set()
    if not office.organisation.people.keys().isdisjoint(office.selves):
        found.add(Who.EMPLOYEE)
    if not office.organisation.administrators.isdisjoint(office.selves):
        found.add(Who.ADMINISTRATOR)
    return frozenset(found)
