"""Tokens with which programs read an organisation: 256 random bits, kept as a hash."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from msgspec import Struct
from psycopg.rows import class_row

from backend.adapters.database import Pool, keeping

PREFIX: Final = "kring_"
"""What a token begins with, so that one that leaked is recognised."""

_KEEP: Final = """
INSERT INTO identity.tokens (tenant_id, token_id, token_hash, label, scopes, expires_at)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (tenant_id, token_id) DO UPDATE SET token_hash = excluded.token_hash
WHERE NOT tokens.revoked
"""
_OF: Final = """
SELECT token_id AS token, label, last_used_on FROM identity.tokens WHERE tenant_id = %s
"""
_REVOKE: Final = "UPDATE identity.tokens SET revoked = true WHERE tenant_id = %s AND token_id = %s"
_BEHIND: Final = "SELECT tenant_id, token_id, scopes FROM identity.token_behind(%s, %s)"


class TokenDetails(Struct, frozen=True):
    """What is kept of a token beside the record."""

    token: UUID
    label: str
    last_used_on: date | None


class Bearer(Struct, frozen=True):
    """Whose a token is, and what it may read."""

    organisation: UUID
    token: UUID
    scopes: list[str]


class Tokens:
    """The secrets' hashes, labels and last days of use."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def keep(
        self, organisation: UUID, token: UUID, *, label: str, scopes: Sequence[str], expires_at: datetime
    ) -> str:
        """Give a token its secret, shown this once; a repeat replaces the secret nobody heard."""
        secret = PREFIX + secrets.token_urlsafe(32)
        row = (organisation, token, _hash(secret), label, list(scopes), expires_at)
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_KEEP, row)
        return secret

    async def of(self, organisation: UUID) -> Mapping[UUID, TokenDetails]:
        """Return what is kept of an organisation's tokens."""
        async with (
            keeping(self._pool, organisation) as connection,
            connection.cursor(row_factory=class_row(TokenDetails)) as cursor,
        ):
            await cursor.execute(_OF, (organisation,))
            return {found.token: found for found in await cursor.fetchall()}

    async def revoke(self, organisation: UUID, token: UUID) -> None:
        """Let a token work no longer, in every process at once."""
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_REVOKE, (organisation, token))

    async def behind(self, secret: str, now: datetime) -> Bearer | None:
        """Return whose a secret is; None for one that is unknown, expired or revoked."""
        async with self._pool.connection() as connection:
            row = await (await connection.execute(_BEHIND, (_hash(secret), now))).fetchone()
        return None if row is None else Bearer(*row)


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
