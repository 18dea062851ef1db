"""Everything of one meeting that can be seen: where it stands, and what has been said."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final, LiteralString, cast
from uuid import UUID

import msgspec
from msgspec import Struct
from typing_extensions import override

from events.base import Event, Sealed, short_name
from events.contribution import Contribution, ContributionWithdrawn
from events.method import Method
from events.session import AnyProcedureEvent, SessionEvent, SessionOpened
from projections.base import Changes, Connection, Happened, Key, Projection, Row, Table, load
from projections.contributions import about, texts
from projections.meeting import Meeting, evolve

_DEFINITION: Final = """
CREATE TABLE session_board (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    version int NOT NULL,
    group_id uuid,
    method text,
    facilitation text,
    facilitators uuid[] NOT NULL,
    members uuid[] NOT NULL,
    present uuid[] NOT NULL,
    open_actions jsonb NOT NULL,
    skipped uuid[] NOT NULL,
    step int,
    opened_steps int[] NOT NULL,
    started_at timestamptz,
    ends_at timestamptz,
    paused_at timestamptz,
    choice jsonb,
    offered uuid,
    declined uuid[] NOT NULL,
    case_id uuid,
    contributor uuid,
    advice_mode text,
    planned_advice_mode text,
    opened_at timestamptz,
    closed_at timestamptz,
    PRIMARY KEY (tenant_id, session_id)
);
CREATE TABLE session_board_methods (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    method jsonb NOT NULL,
    PRIMARY KEY (tenant_id, session_id)
);
CREATE TABLE session_board_entries (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    id uuid NOT NULL,
    version int NOT NULL,
    kind text NOT NULL,
    by uuid NOT NULL,
    step int NOT NULL,
    late bool NOT NULL,
    withdrawn bool NOT NULL,
    texts jsonb NOT NULL,
    about jsonb NOT NULL,
    PRIMARY KEY (tenant_id, session_id, id)
);
"""
_MEETINGS: Final = Table(
    "session_board",
    save="""
    INSERT INTO session_board SELECT * FROM json_populate_recordset(NULL::session_board, %s)
    ON CONFLICT (tenant_id, session_id) DO UPDATE SET
        version = excluded.version, group_id = excluded.group_id, method = excluded.method,
        facilitation = excluded.facilitation, facilitators = excluded.facilitators,
        members = excluded.members, present = excluded.present, open_actions = excluded.open_actions,
        skipped = excluded.skipped, step = excluded.step, opened_steps = excluded.opened_steps,
        started_at = excluded.started_at, ends_at = excluded.ends_at, paused_at = excluded.paused_at,
        choice = excluded.choice, offered = excluded.offered, declined = excluded.declined,
        case_id = excluded.case_id, contributor = excluded.contributor,
        advice_mode = excluded.advice_mode, planned_advice_mode = excluded.planned_advice_mode,
        opened_at = excluded.opened_at, closed_at = excluded.closed_at
    """,
)
_METHODS: Final = Table(
    "session_board_methods",
    save="""
    INSERT INTO session_board_methods
    SELECT * FROM json_populate_recordset(NULL::session_board_methods, %s)
    ON CONFLICT (tenant_id, session_id) DO UPDATE SET method = excluded.method
    """,
)
_ENTRIES: Final = Table(
    "session_board_entries",
    save="""
    INSERT INTO session_board_entries
    SELECT * FROM json_populate_recordset(NULL::session_board_entries, %s)
    ON CONFLICT (tenant_id, session_id, id)
    DO UPDATE SET withdrawn = excluded.withdrawn, texts = excluded.texts, about = excluded.about
    """,
)
_LOAD_MEETINGS: Final = """
SELECT to_json(b)::text FROM session_board AS b
JOIN unnest(%s::uuid[], %s::uuid[]) AS wanted (tenant_id, session_id) USING (tenant_id, session_id)
"""
_LOAD_ENTRIES: Final = """
SELECT to_json(e)::text FROM session_board_entries AS e
JOIN unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS wanted (tenant_id, session_id, id)
    USING (tenant_id, session_id, id)
