"""The tables of what people are to be reminded of, and the rows of those that hold facts."""

from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from events.group import Role
from events.reminding import Channel, Occasion
from projections.agenda import MeetingState
from projections.base import Row, Table

DEFINITION: Final = """
CREATE TABLE reminders_groups (
    tenant_id uuid NOT NULL,
    group_id uuid NOT NULL,
    keeper uuid NOT NULL,
    weeks int,
    occasions text[] NOT NULL,
    closed boolean NOT NULL,
    PRIMARY KEY (tenant_id, group_id)
);
CREATE TABLE reminders_members (
    tenant_id uuid NOT NULL,
    group_id uuid NOT NULL,
    person_id uuid NOT NULL,
    role text NOT NULL,
    PRIMARY KEY (tenant_id, group_id, person_id)
);
CREATE TABLE reminders_meetings (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    group_id uuid NOT NULL,
    state text NOT NULL,
    starts_at timestamptz NOT NULL,
    minutes int NOT NULL,
    changes int NOT NULL,
    changed_at timestamptz NOT NULL,
    opened_at timestamptz,
    closed_at timestamptz,
    PRIMARY KEY (tenant_id, session_id)
);
CREATE INDEX ON reminders_meetings (tenant_id, group_id);
CREATE TABLE reminders_arrivals (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    person_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, session_id, person_id)
);
CREATE TABLE reminders_actions (
    tenant_id uuid NOT NULL,
    action_id uuid NOT NULL,
    session_id uuid NOT NULL,
    position bigint NOT NULL,
    case_id uuid NOT NULL,
    contributor uuid NOT NULL,
    due date,
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, action_id, session_id)
);
CREATE INDEX ON reminders_actions (tenant_id, session_id);
CREATE TABLE reminders_reports (
    tenant_id uuid NOT NULL,
    report_id uuid NOT NULL,
    session_id uuid NOT NULL,
    action_id uuid NOT NULL,
    told_by uuid NOT NULL,
    PRIMARY KEY (tenant_id, report_id, session_id)
);
CREATE INDEX ON reminders_reports (tenant_id, action_id, told_by);
CREATE TABLE reminders_carried_on (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    session_id uuid NOT NULL,
    action_id uuid NOT NULL,
    told_by uuid NOT NULL,
    position bigint NOT NULL,
    due date,
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id, session_id)
);
CREATE INDEX ON reminders_carried_on (tenant_id, session_id);
CREATE INDEX ON reminders_carried_on (tenant_id, action_id, told_by);
CREATE TABLE reminders_wishes (
    tenant_id uuid NOT NULL,
    position bigint NOT NULL,
    channels text[] NOT NULL,
    occasions text[] NOT NULL,
    hour time NOT NULL,
    quiet_begin time,
    quiet_end time,
    paused_until timestamptz,
    PRIMARY KEY (tenant_id)
);
CREATE TABLE reminders_due (
    tenant_id uuid NOT NULL,
    person_id uuid NOT NULL,
    occasion text NOT NULL,
    about uuid NOT NULL,
    group_id uuid NOT NULL,
    session_id uuid,
    action_id uuid,
    anchor timestamptz,
    day date,
    days int NOT NULL,
    sharp boolean NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    opens timestamptz NOT NULL,
    actions uuid[] NOT NULL,
    PRIMARY KEY (tenant_id, person_id, occasion, about)
);
CREATE INDEX ON reminders_due (tenant_id, group_id);
CREATE INDEX ON reminders_due (person_id);
CREATE INDEX ON reminders_due (until, opens);
CREATE POLICY own_rows ON reminders_due FOR SELECT
    USING (person_id = nullif(current_setting('app.person', true), '')::uuid);
"""
"""The tenant of a person's wishes is the person. ``reminders_due`` follows from the other tables, group by
group. ``opens``: before it nobody's clock says that it is due. ``actions``: all whose report is wanted at the
meeting; ``action_id`` is the first of them.
"""
GROUPS: Final = Table(
    "reminders_groups",
    save="""
    INSERT INTO reminders_groups SELECT * FROM json_populate_recordset(NULL::reminders_groups, %s)
    ON CONFLICT (tenant_id, group_id) DO UPDATE SET keeper = excluded.keeper, weeks = excluded.weeks,
        occasions = excluded.occasions, closed = excluded.closed
    """,
)
LOAD_GROUPS: Final = """
SELECT to_json(g)::text FROM reminders_groups AS g
JOIN unnest(%s::uuid[], %s::uuid[]) AS wanted (tenant_id, group_id) USING (tenant_id, group_id)
"""
MEMBERS: Final = Table(
    "reminders_members",
    save="""
    INSERT INTO reminders_members SELECT * FROM json_populate_recordset(NULL::reminders_members, %s)
    ON CONFLICT (tenant_id, group_id, person_id) DO UPDATE SET role = excluded.role
    """,
    drop="""
    DELETE FROM reminders_members AS m USING unnest(%s::uuid[], %s::uuid[], %s::uuid[])
        AS gone (tenant_id, group_id, person_id)
    WHERE (m.tenant_id, m.group_id, m.person_id) = (gone.tenant_id, gone.group_id, gone.person_id)
    """,
)
MEETINGS: Final = Table(
    "reminders_meetings",
    save="""
    INSERT INTO reminders_meetings SELECT * FROM json_populate_recordset(NULL::reminders_meetings, %s)
    ON CONFLICT (tenant_id, session_id) DO UPDATE SET group_id = excluded.group_id,
        state = excluded.state, starts_at = excluded.starts_at, minutes = excluded.minutes,
        changes = excluded.changes, changed_at = excluded.changed_at,
        opened_at = excluded.opened_at, closed_at = excluded.closed_at
    """,
)
LOAD_MEETINGS: Final = """
SELECT to_json(m)::text FROM reminders_meetings AS m
JOIN unnest(%s::uuid[], %s::uuid[]) AS wanted (tenant_id, session_id) USING (tenant_id, session_id)
"""
ARRIVALS: Final = Table(
    "reminders_arrivals",
    save="""
    INSERT INTO reminders_arrivals SELECT * FROM json_populate_recordset(NULL::reminders_arrivals, %s)
    ON CONFLICT (tenant_id, session_id, person_id) DO NOTHING
    """,
)
ACTIONS: Final = Table(
    "reminders_actions",
    save="""
    INSERT INTO reminders_actions SELECT * FROM json_populate_recordset(NULL::reminders_actions, %s)
    ON CONFLICT (tenant_id, action_id, session_id) DO NOTHING
    """,
    drop="""
    DELETE FROM reminders_actions AS a
    USING unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS gone (tenant_id, action_id, session_id)
    WHERE (a.tenant_id, a.action_id, a.session_id) = (gone.tenant_id, gone.action_id, gone.session_id)
    """,
)
OF_CASE_GONE: Final = (
    "DELETE FROM reminders_actions WHERE tenant_id = %s AND session_id = %s AND case_id = %s"
)
OF_AUTHOR_GONE: Final = (
    "DELETE FROM reminders_actions WHERE tenant_id = %s AND session_id = %s AND contributor = %s"
)
REPORTS: Final = Table(
    "reminders_reports",
    save="""
    INSERT INTO reminders_reports SELECT * FROM json_populate_recordset(NULL::reminders_reports, %s)
    ON CONFLICT (tenant_id, report_id, session_id) DO NOTHING
    """,
    drop="""
    DELETE FROM reminders_reports AS r
    USING unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS gone (tenant_id, report_id, session_id)
    WHERE (r.tenant_id, r.report_id, r.session_id) = (gone.tenant_id, gone.report_id, gone.session_id)
    """,
)
CARRIED_ON: Final = Table(
    "reminders_carried_on",
    save="""
    INSERT INTO reminders_carried_on SELECT * FROM json_populate_recordset(NULL::reminders_carried_on, %s)
    ON CONFLICT (tenant_id, id, session_id) DO NOTHING
    """,
    drop="""
    DELETE FROM reminders_carried_on AS c
    USING unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS gone (tenant_id, id, session_id)
    WHERE (c.tenant_id, c.id, c.session_id) = (gone.tenant_id, gone.id, gone.session_id)
    """,
)
WISHES: Final = Table(
    "reminders_wishes",
    save="""
    INSERT INTO reminders_wishes SELECT * FROM json_populate_recordset(NULL::reminders_wishes, %s)
    ON CONFLICT (tenant_id) DO UPDATE SET position = excluded.position, channels = excluded.channels,
        occasions = excluded.occasions, hour = excluded.hour, quiet_begin = excluded.quiet_begin,
        quiet_end = excluded.quiet_end, paused_until = excluded.paused_until
    """,
    drop="DELETE FROM reminders_wishes WHERE tenant_id = ANY(%s::uuid[])",
)
DUE: Final = Table("reminders_due", save="SELECT %s::text")
"""Written by ``derive`` alone."""


