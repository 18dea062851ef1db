"""Counts of the question helper: kinds of questions in a step, and how often it was wrong."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from backend.adapters.database import FOR_TENANT, Pool

_COUNT: Final = """
INSERT INTO choices.question_kinds (tenant_id, session_id, step, kind) VALUES (%s, %s, %s, %s)
ON CONFLICT (tenant_id, session_id, step, kind) DO UPDATE SET asked = question_kinds.asked + 1
"""
_OF_SESSION: Final = """
SELECT step, kind, asked FROM choices.question_kinds
WHERE tenant_id = %s AND session_id = %s ORDER BY step, kind
"""
_NOT_RIGHT: Final = """
INSERT INTO choices.not_right (language, kind) VALUES (%s, %s)
ON CONFLICT (language, kind) DO UPDATE SET times = not_right.times + 1
"""
_ALL_NOT_RIGHT: Final = "SELECT language, kind, times FROM choices.not_right ORDER BY language, kind"


class CraftCounts:
    """Counters without people, asked through the writer's connections."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def count(self, tenant: UUID, session: UUID, step: int, kind: str) -> None:
        """Count a question of a kind in a step."""
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(FOR_TENANT, (str(tenant),))
            await connection.execute(_COUNT, (tenant, session, step, kind))

    async def of_session(self, tenant: UUID, session: UUID) -> Mapping[int, Mapping[str, int]]:
        """Return how many questions of each kind were counted in each step."""
        counted: dict[int, dict[str, int]] = {}
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(FOR_TENANT, (str(tenant),))
            found = await connection.execute(_OF_SESSION, (tenant, session))
            for step, kind, asked in await found.fetchall():
                counted.setdefault(step, {})[kind] = asked
        return counted

    async def not_right(self, language: str, kind: str) -> None:
        """Count that the helper was wrong about a kind in a language."""
        async with self._pool.connection() as connection:
            await connection.execute(_NOT_RIGHT, (language, kind))

    async def all_not_right(self) -> Mapping[str, int]:
        """Return how often the helper was wrong, by language and kind with a space between."""
        async with self._pool.connection() as connection:
            found = await connection.execute(_ALL_NOT_RIGHT)
            return {f"{language} {kind}": times for language, kind, times in await found.fetchall()}
