"""When the texts of a case are due to go, and what has been erased: the questions to its view."""

from collections.abc import Collection
from datetime import date
from typing import Any, Final, LiteralString
from uuid import UUID

import msgspec
from msgspec import Struct

from events.base import Sealed
from projections.base import Connection

DAYS_AFTER_FOLLOW_UP: Final = 30
DAYS_AFTER_SESSION: Final = 180
DAYS_OF_A_PROPOSAL: Final = 30
"""How long a proposal that was not chosen stays with its owner."""

_TERMS: Final = """
WITH cases AS (
    SELECT c.tenant_id, m.group_id, c.session_id, c.case_id, c.contributor, c.title, c.chosen, c.keeps,
        m.opened_at,
        (coalesce(m.closed_at, m.opened_at + interval '7 days') AT TIME ZONE 'UTC')::date AS held_on,
        CASE WHEN c.chosen AND f.actions > 0 AND f.actions = f.told THEN f.closed_on END AS followed_up_on
    FROM views.retention_cases AS c
    JOIN views.retention_meetings AS m USING (tenant_id, session_id)
    CROSS JOIN LATERAL (
        SELECT count(*) AS actions, count(r.closed_on) AS told, max(r.closed_on) AS closed_on
        FROM views.retention_actions AS a
        LEFT JOIN LATERAL (
            SELECT (max(told.closed_at) AT TIME ZONE 'UTC')::date AS closed_on
            FROM views.retention_reports AS p
            JOIN views.retention_meetings AS told
                ON (told.tenant_id, told.session_id) = (p.tenant_id, p.session_id)
            WHERE (p.tenant_id, p.action_id, p.told_by) = (a.tenant_id, a.action_id, c.contributor)
                AND NOT EXISTS (
                    SELECT FROM views.retention_carried_on AS o
                    WHERE (o.tenant_id, o.action_id, o.told_by, o.session_id)
                        = (p.tenant_id, p.action_id, p.told_by, p.session_id))
        ) AS r ON true
        WHERE (a.tenant_id, a.session_id, a.case_id) = (c.tenant_id, c.session_id, c.case_id)
    ) AS f
    WHERE c.erased IS NULL AND (%(person)s::uuid IS NULL OR c.contributor = %(person)s)
), terms AS (
    SELECT c.*, t.due_on
    FROM cases AS c
    CROSS JOIN LATERAL (
        SELECT min(greatest(
            least(
                c.held_on + CASE WHEN c.chosen THEN k.session_days ELSE least(30, k.session_days) END,
                c.followed_up_on + k.follow_up_days),
            CASE WHEN c.opened_at < k.chosen_at
                THEN (k.chosen_at AT TIME ZONE 'UTC')::date + 14 END)) AS due_on
        FROM (
            SELECT 30 AS follow_up_days, 180 AS session_days, NULL::timestamptz AS chosen_at
            UNION ALL
            SELECT g.days_after_follow_up, g.days_after_session, g.chosen_at
            FROM views.retention_groups AS g
            WHERE (g.tenant_id, g.group_id) = (c.tenant_id, c.group_id)
        ) AS k
    ) AS t
)
SELECT json_build_object(
    'tenant', tenant_id, 'group', group_id, 'session', session_id, 'case', case_id,
    'contributor', contributor, 'title', title, 'chosen', chosen, 'keeps', keeps,
    'due_on', due_on
)::text FROM terms WHERE due_on <= %(until)s
ORDER BY due_on, case_id LIMIT 1000
"""
"""Every choice of a group promises a day: the first of them counts, and a choice never takes a case
of an earlier meeting away sooner than two weeks after it was made, so that its owner hears of it."""
_WHERE_CASE: Final = """
SELECT to_json(c)::text FROM (
    SELECT tenant_id AS tenant, session_id AS session, case_id AS "case", contributor, keeps, erased
    FROM views.retention_cases
) AS c WHERE c.tenant = %s AND c."case" = %s
"""
_NAMED: Final = """
SELECT to_json(c)::text FROM (
    SELECT tenant_id AS tenant, session_id AS session, case_id AS "case", contributor, keeps, erased
    FROM views.retention_cases
) AS c WHERE c."case" = %s
"""
_OF_MEETING: Final = """
SELECT to_json(c)::text FROM (
    SELECT tenant_id AS tenant, session_id AS session, case_id AS "case", contributor, keeps, erased
    FROM views.retention_cases WHERE chosen
) AS c WHERE c.tenant = %s AND c.session = %s
"""
_ERASED: Final = """
SELECT to_json(c)::text FROM (
    SELECT tenant_id AS tenant, session_id AS session, case_id AS "case", contributor, keeps, erased
    FROM views.retention_cases
) AS c WHERE c.erased > %s ORDER BY c.erased
"""
_UNAWARE: Final = """
SELECT to_json(c)::text FROM (
    SELECT tenant_id AS tenant, session_id AS session, case_id AS "case", contributor, keeps, erased
    FROM views.retention_cases
) AS c
JOIN unnest(%s::uuid[], %s::uuid[]) AS gone (tenant, "case") USING (tenant, "case")
WHERE c.erased IS NULL
"""
_STANDING: Final = "SELECT position FROM views.positions WHERE projection = 'retention'"
_CARRYING: Final = "SELECT session_id FROM views.retention_carried WHERE tenant_id = %s AND case_id = %s"
_FORGOTTEN: Final = """
SELECT tenant_id, position FROM views.retention_forgotten WHERE position > %s ORDER BY position
"""
_ATTENDED: Final = """
SELECT tenant_id, session_id FROM views.retention_attendance WHERE person_id = %s ORDER BY session_id
"""
_SAW: Final = "SELECT set_config('app.person', %s, true)"
_EVERYTHING: Final = date(9999, 1, 1)


