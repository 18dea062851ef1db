"""The tables of the learning history, and the rows they hold."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from events.base import Sealed
from events.group import Facilitation
from events.method import Words
from projections.base import Row, Table

DEFINITION: Final = """
CREATE TABLE learning_history_meetings (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    group_id uuid NOT NULL,
    opened_at timestamptz NOT NULL,
    method text NOT NULL,
    names jsonb NOT NULL,
    facilitation text NOT NULL,
    facilitators uuid[] NOT NULL,
    guards uuid[] NOT NULL,
    private_steps int[] NOT NULL,
    quiet_steps int[] NOT NULL,
    free text[] NOT NULL,
    PRIMARY KEY (tenant_id, session_id)
);
CREATE INDEX ON learning_history_meetings (tenant_id, group_id, opened_at);
CREATE TABLE learning_history_closings (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    closed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, session_id)
);
CREATE TABLE learning_history_presence (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    person_id uuid NOT NULL,
    facilitated bool NOT NULL,
    observed bool NOT NULL,
    PRIMARY KEY (tenant_id, session_id, person_id)
);
CREATE INDEX ON learning_history_presence (tenant_id, person_id);
CREATE TABLE learning_history_cases (
    tenant_id uuid NOT NULL,
    case_id uuid NOT NULL,
    session_id uuid NOT NULL,
    position bigint NOT NULL,
    contributor uuid NOT NULL,
    PRIMARY KEY (tenant_id, session_id, case_id)
);
CREATE TABLE learning_history_erased (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    case_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, session_id, case_id)
);
CREATE TABLE learning_history_shared (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    case_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, session_id, case_id)
);
CREATE TABLE learning_history (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    session_id uuid NOT NULL,
    position bigint NOT NULL,
    kind text NOT NULL,
    subject uuid,
    by uuid NOT NULL,
    step int NOT NULL,
    texts jsonb NOT NULL,
    about jsonb NOT NULL,
    hangs_on uuid,
    PRIMARY KEY (tenant_id, session_id, id)
);
"""
MEETINGS: Final = Table(
    "learning_history_meetings",
    save="""
    INSERT INTO learning_history_meetings
    SELECT * FROM json_populate_recordset(NULL::learning_history_meetings, %s)
    ON CONFLICT (tenant_id, session_id) DO NOTHING
    """,
)
CLOSINGS: Final = Table(
    "learning_history_closings",
    save="""
    INSERT INTO learning_history_closings
    SELECT * FROM json_populate_recordset(NULL::learning_history_closings, %s)
    ON CONFLICT (tenant_id, session_id) DO UPDATE SET closed_at = excluded.closed_at
    """,
    drop="""
    DELETE FROM learning_history_closings AS c USING unnest(%s::uuid[], %s::uuid[])
        AS gone (tenant_id, session_id)
    WHERE (c.tenant_id, c.session_id) = (gone.tenant_id, gone.session_id)
    """,
)
PRESENCE: Final = Table(
    "learning_history_presence",
    save="""
    INSERT INTO learning_history_presence AS p
    SELECT * FROM json_populate_recordset(NULL::learning_history_presence, %s)
    ON CONFLICT (tenant_id, session_id, person_id)
    DO UPDATE SET
        facilitated = p.facilitated OR excluded.facilitated, observed = p.observed AND excluded.observed
    """,
)
CASES: Final = Table(
    "learning_history_cases",
    save="""
    INSERT INTO learning_history_cases
    SELECT * FROM json_populate_recordset(NULL::learning_history_cases, %s)
    ON CONFLICT (tenant_id, session_id, case_id) DO UPDATE SET
        position = excluded.position, contributor = excluded.contributor
    """,
    drop="""
    DELETE FROM learning_history_cases AS c USING unnest(%s::uuid[], %s::uuid[], %s::uuid[])
        AS gone (tenant_id, session_id, case_id)
    WHERE (c.tenant_id, c.session_id, c.case_id) = (gone.tenant_id, gone.session_id, gone.case_id)
    """,
)
ERASED: Final = Table(
    "learning_history_erased",
    save="""
    INSERT INTO learning_history_erased
    SELECT * FROM json_populate_recordset(NULL::learning_history_erased, %s)
    ON CONFLICT (tenant_id, session_id, case_id) DO NOTHING
    """,
)
SHARED: Final = Table(
    "learning_history_shared",
    save="""
    INSERT INTO learning_history_shared
    SELECT * FROM json_populate_recordset(NULL::learning_history_shared, %s)
    ON CONFLICT (tenant_id, session_id, case_id) DO NOTHING
    """,
    drop="""
    DELETE FROM learning_history_shared AS s USING unnest(%s::uuid[], %s::uuid[], %s::uuid[])
        AS gone (tenant_id, session_id, case_id)
    WHERE (s.tenant_id, s.session_id, s.case_id) = (gone.tenant_id, gone.session_id, gone.case_id)
    """,
)
CLEAR_CASES: Final = """
UPDATE learning_history AS s SET texts = '{}'
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::bool[])
    AS gone (tenant_id, session_id, case_id, all_of_it)
