"""What has had its time is deleted: codes and who asked for them, challenges, sign-ins, unused browsers."""

from datetime import timedelta
from typing import Final

from backend.adapters.clock import Clock
from backend.adapters.database import Pool
from backend.adapters.postage import A_DAY

CODES_KEPT: Final = timedelta(hours=1)
"""How long a spent or late code can be told from a wrong one."""

SIGN_OF_LIFE: Final = timedelta(days=60)
"""How long a browser is pushed to that says nothing: a push service may say that it takes what it throws
away. Whoever shows a notification asks what waits, and so lives without being opened."""

_CODES: Final = "DELETE FROM identity.mailed_codes WHERE made_at < %s"
_MAILED: Final = "DELETE FROM identity.mailed_invitations WHERE mailed_at <= %s"
_INVITED: Final = """
UPDATE identity.invitations SET address = NULL WHERE expires_at <= %s AND address IS NOT NULL
"""
"""Of an invitation that nobody used, only the address goes: the group still sees that there was one."""
_READY: Final = "DELETE FROM presence.ready WHERE run < %s"
_CHALLENGES: Final = "DELETE FROM identity.challenges WHERE expires_at <= %s"
PREPARED_KEPT: Final = timedelta(days=180)
"""How long something prepared is kept after it was last changed."""
_PREPARED: Final = "SELECT identity.expire_prepared(%s)"
_WAYS: Final = "DELETE FROM identity.single_sign_on_ways WHERE expires_at <= %s"
_SIGN_INS: Final = "DELETE FROM identity.sign_ins WHERE expires_at <= %s"
_BROWSERS: Final = """
DELETE FROM identity.push_devices AS d USING identity.sign_ins AS s
WHERE s.sign_in_id = d.sign_in_id AND d.seen_at <= %(silent)s AND s.last_seen_on <= %(day)s
"""


class Expiring:
    """Deletes for good what only mattered for a while; an address of a stranger among it."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock

    async def round(self) -> int:
        """Delete what has had its time; return how many rows that were."""
        now = self._clock.now()
        silent = now - SIGN_OF_LIFE
        async with self._pool.connection() as connection:
            codes = await connection.execute(_CODES, (now - CODES_KEPT,))
            mailed = await connection.execute(_MAILED, (now - A_DAY,))
            invited = await connection.execute(_INVITED, (now,))
            challenges = await connection.execute(_CHALLENGES, (now,))
            ways = await connection.execute(_WAYS, (now,))
            sign_ins = await connection.execute(_SIGN_INS, (now,))
            ready = await connection.execute(_READY, (now - A_DAY,))
            browsers = await connection.execute(_BROWSERS, {"silent": silent, "day": silent.date()})
            prepared = await (await connection.execute(_PREPARED, (now - PREPARED_KEPT,))).fetchone()
            gone = (codes, mailed, invited, challenges, ways, sign_ins, ready, browsers)
            return sum(prepared or ()) + sum(deleted.rowcount for deleted in gone)
