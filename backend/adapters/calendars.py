"""Calendars: written as iCalendar (RFC 5545), and the secrets with which programs fetch them."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard, vDuration
from msgspec import Struct
from psycopg.rows import class_row

from backend.adapters.clock import Clock
from backend.adapters.database import Pool
from backend.adapters.sign_ins import hashed
from backend.domain.calendars import Entry

_READ_AGAIN: Final = timedelta(hours=1)
_BEGINNING: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - a zone's own clock
_MOST: Final = 20
"""Calendars that one person has; making one more takes the oldest away."""
_MAKE: Final = """
INSERT INTO identity.calendar_feeds (feed_id, token_hash, person_id, group_id, tenant_id, made_at)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (feed_id) DO UPDATE SET token_hash = excluded.token_hash
"""
_TOO_MANY: Final = """
DELETE FROM identity.calendar_feeds WHERE feed_id IN (
    SELECT feed_id FROM identity.calendar_feeds WHERE person_id = %s
    ORDER BY made_at DESC, feed_id OFFSET %s)
"""
_FIND: Final = """
UPDATE identity.calendar_feeds SET used_on = %s WHERE token_hash = %s
RETURNING feed_id AS feed, person_id AS person, group_id AS "group", tenant_id AS tenant, made_at, used_on
"""
_OF: Final = """
SELECT feed_id AS feed, person_id AS person, group_id AS "group", tenant_id AS tenant, made_at, used_on
FROM identity.calendar_feeds WHERE person_id = %s ORDER BY made_at DESC, feed_id
"""
_REVOKE: Final = "DELETE FROM identity.calendar_feeds WHERE person_id = %s AND feed_id = %s RETURNING feed_id"


class Feed(Struct, frozen=True, kw_only=True):
    """A calendar that a program fetches: of one group, or of all of a person's."""

    feed: UUID
    person: UUID
    group: UUID | None
    tenant: UUID | None
    made_at: datetime
    used_on: date | None


class Calendars:
    """Writes calendars, and keeps the hashes of their secrets."""

    def __init__(self, pool: Pool, clock: Clock, public_url: str) -> None:
        self._pool, self._clock = pool, clock
        self._host = urlsplit(public_url).hostname or "localhost"

    async def make(
        self, person: UUID, feed_id: UUID, group: UUID | None = None, tenant: UUID | None = None
    ) -> tuple[Feed, str]:
        """Make a calendar of a group, or of all; return it and its secret, shown this once.

        One that is there already under its id gets another secret in place of the first.
        """
        token, now = secrets.token_urlsafe(32), self._clock.now()
        feed = Feed(feed=feed_id, person=person, group=group, tenant=tenant, made_at=now, used_on=None)
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(_MAKE, (feed.feed, hashed(token), person, group, tenant, now))
            await connection.execute(_TOO_MANY, (person, _MOST))
        return feed, token

    async def find(self, token: str) -> Feed | None:
        """Return the calendar behind a secret, which is used today."""
        async with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=class_row(Feed)) as cursor,
        ):
            await cursor.execute(_FIND, (self._clock.now().date(), hashed(token)))
            return await cursor.fetchone()

    async def of(self, person: UUID) -> Sequence[Feed]:
        """Return the calendars of a person, the newest first."""
        async with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=class_row(Feed)) as cursor,
        ):
            await cursor.execute(_OF, (person,))
            return await cursor.fetchall()

    async def revoke(self, person: UUID, feed: UUID) -> bool:
        """Make a secret useless; tell whether the person had it."""
        async with self._pool.connection() as connection:
            return await (await connection.execute(_REVOKE, (person, feed))).fetchone() is not None

    def write(self, entries: Iterable[Entry], zone: str) -> bytes:
        """Return a calendar; the same entries give the same bytes.

        A meeting is one moment, so it is written in UTC (RFC 5545 § 3.3.5): every program shows it in
        the time of who looks, and none has to understand a time zone of ours. ``zone``: theirs.
        """
        calendar = Calendar()
        calendar.add("VERSION", "2.0")
        calendar.add("PRODID", "-//Kring//Kring//EN")
        calendar.add("METHOD", "PUBLISH")
        calendar.add("NAME", "Kring")
        calendar.add("X-WR-CALNAME", "Kring")
        calendar.add("REFRESH-INTERVAL", _READ_AGAIN, parameters={"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", vDuration(_READ_AGAIN))
        calendar.add("X-WR-TIMEZONE", zone)
        for entry in entries:
            calendar.add_component(self._event(entry))
        if not calendar.subcomponents:
            calendar.add_component(_nothing())
        written: bytes = calendar.to_ical()
        return written

    def _event(self, entry: Entry) -> Event:
        event = Event()
        event.add("UID", f"{entry.id}@{self._host}")
        event.add("SEQUENCE", entry.changes)
        event.add("DTSTAMP", entry.changed_at)
        event.add("LAST-MODIFIED", entry.changed_at)
        event.add("DTSTART", entry.starts_at)
        event.add("DTEND", entry.starts_at + timedelta(minutes=entry.minutes))
        event.add("SUMMARY", entry.title)
        event.add("STATUS", "CANCELLED" if entry.cancelled else "CONFIRMED")
        event.add("TRANSP", "OPAQUE" if entry.occupies and not entry.cancelled else "TRANSPARENT")
        event.add("CLASS", "PRIVATE")
        event.add("URL", entry.link)
        if not entry.cancelled:
            event.add_component(_alarm(entry))
        return event


def _nothing() -> Timezone:
    """Return what stands in a calendar without entries, because one thing must (RFC 5545 § 3.4)."""
    standard = TimezoneStandard()
    standard.add("DTSTART", _BEGINNING)
    standard.add("TZOFFSETFROM", timedelta(0))
    standard.add("TZOFFSETTO", timedelta(0))
    zone = Timezone()
    zone.add("TZID", "Etc/UTC")
    zone.add_component(standard)
    return zone


def _alarm(entry: Entry) -> Alarm:
    """Return what lets a calendar ring: a day before a meeting, or at the moment itself."""
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", entry.title)
    alarm.add("TRIGGER", timedelta(days=-1) if entry.occupies else timedelta(0))
    return alarm
