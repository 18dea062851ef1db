"""Codes that were mailed: for ten minutes, for one use and five tries, and for the browser that asked."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final, LiteralString
from uuid import UUID

from msgspec import Struct
from psycopg.rows import class_row

from backend.adapters.clock import Clock
from backend.adapters.database import Connection, Pool
from backend.adapters.refusing import SignInRefused
from backend.adapters.sign_ins import hashed
from backend.domain.sign_in_codes import ALPHABET, LENGTH, typed

CODE_LASTS: Final = timedelta(minutes=10)
TRIES: Final = 5
"""How often a code can be typed where it was asked for; and how often beside its address, by anybody."""
CODES: Final = 5
"""How many codes an address is mailed, and a person may ask for, within a while."""
WHILE: Final = timedelta(minutes=15)

_ONE_AT_A_TIME: Final = "SELECT pg_advisory_xact_lock(hashtextextended('mailed code ' || %s, 0))"
_MAILED_LATELY: Final = """
SELECT count(*) FROM identity.mailed_codes WHERE address = %s AND made_at > %s
"""
_ASKED_LATELY: Final = """
SELECT made_at FROM identity.mailed_codes
WHERE person_id = %(person)s AND made_at > %(since)s
ORDER BY made_at DESC OFFSET %(allowed)s - 1 LIMIT 1
"""
_ADD: Final = """
INSERT INTO identity.mailed_codes
    (code_id, address, person_id, asking_hash, code_hash, made_at, expires_at)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
_TRY_OF_BROWSER: Final = """
UPDATE identity.mailed_codes SET tries = tries + 1
WHERE asking_hash = %s AND person_id IS NULL
RETURNING code_id, address, code_hash, expires_at, tries, spent, false AS by_address
"""
_TRY_OF_ADDRESS: Final = """
UPDATE identity.mailed_codes SET address_tries = address_tries + 1
WHERE address = %s AND person_id IS NULL
RETURNING code_id, address, code_hash, expires_at, address_tries AS tries, spent, true AS by_address
"""
_TRY_OF_PERSON: Final = """
UPDATE identity.mailed_codes SET tries = tries + 1
WHERE person_id = %s
RETURNING code_id, address, code_hash, expires_at, tries, spent, false AS by_address
"""
_GIVE_BACK: Final = """
UPDATE identity.mailed_codes
SET tries = tries - (NOT %(by_address)s)::int, address_tries = address_tries - %(by_address)s::int
WHERE code_id = %(code)s
"""
_SPEND: Final = """
UPDATE identity.mailed_codes SET spent = true WHERE code_id = %s AND NOT spent RETURNING code_id
"""


class Asked(Struct, frozen=True):
    """A new code, and the secret by which the asking browser is known again.

    ``to_mail``: False when the address was mailed enough; nobody is told, because it may be others
    who asked.
    """

    code: str
    asking: str
    expires_at: datetime
    to_mail: bool


class Known(Struct, frozen=True):
    """A code as it is kept, after a try was counted; ``by_address``: whose tries those are."""

    code_id: UUID
    address: str
    code_hash: bytes
    expires_at: datetime
    tries: int
    spent: bool
    by_address: bool


class MailedCodes:
    """Codes by browser, by address and by person. ``key``: without it, hashes cannot be searched."""

    def __init__(self, pool: Pool, clock: Clock, key: bytes) -> None:
        self._pool, self._clock = pool, clock
        self._key = hmac.digest(key, b"kring mailed codes", "sha256")

    async def ask(self, address: str, person: UUID | None = None) -> Asked:
        """Make a code for an address, which a ``person`` wants as theirs or anybody signs in with.

        Nothing here depends on whether the address is known. Raises SignInRefused when the person
        asked for too many.
        """
        now, code_id = self._clock.now(), self._clock.new_id()
        code, asking = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH)), secrets.token_urlsafe(32)
        hashes = (hashed(asking), self._hash(code_id, code))
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(_ONE_AT_A_TIME, (address,))
            if person is not None:
                await self._check_asked(connection, person, now)
            counted = await (await connection.execute(_MAILED_LATELY, (address, now - WHILE))).fetchone()
            to_mail = counted is not None and counted[0] < CODES
            if to_mail:
                await connection.execute(_ADD, (code_id, address, person, *hashes, now, now + CODE_LASTS))
        return Asked(code, asking, now + CODE_LASTS, to_mail)

    @staticmethod
    async def _check_asked(connection: Connection, person: UUID, now: datetime) -> None:
        lately = {"person": person, "since": now - WHILE, "allowed": CODES}
        row = await (await connection.execute(_ASKED_LATELY, lately)).fetchone()
        if row is not None:
            wait: timedelta = row[0] + WHILE - now
            raise SignInRefused("too-many-codes", retry_after=int(wait.total_seconds()) + 1)

    async def of_browser(self, asking: str, text: str) -> Known:
        """Return the code that was typed in the browser that asked for it. Raises SignInRefused."""
        nothing = SignInRefused("asked-elsewhere")
        return await self._try(_TRY_OF_BROWSER, hashed(asking), text, nothing=nothing)

    async def of_address(self, address: str, text: str) -> Known:
        """Return the code that was typed with its address, on any device. Raises SignInRefused."""
        return await self._try(_TRY_OF_ADDRESS, address, text, nothing=SignInRefused("code-wrong"))

    async def of_person(self, person: UUID, text: str) -> Known:
        """Return the code that was typed by who wants an address as theirs. Raises SignInRefused."""
        return await self._try(_TRY_OF_PERSON, person, text, nothing=SignInRefused("code-wrong"))

    async def give_back(self, known: Known) -> None:
        """Take a try back, because the code was right and something else was missing."""
        async with self._pool.connection() as connection:
            await connection.execute(_GIVE_BACK, {"code": known.code_id, "by_address": known.by_address})

    async def _try(self, query: LiteralString, whose: object, text: str, *, nothing: SignInRefused) -> Known:
        """Count the try before looking, so that no number of calls at once makes more of them."""
        code = typed(text)
        if code is None:
            raise SignInRefused("code-wrong")
        async with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=class_row(Known)) as cursor,
        ):
            tried = await (await cursor.execute(query, (whose,))).fetchall()
        if not tried:
            raise nothing
        return self._right(tried, code)

    def _right(self, tried: list[Known], code: str) -> Known:
        now = self._clock.now()
        fresh = [known for known in tried if known.tries <= TRIES]
        for known in fresh:
            if hmac.compare_digest(known.code_hash, self._hash(known.code_id, code)):
                if known.expires_at <= now:
                    raise SignInRefused("code-expired")
                if known.spent:
                    raise SignInRefused("code-used")
                return known
        raise SignInRefused("code-wrong" if fresh else "too-many-tries")

    def _hash(self, code_id: UUID, code: str) -> bytes:
        """Return what is kept of a code: too short for a plain hash, so nobody can hash without the key."""
        return hmac.digest(self._key, code_id.bytes + code.encode(), hashlib.sha256)


async def spend(connection: Connection, known: Known) -> None:
    """Use a code up, within the caller's transaction. Raises SignInRefused."""
    if await (await connection.execute(_SPEND, (known.code_id,))).fetchone() is None:
        raise SignInRefused("code-used")
