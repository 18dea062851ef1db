"""What happened in the groups that an organisation hosts, for figures of which its programs are told."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Final, LiteralString
from uuid import UUID

from typing_extensions import override

from events.base import Event
from events.group import GroupFormed
from events.session import ParticipantArrived, SessionClosed, SessionOpened, SessionReopened
from projections.base import Changes, Connection, Happened, Projection, Row, Table, load

_DEFINITION: Final = """
CREATE TABLE news_groups (
    tenant_id uuid NOT NULL,
    group_id uuid NOT NULL,
    formed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, group_id)
);
CREATE TABLE news_meetings (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    group_id uuid NOT NULL,
    held_at timestamptz,
    PRIMARY KEY (tenant_id, session_id)
);
CREATE TABLE news_presence (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    person_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, session_id, person_id)
);
"""
_GROUPS: Final = Table(
    "news_groups",
    save="""
    INSERT INTO news_groups SELECT * FROM json_populate_recordset(NULL::news_groups, %s)
    ON CONFLICT (tenant_id, group_id) DO NOTHING
    """,
)
_MEETINGS: Final = Table(
    "news_meetings",
    save="""
    INSERT INTO news_meetings SELECT * FROM json_populate_recordset(NULL::news_meetings, %s)
    ON CONFLICT (tenant_id, session_id) DO UPDATE SET held_at = excluded.held_at
    """,
)
_PRESENCE: Final = Table(
    "news_presence",
    save="""
    INSERT INTO news_presence SELECT * FROM json_populate_recordset(NULL::news_presence, %s)
    ON CONFLICT (tenant_id, session_id, person_id) DO NOTHING
    """,
)
_LOAD_MEETINGS: Final = """
SELECT to_json(m)::text FROM news_meetings AS m
JOIN unnest(%s::uuid[], %s::uuid[]) AS wanted (tenant_id, session_id) USING (tenant_id, session_id)
"""


class _Group(Row):
    tenant_id: UUID
    group_id: UUID
    formed_at: datetime


class _Meeting(Row):
    tenant_id: UUID
    session_id: UUID
    group_id: UUID
    held_at: datetime | None


class _Presence(Row):
    tenant_id: UUID
    session_id: UUID
    person_id: UUID


class News(Projection):
    """Groups formed and meetings held where an organisation hosts; a group of its own is nobody's news."""

    name: ClassVar[LiteralString] = "news"
    reads: ClassVar[tuple[type[Event], ...]] = (
        GroupFormed,
        SessionOpened,
        SessionClosed,
        SessionReopened,
        ParticipantArrived,
    )
    definition: ClassVar[LiteralString] = _DEFINITION
    tables: ClassVar[tuple[Table, ...]] = (_GROUPS, _MEETINGS, _PRESENCE)

    @override
    async def apply(self, batch: Sequence[Happened], connection: Connection) -> None:
        """Take in what was formed, opened and closed."""
        groups, meetings = Changes[_Group](_GROUPS), Changes[_Meeting](_MEETINGS)
        presence = Changes[_Presence](_PRESENCE)
        about = [(fact.tenant, fact.stream) for fact in batch if not isinstance(fact.event, GroupFormed)]
        for known in await load(connection, _LOAD_MEETINGS, about, _Meeting):
            meetings.put((known.tenant_id, known.session_id), known)
        for fact in batch:
            key = (fact.tenant, fact.stream)
            row = meetings.get(key)
            match fact.event:
                case GroupFormed() if fact.stream != fact.tenant:
                    groups.put(key, _Group(tenant_id=key[0], group_id=key[1], formed_at=fact.recorded_at))
                case SessionOpened(group=group) if group != fact.tenant:
                    opened = _Meeting(tenant_id=key[0], session_id=key[1], group_id=group, held_at=None)
                    meetings.put(key, opened)
                case SessionClosed(at=at) if row is not None:
                    row.held_at = at
                case SessionReopened() if row is not None:
                    row.held_at = None
                case ParticipantArrived(person=person) if row is not None:
                    there = _Presence(tenant_id=key[0], session_id=key[1], person_id=person)
                    presence.put((*key, person), there)
                case _:
                    pass
        for changes in (groups, meetings, presence):
            await changes.write(connection)
