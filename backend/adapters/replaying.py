"""What is done with the erasure list before anything is served: what it names stays gone."""

from datetime import date
from typing import Protocol
from uuid import UUID

from backend.adapters.erasures import ErasureList
from backend.adapters.vault import Erasure, Vault


class People(Protocol):
    """Who is forgotten, by name and sign-in."""

    async def forget(self, person: UUID) -> None:
        """Forget a person; again changes nothing."""


async def replay(erasures: ErasureList, vault: Vault, people: People, today: date) -> list[Erasure]:
    """Destroy the keys that a restored database brought back, and forget its people again.

    Returns what had come back. What the database knows and the list does not is added to the list.
    """
    destroyed = await vault.destroyed()
    known = set(destroyed)
    back = [one for one in erasures.read() if one not in known and one.tenant != one.subject.id]
    await vault.destroy_all(back)
    for person in dict.fromkeys(one.subject.id for one in back if one.subject.kind == "person"):
        await people.forget(person)
    erasures.add(erasures.missing(destroyed), today)
    return back
