"""How meetings were for those who were there: counts in one row, and who answered until that is over."""

from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Final
from uuid import UUID

from backend.adapters.clock import Clock
from backend.adapters.database import Pool, keeping

_OPEN: Final = """
INSERT INTO choices.pulses (tenant_id, session_id, question, counts, answered, until)
VALUES (%(tenant)s, %(session)s, %(question)s, '{0,0,0,0,0}', '{}', %(until)s) ON CONFLICT DO NOTHING
"""
_ANSWER: Final = """
UPDATE choices.pulses SET counts[%(answer)s] = counts[%(answer)s] + 1,
    answered = (SELECT array_agg(one ORDER BY one) FROM unnest(answered || %(person)s::uuid) AS one)
WHERE tenant_id = %(tenant)s AND session_id = %(session)s AND question = %(question)s
    AND until > %(now)s AND NOT %(person)s::uuid = ANY(answered)
RETURNING true
"""
_ANSWERED: Final = """
SELECT question FROM choices.pulses
WHERE tenant_id = %s AND session_id = %s AND %s::uuid = ANY(answered)
"""


class Pulses:
    """The counts of this house's meetings; no answer can be read back, not even by who gave it."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock

    async def answer(  # noqa: PLR0913 - an answer and where it belongs
        self, tenant: UUID, session: UUID, *, question: str, person: UUID, answer: int, until: datetime
    ) -> bool:
        """Count an answer, once a person; tell whether this one counted.

        A meeting that is opened again is asked about no longer: by then nobody knows who answered.
        """
        row = {
            "tenant": tenant,
            "session": session,
            "question": question,
            "person": person,
            "answer": answer,
            "until": until,
            "now": self._clock.now(),
        }
        async with keeping(self._pool, tenant) as connection:
            await connection.execute(_OPEN, row)
            return await (await connection.execute(_ANSWER, row)).fetchone() is not None

    async def answered(self, tenant: UUID, session: UUID, person: UUID) -> AbstractSet[str]:
        """Return which questions a person answered."""
        async with keeping(self._pool, tenant) as connection:
            rows = await (await connection.execute(_ANSWERED, (tenant, session, person))).fetchall()
        return {question for (question,) in rows}
