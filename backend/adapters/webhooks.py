"""An organisation's webhooks beside the record: where they are, their secrets, and what went to them."""

import secrets
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct
from psycopg.rows import class_row

from backend.adapters.clock import Clock
from backend.adapters.database import Pool, keeping
from backend.adapters.push_endpoints import AllowedHosts, Refused
from backend.adapters.sealing import KEY_BYTES, wrap

PREFIX: Final = "whsec_"
"""What a secret begins with (Standard Webhooks)."""
OLD_SIGNS: Final = timedelta(days=1)
"""How long what is sent is also signed with the secret before this one."""

_KEEP: Final = """
INSERT INTO webhooks.endpoints (tenant_id, webhook_id, label, url, place, topics, paused, wrapped, made_at)
VALUES (%(tenant)s, %(webhook)s, %(label)s, %(url)s, %(place)s, %(topics)s, %(paused)s, %(wrapped)s, %(now)s)
ON CONFLICT (tenant_id, webhook_id) DO UPDATE SET label = excluded.label, url = excluded.url,
    place = excluded.place, topics = excluded.topics, paused = excluded.paused,
    wrapped = excluded.wrapped, rests_until = NULL
"""
_CHANGE: Final = """
UPDATE webhooks.endpoints SET label = %(label)s, url = %(url)s, place = %(place)s, topics = %(topics)s,
    paused = %(paused)s, rests_until = NULL
WHERE tenant_id = %(tenant)s AND webhook_id = %(webhook)s
"""
_TURN: Final = """
UPDATE webhooks.endpoints SET old_wrapped = wrapped, old_until = %(until)s, wrapped = %(wrapped)s
WHERE tenant_id = %(tenant)s AND webhook_id = %(webhook)s
"""
_REMOVE: Final = "DELETE FROM webhooks.endpoints WHERE tenant_id = %s AND webhook_id = %s"
_OF: Final = """
SELECT webhook_id AS webhook, label, url, place, made_at FROM webhooks.endpoints WHERE tenant_id = %s
"""
_MESSAGE: Final = """
INSERT INTO webhooks.messages (tenant_id, message_id, topic, body, made_at)
VALUES (%(tenant)s, %(message)s, %(topic)s, %(body)s, %(now)s)
ON CONFLICT DO NOTHING
"""
_DELIVER: Final = """
INSERT INTO webhooks.deliveries (tenant_id, webhook_id, message_id, next_try_at)
SELECT tenant_id, webhook_id, %(message)s, %(now)s FROM webhooks.endpoints
WHERE tenant_id = %(tenant)s AND webhook_id = %(webhook)s
ON CONFLICT DO NOTHING
"""
_LOG: Final = """
SELECT message_id AS message, topic, made_at, state, tries, tried_at, status, reason,
    CASE WHEN state = 'waiting' THEN next_try_at END AS next_try_at
FROM webhooks.deliveries JOIN webhooks.messages USING (tenant_id, message_id)
WHERE tenant_id = %(tenant)s AND webhook_id = %(webhook)s
    AND (%(before)s::uuid IS NULL OR message_id < %(before)s)
ORDER BY message_id DESC LIMIT %(limit)s
"""
_AGAIN: Final = """
UPDATE webhooks.deliveries SET state = 'waiting', tries = 0, next_try_at = %(now)s
WHERE tenant_id = %(tenant)s AND webhook_id = %(webhook)s AND message_id = %(message)s
"""
_REST_NO_MORE: Final = """
UPDATE webhooks.endpoints SET rests_until = NULL WHERE tenant_id = %(tenant)s AND webhook_id = %(webhook)s
"""


class Endpoint(Struct, frozen=True, kw_only=True):
    """Where a webhook is; ``place`` names the address in the record."""

    webhook: UUID
    label: str
    url: str
    place: UUID
    made_at: datetime


class Delivered(Struct, frozen=True, kw_only=True):
    """A message to a webhook, and what became of it."""

    message: UUID
    topic: str
    made_at: datetime
    state: str
    tries: int
    tried_at: datetime | None
    status: int | None
    reason: str | None
    next_try_at: datetime | None


