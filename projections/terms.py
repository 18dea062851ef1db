"""The tables of what is due when, and the rows they hold."""

from datetime import datetime
from typing import Final
from uuid import UUID

from events.base import Sealed
from projections.base import Row, Table

DEFINITION: Final = """
CREATE TABLE retention_meetings (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    group_id uuid,
    opened_at timestamptz,
    closed_at timestamptz,
    PRIMARY KEY (tenant_id, session_id)
);
CREATE INDEX ON retention_meetings (tenant_id, group_id);
CREATE TABLE retention_attendance (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    person_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, session_id, person_id)
);
CREATE INDEX ON retention_attendance (person_id);
CREATE POLICY own_meetings ON retention_attendance FOR SELECT
    USING (person_id = nullif(current_setting('app.person', true), '')::uuid);
CREATE TABLE retention_cases (
    tenant_id uuid NOT NULL,
    case_id uuid NOT NULL,
    session_id uuid NOT NULL,
    position bigint NOT NULL,
    contributor uuid NOT NULL,
    title jsonb,
    chosen bool NOT NULL,
    keeps bool NOT NULL,
    erased bigint,
    PRIMARY KEY (tenant_id, case_id)
);
CREATE INDEX ON retention_cases (tenant_id, session_id);
CREATE INDEX ON retention_cases (tenant_id, contributor);
CREATE INDEX ON retention_cases (erased);
CREATE TABLE retention_carried (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    case_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, session_id, case_id)
);
CREATE INDEX ON retention_carried (tenant_id, case_id);
CREATE TABLE retention_actions (
    tenant_id uuid NOT NULL,
    action_id uuid NOT NULL,
    session_id uuid NOT NULL,
    case_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, action_id, session_id)
);
CREATE INDEX ON retention_actions (tenant_id, case_id);
CREATE TABLE retention_reports (
    tenant_id uuid NOT NULL,
    report_id uuid NOT NULL,
    session_id uuid NOT NULL,
    action_id uuid NOT NULL,
    told_by uuid NOT NULL,
    PRIMARY KEY (tenant_id, report_id, session_id)
);
CREATE INDEX ON retention_reports (tenant_id, action_id, told_by);
CREATE TABLE retention_carried_on (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    session_id uuid NOT NULL,
    action_id uuid NOT NULL,
    told_by uuid NOT NULL,
    PRIMARY KEY (tenant_id, id, session_id)
);
CREATE INDEX ON retention_carried_on (tenant_id, action_id, told_by);
CREATE TABLE retention_groups (
    tenant_id uuid NOT NULL,
    group_id uuid NOT NULL,
    days_after_follow_up int NOT NULL,
    days_after_session int NOT NULL,
    chosen_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, group_id, days_after_follow_up, days_after_session)
);
CREATE TABLE retention_forgotten (
    tenant_id uuid NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (tenant_id)
);
CREATE INDEX ON retention_forgotten (position);
"""
MEETINGS: Final = Table(
    "retention_meetings",
    save="""
    INSERT INTO retention_meetings SELECT * FROM json_populate_recordset(NULL::retention_meetings, %s)
    ON CONFLICT (tenant_id, session_id) DO UPDATE SET
        group_id = excluded.group_id, opened_at = excluded.opened_at, closed_at = excluded.closed_at
    """,
)
ATTENDANCE: Final = Table(
    "retention_attendance",
    save="""
    INSERT INTO retention_attendance SELECT * FROM json_populate_recordset(NULL::retention_attendance, %s)
    ON CONFLICT (tenant_id, session_id, person_id) DO NOTHING
    """,
)
CASES: Final = Table(
    "retention_cases",
    save="""
    INSERT INTO retention_cases SELECT * FROM json_populate_recordset(NULL::retention_cases, %s)
    ON CONFLICT (tenant_id, case_id) DO UPDATE SET
        title = excluded.title, chosen = excluded.chosen, keeps = excluded.keeps, erased = excluded.erased
    """,
)
CARRIED: Final = Table(
    "retention_carried",
    save="""
    INSERT INTO retention_carried SELECT * FROM json_populate_recordset(NULL::retention_carried, %s)
    ON CONFLICT (tenant_id, session_id, case_id) DO NOTHING
    """,
)
ACTIONS: Final = Table(
    "retention_actions",
    save="""
    INSERT INTO retention_actions SELECT * FROM json_populate_recordset(NULL::retention_actions, %s)
    ON CONFLICT (tenant_id, action_id, session_id) DO NOTHING
    """,
    drop="""
    DELETE FROM retention_actions AS a
    USING unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS gone (tenant_id, action_id, session_id)
    WHERE (a.tenant_id, a.action_id, a.session_id) = (gone.tenant_id, gone.action_id, gone.session_id)
    """,
)
REPORTS: Final = Table(
    "retention_reports",
    save="""
    INSERT INTO retention_reports SELECT * FROM json_populate_recordset(NULL::retention_reports, %s)
    ON CONFLICT (tenant_id, report_id, session_id) DO NOTHING
    """,
    drop="""
    DELETE FROM retention_reports AS r
    USING unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS gone (tenant_id, report_id, session_id)
    WHERE (r.tenant_id, r.report_id, r.session_id) = (gone.tenant_id, gone.report_id, gone.session_id)
    """,
)
CARRIED_ON: Final = Table(
    "retention_carried_on",
    save="""
    INSERT INTO retention_carried_on SELECT * FROM json_populate_recordset(NULL::retention_carried_on, %s)
    ON CONFLICT (tenant_id, id, session_id) DO NOTHING
    """,
    drop="""
    DELETE FROM retention_carried_on AS c
    USING unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS gone (tenant_id, id, session_id)
    WHERE (c.tenant_id, c.id, c.session_id) = (gone.tenant_id, gone.id, gone.session_id)
    """,
)
GROUPS: Final = Table(
    "retention_groups",
    save="""
    INSERT INTO retention_groups SELECT * FROM json_populate_recordset(NULL::retention_groups, %s)
    ON CONFLICT (tenant_id, group_id, days_after_follow_up, days_after_session) DO NOTHING
    """,
)
FORGOTTEN: Final = Table(
    "retention_forgotten",
    save="""
    INSERT INTO retention_forgotten SELECT * FROM json_populate_recordset(NULL::retention_forgotten, %s)
    ON CONFLICT (tenant_id) DO NOTHING
    """,
)
LOAD_MEETINGS: Final = """
SELECT to_json(m)::text FROM retention_meetings AS m
JOIN unnest(%s::uuid[], %s::uuid[]) AS wanted (tenant_id, session_id) USING (tenant_id, session_id)
"""
LOAD_CASES: Final = """
SELECT to_json(c)::text FROM retention_cases AS c
JOIN unnest(%s::uuid[], %s::uuid[]) AS wanted (tenant_id, case_id) USING (tenant_id, case_id)
"""
UNTITLE: Final = """
UPDATE retention_cases SET title = NULL WHERE tenant_id = %s AND session_id = %s AND contributor = %s
"""


