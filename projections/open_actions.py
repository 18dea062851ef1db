"""Which actions wait for their report: open until the contributor has told what came of them (R-87)."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Final, LiteralString
from uuid import UUID

import msgspec
from msgspec import Struct
from typing_extensions import override

from events.base import Event, Sealed
from events.contribution import ActionCommitted, ActionStatus, ContributionWithdrawn, FollowUpReported
from events.session import SessionOpened
from projections.base import Changes, Connection, Happened, Projection, Row, Table

_DEFINITION: Final = """
CREATE TABLE open_actions_meetings (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    group_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, session_id)
);
CREATE INDEX ON open_actions_meetings (tenant_id, group_id);
CREATE TABLE open_actions (
    tenant_id uuid NOT NULL,
    action_id uuid NOT NULL,
    session_id uuid NOT NULL,
    position bigint NOT NULL,
    case_id uuid NOT NULL,
    contributor uuid NOT NULL,
    text jsonb NOT NULL,
    first_step jsonb,
    due date,
    PRIMARY KEY (tenant_id, action_id)
);
CREATE INDEX ON open_actions (tenant_id, session_id);
CREATE INDEX ON open_actions (tenant_id, contributor);
CREATE TABLE open_actions_reports (
    tenant_id uuid NOT NULL,
    report_id uuid NOT NULL,
    action_id uuid NOT NULL,
    position bigint NOT NULL,
    status text NOT NULL,
    PRIMARY KEY (tenant_id, report_id)
);
CREATE INDEX ON open_actions_reports (tenant_id, action_id);
"""
_MEETINGS: Final = Table(
    "open_actions_meetings",
    save="""
    INSERT INTO open_actions_meetings
    SELECT * FROM json_populate_recordset(NULL::open_actions_meetings, %s)
    ON CONFLICT (tenant_id, session_id) DO UPDATE SET group_id = excluded.group_id
    """,
)
_ACTIONS: Final = Table(
    "open_actions",
    save="""
    INSERT INTO open_actions SELECT * FROM json_populate_recordset(NULL::open_actions, %s)
    ON CONFLICT (tenant_id, action_id) DO NOTHING
    """,
    drop="""
    DELETE FROM open_actions AS a USING unnest(%s::uuid[], %s::uuid[]) AS gone (tenant_id, action_id)
    WHERE (a.tenant_id, a.action_id) = (gone.tenant_id, gone.action_id)
    """,
)
_REPORTS: Final = Table(
    "open_actions_reports",
    save="""
    INSERT INTO open_actions_reports
    SELECT * FROM json_populate_recordset(NULL::open_actions_reports, %s)
    ON CONFLICT (tenant_id, report_id) DO NOTHING
    """,
    drop="""
    DELETE FROM open_actions_reports AS r USING unnest(%s::uuid[], %s::uuid[]) AS gone (tenant_id, report_id)
    WHERE (r.tenant_id, r.report_id) = (gone.tenant_id, gone.report_id)
    """,
)
_OF_GROUP: Final = """
SELECT to_json(found)::text FROM (
    SELECT a.*, m.group_id, NULL AS status
    FROM views.open_actions AS a JOIN views.open_actions_meetings AS m USING (tenant_id, session_id)
    WHERE m.group_id = %s AND NOT EXISTS (
        SELECT FROM views.open_actions_reports AS r
        WHERE (r.tenant_id, r.action_id) = (a.tenant_id, a.action_id))
    ORDER BY a.position
) AS found
"""
_OF_PERSON: Final = """
SELECT to_json(found)::text FROM (
    SELECT a.*, m.group_id, NULL AS status
    FROM views.open_actions AS a JOIN views.open_actions_meetings AS m USING (tenant_id, session_id)
    WHERE a.contributor = %s AND NOT EXISTS (
        SELECT FROM views.open_actions_reports AS r
        WHERE (r.tenant_id, r.action_id) = (a.tenant_id, a.action_id))
    ORDER BY a.position
) AS found
"""
_ACTION: Final = """
SELECT to_json(found)::text FROM (
    SELECT a.*, m.group_id, (
        SELECT r.status FROM views.open_actions_reports AS r
        WHERE (r.tenant_id, r.action_id) = (a.tenant_id, a.action_id)
        ORDER BY r.position DESC LIMIT 1) AS status
    FROM views.open_actions AS a JOIN views.open_actions_meetings AS m USING (tenant_id, session_id)
    WHERE a.action_id = %s
) AS found
"""


class _Meeting(Row):
    tenant_id: UUID
    session_id: UUID
    group_id: UUID


class _Committed(Row):
    tenant_id: UUID
    action_id: UUID
    session_id: UUID
    position: int
    case_id: UUID
    contributor: UUID
    text: Sealed
    first_step: Sealed | None
    due: date | None


class _Report(Row):
    tenant_id: UUID
    report_id: UUID
    action_id: UUID
    position: int
    status: ActionStatus


class Action(Struct, frozen=True, kw_only=True):
    """An action and what it waits for; ``status`` is what the last report said, None while it is open.

    ``text`` and ``first_step`` are sealed as ``session.action_committed`` under these names.
    """

    tenant_id: UUID
    group_id: UUID
    session_id: UUID
    case_id: UUID
    action_id: UUID
    contributor: UUID
    text: Sealed
    first_step: Sealed | None
    due: date | None
    status: ActionStatus | None


class OpenActions(Projection):
    """Every action and the reports on it: skipping leaves it open, withdrawing makes it disappear."""

    name: ClassVar[LiteralString] = "open_actions"
    reads: ClassVar[tuple[type[Event], ...]] = (
        SessionOpened,
        ActionCommitted,
        FollowUpReported,
        ContributionWithdrawn,
    )
    definition: ClassVar[LiteralString] = _DEFINITION
    tables: ClassVar[tuple[Table, ...]] = (_MEETINGS, _ACTIONS, _REPORTS)

    @override
    async def apply(self, batch: Sequence[Happened], connection: Connection) -> None:
        """Note what was committed, reported and taken back."""
        meetings = Changes[_Meeting](_MEETINGS)
        actions, reports = Changes[_Committed](_ACTIONS), Changes[_Report](_REPORTS)
        for fact in batch:
            match fact.event:
                case SessionOpened(group=group):
                    meeting = _Meeting(tenant_id=fact.tenant, session_id=fact.stream, group_id=group)
                    meetings.put((fact.tenant, fact.stream), meeting)
                case ActionCommitted(id=action):
                    actions.put((fact.tenant, action), _committed(fact, fact.event))
                case FollowUpReported(id=report):
                    reports.put((fact.tenant, report), _reported(fact, fact.event))
                case ContributionWithdrawn(contribution=contribution):
                    actions.drop((fact.tenant, contribution))
                    reports.drop((fact.tenant, contribution))
                case _:
                    pass
        for changes in (meetings, actions, reports):
            await changes.write(connection)


def _committed(fact: Happened, said: ActionCommitted) -> _Committed:
    return _Committed(
        tenant_id=fact.tenant,
        action_id=said.id,
        session_id=fact.stream,
        position=fact.position,
        case_id=said.case,
        contributor=said.by,
        text=said.text,
        first_step=said.first_step,
        due=said.due,
    )


def _reported(fact: Happened, said: FollowUpReported) -> _Report:
    return _Report(
        tenant_id=fact.tenant,
        report_id=said.id,
        action_id=said.action,
        position=fact.position,
        status=said.status,
    )


async def of_group(connection: Connection, group: UUID) -> list[Action]:
    """Return the open actions of a group, oldest first."""
    return await _actions(connection, _OF_GROUP, group)


async def of_person(connection: Connection, person: UUID) -> list[Action]:
    """Return the open actions of a person in this tenant, oldest first."""
    return await _actions(connection, _OF_PERSON, person)


async def action(connection: Connection, wanted: UUID) -> Action | None:
    """Return one action, reported or not; None when nobody committed it, or it was withdrawn."""
    return next(iter(await _actions(connection, _ACTION, wanted)), None)


async def _actions(connection: Connection, query: LiteralString, of_what: UUID) -> list[Action]:
    found = await connection.execute(query, [of_what])
    return [msgspec.json.decode(text, type=Action) for (text,) in await found.fetchall()]
