"""An organisation's people by name and address, and which person an address is."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, LiteralString, Protocol, TypeVar
from uuid import UUID

from msgspec import Struct
from psycopg.rows import class_row

from backend.adapters.database import Pool, keeping

_AT_ONCE: Final = 1_000
"""How many people travel in one statement."""
_KNOWN: Final = """
SELECT address, coalesce(told.person_id, theirs.person_id)
FROM (
    SELECT address, person_id FROM identity.organisation_people
    WHERE tenant_id = %(tenant)s AND address = ANY(%(addresses)s)
) AS told
FULL JOIN (
    SELECT address, person_id FROM identity.persons WHERE address = ANY(%(addresses)s)
) AS theirs USING (address)
"""
_MAKE: Final = """
WITH made AS (
    INSERT INTO identity.persons (person_id, name, language, created_at, address)
    SELECT fresh.person_id, fresh.name, %(language)s, %(now)s, fresh.address
    FROM unnest(%(people)s::uuid[], %(names)s::text[], %(addresses)s::text[])
        AS fresh (person_id, name, address)
    ON CONFLICT DO NOTHING
    RETURNING person_id
)
INSERT INTO identity.awaited (person_id) SELECT person_id FROM made
"""
_DESCRIBE: Final = """
INSERT INTO identity.organisation_people (tenant_id, person_id, name, address)
SELECT %(tenant)s, told.person_id, told.name, told.address
FROM unnest(%(people)s::uuid[], %(names)s::text[], %(addresses)s::text[]) AS told (person_id, name, address)
JOIN identity.persons USING (person_id)
ON CONFLICT (tenant_id, person_id) DO UPDATE SET name = excluded.name, address = excluded.address
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
_FORGET: Final = "DELETE FROM identity.organisation_people WHERE tenant_id = %s AND person_id = ANY(%s)"
_FORGET_UNSEEN: Final = "SELECT identity.forget_unseen(%s)"


T = TypeVar("T")


class Clock(Protocol):
    """The time, and new ids."""

    def now(self) -> datetime:
        """Return the time in UTC."""

    def new_id(self) -> UUID:
        """Return a new id."""


class KnownPerson(Struct, frozen=True):
    """A person as an organisation knows them."""

    person: UUID
    name: str
    address: str


class OrganisationPeople:
    """Names and addresses, each seen by its own organisation alone."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock

    async def behind(self, organisation: UUID, addresses: Sequence[str]) -> dict[str, UUID]:
        """Return who is behind addresses; the organisation's own knowledge goes first."""
        async with keeping(self._pool, organisation) as connection:
            what = {"tenant": organisation, "addresses": list(addresses)}
            found = await connection.execute(_KNOWN, what)
            return dict(await found.fetchall())

    async def enlist(
        self, organisation: UUID, people: Sequence[tuple[str, str]], language: str
    ) -> dict[str, UUID]:
        """Return who is behind addresses, given as (address, name); makes those whom nobody knows.

        Whoever proves such an address later, by signing in with it, is the person made here.
        """
        everybody: dict[str, UUID] = {}
        for some in _some(people):
            addresses = [address for address, _ in some]
            known = await self.behind(organisation, addresses)
            fresh = [(address, name) for address, name in some if address not in known]
            await self._make(organisation, fresh, language)
            everybody |= await self.behind(organisation, addresses) if fresh else known
        return everybody

    async def _make(self, organisation: UUID, fresh: list[tuple[str, str]], language: str) -> None:
        if not fresh:
            return
        what = {
            "people": [self._clock.new_id() for _ in fresh],
            "names": [name for _, name in fresh],
            "addresses": [address for address, _ in fresh],
            "language": language,
            "now": self._clock.now(),
        }
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_MAKE, what)

    async def describe(self, organisation: UUID, people: Sequence[tuple[UUID, str, str]]) -> None:
        """Note what the organisation calls its people: person, name, address."""
        for some in _some(people):
            what = {
                "tenant": organisation,
                "people": [person for person, _, _ in some],
                "names": [name for _, name, _ in some],
                "addresses": [address for _, _, address in some],
            }
            async with keeping(self._pool, organisation) as connection:
                await connection.execute(_DESCRIBE, what)

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

    async def forget(self, organisation: UUID, people: Sequence[UUID]) -> None:
        """Forget what the organisation calls people who left; who never came in is forgotten whole."""
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_FORGET, (organisation, list(people)))
            await connection.execute(_FORGET_UNSEEN, (list(people),))


def _some(people: Sequence[T]) -> Iterator[Sequence[T]]:
    for begin in range(0, len(people), _AT_ONCE):
        yield people[begin : begin + _AT_ONCE]
