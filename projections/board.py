"""The tables of the session board, and the rows they hold."""

from typing import Any, Final
from uuid import UUID

from events.base import Sealed, short_name
from events.contribution import Contribution
from events.method import Method
from projections.base import Happened, Row, Table
from projections.contributions import about, hangs_on, texts

DEFINITION: Final = """
CREATE TABLE session_board (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    version int NOT NULL,
    group_id uuid,
    method text,
    facilitation text,
    facilitators uuid[] NOT NULL,
    observers uuid[] NOT NULL,
    members uuid[] NOT NULL,
    present uuid[] NOT NULL,
    open_actions jsonb NOT NULL,
    skipped uuid[] NOT NULL,
    step int,
    opened_steps int[] NOT NULL,
    revealed int[] NOT NULL,
    lengths jsonb NOT NULL,
    wishes_advice bool,
    roles jsonb NOT NULL,
    pairs jsonb NOT NULL,
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
    erased uuid[] NOT NULL,
    shared uuid[] NOT NULL,
    forgotten uuid[] NOT NULL,
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
    hangs_on uuid,
    corrected bool NOT NULL,
    PRIMARY KEY (tenant_id, session_id, id)
);
"""
MEETINGS: Final = Table(
    "session_board",
    save="""
    INSERT INTO session_board SELECT * FROM json_populate_recordset(NULL::session_board, %s)
    ON CONFLICT (tenant_id, session_id) DO UPDATE SET
        version = excluded.version, group_id = excluded.group_id, method = excluded.method,
        facilitation = excluded.facilitation, facilitators = excluded.facilitators,
        observers = excluded.observers, members = excluded.members, present = excluded.present,
        open_actions = excluded.open_actions,
        skipped = excluded.skipped, step = excluded.step, opened_steps = excluded.opened_steps,
        revealed = excluded.revealed, lengths = excluded.lengths,
        wishes_advice = excluded.wishes_advice, roles = excluded.roles, pairs = excluded.pairs,
        started_at = excluded.started_at, ends_at = excluded.ends_at, paused_at = excluded.paused_at,
        choice = excluded.choice, offered = excluded.offered, declined = excluded.declined,
        case_id = excluded.case_id, contributor = excluded.contributor,
        advice_mode = excluded.advice_mode, planned_advice_mode = excluded.planned_advice_mode,
        opened_at = excluded.opened_at, closed_at = excluded.closed_at,
        erased = excluded.erased, shared = excluded.shared, forgotten = excluded.forgotten
    """,
)
METHODS: Final = Table(
    "session_board_methods",
    save="""
    INSERT INTO session_board_methods
    SELECT * FROM json_populate_recordset(NULL::session_board_methods, %s)
    ON CONFLICT (tenant_id, session_id) DO UPDATE SET method = excluded.method
    """,
)
ENTRIES: Final = Table(
    "session_board_entries",
    save="""
    INSERT INTO session_board_entries
    SELECT * FROM json_populate_recordset(NULL::session_board_entries, %s)
    ON CONFLICT (tenant_id, session_id, id)
    DO UPDATE SET withdrawn = excluded.withdrawn, texts = excluded.texts, about = excluded.about,
        corrected = excluded.corrected
    """,
)
CLEAR_CASES: Final = """
UPDATE session_board_entries AS e SET texts = '{}'
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::bool[])
    AS gone (tenant_id, session_id, case_id, all_of_it)
WHERE (e.tenant_id, e.session_id, e.hangs_on) = (gone.tenant_id, gone.session_id, gone.case_id)
    AND (gone.all_of_it OR e.kind NOT IN ('takeaway_stated', 'action_committed'))
"""
CLEAR_AUTHORS: Final = """
UPDATE session_board_entries AS e SET texts = '{}'
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS gone (tenant_id, session_id, person_id)
WHERE (e.tenant_id, e.session_id, e.by) = (gone.tenant_id, gone.session_id, gone.person_id)
"""
LOAD_MEETINGS: Final = """
SELECT to_json(b)::text FROM session_board AS b
JOIN unnest(%s::uuid[], %s::uuid[]) AS wanted (tenant_id, session_id) USING (tenant_id, session_id)
"""
LOAD_ENTRIES: Final = """
SELECT to_json(e)::text FROM session_board_entries AS e
JOIN unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS wanted (tenant_id, session_id, id)
    USING (tenant_id, session_id, id)
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
    hangs_on: UUID | None = None
    """The case with which the texts go, when it is erased."""
    corrected: bool = False
    """Whether the texts are other words than the first ones."""


class MethodRow(Row):
    """A meeting's copy of its method, as it was when the meeting opened."""

    tenant_id: UUID
    session_id: UUID
    method: Method


def entry_of(fact: Happened, said: Contribution) -> Entry:
    """Return the entry of something that was said just now."""
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
        hangs_on=hangs_on(said),
    )
