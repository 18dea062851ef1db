"""Who left an organisation is called nothing there any more, also where a crash came in between."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from backend.domain.organisation.commands import OrganisationCommand
from backend.domain.organisation.state import Organisation
from backend.reactions.needs import Streams


class Names(Protocol):
    """What organisations call people who are none of theirs."""

    async def all(self) -> Sequence[tuple[UUID, UUID]]:
        """Return the organisation and the person of each, as far as a view knows."""

    async def forget(self, organisation: UUID, people: Sequence[UUID]) -> None:
        """Forget what an organisation calls people, and which accounts they were."""


class Leaving:
    """Forgets whom two looks in a row found to be nobody's: whoever is being enrolled has a name before."""

    def __init__(self, names: Names, organisations: Streams[Organisation, OrganisationCommand]) -> None:
        self._names, self._organisations = names, organisations
        self._seen: set[tuple[UUID, UUID]] = set()

    async def round(self) -> int:
        """Forget them; return how many that were."""
        there = set(await self._names.all())
        again, self._seen = there & self._seen, there
        count = 0
        for organisation in {organisation for organisation, _ in again}:
            state = (await self._organisations.state(organisation, organisation)).state
            gone = [one for of, one in again if of == organisation and one not in state.people]
            if state.registered is not None and gone:
                await self._names.forget(organisation, gone)
                count += len(gone)
        return count
