"""People to be reminded, by the thousand: groups with an action for each member, and meetings to come."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from psycopg import AsyncConnection

from backend.adapters.appender import Appender
from events.base import Event
from events.contribution import ActionCommitted
from events.person import ReminderPreferencesSet
from events.reminding import Channel, Occasion
from events.session import SessionClosed
from tests.projections.circle import STEP, Circle, Meeting, sealed
from tests.reactions.reminded import planned

MEMBERS: Final = 5
COMING: Final = 4
"""Meetings to come of each group; each means two reminders for who has an action."""
OF_EACH: Final = 2 + 2 * COMING
"""Reminders of each action: its first step, its own date, and two for each meeting to come."""
APART: Final = timedelta(weeks=6)
_AT_ONCE: Final = 500
_PEOPLE: Final = "COPY identity.persons (person_id, name, language, created_at, address) FROM STDIN"
_SIGN_INS: Final = """
COPY identity.sign_ins (token_hash, person_id, created_at, expires_at, sign_in_id) FROM STDIN
"""
_DEVICES: Final = """
COPY identity.push_devices (sign_in_id, person_id, endpoint, public_key, secret, server_key, made_at, seen_at)
FROM STDIN
"""


@dataclass(frozen=True, slots=True)
class Group:
    """A group, its meeting that was, and those to come."""

    circle: Circle
    was: Meeting
    coming: tuple[UUID, ...]


async def groups(appender: Appender, count: int, was: datetime, hours: Sequence[time]) -> list[Group]:
    """Let groups have a meeting in which every member committed an action, and plan the next ones.

    ``hours``: when its members want to be reminded, each the next of them in turn.
    """
    found = [
        Group(circle, Meeting(circle, was), tuple(uuid4() for _ in range(COMING)))
        for circle in (Circle(appender) for _ in range(count))
    ]
    for first in range(0, count, _AT_ONCE):
        some = found[first : first + _AT_ONCE]
        await asyncio.gather(*(_live(group, nth, hours) for nth, group in enumerate(some, first)))
    return found


async def _live(group: Group, nth: int, hours: Sequence[time]) -> None:
    circle, was = group.circle, group.was
    await circle.form()
    plans = [planned(circle, session, was.at + (n + 1) * APART) for n, session in enumerate(group.coming)]
    await circle.write(circle.group, *plans)
    due = (was.at + timedelta(days=20)).date()
    said = [_committed(person, due) for person in circle.members]
    closed = SessionClosed(by=circle.facilitator, at=was.at + timedelta(minutes=90))
    await circle.write(was.id, *was.opened(), *said, closed)
    for place, person in enumerate(circle.members):
        hour = hours[(nth * MEMBERS + place) % len(hours)]
        await Circle(circle.appender, person).write(person, _wishes(hour, was.at))


def _committed(person: UUID, due: date) -> Event:
    return ActionCommitted(
        id=uuid4(),
        by=person,
        step=STEP["take_away"],
        case=uuid4(),
        text=sealed(person, "do"),
        first_step=None,
        due=due,
    )


def _wishes(hour: time, at: datetime) -> ReminderPreferencesSet:
    return ReminderPreferencesSet(
        channels=(Channel.PUSH,), occasions=tuple(Occasion), hour=hour, quiet=None, paused_until=None, at=at
    )


async def phones(url: str, people: Sequence[UUID], origin: str, server_key: str) -> None:
    """Give everybody a phone that subscribed at a push service."""
    now = datetime.now(UTC)
    sign_ins = [uuid4() for _ in people]
    async with await AsyncConnection.connect(url) as connection:
        await _copy(connection, _PEOPLE, [(one, "Anna", "nl", now, None) for one in people])
        later = now + timedelta(days=900)
        rows = [
            (sign_in.bytes, one, now, later, sign_in) for one, sign_in in zip(people, sign_ins, strict=True)
        ]
        await _copy(connection, _SIGN_INS, rows)
        devices = [
            (sign_in, one, f"{origin}/push/{one.hex}", _point(), os.urandom(16), server_key, now, later)
            for one, sign_in in zip(people, sign_ins, strict=True)
        ]
        await _copy(connection, _DEVICES, devices)


async def _copy(connection: AsyncConnection[Any], statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    async with connection.cursor().copy(statement) as copying:
        for one in rows:
            await copying.write_row(one)


def _point() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
