"""Many organisations out of a few: everything of theirs once more, under other ids, in sets."""

import asyncio
from collections.abc import Iterator
from typing import Final, LiteralString
from uuid import UUID

from psycopg import AsyncConnection

from projections.uptake_facts import UptakeFacts

_AT_ONCE: Final = 2
_PREPARE: Final = """
SET synchronous_commit = off;
CREATE FUNCTION pg_temp.anew(id uuid, copy text) RETURNS uuid IMMUTABLE
RETURN overlay(id::text PLACING copy || '-8' FROM 10 FOR 6)::uuid;
CREATE FUNCTION pg_temp.anew(state bytea, copy text) RETURNS bytea IMMUTABLE
RETURN convert_to(regexp_replace(
    convert_from(state, 'UTF8'),
    '([0-9a-f]{8}-)[0-9a-f]{4}-[0-9a-f]([0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})',
    '\\1' || copy || '-8\\2', 'g'
), 'UTF8');
"""
"""Four digits of an id tell which copy it is of, and its version that it is one."""
_COPY: Final[tuple[LiteralString, ...]] = (
    """
    INSERT INTO record.events (notification_id, tenant_id, originator_id, originator_version, event_id,
        command_id, actor_id, recorded_at, topic, state)
    SELECT notification_id + %(shift)s, pg_temp.anew(tenant_id, %(copy)s),
        pg_temp.anew(originator_id, %(copy)s), originator_version, pg_temp.anew(event_id, %(copy)s),
        pg_temp.anew(command_id, %(copy)s), pg_temp.anew(actor_id, %(copy)s), recorded_at, topic,
        pg_temp.anew(state, %(copy)s)
    FROM record.events WHERE notification_id <= %(size)s ORDER BY notification_id
    """,
    """
    INSERT INTO record.streams (originator_id, tenant_id, version)
    SELECT pg_temp.anew(originator_id, %(copy)s), pg_temp.anew(tenant_id, %(copy)s), version
    FROM record.streams WHERE tenant_id = ANY(%(tenants)s)
    """,
    """
    INSERT INTO views.uptake_organisations
    SELECT pg_temp.anew(tenant_id, %(copy)s), registered_at
    FROM views.uptake_organisations WHERE tenant_id = ANY(%(tenants)s)
    """,
    """
    INSERT INTO views.uptake_facts
    SELECT pg_temp.anew(tenant_id, %(copy)s), pg_temp.anew(stream_id, %(copy)s), version,
        position + %(shift)s, at, what, pg_temp.anew(person, %(copy)s), pg_temp.anew(subject, %(copy)s),
        pg_temp.anew(other, %(copy)s), word, number, moment,
        CASE WHEN people IS NOT NULL THEN
            ARRAY(SELECT pg_temp.anew(one, %(copy)s) FROM unnest(people) AS one) END
    FROM views.uptake_facts WHERE tenant_id = ANY(%(tenants)s) ORDER BY position
    """,
    """
    INSERT INTO identity.organisation_accounts (tenant_id, person_id, account_id)
    SELECT pg_temp.anew(tenant_id, %(copy)s), pg_temp.anew(person_id, %(copy)s),
        pg_temp.anew(account_id, %(copy)s)
    FROM identity.organisation_accounts WHERE tenant_id = ANY(%(tenants)s)
    """,
    """
    INSERT INTO choices.question_kinds (tenant_id, session_id, step, kind, asked)
    SELECT pg_temp.anew(tenant_id, %(copy)s), pg_temp.anew(session_id, %(copy)s), step, kind, asked
    FROM choices.question_kinds WHERE tenant_id = ANY(%(tenants)s)
    """,
    """
    INSERT INTO choices.pulses (tenant_id, session_id, question, counts, answered, until)
    SELECT pg_temp.anew(tenant_id, %(copy)s), pg_temp.anew(session_id, %(copy)s), question, counts,
        answered, until
    FROM choices.pulses WHERE tenant_id = ANY(%(tenants)s)
    """,
    """
    INSERT INTO uptake.periods (tenant_id, period, upto, floor, rules, computed_at, shown, held_back)
    SELECT pg_temp.anew(tenant_id, %(copy)s), period, upto + %(shift)s, floor, rules, computed_at, shown,
        held_back
    FROM uptake.periods WHERE tenant_id = ANY(%(tenants)s)
    """,
    """
    INSERT INTO uptake.figures (tenant_id, period, place, metric, version, by, part, rest, holds, value,
        bound, n, slices, why)
    SELECT pg_temp.anew(tenant_id, %(copy)s), period, place, metric, version, by,
        pg_temp.anew(part, %(copy)s), rest,
        ARRAY(SELECT pg_temp.anew(one, %(copy)s) FROM unnest(holds) AS one), value, bound, n, slices, why
    FROM uptake.figures WHERE tenant_id = ANY(%(tenants)s)
    """,
    """
    INSERT INTO webhooks.periods (tenant_id, period)
    SELECT pg_temp.anew(tenant_id, %(copy)s), period FROM webhooks.periods
    WHERE tenant_id = ANY(%(tenants)s)
    """,
)
_SIZE: Final = "SELECT position FROM record.head"
_HEAD: Final = "UPDATE record.head SET position = %s"
_FOLLOWS: Final = "UPDATE views.positions SET position = %s WHERE projection = %s"
_SETTLE: Final = "VACUUM (ANALYZE) record.events, record.streams, views.uptake_facts, uptake.figures"


async def copy(url: str, tenants: tuple[UUID, ...], times: int) -> int:
    """Copy all that is of some organisations, who are alone; return how many events there are then."""
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        found = await (await connection.execute(_SIZE)).fetchone()
        size, left = int(found[0]) if found else 0, iter(range(1, times + 1))
        await asyncio.gather(*(_copy(url, tenants, size, left) for _ in range(_AT_ONCE)))
        await connection.execute(_HEAD, [size * (times + 1)])
        await connection.execute(_FOLLOWS, [size * (times + 1), UptakeFacts.name])
        await connection.execute(_SETTLE)
    return size * (times + 1)


async def _copy(url: str, tenants: tuple[UUID, ...], size: int, left: Iterator[int]) -> None:
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(_PREPARE)
        for nth in left:
            given = {"copy": f"{nth:04x}", "tenants": list(tenants), "size": size, "shift": size * nth}
            async with connection.transaction():
                for statement in _COPY:
                    await connection.execute(statement, given)
