"""When a group meets: what is planned, what runs, what has been."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final, LiteralString
from uuid import UUID

import msgspec
from typing_extensions import override

from events.base import Event
from events.group import SessionCancelled, SessionRescheduled, SessionScheduled
from events.method import Words
from events.session import SessionClosed, SessionOpened, SessionReopened
from projections.base import Changes, Connection, Happened, Key, Projection, Row, Table, load

_DEFINITION: Final = """
CREATE TABLE agenda (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    group_id uuid NOT NULL,
    state text NOT NULL,
    starts_at timestamptz NOT NULL,
    minutes int NOT NULL,
    method text NOT NULL,
    advice_mode text NOT NULL,
    facilitator uuid,
    opened_at timestamptz,
    closed_at timestamptz,
    method_names jsonb,
    PRIMARY KEY (tenant_id, session_id)
);
CREATE INDEX ON agenda (tenant_id, group_id, starts_at);
"""
_TABLE: Final = Table(
    "agenda",
    save="""
    INSERT INTO agenda SELECT * FROM json_populate_recordset(NULL::agenda, %s)
    ON CONFLICT (tenant_id, session_id) DO UPDATE SET
        group_id = excluded.group_id, state = excluded.state, starts_at = excluded.starts_at,
        minutes = excluded.minutes, method = excluded.method, advice_mode = excluded.advice_mode,
        facilitator = excluded.facilitator, opened_at = excluded.opened_at, closed_at = excluded.closed_at,
        method_names = excluded.method_names
    """,
)
_LOAD: Final = """
SELECT to_json(a)::text FROM agenda AS a
JOIN unnest(%s::uuid[], %s::uuid[]) AS wanted (tenant_id, session_id) USING (tenant_id, session_id)
"""
_OF_GROUP: Final = """
SELECT to_json(a)::text FROM views.agenda AS a WHERE group_id = %s ORDER BY starts_at, session_id
"""
_OF_SESSION: Final = "SELECT to_json(a)::text FROM views.agenda AS a WHERE session_id = %s"
_NEXT: Final = """
SELECT to_json(a)::text FROM views.agenda AS a
WHERE group_id = %s AND state IN ('open', 'planned')
ORDER BY state = 'planned', starts_at, session_id LIMIT 1
"""


class MeetingState(StrEnum):
    """How far a meeting has come."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Appointment(Row):
    """A meeting of a group. ``minutes`` is its planned length; times are UTC.

    ``method_names``: what the method was called when the meeting opened; None before.
    """

    tenant_id: UUID
    session_id: UUID
    group_id: UUID
    state: MeetingState
    starts_at: datetime
    minutes: int
    method: str
    advice_mode: str
    facilitator: UUID | None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    method_names: Words | None = None


class Agenda(Projection):
    """The meetings of a group, from plan to close; a meeting nobody planned appears when it opens.

    Once a meeting has opened its plan no longer matters: it cannot be moved or called off.
    """

    name: ClassVar[LiteralString] = "agenda"
    revision: ClassVar[int] = 2
    reads: ClassVar[tuple[type[Event], ...]] = (
        SessionScheduled,
        SessionRescheduled,
        SessionCancelled,
        SessionOpened,
        SessionClosed,
        SessionReopened,
    )
    definition: ClassVar[LiteralString] = _DEFINITION
    tables: ClassVar[tuple[Table, ...]] = (_TABLE,)

    @override
    async def apply(self, batch: Sequence[Happened], connection: Connection) -> None:
        """Plan, move, open and close meetings."""
        known = await load(connection, _LOAD, (_key(fact) for fact in batch), Appointment)
        agenda: dict[Key, Appointment] = {(row.tenant_id, row.session_id): row for row in known}
        changes = Changes[Appointment](_TABLE)
        for fact in batch:
            key = _key(fact)
            row = _evolve(agenda.get(key), fact)
            if row is not None:
                agenda[key] = row
                changes.put(key, row)
        await changes.write(connection)


def _key(fact: Happened) -> Key:
    match fact.event:
        case SessionScheduled(session=session) | SessionRescheduled(session=session):
            return fact.tenant, session
        case SessionCancelled(session=session):
            return fact.tenant, session
        case _:
            return fact.tenant, fact.stream


def _evolve(row: Appointment | None, fact: Happened) -> Appointment | None:
    match fact.event:
        case SessionScheduled():
            return _planned(fact, fact.event)
        case SessionOpened():
            row = row or _unplanned(fact, fact.event)
            row.state, row.opened_at = MeetingState.OPEN, fact.event.at
            row.method, row.advice_mode = fact.event.method.key, fact.event.advice_mode
            row.method_names = fact.event.method.names
        case SessionRescheduled(starts_at=starts_at) if row and row.state is MeetingState.PLANNED:
            row.starts_at = starts_at
        case SessionCancelled() if row and row.state is MeetingState.PLANNED:
            row.state = MeetingState.CANCELLED
        case SessionClosed(at=at) if row:
            row.state, row.closed_at = MeetingState.CLOSED, at
        case SessionReopened() if row:
            row.state, row.closed_at = MeetingState.OPEN, None
    return row


def _planned(fact: Happened, plan: SessionScheduled) -> Appointment:
    return Appointment(
        tenant_id=fact.tenant,
        session_id=plan.session,
        group_id=fact.stream,
        state=MeetingState.PLANNED,
        starts_at=plan.starts_at,
        minutes=plan.minutes,
        method=plan.method,
        advice_mode=plan.advice_mode,
        facilitator=plan.facilitator,
    )


def _unplanned(fact: Happened, opened: SessionOpened) -> Appointment:
    return Appointment(
        tenant_id=fact.tenant,
        session_id=fact.stream,
        group_id=opened.group,
        state=MeetingState.OPEN,
        starts_at=opened.at,
        minutes=opened.method.minutes,
        method=opened.method.key,
        advice_mode=opened.advice_mode,
        facilitator=next(iter(opened.facilitators), None),
    )


async def of(connection: Connection, group: UUID) -> list[Appointment]:
    """Return all meetings of a group in the order of their beginning, cancelled ones too."""
    found = await connection.execute(_OF_GROUP, [group])
    return [msgspec.json.decode(text, type=Appointment) for (text,) in await found.fetchall()]


async def of_session(connection: Connection, session: UUID) -> Appointment | None:
    """Return one meeting, or None when nobody planned or opened it."""
    return await _one(connection, _OF_SESSION, session)


async def next_of(connection: Connection, group: UUID) -> Appointment | None:
    """Return the meeting that runs now or else the first that is planned, or None."""
    return await _one(connection, _NEXT, group)


async def _one(connection: Connection, query: LiteralString, of_what: UUID) -> Appointment | None:
    found = await (await connection.execute(query, [of_what])).fetchone()
    return msgspec.json.decode(found[0], type=Appointment) if found else None
