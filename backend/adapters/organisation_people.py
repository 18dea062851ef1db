"""An organisation's people by name and address, under its own ids, and which accounts they proved to be."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, LiteralString, Protocol, TypeVar
from uuid import UUID

from msgspec import Struct
from psycopg.rows import class_row

from backend.adapters.database import Pool, keeping

_AT_ONCE: Final = 1_000
"""How many people travel in one statement."""
_BEHIND: Final = """
SELECT address, person_id FROM identity.organisation_people
WHERE tenant_id = %s AND address = ANY(%s)
"""
_ENLIST: Final = """
INSERT INTO identity.organisation_people (tenant_id, person_id, name, address)
SELECT %(tenant)s, fresh.person_id, fresh.name, fresh.address
FROM unnest(%(people)s::uuid[], %(names)s::text[], %(addresses)s::text[])
    AS fresh (person_id, name, address)
ON CONFLICT (tenant_id, address) DO NOTHING
"""
_DESCRIBE: Final = """
UPDATE identity.organisation_people AS known SET name = told.name
FROM unnest(%(people)s::uuid[], %(names)s::text[]) AS told (person_id, name)
WHERE known.tenant_id = %(tenant)s AND known.person_id = told.person_id
"""
_ALL: Final = """
SELECT person_id AS person, name, address FROM identity.organisation_people WHERE tenant_id = %s
"""
_DETAILS: Final = """
SELECT person_id AS person, name, address FROM identity.organisation_people
WHERE tenant_id = %s AND person_id = ANY(%s)
"""
_PAGE: Final = """
SELECT person_id AS person, name, address FROM identity.organisation_people
WHERE tenant_id = %(tenant)s
AND (position(lower(%(search)s) IN lower(name)) > 0 OR position(lower(%(search)s) IN address) > 0)
AND (
    %(after)s::uuid IS NULL OR (lower(name), person_id) > (
        SELECT lower(name), person_id FROM identity.organisation_people
        WHERE tenant_id = %(tenant)s AND person_id = %(after)s
    )
)
ORDER BY lower(name), person_id LIMIT %(limit)s
"""
_MOVE: Final = """
UPDATE identity.organisation_people SET address = %(address)s
WHERE tenant_id = %(tenant)s AND person_id = %(person)s AND address <> %(address)s
"""
_ACCOUNTS: Final = """
SELECT account_id FROM identity.organisation_accounts WHERE tenant_id = %s AND person_id = %s
"""
_FORGET: Final = "DELETE FROM identity.organisation_people WHERE tenant_id = %s AND person_id = ANY(%s)"
_SHUT_OUT: Final = """
DELETE FROM identity.single_sign_on_links AS link USING identity.organisation_accounts AS known
WHERE link.tenant_id = %(tenant)s AND known.tenant_id = %(tenant)s
    AND known.person_id = ANY(%(people)s) AND link.account_id = known.account_id