class Webhooks:
    """The endpoints and deliveries of organisations, each seen by its own alone."""

    def __init__(self, pool: Pool, clock: Clock, hosts: AllowedHosts, master: bytes) -> None:
        self._pool, self._clock, self._hosts, self._master = pool, clock, hosts, master

    def allows(self, url: str) -> bool:
        """Tell whether something may be sent there."""
        try:
            self._hosts.place(url)
        except Refused:
            return False
        return True

    async def keep(  # noqa: PLR0913 - a webhook and whose it is
        self,
        organisation: UUID,
        webhook: UUID,
        *,
        label: str,
        url: str,
        place: UUID,
        topics: Sequence[str],
        paused: bool,
        is_new: bool,
    ) -> str | None:
        """Keep where a webhook is; return the secret of a new one, shown this once.

        A repeat of a new one replaces the secret that nobody heard.
        """
        now, raw = self._clock.now(), secrets.token_bytes(KEY_BYTES)
        row = {
            "tenant": organisation,
            "webhook": webhook,
            "label": label,
            "url": url,
            "place": place,
            "topics": list(topics),
            "paused": paused,
            "wrapped": wrap(self._master, webhook, raw),
            "now": now,
        }
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_KEEP if is_new else _CHANGE, row)
        return _shown(raw) if is_new else None

    async def turn(self, organisation: UUID, webhook: UUID) -> str:
        """Give a webhook another secret; the one before signs too for a day."""
        raw = secrets.token_bytes(KEY_BYTES)
        row = {
            "tenant": organisation,
            "webhook": webhook,
            "until": self._clock.now() + OLD_SIGNS,
            "wrapped": wrap(self._master, webhook, raw),
        }
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_TURN, row)
        return _shown(raw)

    async def remove(self, organisation: UUID, webhook: UUID) -> None:
        """Forget a webhook, with what is on its way to it."""
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_REMOVE, (organisation, webhook))

    async def of(self, organisation: UUID) -> Mapping[UUID, Endpoint]:
        """Return where an organisation's webhooks are."""
        async with (
            keeping(self._pool, organisation) as connection,
            connection.cursor(row_factory=class_row(Endpoint)) as cursor,
        ):
            await cursor.execute(_OF, (organisation,))
            return {found.webhook: found for found in await cursor.fetchall()}

    async def send(self, organisation: UUID, webhook: UUID, message: UUID, topic: str, body: bytes) -> None:
        """Put a message on its way to one webhook, once."""
        row = {
            "tenant": organisation,
            "webhook": webhook,
            "message": message,
            "topic": topic,
            "body": body.decode(),
            "now": self._clock.now(),
        }
        async with keeping(self._pool, organisation) as connection:
            await connection.execute(_MESSAGE, row)
            await connection.execute(_DELIVER, row)
            await connection.execute(_REST_NO_MORE, row)

    async def log(
        self, organisation: UUID, webhook: UUID, *, before: UUID | None, limit: int
    ) -> Sequence[Delivered]:
        """Return what went to a webhook, the latest first."""
        what = {"tenant": organisation, "webhook": webhook, "before": before, "limit": limit}
        async with (
            keeping(self._pool, organisation) as connection,
            connection.cursor(row_factory=class_row(Delivered)) as cursor,
        ):
            await cursor.execute(_LOG, what)
            return await cursor.fetchall()

    async def again(self, organisation: UUID, webhook: UUID, message: UUID) -> bool:
        """Send a message once more, with the same id; tell whether there is one."""
        row = {
            "tenant": organisation,
            "webhook": webhook,
            "message": message,
            "now": self._clock.now(),
        }
        async with keeping(self._pool, organisation) as connection:
            found = await connection.execute(_AGAIN, row)
            await connection.execute(_REST_NO_MORE, row)
            return found.rowcount == 1


def _shown(raw: bytes) -> str:
    return PREFIX + b64encode(raw).decode()
