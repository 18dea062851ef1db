"""What people keep to themselves, some of it until they share it: sealed, and deletable."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final, Literal, NamedTuple
from uuid import UUID

from backend.adapters.clock import Clock
from backend.adapters.database import FOR_PERSON, Connection, Pool
from events.base import Sealed

MOST: Final = {"proposal": 50, "report": 50, "reflection": 2_000, "register": 1}
"""How many a person has of each kind: of what they learned more than a working life has meetings."""

_KEEP: Final = """
INSERT INTO identity.prepared (person_id, kind, about, nonce, ciphertext, changed_at)
SELECT %(person)s, %(kind)s, %(about)s, %(nonce)s, %(ciphertext)s, %(at)s
WHERE (SELECT count(*) FROM identity.prepared WHERE (person_id, kind) = (%(person)s, %(kind)s)) < %(most)s
    OR EXISTS (
        SELECT FROM identity.prepared WHERE (person_id, kind, about) = (%(person)s, %(kind)s, %(about)s))
ON CONFLICT (person_id, kind, about) DO UPDATE SET
    nonce = excluded.nonce, ciphertext = excluded.ciphertext, changed_at = excluded.changed_at
"""
_OF: Final = """
SELECT about, nonce, ciphertext, changed_at FROM identity.prepared
WHERE person_id = %s AND kind = %s ORDER BY changed_at, about
"""
_DROP: Final = "DELETE FROM identity.prepared WHERE person_id = %s AND kind = %s AND about = ANY (%s)"
_REPORTS: Final = "SELECT action_id FROM identity.reports_prepared(%s, %s)"

Kind = Literal["proposal", "report", "reflection", "register"]


class Draft(NamedTuple):
    """Something kept, and what it is about.

    That is the action of a report, the meeting of a reflection, the person of a register, and of a
    proposal its own id.
    """

    about: UUID
    words: Sealed
    changed_at: datetime


class Prepared:
    """What is prepared, asked through the writer's connections, for one person at a time."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock

    async def keep(self, person: UUID, kind: Kind, about: UUID, words: Sealed) -> bool:
        """Keep a draft in the place of the one before; tell whether there was room for it."""
        row = {
            "person": person,
            "kind": kind,
            "about": about,
            "nonce": words.nonce,
            "ciphertext": words.ciphertext,
            "at": self._clock.now(),
            "most": MOST[kind],
        }
        async with self._of(person) as connection:
            return (await connection.execute(_KEEP, row)).rowcount > 0

    async def of(self, person: UUID, kind: Kind) -> list[Draft]:
        """Return a person's drafts of a kind, the one that was changed last at the end."""
        async with self._of(person) as connection:
            found = await (await connection.execute(_OF, (person, kind))).fetchall()
        return [
            Draft(about, Sealed(None, person, bytes(nonce), bytes(text)), at)
            for about, nonce, text, at in found
        ]

    async def drop(self, person: UUID, kind: Kind, about: Collection[UUID]) -> None:
        """Delete drafts, also those that are not there."""
        async with self._of(person) as connection:
            await connection.execute(_DROP, (person, kind, list(about)))

    async def reported(self, actions: Sequence[tuple[UUID, UUID]]) -> set[UUID]:
        """Return of which actions, each after the person whose it is, there is a prepared report."""
        people, ids = [person for person, _ in actions], [action for _, action in actions]
        async with self._pool.connection() as connection:
            found = await connection.execute(_REPORTS, (people, ids))
            return {action for (action,) in await found.fetchall()}

    @asynccontextmanager
    async def _of(self, person: UUID) -> AsyncIterator[Connection]:
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(FOR_PERSON, (str(person),))
            yield connection
