"""What goes to webhooks: gathered once a week, taken by one worker at a time, signed, sent and settled."""

import asyncio
import hmac
import logging
from base64 import b64encode
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
from backend.domain.telling import KEPT, STEPS, Happening, Outcome, counted, tellable, told
from events.organisation import Topic

_log = logging.getLogger("kring.webhooks")
_LEASE: Final = timedelta(minutes=2)
_UNGATHERED: Final = """
SELECT tenant_id AS organisation, topic, since, told_until FROM webhooks.progress
WHERE gathered_until < %(week)s ORDER BY gathered_until LIMIT %(limit)s FOR UPDATE SKIP LOCKED
"""
_FORMED: Final = """
SELECT g.group_id, g.group_id, g.formed_at,
    array(SELECT m.person_id FROM views.membership AS m
        WHERE (m.tenant_id, m.group_id) = (g.tenant_id, g.group_id))
FROM views.news_groups AS g
WHERE g.tenant_id = %(organisation)s AND g.formed_at >= %(since)s AND g.formed_at < %(week)s
    AND NOT EXISTS (SELECT FROM webhooks.told AS t
        WHERE (t.tenant_id, t.topic, t.about) = (g.tenant_id, %(topic)s, g.group_id))
ORDER BY g.formed_at, g.group_id
"""
_HELD: Final = """
SELECT s.session_id, s.group_id, s.held_at,
    array(SELECT p.person_id FROM views.news_presence AS p
        WHERE (p.tenant_id, p.session_id) = (s.tenant_id, s.session_id))
FROM views.news_meetings AS s
WHERE s.tenant_id = %(organisation)s AND s.held_at >= %(since)s AND s.held_at < %(week)s
    AND NOT EXISTS (SELECT FROM webhooks.told AS t
        WHERE (t.tenant_id, t.topic, t.about) = (s.tenant_id, %(topic)s, s.session_id))
ORDER BY s.held_at, s.session_id
"""
_HAPPENED: Final = {Topic.GROUP_FORMED: _FORMED, Topic.SESSION_HELD: _HELD}
_TELL: Final = """
INSERT INTO webhooks.told (tenant_id, topic, about)
SELECT %(organisation)s, %(topic)s, about FROM unnest(%(about)s::uuid[]) AS about
"""
_GATHERED: Final = """
UPDATE webhooks.progress SET gathered_until = %(week)s,
    told_until = CASE WHEN %(told)s THEN %(week)s ELSE told_until END
WHERE tenant_id = %(organisation)s AND topic = %(topic)s
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


class Ungathered(Struct, frozen=True, kw_only=True):
    """An organisation and a topic of which this week's figure is to be made."""

    organisation: UUID
    topic: Topic
    since: datetime
    told_until: datetime


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

    async def gather(self, week: datetime, limit: int) -> int:
        """Make the figures of the weeks that are over, and put them on their way; return for how many."""
        async with self._database.projecting() as connection:
            cursor = connection.cursor(row_factory=class_row(Ungathered))
            await cursor.execute(_UNGATHERED, {"week": week, "limit": limit})
            found = await cursor.fetchall()
            for one in found:
                await self._gather(connection, one, week)
        return len(found)

    async def _gather(self, connection: Connection, one: Ungathered, week: datetime) -> None:
        what = {
            "organisation": one.organisation,
            "topic": one.topic,
            "since": one.since,
            "week": week,
        }
        rows = await (await connection.execute(_HAPPENED[one.topic], what)).fetchall()
        happened = [Happening(about, group, frozenset(people)) for about, group, _, people in rows]
        count = tellable(happened, STEPS[one.topic])
        if count:
            news = [each.id for each in happened[:count]]
            await connection.execute(_TELL, what | {"about": news})
            data = counted(one.organisation, count, one.told_until, week)
            await self._put_on_its_way(connection, one.organisation, one.topic, data)
        await connection.execute(_GATHERED, what | {"told": count > 0})

    async def tell(self, organisation: UUID, topic: Topic, data: dict[str, Any]) -> None:
        """Tell the programs that want to know of something that may be told as it is, once it is."""
        async with self._database.projecting() as connection:
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
