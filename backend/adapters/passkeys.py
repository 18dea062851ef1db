"""Passkeys: whose they are, and the two ceremonies in which one is made and used."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct
from psycopg.errors import UniqueViolation
from psycopg.rows import class_row

from backend.adapters.ceremonies import Ceremonies, Json
from backend.adapters.clock import Clock
from backend.adapters.database import Connection, Pool
from backend.adapters.entering import Entered
from backend.adapters.refusing import SignInRefused
from backend.adapters.securing import check_signed_in, shut_others_out, ways_in
from backend.adapters.sign_ins import end_by_token, hashed, sign_in

CHALLENGE_LASTS: Final = timedelta(minutes=5)
_CHALLENGE_BYTES: Final = 32

_CHALLENGE: Final = """
INSERT INTO identity.challenges (browser_hash, person_id, challenge, expires_at) VALUES (%s, %s, %s, %s)
"""
_USE_CHALLENGE: Final = """
DELETE FROM identity.challenges WHERE browser_hash = %s AND person_id IS NOT DISTINCT FROM %s
RETURNING challenge, expires_at
"""
_CREDENTIALS: Final = "SELECT credential_id FROM identity.passkeys WHERE person_id = %s"
_ADD: Final = """
INSERT INTO identity.passkeys
    (passkey_id, person_id, credential_id, public_key, sign_count, label, created_at)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
_LIST: Final = """
SELECT passkey_id AS passkey, label, created_at, last_used_on
FROM identity.passkeys WHERE person_id = %s ORDER BY created_at
"""
_KEY: Final = """
SELECT public_key, sign_count FROM identity.passkeys WHERE credential_id = %s AND person_id = %s FOR UPDATE
"""
_USED: Final = """
UPDATE identity.passkeys SET sign_count = %s, last_used_on = %s WHERE credential_id = %s
"""
_RENAME: Final = """
UPDATE identity.passkeys SET label = %s WHERE passkey_id = %s AND person_id = %s RETURNING passkey_id
"""
_OTHER_WAYS_IN: Final = """
SELECT address IS NOT NULL OR EXISTS (
    SELECT FROM identity.passkeys
    WHERE passkeys.person_id = persons.person_id AND passkeys.passkey_id <> %(passkey)s
)
FROM identity.persons WHERE person_id = %(person)s FOR UPDATE
"""
_REMOVE: Final = """
DELETE FROM identity.passkeys WHERE passkey_id = %s AND person_id = %s RETURNING passkey_id
"""


class Passkey(Struct, frozen=True):
    """A passkey as its owner knows it."""

    passkey: UUID
    label: str
    created_at: datetime
    last_used_on: date | None


class Question(Struct, frozen=True):
    """What to ask of an authenticator, and the secret by which the asking browser is known again."""

    options: Json
    browser: str


class Passkeys:
    """The passkeys of this database, for one site."""

    def __init__(self, pool: Pool, clock: Clock, public_url: str) -> None:
        self._pool, self._clock = pool, clock
        self._ceremonies = Ceremonies(public_url)

    async def to_add(self, person: UUID, name: str) -> Question:
        """Return what makes a passkey for a person, known to their authenticator by a name."""
        async with self._pool.connection() as connection:
            found = await connection.execute(_CREDENTIALS, (person,))
            known = [credential for (credential,) in await found.fetchall()]
            browser, challenge = await self._challenge(connection, person)
        return Question(self._ceremonies.to_make(person, name, known, challenge), browser)

    async def add(
        self,
        person: UUID,
        browser: str | None,
        credential: Mapping[str, object],
        label: str,
        *,
        sign_in_id: UUID,
    ) -> Passkey:
        """Keep the passkey that was made on the device of a sign-in. Raises SignInRefused."""
        key = self._ceremonies.made(credential, await self._answered(browser, person))
        made = Passkey(self._clock.new_id(), label, self._clock.now(), None)
        row = (key.credential_id, key.public_key, key.sign_count, label, made.created_at)
        try:
            async with self._pool.connection() as connection, connection.transaction():
                before = await ways_in(connection, person)
                await check_signed_in(connection, person, sign_in_id)
                await connection.execute(_ADD, (made.passkey, person, *row))
                if before.guest:
                    await shut_others_out(connection, person, sign_in_id)
        except UniqueViolation:
            raise SignInRefused("passkey-known") from None
        return made

    async def to_sign_in(self) -> Question:
        """Return what signs in anybody who has a passkey for this site."""
        async with self._pool.connection() as connection:
            browser, challenge = await self._challenge(connection, None)
        return Question(self._ceremonies.to_sign(challenge), browser)

    async def sign_in(
        self, browser: str | None, credential: Mapping[str, object], *, token: str | None, device: str
    ) -> Entered:
        """Sign in who holds a passkey, in the place of who was signed in by ``token``.

        Raises SignInRefused, also for a key whose counter went back: it may have been copied.
        """
        challenge = await self._answered(browser, None)
        claim = self._ceremonies.claimed(credential)
        async with self._pool.connection() as connection, connection.transaction():
            found = await connection.execute(_KEY, (claim.credential_id, claim.person))
            row = await found.fetchone()
            if row is None:
                raise SignInRefused("passkey-refused")
            count = self._ceremonies.signed(credential, challenge, *row)
            await connection.execute(_USED, (count, self._clock.now().date(), claim.credential_id))
            await end_by_token(connection, token)
            return Entered(claim.person, await sign_in(connection, self._clock, claim.person, device), False)  # noqa: FBT003 - nobody new has a passkey

    async def of(self, person: UUID) -> Sequence[Passkey]:
        """Return the passkeys of a person, the oldest first."""
        async with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=class_row(Passkey)) as cursor,
        ):
            await cursor.execute(_LIST, (person,))
            return await cursor.fetchall()

    async def rename(self, person: UUID, passkey: UUID, label: str) -> bool:
        """Label a passkey anew; tell whether the person has it."""
        async with self._pool.connection() as connection:
            found = await connection.execute(_RENAME, (label, passkey, person))
            return await found.fetchone() is not None

    async def remove(self, person: UUID, passkey: UUID) -> bool:
        """Remove a passkey; tell whether the person had it. Raises SignInRefused for the last way in."""
        async with self._pool.connection() as connection, connection.transaction():
            ways = {"person": person, "passkey": passkey}
            others = await (await connection.execute(_OTHER_WAYS_IN, ways)).fetchone()
            found = await (await connection.execute(_REMOVE, (passkey, person))).fetchone()
            if found is not None and others == (False,):
                raise SignInRefused("last-way-in")
        return found is not None

    async def _challenge(self, connection: Connection, person: UUID | None) -> tuple[str, bytes]:
        now, browser = self._clock.now(), secrets.token_urlsafe(32)
        challenge = secrets.token_bytes(_CHALLENGE_BYTES)
        row = (hashed(browser), person, challenge, now + CHALLENGE_LASTS)
        await connection.execute(_CHALLENGE, row)
        return browser, challenge

    async def _answered(self, browser: str | None, person: UUID | None) -> bytes:
        """Return the challenge that a browser was given, which is gone from now on. Raises SignInRefused."""
        async with self._pool.connection() as connection:
            found = await connection.execute(_USE_CHALLENGE, (hashed(browser or ""), person))
            row = await found.fetchone()
        if row is None or row[1] <= self._clock.now():
            raise SignInRefused("passkey-too-late")
        return bytes(row[0])
