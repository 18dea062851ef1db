"""How what is due follows from groups, meetings, actions and reports: one statement for many groups."""

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from projections.base import Connection

_CLEAR: Final = """
WITH touched AS (
    SELECT * FROM unnest(%(tenants)s::uuid[], %(groups)s::uuid[]) AS t (tenant_id, group_id)
    UNION
    SELECT m.tenant_id, m.group_id FROM reminders_meetings AS m
    JOIN unnest(%(homes)s::uuid[], %(sessions)s::uuid[]) AS s (tenant_id, session_id)
        USING (tenant_id, session_id)
)
DELETE FROM reminders_due AS d USING touched AS t
WHERE (d.tenant_id, d.group_id) = (t.tenant_id, t.group_id)
"""
_DERIVE: Final = """
INSERT INTO reminders_due
WITH touched AS (
    SELECT * FROM unnest(%(tenants)s::uuid[], %(groups)s::uuid[]) AS t (tenant_id, group_id)
    UNION
    SELECT m.tenant_id, m.group_id FROM reminders_meetings AS m
    JOIN unnest(%(homes)s::uuid[], %(sessions)s::uuid[]) AS s (tenant_id, session_id)
        USING (tenant_id, session_id)
)
SELECT due.* FROM touched AS t CROSS JOIN LATERAL (
WITH living AS (
    SELECT g.* FROM reminders_groups AS g
    WHERE (g.tenant_id, g.group_id) = (t.tenant_id, t.group_id) AND NOT g.closed
), meetings AS (
    SELECT m.*, g.occasions FROM reminders_meetings AS m JOIN living AS g USING (tenant_id, group_id)
), committed AS (
    SELECT a.tenant_id, a.action_id, a.contributor, a.session_id, a.position, a.due, a.at
    FROM meetings AS m
    JOIN reminders_actions AS a USING (tenant_id, session_id)
    WHERE NOT EXISTS (
        SELECT FROM reminders_actions AS e
        WHERE (e.tenant_id, e.action_id) = (a.tenant_id, a.action_id) AND e.position < a.position)
), promised AS (
    SELECT DISTINCT ON (p.tenant_id, p.action_id) p.* FROM (
        SELECT * FROM committed
        UNION ALL
        SELECT a.tenant_id, a.action_id, a.contributor, c.session_id, c.position, c.due, c.at
        FROM committed AS a
        JOIN reminders_carried_on AS c
            ON (c.tenant_id, c.action_id, c.told_by) = (a.tenant_id, a.action_id, a.contributor)
    ) AS p
    ORDER BY p.tenant_id, p.action_id, p.position DESC
), waiting AS (
    SELECT a.tenant_id, m.group_id, m.occasions, a.session_id, a.action_id, a.position, a.due, a.at,
        a.contributor AS person_id, m.state, m.starts_at, m.closed_at
    FROM promised AS a
    JOIN meetings AS m USING (tenant_id, session_id)
    JOIN reminders_members AS p
        ON (p.tenant_id, p.group_id, p.person_id) = (a.tenant_id, m.group_id, a.contributor)
    WHERE p.role <> 'observer' AND NOT EXISTS (
        SELECT FROM reminders_reports AS r
        WHERE (r.tenant_id, r.action_id, r.told_by) = (a.tenant_id, a.action_id, a.contributor)
            AND NOT EXISTS (
                SELECT FROM reminders_carried_on AS c
                WHERE (c.tenant_id, c.action_id, c.told_by, c.session_id)
                    = (r.tenant_id, r.action_id, r.told_by, r.session_id)))
), coming AS (
    SELECT DISTINCT ON (w.tenant_id, n.session_id, w.person_id)
        w.tenant_id, w.group_id, w.occasions, w.person_id, w.action_id, n.session_id, n.state,
        n.starts_at, n.opened_at, n.changed_at, n.minutes,
        array_agg(w.action_id) OVER (
            PARTITION BY w.tenant_id, n.session_id, w.person_id ORDER BY w.position
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS actions
    FROM waiting AS w
    JOIN meetings AS n USING (tenant_id, group_id)
    WHERE n.state IN ('planned', 'open') AND n.session_id <> w.session_id
        AND (w.state = 'closed' OR n.starts_at > w.starts_at)
    ORDER BY w.tenant_id, n.session_id, w.person_id, w.position
), steps AS (
    SELECT DISTINCT ON (w.tenant_id, w.session_id, w.person_id) w.*
    FROM waiting AS w WHERE w.state = 'closed'
    ORDER BY w.tenant_id, w.session_id, w.person_id, w.position
), latest AS (
    SELECT DISTINCT ON (m.tenant_id, m.group_id) m.*, coalesce(m.closed_at, m.starts_at) AS was
    FROM meetings AS m WHERE m.state <> 'cancelled'
    ORDER BY m.tenant_id, m.group_id, was DESC, m.session_id
), found AS (
    SELECT s.tenant_id, s.person_id, 'first_step' AS occasion, s.session_id AS about, s.group_id,
        s.session_id, s.action_id, s.closed_at AS anchor, NULL::date AS day, 3 AS days, false AS sharp,
        s.closed_at AS since,
        least(s.closed_at + interval '10 days', (
            SELECT min(c.starts_at) FROM coming AS c
            WHERE (c.tenant_id, c.group_id) = (s.tenant_id, s.group_id) AND c.starts_at > s.closed_at)
        ) AS until,
        s.occasions, ARRAY[s.action_id] AS actions
    FROM steps AS s
    UNION ALL
    SELECT w.tenant_id, w.person_id, 'action_date', w.action_id, w.group_id, w.session_id, w.action_id,
        NULL, w.due, 0, false, w.at, (w.due + 3)::timestamp AT TIME ZONE 'UTC', w.occasions,
        ARRAY[w.action_id]
    FROM waiting AS w WHERE w.due IS NOT NULL
    UNION ALL
    SELECT c.tenant_id, c.person_id, b.occasion, c.session_id, c.group_id, c.session_id, c.action_id,
        c.starts_at, NULL, b.days, false, c.changed_at, c.starts_at - b.useless, c.occasions, c.actions
    FROM coming AS c
    CROSS JOIN (VALUES
        ('week_before', -7, interval '36 hours'), ('day_before', -1, interval '0')
    ) AS b (occasion, days, useless)
    WHERE c.state = 'planned' AND NOT EXISTS (
        SELECT FROM meetings AS n
        WHERE (n.tenant_id, n.group_id) = (c.tenant_id, c.group_id) AND n.state IN ('planned', 'open')
            AND n.starts_at < c.starts_at AND n.starts_at > c.starts_at + make_interval(days => b.days - 1))
    UNION ALL
    SELECT c.tenant_id, c.person_id, 'meeting_opens', c.session_id, c.group_id, c.session_id, c.action_id,
        c.opened_at, NULL, 0, true, c.opened_at,
        c.opened_at + make_interval(mins => greatest(c.minutes, 30)), c.occasions, c.actions
    FROM coming AS c
    WHERE c.state = 'open' AND NOT EXISTS (
        SELECT FROM reminders_arrivals AS v
        WHERE (v.tenant_id, v.session_id, v.person_id) = (c.tenant_id, c.session_id, c.person_id))
    UNION ALL
    SELECT l.tenant_id, p.person_id, 'plan_meeting', l.session_id, l.group_id, NULL, NULL,
        l.was, NULL, 7 * g.weeks, false, coalesce(l.closed_at, l.changed_at),
        l.was + make_interval(days => 7 * g.weeks + 30), l.occasions, '{}'
    FROM latest AS l
    JOIN living AS g USING (tenant_id, group_id)
    JOIN reminders_members AS p USING (tenant_id, group_id)
    WHERE g.weeks IS NOT NULL AND (p.person_id = g.keeper OR p.role = 'facilitator')
)
SELECT tenant_id, person_id, occasion, about, group_id, session_id, action_id, anchor, day, days, sharp,
    since, until, CASE
        WHEN sharp THEN anchor
        WHEN anchor IS NULL THEN day::timestamp AT TIME ZONE 'UTC' - interval '14 hours'
        ELSE anchor + make_interval(days => days) - interval '26 hours' END, actions
FROM found WHERE occasion = ANY(occasions)
) AS due
"""
"""Group by group within one statement: of many at once, each row would search all of them from end to end.
What was due before it was known, and what one's wishes say, is for who reminds: it takes a clock.
The rhythm counts from the last meeting, also from one to come: perhaps nobody comes, and nobody calls it off.
"""


async def derive(
    connection: Connection, groups: Collection[tuple[UUID, UUID]], sessions: Collection[tuple[UUID, UUID]]
) -> None:
    """Let what is due in some groups, and in those of some meetings (each with tenant), follow anew."""
    touched: dict[str, Any] = {
        "tenants": [tenant for tenant, _ in groups],
        "groups": [group for _, group in groups],
        "homes": [tenant for tenant, _ in sessions],
        "sessions": [session for _, session in sessions],
    }
    await connection.execute(_CLEAR, touched)
    await connection.execute(_DERIVE, touched)
