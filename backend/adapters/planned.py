"""Reminders on their way: planned from the view, taken by one worker at a time, and settled."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from backend.adapters.clock import Clock
from backend.adapters.database import Connection, Database
from backend.domain.reminding import Became
from events.reminding import Occasion
from projections.reminders_due import Reminder
from projections.reminding import WishesRow

_LEASE: Final = timedelta(minutes=3)
"""How long whoever took a reminder has for it; longer than all tries of a mail take together."""
_KEPT: Final = timedelta(days=3)
"""How long one that is of no use any more is remembered, in case its meeting moves."""
_RESTLESS: Final = timedelta(seconds=30)
"""How long after the last round we still say that somebody looks for what is due."""

_UNPLANNED: Final = """
SELECT to_json(found)::text FROM (
    SELECT d.*, i.time_zone AS zone, to_json(w) AS wants
    FROM reminders.planned AS p
    RIGHT JOIN views.reminders_due AS d USING (tenant_id, person_id, occasion, about)
    JOIN identity.persons AS i USING (person_id)
    LEFT JOIN views.reminders_wishes AS w ON w.tenant_id = d.person_id
    WHERE d.until > %(now)s AND d.opens <= %(now)s AND (
        p.person_id IS NULL
        OR (p.outcome IN ('sent', 'failed') AND coalesce(d.anchor > p.anchor + %(moved)s, d.day > p.day))
        OR (p.outcome IS DISTINCT FROM 'sent' AND p.outcome IS DISTINCT FROM 'failed' AND
            (p.anchor, p.day, p.until, p.action_id, p.zone, p.wished) IS DISTINCT FROM
            (d.anchor, d.day, d.until, d.action_id, i.time_zone, coalesce(w.position, 0))))
    ORDER BY d.opens LIMIT %(limit)s
) AS found
"""
_PLAN: Final = """
INSERT INTO reminders.planned AS p (tenant_id, person_id, occasion, about, group_id, session_id, action_id,
    anchor, day, until, zone, wished, due_at, next_try_at, outcome)
SELECT n.tenant_id, n.person_id, n.occasion, n.about, n.group_id, n.session_id, n.action_id,
    n.anchor, n.day, n.until, n.zone, n.wished, n.due_at, n.due_at,
    CASE WHEN n.due_at IS NULL THEN 'nothing' END
FROM json_populate_recordset(NULL::reminders.planned, %(rows)s) AS n
JOIN identity.persons AS i USING (person_id)
ON CONFLICT (tenant_id, person_id, occasion, about) DO UPDATE SET
    group_id = excluded.group_id, session_id = excluded.session_id, action_id = excluded.action_id,
    anchor = excluded.anchor, day = excluded.day, until = excluded.until, zone = excluded.zone,
    wished = excluded.wished, due_at = excluded.due_at,
    (tries, asked, reached, mail_lost, next_try_at, outcome) = (
        SELECT k.tries, k.asked, k.reached, k.mail_lost, k.next_try_at, k.outcome FROM (VALUES
            (true, p.tries, p.asked, p.reached, p.mail_lost,
                greatest(least(p.next_try_at, %(lease)s), excluded.due_at),
                CASE WHEN p.reached AND excluded.outcome IS NOT NULL THEN 'sent' ELSE excluded.outcome END),
            (false, 0, '{}', false, false, excluded.next_try_at, excluded.outcome)
        ) AS k (is_under_way, tries, asked, reached, mail_lost, next_try_at, outcome)
        WHERE k.is_under_way = (p.outcome IS NULL AND p.tries > 0
            AND NOT coalesce(excluded.anchor > p.anchor + %(moved)s, excluded.day > p.day, false)))
WHERE CASE WHEN p.outcome IN ('sent', 'failed')
        THEN coalesce(excluded.anchor > p.anchor + %(moved)s, excluded.day > p.day)
    ELSE (p.anchor, p.day, p.until, p.action_id, p.zone, p.wished) IS DISTINCT FROM
        (excluded.anchor, excluded.day, excluded.until, excluded.action_id, excluded.zone, excluded.wished)
    END
