"""Sign-ins: which devices are whose, how each ends, and who is behind a token."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from msgspec import Struct
from psycopg.rows import class_row

from backend.adapters.clock import Clock
from backend.adapters.database import Connection, Pool
from backend.adapters.trusted import SignedIn, Trusted
from backend.settings import SIGN_IN_LASTS

_ADD: Final = """
INSERT INTO identity.sign_ins
    (sign_in_id, token_hash, person_id, label, created_at, last_seen_on, expires_at)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
_FIND: Final = """
SELECT person_id, sign_in_id, last_seen_on FROM identity.sign_ins WHERE token_hash = %s AND expires_at > %s
"""
_SEEN: Final = """
UPDATE identity.sign_ins
SET expires_at = greatest(expires_at, %s), last_seen_on = greatest(last_seen_on, %s)
WHERE sign_in_id = %s
"""
_END: Final = "DELETE FROM identity.sign_ins WHERE sign_in_id = %s AND person_id = %s RETURNING sign_in_id"
_REPLACE: Final = "DELETE FROM identity.sign_ins WHERE token_hash = %s RETURNING sign_in_id"
_END_OTHERS: Final = """
DELETE FROM identity.sign_ins WHERE person_id = %s AND sign_in_id <> %s RETURNING sign_in_id
"""
_HOLD: Final = "SELECT 1 FROM identity.persons WHERE person_id = %s FOR UPDATE"
_END_LINKS: Final = "UPDATE identity.invitations SET revoked = true WHERE person_id = %s AND NOT revoked"
_DEVICES: Final = """
SELECT sign_in_id AS device, label, created_at, last_seen_on
FROM identity.sign_ins WHERE person_id = %s AND expires_at > %s ORDER BY last_seen_on DESC, created_at DESC
"""
_LIVING: Final = """
SELECT sign_in_id FROM identity.sign_ins WHERE sign_in_id = ANY(%s) AND expires_at > %s
"""


NOBODY: Final = UUID(int=0)
"""The id of no sign-in."""


class Device(Struct, frozen=True):
    """A device on which a person is signed in; ``label`` says no more than browser and system."""

    device: UUID
    label: str
    created_at: datetime
    last_seen_on: date


def hashed(token: str) -> bytes:
    """Return what is kept of a token, which is itself 256 random bits: a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


async def sign_in(connection: Connection, clock: Clock, person: UUID, label: str) -> str:
    """Sign a person in on a device, within the caller's transaction; return the token."""
    token, now = secrets.token_urlsafe(32), clock.now()
    row = (clock.new_id(), hashed(token), person, label, now, now.date(), now + SIGN_IN_LASTS)
    await connection.execute(_ADD, row)
    return token


async def end_by_token(connection: Connection, token: str | None) -> None:
    """End the sign-in that a device had, within the caller's transaction: it gets a new one."""
    if token is not None:
        await connection.execute(_REPLACE, (hashed(token),))


class SignIns:
    """The sign-ins of this database, some of which are trusted for seconds without looking again."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock
        self._trusted = Trusted()

    async def behind(self, token: str) -> SignedIn | None:
        """Return who is signed in with a token; every use keeps the device signed in longer."""
        token_hash = hashed(token)
        known = self._trusted.find(token_hash)
        if known is not None:
            return known
        endings = self._trusted.endings
        found = await self._look_up(token_hash)
        if found is not None:
            self._trusted.keep(token_hash, found, endings)
        return found

    async def _look_up(self, token_hash: bytes) -> SignedIn | None:
        now = self._clock.now()
        async with self._pool.connection() as connection:
            row = await (await connection.execute(_FIND, (token_hash, now))).fetchone()
            if row is None:
                return None
            person, sign_in_id, last_seen_on = row
            if last_seen_on < now.date():
                await connection.execute(_SEEN, (now + SIGN_IN_LASTS, now.date(), sign_in_id))
        return SignedIn(person, sign_in_id)

    def distrust(self, sign_in_id: UUID | None) -> None:
        """Look a sign-in up again at its next use; None: all of them."""
        self._trusted.drop(sign_in_id)

    async def end(self, sign_in_id: UUID, person: UUID, *, elsewhere: bool = False) -> bool:
        """End a sign-in of a person; tell whether they had it.

        ``elsewhere``: of a device that somebody else may hold, so that no link it made leads back.
        """
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(_HOLD, (person,))
            ended = await (await connection.execute(_END, (sign_in_id, person))).fetchone()
            if elsewhere and ended is not None:
                await connection.execute(_END_LINKS, (person,))
        self.distrust(sign_in_id)
        return ended is not None

    async def end_others(self, person: UUID, kept: UUID) -> int:
        """End all sign-ins of a person but one, and the links to other devices; return how many sign-ins."""
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(_HOLD, (person,))
            found = await connection.execute(_END_OTHERS, (person, kept))
            ended = await found.fetchall()
            await connection.execute(_END_LINKS, (person,))
        for (sign_in_id,) in ended:
            self.distrust(sign_in_id)
        return len(ended)

    async def end_all(self, person: UUID) -> int:
        """End all sign-ins of a person; return how many."""
        return await self.end_others(person, NOBODY)

    async def devices(self, person: UUID) -> Sequence[Device]:
        """Return where a person is signed in, the latest seen first."""
        async with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=class_row(Device)) as cursor,
        ):
            await cursor.execute(_DEVICES, (person, self._clock.now()))
            return await cursor.fetchall()

    async def living(self, sign_ins: Collection[UUID]) -> set[UUID]:
        """Return which of these have not ended."""
        async with self._pool.connection() as connection:
            found = await connection.execute(_LIVING, (list(sign_ins), self._clock.now()))
            return {sign_in_id for (sign_in_id,) in await found.fetchall()}
