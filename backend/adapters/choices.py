"""Ballots that are tied to nobody: a count for each case, and who took part, in one row.

No time, no order and no row of its own stands beside a ballot; when the choice closes its tally
becomes an event, and the row is emptied: what is left only keeps a late ballot from beginning anew.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from backend.adapters.database import Pool

_OPEN: Final = """
INSERT INTO choices.choices (choice_id, session_id, tenant_id, cases, counts, voters)
VALUES (%s, %s, %s, %s, %s, '{}') ON CONFLICT (choice_id) DO NOTHING
"""
_CAST: Final = """
WITH counted AS (
    UPDATE choices.choices SET
        counts[array_position(cases, %(case)s::uuid)] = counts[array_position(cases, %(case)s::uuid)] + 1,
        voters = (SELECT array_agg(voter ORDER BY voter) FROM unnest(voters || %(person)s::uuid) AS voter)
    WHERE choice_id = %(choice)s AND NOT closed AND NOT %(person)s::uuid = ANY(voters)
        AND %(case)s::uuid = ANY(cases)
    RETURNING session_id, cardinality(voters) AS voted
)
SELECT pg_notify('counts', json_build_object('session', session_id, 'what', 'choice',
    'count', json_build_object('choice', %(choice)s::uuid, 'voted', voted))::text)
FROM counted
"""
_VOTED: Final = "SELECT voters FROM choices.choices WHERE choice_id = %s"
_CLOSE: Final = """
UPDATE choices.choices SET closed = true WHERE choice_id = %s RETURNING cases, counts
"""
_REOPEN: Final = "UPDATE choices.choices SET closed = false WHERE choice_id = %s AND cases <> '{}'"
_LEFT: Final = """
SELECT choice_id, session_id, tenant_id FROM choices.choices WHERE closed AND cases <> '{}'
"""
_DROP: Final = """
UPDATE choices.choices SET closed = true, voters = '{}', cases = '{}', counts = '{}' WHERE choice_id = %s
"""


class Left(NamedTuple):
    """A choice that counts no more and is not forgotten."""

    choice: UUID
    session: UUID
    tenant: UUID


class Choices:
    """The open choices of this house."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def open(self, choice: UUID, session: UUID, tenant: UUID, cases: Sequence[UUID]) -> None:
        """Begin counting; opening again changes nothing."""
        candidates = list(dict.fromkeys(cases))
        row = (choice, session, tenant, candidates, [0] * len(candidates))
        async with self._pool.connection() as connection:
            await connection.execute(_OPEN, row)

    async def cast(self, choice: UUID, person: UUID, case: UUID) -> bool:
        """Count a ballot, once a person, and say whether it counted; every process hears how many did."""
        ballot = {"choice": choice, "person": person, "case": case}
        async with self._pool.connection() as connection:
            return await (await connection.execute(_CAST, ballot)).fetchone() is not None

    async def voted(self, choice: UUID) -> set[UUID]:
        """Return who took part; nobody once the choice was dropped."""
        async with self._pool.connection() as connection:
            row = await (await connection.execute(_VOTED, (choice,))).fetchone()
        return set(row[0]) if row else set()

    async def close(self, choice: UUID) -> Mapping[UUID, int]:
        """Stop counting and return how often each case was chosen; closing again says the same."""
        async with self._pool.connection() as connection:
            row = await (await connection.execute(_CLOSE, (choice,))).fetchone()
        return dict(zip(*row, strict=True)) if row else {}

    async def reopen(self, choice: UUID) -> None:
        """Count on, because the choice could not be closed; a dropped one stays closed."""
        async with self._pool.connection() as connection:
            await connection.execute(_REOPEN, (choice,))

    async def drop(self, choice: UUID) -> None:
        """Forget who took part, and the counts; the choice stays closed."""
        async with self._pool.connection() as connection:
            await connection.execute(_DROP, (choice,))

    async def left(self) -> list[Left]:
        """Return the choices that count no more and are not forgotten: a crash may have left them."""
        async with self._pool.connection() as connection:
            found = await connection.execute(_LEFT)
            return [Left(*row) for row in await found.fetchall()]
