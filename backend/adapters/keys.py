"""The keys of a house together with the list of those that are gone, which is written first."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from backend.adapters.erasures import ErasureList
from backend.adapters.vault import Erased, Erasure, Subject, Vault


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Return the time in UTC."""


class Keys:
    """Destroys keys so that a restored database loses them again."""

    def __init__(self, vault: Vault, erasures: ErasureList, clock: Clock) -> None:
        self._vault, self._erasures, self._clock = vault, erasures, clock

    async def destroy(self, tenant: UUID, *, cases: Iterable[UUID] = (), people: Iterable[UUID] = ()) -> None:
        """Write down that keys of a tenant go, then destroy them; again changes nothing."""
        subjects = [*(Subject("case", one) for one in cases), *(Subject("person", one) for one in people)]
        erasures = [Erasure(tenant, subject) for subject in subjects]
        self._erasures.add(self._erasures.missing(erasures), self._clock.now().date())
        await self._vault.destroy_all(erasures)

    async def own_slots(self, tenant: UUID, person: UUID, about: Sequence[UUID]) -> list[UUID]:
        """Return what a person's own texts about these hang on; nothing for one who is gone."""
        try:
            return [await self._vault.own_slot(tenant, person, one) for one in about]
        except Erased:
            return []

    async def tenants_of(self, person: UUID) -> set[UUID]:
        """Return where a person has a key that opens something."""
        return {erasure.tenant for erasure in await self._vault.living([], [person])}

    async def gone_cases(self) -> set[tuple[UUID, UUID]]:
        """Return the tenants and ids of the cases whose keys are destroyed."""
        gone = await self._vault.destroyed()
        return {(one.tenant, one.subject.id) for one in gone if one.subject.kind == "case"}

    async def gone_people(self) -> set[UUID]:
        """Return the people some key of whom is destroyed."""
        gone = await self._vault.destroyed()
        return {one.subject.id for one in gone if one.subject.kind == "person"}

    async def is_done_with(self, person: UUID) -> bool:
        """Tell whether everything that follows from forgetting a person was done.

        The key that a person has in nobody's tenant but their own goes last, and none is made after it.
        """
        own = Erasure(person, Subject("person", person))
        return own in await self._vault.destroyed() and not await self.tenants_of(person)