"""
_TAKE: Final = """
WITH chosen AS (
    SELECT p.tenant_id, p.person_id, p.occasion, p.about
    FROM reminders.planned AS p
    JOIN views.reminders_due AS d USING (tenant_id, person_id, occasion, about)
    WHERE p.outcome IS NULL AND p.next_try_at <= %(now)s AND p.until > %(now)s
        AND (p.anchor, p.day) IS NOT DISTINCT FROM (d.anchor, d.day)
    ORDER BY p.next_try_at LIMIT %(limit)s
    FOR UPDATE OF p SKIP LOCKED
), taken AS (
    UPDATE reminders.planned AS p SET next_try_at = %(lease)s, tries = p.tries + 1
    FROM chosen AS c
    WHERE (p.tenant_id, p.person_id, p.occasion, p.about) =
        (c.tenant_id, c.person_id, c.occasion, c.about)
    RETURNING p.*
)
SELECT to_json(found)::text FROM (
    SELECT t.*, i.language, i.address, to_json(w) AS wants, to_json(d) -> 'actions' AS actions
    FROM taken AS t JOIN identity.persons AS i USING (person_id)
    JOIN views.reminders_due AS d USING (tenant_id, person_id, occasion, about)
    LEFT JOIN views.reminders_wishes AS w ON w.tenant_id = t.person_id
) AS found
"""
_SETTLE: Final = """
UPDATE reminders.planned AS p
SET outcome = CASE WHEN coalesce(s.outcome, p.outcome) IS NOT NULL AND (p.reached OR s.reached) THEN 'sent'
        ELSE coalesce(s.outcome, p.outcome) END,
    tries = s.tries, asked = s.asked,
    next_try_at = greatest(coalesce(s.next_try_at, p.next_try_at), p.due_at),
    reached = p.reached OR s.reached, mail_lost = p.mail_lost OR s.mail_lost
FROM json_populate_recordset(NULL::reminders.planned, %(rows)s) AS s
WHERE (p.tenant_id, p.person_id, p.occasion, p.about) = (s.tenant_id, s.person_id, s.occasion, s.about)
    AND NOT coalesce(p.anchor > s.anchor + %(moved)s, p.day > s.day, false)
"""
_TOO_LATE: Final = """
WITH late AS (
    UPDATE reminders.planned SET mail_lost = mail_lost OR asked ->> 'mail' IS NOT NULL,
        outcome = CASE WHEN reached THEN 'sent' WHEN tries > 0 THEN 'failed' ELSE 'nothing' END
    WHERE outcome IS NULL AND until <= %(now)s
    RETURNING *
)
SELECT to_json(late)::text FROM late WHERE tries > 0
"""
_CLEAR: Final = """
DELETE FROM reminders.planned AS p
WHERE p.until < %(old)s OR (p.outcome IS NULL AND p.next_try_at <= %(now)s AND NOT EXISTS (
    SELECT FROM views.reminders_due AS d
    WHERE (d.tenant_id, d.person_id, d.occasion, d.about) =
        (p.tenant_id, p.person_id, p.occasion, p.about)))
"""
_ROUND: Final = """
INSERT INTO reminders.rounds (last_at) VALUES (%s)
ON CONFLICT (one) DO UPDATE SET last_at = greatest(rounds.last_at, excluded.last_at)
"""
_STATE: Final = """
SELECT (SELECT last_at FROM reminders.rounds),
    (SELECT min(next_try_at) FROM reminders.planned
        WHERE outcome IS NULL AND tries = 0 AND next_try_at <= %s),
    (SELECT count(*) FROM reminders.planned WHERE outcome IS NULL AND next_try_at <= %s),
    (SELECT count(*) FROM reminders.planned WHERE outcome = 'failed' AND due_at > %s),
    (SELECT count(*) FROM reminders.planned WHERE mail_lost AND due_at > %s)