"""
_UNLINK: Final = "DELETE FROM identity.organisation_accounts WHERE tenant_id = %s AND person_id = ANY(%s)"
_OWN: Final = """
SELECT account_id, person_id FROM identity.organisation_accounts
WHERE tenant_id = %s AND account_id = ANY(%s)
"""
_OF_ACCOUNT: Final = "SELECT tenant_id, person_id FROM identity.enrolled_as(%s)"


T = TypeVar("T")


class Ids(Protocol):
    """New ids."""

    def new_id(self) -> UUID:
        """Return a new id."""


class KnownPerson(Struct, frozen=True):
    """A person as an organisation knows them."""

    person: UUID
    name: str
    address: str


class OrganisationPeople:
    """Names and addresses, each seen by its own organisation alone."""

    def __init__(self, pool: Pool, ids: Ids) -> None:
        self._pool, self._ids = pool, ids

    async def behind(self, organisation: UUID, addresses: Sequence[str]) -> dict[str, UUID]:
        """Return whom an organisation knows by addresses, under its own ids."""
        async with keeping(self._pool, organisation) as connection:
            found = await connection.execute(_BEHIND, (organisation, list(addresses)))
            return dict(await found.fetchall())

    async def enlist(self, organisation: UUID, people: Sequence[tuple[str, str]]) -> dict[str, UUID]:
        """Return whom an organisation knows by addresses, given as (address, name); new ones get an id.

        The id is the organisation's own and tells nothing of accounts. The account that proved such
        an address, or proves it later, is linked to it.
        """
        everybody: dict[str, UUID] = {}
        for some in _some(people):
            addresses = [address for address, _ in some]
            known = await self.behind(organisation, addresses)
            fresh = [(address, name) for address, name in some if address not in known]
            await self._make(organisation, fresh)
            everybody |= await self.behind(organisation, addresses) if fresh else known
        return everybody

    async def _make(self, organisation: UUID, fresh: list[tuple[str, str]]) -> None:
        if not fresh:
            return
        what = {
            "tenant": organisation,
            "people": [self._ids.new_id() for _ in fresh],
            "names": [name for _, name in fresh],
            "addresses": [address for address, _ in fresh],
        }
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_ENLIST, what)

    async def describe(self, organisation: UUID, people: Sequence[tuple[UUID, str]]) -> None:
        """Note what the organisation calls those whom it knows: person, name."""
        for some in _some(people):
            what = {
                "tenant": organisation,
                "people": [person for person, _ in some],
                "names": [name for _, name in some],
            }
            async with keeping(self._pool, organisation) as connection:
                await connection.execute(_DESCRIBE, what)

    async def own(self, organisation: UUID, accounts: Sequence[UUID]) -> Mapping[UUID, UUID]:
        """Return as whom an organisation knows accounts; whom it does not know is left out."""
        async with keeping(self._pool, organisation) as connection:
            found = await connection.execute(_OWN, (organisation, list(accounts)))
            return dict(await found.fetchall())

    async def of_account(self, account: UUID) -> Mapping[UUID, UUID]:
        """Return as whom an account is known, by organisation; only ever for that account itself."""
        async with self._pool.connection() as connection:
            found = await connection.execute(_OF_ACCOUNT, (account,))
            return dict(await found.fetchall())

    async def everybody(self, organisation: UUID) -> Sequence[KnownPerson]:
        """Return all whom an organisation knows."""
        return await self._known(organisation, _ALL, (organisation,))

    async def details(self, organisation: UUID, people: Sequence[UUID]) -> Mapping[UUID, KnownPerson]:
        """Return how an organisation knows people; whom it does not know is left out."""
        known = await self._known(organisation, _DETAILS, (organisation, list(people)))
        return {one.person: one for one in known}

    async def page(
        self, organisation: UUID, *, search: str, after: UUID | None, limit: int
    ) -> Sequence[KnownPerson]:
        """Return people by name, after one of them; none after somebody who is not there.

        ``search``: what their name or address contains; every one contains nothing.
        """
        what = {"tenant": organisation, "search": search, "after": after, "limit": limit}
        return await self._known(organisation, _PAGE, what)

    async def _known(
        self, organisation: UUID, query: LiteralString, what: tuple[object, ...] | dict[str, object]
    ) -> list[KnownPerson]:
        async with (
            keeping(self._pool, organisation) as connection,
            connection.cursor(row_factory=class_row(KnownPerson)) as cursor,
        ):
            await cursor.execute(query, what)
            return await cursor.fetchall()

    async def move(self, organisation: UUID, person: UUID, address: str) -> None:
        """Note another address of somebody; the account that proved the one before stays linked."""
        what = {"tenant": organisation, "person": person, "address": address}
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_MOVE, what)

    async def accounts(self, organisation: UUID, person: UUID) -> Sequence[UUID]:
        """Return which account proved to be a person: one at most, for what the house does by itself."""
        async with keeping(self._pool, organisation) as connection:
            found = await connection.execute(_ACCOUNTS, (organisation, person))
            return [account for (account,) in await found.fetchall()]

    async def forget(self, organisation: UUID, people: Sequence[UUID]) -> None:
        """Forget what the organisation calls people who left, and which accounts they were."""
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_FORGET, (organisation, list(people)))
            await connection.execute(_SHUT_OUT, {"tenant": organisation, "people": list(people)})
            await connection.execute(_UNLINK, (organisation, list(people)))


def _some(people: Sequence[T]) -> Iterator[Sequence[T]]:
    for begin in range(0, len(people), _AT_ONCE):
        yield people[begin : begin + _AT_ONCE]
