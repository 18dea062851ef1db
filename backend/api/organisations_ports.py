"""What the API of organisations needs from the world, beside the record: names, people and secrets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from backend.api.webhook_ports import Webhooks
from backend.domain.organisation.naming import Part


class KnownPerson(Protocol):
    """A person as an organisation knows them."""

    @property
    def person(self) -> UUID:
        """Return the person."""

    @property
    def name(self) -> str:
        """Return what the organisation calls them."""

    @property
    def address(self) -> str:
        """Return the address by which it knows them."""


class Names(Protocol):
    """What organisations and their parts are called."""

    async def name(self, organisation: UUID) -> str | None:
        """Return what an organisation calls itself."""

    async def call(self, organisation: UUID, name: str) -> None:
        """Name an organisation, or name it anew."""

    async def parts(self, organisation: UUID) -> Mapping[UUID, str]:
        """Return the names of all parts, also of those that are retired."""

    async def part(self, organisation: UUID, part: UUID) -> Part | None:
        """Return a part as it is named."""

    async def claim(self, organisation: UUID, part: UUID, wanted: Part) -> UUID | None:
        """Name a part; return who has that name already, or the part when it is of another kind."""

    async def retire(self, organisation: UUID, part: UUID) -> None:
        """Free a part's name for others."""

    async def give_up(self, organisation: UUID, part: UUID) -> None:
        """Free the name of what was never recorded, if that took longer than any command waits."""

    async def drop(self, organisation: UUID, part: UUID) -> None:
        """Forget a name that came to nothing."""


class People(Protocol):
    """Names and addresses of an organisation's people."""

    async def behind(self, organisation: UUID, addresses: Sequence[str]) -> dict[str, UUID]:
        """Return whom an organisation knows by addresses, under its own ids."""

    async def enlist(self, organisation: UUID, people: Sequence[tuple[str, str]]) -> dict[str, UUID]:
        """Return whom an organisation knows by addresses, given as (address, name); new ones get an id."""

    async def describe(self, organisation: UUID, people: Sequence[tuple[UUID, str]]) -> None:
        """Note what the organisation calls those whom it knows: person, name."""

    async def own(self, organisation: UUID, accounts: Sequence[UUID]) -> Mapping[UUID, UUID]:
        """Return as whom an organisation knows accounts."""

    async def of_account(self, account: UUID) -> Mapping[UUID, UUID]:
        """Return as whom an account is known, by organisation."""

    async def everybody(self, organisation: UUID) -> Sequence[KnownPerson]:
        """Return all whom an organisation knows."""

    async def details(self, organisation: UUID, people: Sequence[UUID]) -> Mapping[UUID, KnownPerson]:
        """Return how an organisation knows people."""

    async def page(
        self, organisation: UUID, *, search: str, after: UUID | None, limit: int
    ) -> Sequence[KnownPerson]:
        """Return people by name, after one of them."""

    async def move(self, organisation: UUID, person: UUID, address: str) -> None:
        """Note another address of somebody."""

    async def accounts(self, organisation: UUID, person: UUID) -> Sequence[UUID]:
        """Return which account proved to be a person, for what the house does by itself."""

    async def forget(self, organisation: UUID, people: Sequence[UUID]) -> None:
        """Forget what the organisation calls people who left."""


class TokenDetails(Protocol):
    """What is kept of a token beside the record."""

    @property
    def label(self) -> str:
        """Return what it is for, in the organisation's words."""

    @property
    def last_used_on(self) -> date | None:
        """Return the last day on which it was used."""


class Bearer(Protocol):
    """Whose a token is, and what it may read."""

    @property
    def organisation(self) -> UUID:
        """Return the organisation."""

    @property
    def token(self) -> UUID:
        """Return the token's id."""

    @property
    def scopes(self) -> Sequence[str]:
        """Return what it may read."""


class Tokens(Protocol):
    """The secrets of programs."""

    async def keep(
        self, organisation: UUID, token: UUID, *, label: str, scopes: Sequence[str], expires_at: datetime
    ) -> str:
        """Give a token its secret, shown this once."""

    async def of(self, organisation: UUID) -> Mapping[UUID, TokenDetails]:
        """Return what is kept of an organisation's tokens."""

    async def revoke(self, organisation: UUID, token: UUID) -> None:
        """Let a token work no longer, in every process at once."""

    async def behind(self, secret: str, now: datetime) -> Bearer | None:
        """Return whose a secret is; None for one that is unknown, expired or revoked."""


class Provisioned(Protocol):
    """A resource as an organisation's directory last said it."""

    @property
    def id(self) -> UUID:
        """Return its id."""

    @property
    def person(self) -> UUID | None:
        """Return as whom the organisation knows them, while they are one of its people."""

    @property
    def body(self) -> Mapping[str, Any]:
        """Return what was said."""

    @property
    def made_at(self) -> datetime:
        """Return when it was said first."""

    @property
    def changed_at(self) -> datetime:
        """Return when something else was said last."""


class ProvisionedRows(Protocol):
    """What directories said."""

    async def of(self, organisation: UUID, kind: str) -> Sequence[Provisioned]:
        """Return all of a kind."""

    async def one(self, organisation: UUID, kind: str, resource: UUID) -> Provisioned | None:
        """Return one of a kind."""

    async def keep(
        self, organisation: UUID, kind: str, resource: UUID, person: UUID | None, body: dict[str, Any]
    ) -> None:
        """Keep what the directory said."""

    async def drop(self, organisation: UUID, resource: UUID) -> None:
        """Forget what the directory said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficePorts:
    """What is kept for organisations beside the record."""

    names: Names
    people: People
    tokens: Tokens
    webhooks: Webhooks
    provisioned: ProvisionedRows