"""


class Unplanned(Reminder, frozen=True, kw_only=True):
    """What is due soon or now by the record, and what its person wants; None: they were never asked."""

    zone: str
    wants: WishesRow | None


class Taken(Struct, frozen=True, kw_only=True):
    """A reminder that this worker has in hand, and what its person wants now; None: they were never asked.

    ``asked``: who was handed it, and when to try them again; None: not any more. ``actions``: all whose
    report is wanted at its meeting; None while the view is still made anew with them.
    """

    tenant_id: UUID
    person_id: UUID
    occasion: Occasion
    about: UUID
    group_id: UUID
    session_id: UUID | None
    action_id: UUID | None
    actions: list[UUID] | None = None
    anchor: datetime | None
    day: date | None
    until: datetime
    due_at: datetime
    tries: int
    asked: dict[str, datetime | None]
    reached: bool
    zone: str
    language: str = "nl"
    address: str | None = None
    wants: WishesRow | None = None

    def leading_to(self, action: UUID) -> Self:
        """Return the same reminder, leading to another action."""
        return replace(self, action_id=action)


class State(Struct, frozen=True, kw_only=True):
    """How reminding does: when somebody last looked, and how late the latest one is, in seconds.

    ``given_up``: how many of the last three days reached nobody; ``mail_lost``: how many letters of
    them no server took, also where a phone was reached.
    """

    running: bool
    last_ran_at: datetime | None
    lag: float
    waiting: int
    given_up: int
    mail_lost: int


class Planned:
    """The table of reminders on their way, which any number of workers share."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def unplanned(self, now: datetime, moved: timedelta, limit: int) -> list[Unplanned]:
        """Return what is to be planned, or planned anew because it is not what it was."""
        found = await self._rows(_UNPLANNED, {"now": now, "moved": moved, "limit": limit})
        return [msgspec.json.decode(text, type=Unplanned) for text in found]

    async def plan(self, due: Iterable[tuple[Unplanned, datetime | None]], moved: timedelta) -> None:
        """Write down when each is due; None: it is of no use, or not wanted.

        What another worker planned since we looked stays as it is: it may be sent by now. What is under
        way is looked at again once nobody can have it in hand, whatever it waited for.
        """
        rows = [
            _row(one) | {"due_at": at, "zone": one.zone, "wished": one.wants.position if one.wants else 0}
            for one, at in due
        ]
        await self._write(_PLAN, rows, {"moved": moved, "lease": self._clock.now() + _LEASE})

    async def take(self, now: datetime, limit: int) -> list[Taken]:
        """Take what is due, and leave it to others again after a while."""
        found = await self._rows(_TAKE, {"now": now, "limit": limit, "lease": now + _LEASE})
        return [msgspec.json.decode(text, type=Taken) for text in found]

    async def settle(self, done: Iterable[tuple[Taken, Became]], moved: timedelta) -> None:
        """Write down what became of each: its outcome, or when to look at it again.

        Not of what was planned anew meanwhile, as its moment is so much later; and what is not wanted any
        more, or came too late, stays so.
        """
        rows = [
            _row(one)
            | {
                "outcome": became.outcome,
                "tries": one.tries if became.tried else one.tries - 1,
                "next_try_at": became.again,
                "asked": became.asked,
                "reached": became.reached,
                "mail_lost": became.mail_lost,
            }
            for one, became in done
        ]
        await self._write(_SETTLE, rows, {"moved": moved})

    async def too_late(self, now: datetime) -> list[Taken]:
        """Give up what is of no use any more; return what was tried in vain."""
        found = await self._rows(_TOO_LATE, {"now": now})
        return [msgspec.json.decode(text, type=Taken) for text in found]

    async def clear(self, now: datetime) -> None:
        """Forget what stopped by itself, and what is long past."""
        async with self._database.projecting() as connection:
            await connection.execute(_CLEAR, {"now": now, "old": now - _KEPT})

    async def note_round(self, now: datetime) -> None:
        """Write down that somebody looked for what is due."""
        async with self._database.projecting() as connection:
            await connection.execute(_ROUND, (now,))

    async def state(self) -> State:
        """Return how reminding does."""
        now = self._clock.now()
        old = now - _KEPT
        async with self._database.writer.connection() as connection:
            row = await (await connection.execute(_STATE, (now, now, old, old))).fetchone()
        last, oldest, waiting, given_up, mail_lost = row or (None, None, 0, 0, 0)
        return State(
            running=last is not None and now - last <= _RESTLESS,
            last_ran_at=last,
            lag=0.0 if oldest is None else max(0.0, (now - oldest).total_seconds()),
            waiting=waiting,
            given_up=given_up,
            mail_lost=mail_lost,
        )

    async def _rows(self, query: Any, what: dict[str, Any]) -> list[str]:  # noqa: ANN401 - a named constant
        async with self._database.projecting() as connection:
            return await _texts(connection, query, what)

    async def _write(self, query: Any, rows: list[dict[str, Any]], what: dict[str, Any]) -> None:  # noqa: ANN401 - the same
        if rows:
            async with self._database.projecting() as connection:
                await connection.execute(query, what | {"rows": msgspec.json.encode(rows).decode()})


async def _texts(connection: Connection, query: Any, what: dict[str, Any]) -> list[str]:  # noqa: ANN401
    return [text for (text,) in await (await connection.execute(query, what)).fetchall()]


def _row(one: Unplanned | Taken) -> dict[str, Any]:
    return {
        "tenant_id": one.tenant_id,
        "person_id": one.person_id,
        "occasion": one.occasion,
        "about": one.about,
        "group_id": one.group_id,
        "session_id": one.session_id,
        "action_id": one.action_id,
        "anchor": one.anchor,
        "day": one.day,
        "until": one.until,
    }