class Due(Struct, frozen=True, kw_only=True):
    """A case and the day on which its texts go; ``title`` is sealed as the proposal's."""

    tenant: UUID
    group: UUID
    session: UUID
    case: UUID
    contributor: UUID
    title: Sealed | None
    chosen: bool
    keeps: bool
    due_on: date


class Whereabouts(Struct, frozen=True, kw_only=True):
    """Where a case was first brought in, and the position at which it was erased, if it was."""

    tenant: UUID
    session: UUID
    case: UUID
    contributor: UUID
    keeps: bool
    erased: int | None


class Gone(Struct, frozen=True):
    """A person who was forgotten, and at which position."""

    person: UUID
    position: int


async def until(connection: Connection, day: date) -> list[Due]:
    """Return what is due on a day or before, of all tenants that the connection sees."""
    return await _due(connection, {"person": None, "until": day})


async def of_person(connection: Connection, person: UUID) -> list[Due]:
    """Return the cases of a person in this tenant with their day, the first one first."""
    return await _due(connection, {"person": person, "until": _EVERYTHING})


async def _due(connection: Connection, whose: dict[str, Any]) -> list[Due]:
    found = await connection.execute(_TERMS, whose)
    return [msgspec.json.decode(text, type=Due) for (text,) in await found.fetchall()]


async def whereabouts(connection: Connection, tenant: UUID, case: UUID) -> Whereabouts | None:
    """Return where a case belongs; None when nobody brought it in."""
    return next(iter(await _cases(connection, _WHERE_CASE, (tenant, case))), None)


async def of_meeting(connection: Connection, tenant: UUID, session: UUID) -> list[Whereabouts]:
    """Return the cases that a meeting worked on, erased or not."""
    return await _cases(connection, _OF_MEETING, (tenant, session))


async def named(connection: Connection, case: UUID) -> list[Whereabouts]:
    """Return where a case is, in whatever tenants an id like this stands."""
    return await _cases(connection, _NAMED, (case,))


async def erased(connection: Connection, after: int) -> list[Whereabouts]:
    """Return the cases that were erased after a position, in that order."""
    return await _cases(connection, _ERASED, (after,))


async def unaware(connection: Connection, gone: Collection[tuple[UUID, UUID]]) -> list[Whereabouts]:
    """Return which of these cases (tenant and id) the record does not know to be erased."""
    tenants, cases = [tenant for tenant, _ in gone], [case for _, case in gone]
    return await _cases(connection, _UNAWARE, (tenants, cases))


async def _cases(connection: Connection, query: LiteralString, what: tuple[Any, ...]) -> list[Whereabouts]:
    found = await connection.execute(query, what)
    return [msgspec.json.decode(text, type=Whereabouts) for (text,) in await found.fetchall()]


async def standing(connection: Connection) -> int:
    """Return up to which position this view has taken everything in; ask before what one counts on."""
    row = await (await connection.execute(_STANDING)).fetchone()
    return int(row[0]) if row else 0


async def carrying(connection: Connection, tenant: UUID, case: UUID) -> list[UUID]:
    """Return the later meetings to which an action of a case was carried."""
    found = await connection.execute(_CARRYING, (tenant, case))
    return [session for (session,) in await found.fetchall()]


async def forgotten(connection: Connection, after: int) -> list[Gone]:
    """Return who was forgotten after a position, in that order."""
    found = await connection.execute(_FORGOTTEN, (after,))
    return [Gone(*row) for row in await found.fetchall()]


async def attended(connection: Connection, person: UUID) -> list[tuple[UUID, UUID]]:
    """Return the meetings a person was at, each with its tenant, across tenants.

    Tells the present transaction who is asking, because nobody else sees rows of another tenant.
    """
    await connection.execute(_SAW, [str(person)])
    found = await connection.execute(_ATTENDED, [person])
    return [(tenant, session) for tenant, session in await found.fetchall()]