class GroupRow(Row):
    """Who keeps a group, how many weeks lie between its meetings, and of what it reminds."""

    tenant_id: UUID
    group_id: UUID
    keeper: UUID
    weeks: int | None
    occasions: list[Occasion]
    closed: bool


class MemberRow(Row):
    """Who is in a group."""

    tenant_id: UUID
    group_id: UUID
    person_id: UUID
    role: Role


class MeetingRow(Row):
    """A meeting; ``changes`` counts how often it was moved or called off, which calendars ask for."""

    tenant_id: UUID
    session_id: UUID
    group_id: UUID
    state: MeetingState
    starts_at: datetime
    minutes: int
    changes: int
    changed_at: datetime
    opened_at: datetime | None = None
    closed_at: datetime | None = None


class ArrivalRow(Row):
    """That somebody was at a meeting."""

    tenant_id: UUID
    session_id: UUID
    person_id: UUID


class ActionRow(Row):
    """An action, without its words."""

    tenant_id: UUID
    action_id: UUID
    session_id: UUID
    position: int
    case_id: UUID
    contributor: UUID
    due: date | None
    at: datetime


class ReportRow(Row):
    """That an action was reported on, and by whom."""

    tenant_id: UUID
    report_id: UUID
    session_id: UUID
    action_id: UUID
    told_by: UUID


class CarriedOnRow(Row):
    """That an action is carried on since a meeting, until when, and by whom."""

    tenant_id: UUID
    id: UUID
    session_id: UUID
    action_id: UUID
    told_by: UUID
    position: int
    due: date | None
    at: datetime


class WishesRow(Row):
    """How a person wants to be reminded; ``position``: where the record says so."""

    tenant_id: UUID
    position: int
    channels: list[Channel]
    occasions: list[Occasion]
    hour: time
    quiet_begin: time | None
    quiet_end: time | None
    paused_until: datetime | None
