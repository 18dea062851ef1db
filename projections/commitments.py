"""The tables of the open actions, and the rows they hold."""

from datetime import date
from typing import Final
from uuid import UUID

from events.base import Sealed
from events.contribution import ActionStatus
from projections.base import Row, Table

DEFINITION: Final = """
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
    PRIMARY KEY (tenant_id, action_id, session_id)
);
CREATE INDEX ON open_actions (tenant_id, session_id);
CREATE INDEX ON open_actions (tenant_id, contributor);
CREATE TABLE open_actions_reports (
    tenant_id uuid NOT NULL,
    report_id uuid NOT NULL,
    session_id uuid NOT NULL,
    action_id uuid NOT NULL,
    told_by uuid NOT NULL,
    position bigint NOT NULL,
    status text NOT NULL,
    PRIMARY KEY (tenant_id, report_id, session_id)
);
CREATE INDEX ON open_actions_reports (tenant_id, action_id, told_by);
CREATE TABLE open_actions_carried_on (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    session_id uuid NOT NULL,
    action_id uuid NOT NULL,
    told_by uuid NOT NULL,
    position bigint NOT NULL,
    first_step jsonb,
    due date,
    PRIMARY KEY (tenant_id, id, session_id)
);
CREATE INDEX ON open_actions_carried_on (tenant_id, action_id, told_by);
"""
"""A report closes its action, unless its meeting ended with the action carried on."""
MEETINGS: Final = Table(
    "open_actions_meetings",
    save="""
    INSERT INTO open_actions_meetings
    SELECT * FROM json_populate_recordset(NULL::open_actions_meetings, %s)
    ON CONFLICT (tenant_id, session_id) DO UPDATE SET group_id = excluded.group_id
    """,
)
ACTIONS: Final = Table(
    "open_actions",
    save="""
    INSERT INTO open_actions SELECT * FROM json_populate_recordset(NULL::open_actions, %s)
    ON CONFLICT (tenant_id, action_id, session_id) DO UPDATE SET
        text = excluded.text, first_step = excluded.first_step
    """,
    drop="""
    DELETE FROM open_actions AS a
    USING unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS gone (tenant_id, action_id, session_id)
    WHERE (a.tenant_id, a.action_id, a.session_id) = (gone.tenant_id, gone.action_id, gone.session_id)
    """,
)
LOAD_ACTIONS: Final = """
SELECT to_json(a)::text FROM open_actions AS a
JOIN unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS wanted (tenant_id, action_id, session_id)
    USING (tenant_id, action_id, session_id)
"""
OF_CASE_GONE: Final = "DELETE FROM open_actions WHERE tenant_id = %s AND session_id = %s AND case_id = %s"
OF_AUTHOR_GONE: Final = (
    "DELETE FROM open_actions WHERE tenant_id = %s AND session_id = %s AND contributor = %s"
)
REPORTS: Final = Table(
    "open_actions_reports",
    save="""
    INSERT INTO open_actions_reports
    SELECT * FROM json_populate_recordset(NULL::open_actions_reports, %s)
    ON CONFLICT (tenant_id, report_id, session_id) DO NOTHING
    """,
    drop="""
    DELETE FROM open_actions_reports AS r
    USING unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS gone (tenant_id, report_id, session_id)
    WHERE (r.tenant_id, r.report_id, r.session_id) = (gone.tenant_id, gone.report_id, gone.session_id)
    """,
)

CARRIED_ON: Final = Table(
    "open_actions_carried_on",
    save="""
    INSERT INTO open_actions_carried_on
    SELECT * FROM json_populate_recordset(NULL::open_actions_carried_on, %s)
    ON CONFLICT (tenant_id, id, session_id) DO UPDATE SET first_step = excluded.first_step
    """,
    drop="""
    DELETE FROM open_actions_carried_on AS c
    USING unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS gone (tenant_id, id, session_id)
    WHERE (c.tenant_id, c.id, c.session_id) = (gone.tenant_id, gone.id, gone.session_id)
    """,
)
LOAD_CARRIED_ON: Final = """
SELECT to_json(c)::text FROM open_actions_carried_on AS c
JOIN unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS wanted (tenant_id, id, session_id)
    USING (tenant_id, id, session_id)
"""


class MeetingRow(Row):
    """Which group a meeting is of."""

    tenant_id: UUID
    session_id: UUID
    group_id: UUID


class ActionRow(Row):
    """An action as it was committed."""

    tenant_id: UUID
    action_id: UUID
    session_id: UUID
    position: int
    case_id: UUID
    contributor: UUID
    text: Sealed
    first_step: Sealed | None
    due: date | None


class ReportRow(Row):
    """That an action was reported on, in which meeting, by whom, and as what."""

    tenant_id: UUID
    report_id: UUID
    session_id: UUID
    action_id: UUID
    told_by: UUID
    position: int
    status: ActionStatus


class CarriedOnRow(Row):
    """That an action is carried on, since which meeting, and how."""

    tenant_id: UUID
    id: UUID
    session_id: UUID
    action_id: UUID
    told_by: UUID
    position: int
    first_step: Sealed | None
    due: date | None