class MeetingRow(Row):
    """When a meeting was."""

    tenant_id: UUID
    session_id: UUID
    group_id: UUID | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None


class AttendanceRow(Row):
    """Somebody who was there, and may have said something."""

    tenant_id: UUID
    session_id: UUID
    person_id: UUID


class CaseRow(Row):
    """A case where it was first brought in; ``erased`` is the position at which it was.

    Whoever proposes it again elsewhere under the same id has no say over it.
    """

    tenant_id: UUID
    case_id: UUID
    session_id: UUID
    position: int
    contributor: UUID
    title: Sealed | None
    chosen: bool = False
    keeps: bool = True
    erased: int | None = None


class CarriedRow(Row):
    """A meeting that an action of an earlier case was carried to."""

    tenant_id: UUID
    session_id: UUID
    case_id: UUID


class ActionRow(Row):
    """An action on which a report is to come."""

    tenant_id: UUID
    action_id: UUID
    session_id: UUID
    case_id: UUID


class ReportRow(Row):
    """In which meeting an action was reported on, and by whom."""

    tenant_id: UUID
    report_id: UUID
    session_id: UUID
    action_id: UUID
    told_by: UUID


class CarriedOnRow(Row):
    """That an action is carried on after its report in a meeting: the report to come counts."""

    tenant_id: UUID
    id: UUID
    session_id: UUID
    action_id: UUID
    told_by: UUID


class GroupRow(Row):
    """How long a group keeps texts since it chose so; it only chooses shorter, so nothing twice."""

    tenant_id: UUID
    group_id: UUID
    days_after_follow_up: int
    days_after_session: int
    chosen_at: datetime


class ForgottenRow(Row):
    """A person who is gone; the tenant of a person's own stream is the person."""

    tenant_id: UUID
    position: int
