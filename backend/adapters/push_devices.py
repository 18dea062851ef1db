"""The browsers that show notifications: one for each sign-in, and gone with it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Struct
from psycopg.rows import class_row

from backend.adapters.clock import Clock
from backend.adapters.database import Pool

_SECRET: Final = 16
_ONE_AT_A_TIME: Final = "SELECT pg_advisory_xact_lock(hashtextextended('push device ' || %s, 0))"
_ALONE: Final = "DELETE FROM identity.push_devices WHERE endpoint = %s AND sign_in_id <> %s"
_KEEP: Final = """
INSERT INTO identity.push_devices
    (sign_in_id, person_id, endpoint, public_key, secret, server_key, made_at, seen_at)
SELECT sign_in_id, person_id, %(endpoint)s, %(public_key)s, %(secret)s, %(server_key)s, %(now)s, %(now)s
FROM identity.sign_ins WHERE sign_in_id = %(sign_in)s AND person_id = %(person)s
ON CONFLICT (sign_in_id) DO UPDATE SET endpoint = excluded.endpoint, public_key = excluded.public_key,
    secret = excluded.secret, server_key = excluded.server_key, seen_at = excluded.seen_at
RETURNING sign_in_id
"""
_OF: Final = """
SELECT sign_in_id AS device, person_id AS person, endpoint, public_key, secret, server_key, made_at, seen_at
FROM identity.push_devices WHERE person_id = ANY(%s) ORDER BY seen_at DESC, sign_in_id
"""
_DROP: Final = "DELETE FROM identity.push_devices WHERE sign_in_id = ANY(%s)"
_GONE: Final = """
DELETE FROM identity.push_devices AS d USING unnest(%s::uuid[], %s::text[]) AS g (sign_in_id, endpoint)
WHERE (d.sign_in_id, d.endpoint) = (g.sign_in_id, g.endpoint)
"""


class PushDevice(Struct, frozen=True, kw_only=True):
    """A browser: where its push service is, and with what only it can read is sealed."""

    device: UUID
    person: UUID
    endpoint: str
    public_key: bytes
    secret: bytes
    server_key: str
    made_at: datetime
    seen_at: datetime


def is_key(public_key: bytes, secret: bytes) -> bool:
    """Tell whether something can be sealed with these: a point on the curve, and 16 bytes (RFC 8291)."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
    except ValueError:
        return False
    return len(secret) == _SECRET and public_key[:1] == b"\x04"


class PushDevices:
    """The table of them."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock

    async def keep(  # noqa: PLR0913 - a browser and whose it is
        self,
        person: UUID,
        sign_in: UUID,
        *,
        endpoint: str,
        public_key: bytes,
        secret: bytes,
        server_key: str,
    ) -> bool:
        """Keep the browser of a sign-in, which shows that it lives; tell whether the sign-in does."""
        row = {
            "person": person,
            "sign_in": sign_in,
            "endpoint": endpoint,
            "public_key": public_key,
            "secret": secret,
            "server_key": server_key,
            "now": self._clock.now(),
        }
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(_ONE_AT_A_TIME, (endpoint,))
            await connection.execute(_ALONE, (endpoint, sign_in))
            return await (await connection.execute(_KEEP, row)).fetchone() is not None

    async def of(self, people: Collection[UUID]) -> Mapping[UUID, Sequence[PushDevice]]:
        """Return the browsers of people, the latest seen first."""
        found: dict[UUID, list[PushDevice]] = defaultdict(list)
        async with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=class_row(PushDevice)) as cursor,
        ):
            await cursor.execute(_OF, (list(people),))
            for device in await cursor.fetchall():
                found[device.person].append(device)
        return found

    async def drop(self, devices: Collection[UUID]) -> None:
        """Forget browsers that are to show nothing any more."""
        async with self._pool.connection() as connection:
            await connection.execute(_DROP, (list(devices),))

    async def gone(self, devices: Sequence[PushDevice]) -> None:
        """Forget browsers that are gone, but not those that subscribed anew meanwhile."""
        which = ([one.device for one in devices], [one.endpoint for one in devices])
        async with self._pool.connection() as connection:
            await connection.execute(_GONE, which)
