"""What goes to webhooks: told once for each period, taken by one worker at a time, signed and sent."""

import asyncio
import hmac
import logging
from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from msgspec import Struct
from psycopg.rows import class_row

from backend.adapters.clock import Clock
from backend.adapters.database import Connection, Database
from backend.adapters.outward import AT_ONCE, FAULTS, Outward
from backend.adapters.push_endpoints import Refused
from backend.adapters.sealing import unwrap
from backend.domain.telling import KEPT, Outcome, tellings, told
from backend.domain.uptake.figures import Figure
from events.organisation import Topic

_log = logging.getLogger("kring.webhooks")
_LEASE: Final = timedelta(minutes=2)
_ONCE: Final = """
INSERT INTO webhooks.periods (tenant_id, period) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING true
"""
_MESSAGE: Final = """
INSERT INTO webhooks.messages (tenant_id, message_id, topic, body, made_at)
VALUES (%(organisation)s, %(message)s, %(topic)s, %(body)s, %(now)s)
"""
_TO_ALL: Final = """
INSERT INTO webhooks.deliveries (tenant_id, webhook_id, message_id, next_try_at)
SELECT tenant_id, webhook_id, %(message)s, %(now)s FROM webhooks.endpoints
WHERE tenant_id = %(organisation)s AND %(topic)s = ANY(topics) AND NOT paused
"""
_TAKE: Final = """
WITH chosen AS (
    SELECT d.tenant_id, d.webhook_id, d.message_id
    FROM webhooks.deliveries AS d JOIN webhooks.endpoints AS e USING (tenant_id, webhook_id)
    WHERE d.state = 'waiting' AND d.next_try_at <= %(now)s
        AND (e.rests_until IS NULL OR e.rests_until <= %(now)s)
    ORDER BY d.next_try_at LIMIT %(limit)s
    FOR UPDATE OF d SKIP LOCKED
), taken AS (
    UPDATE webhooks.deliveries AS d SET next_try_at = %(lease)s, tries = d.tries + 1
    FROM chosen AS c
    WHERE (d.tenant_id, d.webhook_id, d.message_id) = (c.tenant_id, c.webhook_id, c.message_id)
    RETURNING d.tenant_id, d.webhook_id, d.message_id, d.tries
)
SELECT t.tenant_id AS organisation, t.webhook_id AS webhook, t.message_id AS message, t.tries,
    m.body, e.url, e.wrapped, CASE WHEN e.old_until > %(now)s THEN e.old_wrapped END AS old_wrapped
FROM taken AS t JOIN webhooks.messages AS m USING (tenant_id, message_id)
JOIN webhooks.endpoints AS e USING (tenant_id, webhook_id)
"""
_SETTLE: Final = """
UPDATE webhooks.deliveries SET state = %(state)s, next_try_at = coalesce(%(again)s, next_try_at),
    tried_at = %(now)s, status = %(status)s, reason = %(reason)s
WHERE tenant_id = %(organisation)s AND webhook_id = %(webhook)s AND message_id = %(message)s
"""
_REST: Final = """
UPDATE webhooks.endpoints SET rests_until = %(again)s
WHERE tenant_id = %(organisation)s AND webhook_id = %(webhook)s AND rests_until IS DISTINCT FROM %(again)s
"""
_CLEAR: Final = "DELETE FROM webhooks.messages WHERE made_at < %s"


class Parcel(Struct, frozen=True, kw_only=True):
    """A message that this worker has in hand."""

    organisation: UUID
    webhook: UUID
    message: UUID
    tries: int
    body: str
    url: str
    wrapped: bytes
    old_wrapped: bytes | None


def signature(secret: bytes, message: str, timestamp: int, body: bytes) -> str:
    """Return what proves that a message is ours (Standard Webhooks, version 1)."""
    signed = f"{message}.{timestamp}.".encode() + body
    return "v1," + b64encode(hmac.digest(secret, signed, sha256)).decode()


class WebhookPost:
    """The tables of what goes to webhooks, which any number of workers share, and the way there."""

    def __init__(self, database: Database, clock: Clock, outward: Outward, master: bytes) -> None:
        self._database, self._clock, self._outward, self._master = database, clock, outward, master
        self._room = asyncio.Semaphore(AT_ONCE)

    async def tell(self, organisation: UUID, period: str, figures: Iterable[Figure]) -> None:
        """Put on its way, once, what programs are told of a published period."""
        async with self._database.projecting() as connection:
            if await (await connection.execute(_ONCE, (organisation, period))).fetchone() is not None:
                for topic, data in tellings(organisation, period, figures):
                    await self._put_on_its_way(connection, organisation, topic, data)

    async def _put_on_its_way(
        self, connection: Connection, organisation: UUID, topic: Topic, data: dict[str, Any]
    ) -> None:
        now = self._clock.now()
        row = {
            "organisation": organisation,
            "topic": topic,
            "message": self._clock.new_id(),
            "body": told(topic, now, data).decode(),
            "now": now,
        }
        await connection.execute(_MESSAGE, row)
        await connection.execute(_TO_ALL, row)

    async def take(self, limit: int) -> list[Parcel]:
        """Take what is to be sent now, and leave it to others again after a while."""
        now = self._clock.now()
        async with (
            self._database.projecting() as connection,
            connection.cursor(row_factory=class_row(Parcel)) as cursor,
        ):
            await cursor.execute(_TAKE, {"now": now, "lease": now + _LEASE, "limit": limit})
            return await cursor.fetchall()

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Try once to deliver a message; return what was answered."""
        try:
            place = self._outward.place(parcel.url)
        except Refused:
            return Outcome(status=None, reason="address-refused")
        body = parcel.body.encode()
        try:
            async with self._room:
                headers = self._headers(parcel, body)
                answer = await self._outward.call("POST", place, headers=headers, data=body)
        except TimeoutError:
            return Outcome(status=None, reason="no-answer-in-time")
        except FAULTS as error:
            _log.warning("A webhook could not be reached: %s", type(error).__name__)
            return Outcome(status=None, reason="not-reached")
        return Outcome(status=answer.status, reason=None)

    def _headers(self, parcel: Parcel, body: bytes) -> dict[str, str]:
        timestamp, message = int(self._clock.now().timestamp()), f"msg_{parcel.message}"
        wrapped = [one for one in (parcel.wrapped, parcel.old_wrapped) if one is not None]
        keys = [unwrap(self._master, parcel.webhook, one) for one in wrapped]
        return {
            "Content-Type": "application/json",
            "User-Agent": "Kring",
            "webhook-id": message,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": " ".join(signature(key, message, timestamp, body) for key in keys),
        }

    async def settle(self, parcel: Parcel, outcome: Outcome, state: str, again: datetime | None) -> None:
        """Write down what became of a message; ``again``: when it is tried next, and its webhook rests."""
        row = {
            "organisation": parcel.organisation,
            "webhook": parcel.webhook,
            "message": parcel.message,
            "state": state,
            "again": again,
            "status": outcome.status,
            "reason": outcome.reason,
            "now": self._clock.now(),
        }
        async with self._database.projecting() as connection:
            await connection.execute(_SETTLE, row)
            await connection.execute(_REST, row)

    async def clear(self) -> None:
        """Forget messages that are long past."""
        async with self._database.projecting() as connection:
            await connection.execute(_CLEAR, (self._clock.now() - KEPT,))