"""
_OF_SESSION: Final = """
SELECT json_build_object(
    'meeting', b,
    'method', (
        SELECT m.method FROM views.session_board_methods AS m
        WHERE (m.tenant_id, m.session_id) = (b.tenant_id, b.session_id)),
    'entries', coalesce((
        SELECT json_agg(e ORDER BY e.version) FROM views.session_board_entries AS e
        WHERE (e.tenant_id, e.session_id) = (b.tenant_id, b.session_id)), '[]')
)::text FROM views.session_board AS b WHERE session_id = %s
"""


class Entry(Row):
    """Something that was said; its texts are gone when it was withdrawn, and sealed before.

    ``version`` is that of the session when it was said, ``kind`` the short name of its event.
    """

    tenant_id: UUID
    session_id: UUID
    id: UUID
    version: int
    kind: str
    by: UUID
    step: int
    late: bool
    withdrawn: bool
    texts: dict[str, Sealed]
    """By the name of the field of the event: ``text``, ``title``, ``question`` …"""
    about: dict[str, Any]
    """What else the event says: ``case``, ``question``, ``status``, ``due`` … as JSON has it."""


class _MethodRow(Row):
    tenant_id: UUID
    session_id: UUID
    method: Method


class Board(Struct, frozen=True, kw_only=True):
    """A meeting and everything said in it, in order; the method as it was when the meeting opened."""

    meeting: Meeting
    method: Method | None
    entries: tuple[Entry, ...]


class SessionBoard(Projection):
    """One board for each meeting. Who may see which entry, and when, is for the reader to decide."""

    name: ClassVar[LiteralString] = "session_board"
    reads: ClassVar[tuple[type[Event], ...]] = (SessionEvent,)
    definition: ClassVar[LiteralString] = _DEFINITION
    tables: ClassVar[tuple[Table, ...]] = (_MEETINGS, _METHODS, _ENTRIES)

    @override
    async def apply(self, batch: Sequence[Happened], connection: Connection) -> None:
        """Take in what was moved, said and withdrawn."""
        meetings = await _meetings(connection, batch)
        entries = Changes[Entry](_ENTRIES)
        for fact in batch:
            meeting = meetings[fact.tenant, fact.stream]
            meeting.version = fact.version
            match fact.event:
                case Contribution():
                    entries.put((*_key(fact), fact.event.id), _entry(fact, fact.event))
                case ContributionWithdrawn():
                    continue
                case event:
                    evolve(meeting, cast("AnyProcedureEvent", event))
        await _withdraw(connection, batch, entries)
        await _save(connection, batch, meetings)
        await entries.write(connection)


def _key(fact: Happened) -> tuple[UUID, UUID]:
    return fact.tenant, fact.stream


async def _meetings(connection: Connection, batch: Sequence[Happened]) -> dict[Key, Meeting]:
    keys = {_key(fact) for fact in batch}
    known = await load(connection, _LOAD_MEETINGS, keys, Meeting)
    blank: dict[Key, Meeting] = {key: Meeting(tenant_id=key[0], session_id=key[1]) for key in keys}
    return blank | {(meeting.tenant_id, meeting.session_id): meeting for meeting in known}


def _entry(fact: Happened, said: Contribution) -> Entry:
    return Entry(
        tenant_id=fact.tenant,
        session_id=fact.stream,
        id=said.id,
        version=fact.version,
        kind=short_name(said),
        by=said.by,
        step=said.step,
        late=said.late,
        withdrawn=False,
        texts=texts(said),
        about=about(said),
    )


async def _withdraw(connection: Connection, batch: Sequence[Happened], entries: Changes[Entry]) -> None:
    withdrawn = [
        (*_key(fact), fact.event.contribution)
        for fact in batch
        if isinstance(fact.event, ContributionWithdrawn)
    ]
    earlier = [key for key in withdrawn if entries.get(key) is None]
    for entry in await load(connection, _LOAD_ENTRIES, earlier, Entry):
        entries.put((entry.tenant_id, entry.session_id, entry.id), entry)
    for key in withdrawn:
        if said := entries.get(key):
            said.withdrawn, said.texts, said.about = True, {}, {}


async def _save(connection: Connection, batch: Sequence[Happened], meetings: dict[Key, Meeting]) -> None:
    changed, methods = Changes[Meeting](_MEETINGS), Changes[_MethodRow](_METHODS)
    for key, meeting in meetings.items():
        changed.put(key, meeting)
    for fact in batch:
        if isinstance(fact.event, SessionOpened):
            method = _MethodRow(tenant_id=fact.tenant, session_id=fact.stream, method=fact.event.method)
            methods.put(_key(fact), method)
    await changed.write(connection)
    await methods.write(connection)


async def of(connection: Connection, session: UUID) -> Board | None:
    """Return the board of a meeting, or None when it has not been opened."""
    found = await (await connection.execute(_OF_SESSION, [session])).fetchone()
    return msgspec.json.decode(found[0], type=Board) if found else None
