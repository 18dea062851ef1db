"""Whom organisations still call something although they are none of their people, as after a crash."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from backend.adapters.database import Database
from backend.adapters.organisation_people import OrganisationPeople

_ALL: Final = """
SELECT known.tenant_id, known.person_id FROM identity.organisation_people AS known
WHERE NOT EXISTS (
    SELECT FROM views.enrolment AS e
    WHERE (e.tenant_id, e.person_id) = (known.tenant_id, known.person_id))
"""


class LeftBehind:
    """Names and addresses that belong to nobody who works there, as far as a view knows."""

    def __init__(self, database: Database, people: OrganisationPeople) -> None:
        self._database, self._people = database, people

    async def all(self) -> list[tuple[UUID, UUID]]:
        """Return the organisation and the person of each."""
        async with self._database.projecting() as connection:
            return [(row[0], row[1]) for row in await (await connection.execute(_ALL)).fetchall()]

    async def forget(self, organisation: UUID, people: Sequence[UUID]) -> None:
        """Forget what an organisation calls people, and which accounts they were."""
        await self._people.forget(organisation, people)