WHERE (s.tenant_id, s.session_id, s.hangs_on) = (gone.tenant_id, gone.session_id, gone.case_id)
    AND (gone.all_of_it OR s.kind NOT IN ('takeaway_stated', 'action_committed'))
"""
CLEAR_AUTHORS: Final = """
UPDATE learning_history AS s SET texts = '{}'
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS gone (tenant_id, session_id, person_id)
WHERE (s.tenant_id, s.session_id, s.by) = (gone.tenant_id, gone.session_id, gone.person_id)
"""
SAID: Final = Table(
    "learning_history",
    save="""
    INSERT INTO learning_history SELECT * FROM json_populate_recordset(NULL::learning_history, %s)
    ON CONFLICT (tenant_id, session_id, id) DO UPDATE SET texts = excluded.texts
    """,
    drop="""
    DELETE FROM learning_history AS s USING unnest(%s::uuid[], %s::uuid[], %s::uuid[])
        AS gone (tenant_id, session_id, id)
    WHERE (s.tenant_id, s.session_id, s.id) = (gone.tenant_id, gone.session_id, gone.id)
    """,
)


LOAD_SAID: Final = """
SELECT to_json(s)::text FROM learning_history AS s
JOIN unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS wanted (tenant_id, session_id, id)
    USING (tenant_id, session_id, id)
"""


class MeetingRow(Row):
    """A meeting. What is said in its private steps stays out of the history.

    What is said in its quiet ones is not shown at once, and nothing of it before the end.
    """

    tenant_id: UUID
    session_id: UUID
    group_id: UUID
    opened_at: datetime
    method: str
    names: Words
    facilitation: Facilitation
    facilitators: list[UUID]
    guards: list[UUID]
    """Those of them who are no peers: they may read it whether they came or not."""
    private_steps: list[int]
    quiet_steps: list[int]
    free: list[str]
    """What belongs to no step, and is covered by none."""


class ClosingRow(Row):
    """When a meeting closed; there is none while it runs, or runs again."""

    tenant_id: UUID
    session_id: UUID
    closed_at: datetime


class PresenceRow(Row):
    """Somebody who was there, however briefly; ``observed``: and only watched."""

    tenant_id: UUID
    session_id: UUID
    person_id: UUID
    facilitated: bool
    observed: bool


class CaseRow(Row):
    """A case that was chosen and not put back."""

    tenant_id: UUID
    case_id: UUID
    session_id: UUID
    position: int
    contributor: UUID


class SaidRow(Row):
    """Something said that may belong in the history; ``subject`` is what it was said about."""

    tenant_id: UUID
    id: UUID
    session_id: UUID
    position: int
    kind: str
    subject: UUID | None
    by: UUID
    step: int
    texts: dict[str, Sealed]
    about: dict[str, Any]
    hangs_on: UUID | None


class MarkRow(Row):
    """A case of a meeting that was erased, or is shared with the group."""

    tenant_id: UUID
    session_id: UUID
    case_id: UUID
