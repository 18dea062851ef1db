"""Working out what is published of one organisation, here or in a process that helps: one account of it."""

import asyncio
from functools import cache
from typing import Final
from uuid import UUID

import msgspec

from backend.adapters.database import BE_PROJECTOR, Connection
from backend.domain.uptake.facts import Answers, Facts, Published
from backend.domain.uptake.figures import Figure
from backend.domain.uptake.floors import Floors
from backend.domain.uptake.folding import fold
from backend.domain.uptake.periods import Period, read
from backend.domain.uptake.publishing import publish
from projections import uptake_facts

_ACCOUNTS: Final = "SELECT account_id, person_id FROM identity.organisation_accounts WHERE tenant_id = %s"
_QUESTIONS: Final = """
SELECT session_id, sum(asked) FILTER (WHERE kind = 'open'), sum(asked)
FROM choices.question_kinds WHERE tenant_id = %s AND kind <> 'unsure' GROUP BY session_id
"""
_PULSES: Final = "SELECT question, session_id, counts FROM choices.pulses WHERE tenant_id = %s"
_EARLIER: Final = """
SELECT p.period, p.upto, coalesce(
    json_agg(json_build_array(f.metric, coalesce(f.by, ''), CASE
        WHEN f.by IS NULL THEN ''
        WHEN NOT f.rest THEN f.part::text
        ELSE concat_ws(' ', 'rest', 'of ' || f.part, nullif(array_to_string(f.holds, ' '), '')) END
    )) FILTER (WHERE f.why IS NULL), '[]')::text
FROM uptake.periods AS p LEFT JOIN uptake.figures AS f USING (tenant_id, period)
WHERE p.tenant_id = %s GROUP BY p.period, p.upto
"""
_CHANGE_NOTHING: Final = "SET default_transaction_read_only = on"


async def facts_of(connection: Connection, organisation: UUID, period: Period, upto: int) -> Facts:
    """Return what the figures of a period are made from, as known up to a position."""
    facts = fold(await uptake_facts.of(connection, organisation, upto), period.ends)
    accounts = await (await connection.execute(_ACCOUNTS, (organisation,))).fetchall()
    counted = await (await connection.execute(_QUESTIONS, (organisation,))).fetchall()
    pulses = await (await connection.execute(_PULSES, (organisation,))).fetchall()
    earlier = await (await connection.execute(_EARLIER, (organisation,))).fetchall()
    facts.upto = upto
    facts.known_as = dict(accounts)
    facts.questions = {session: (int(opened or 0), int(all_)) for session, opened, all_ in counted}
    by_question: dict[str, dict[UUID, Answers]] = {}
    for question, session, answers in pulses:
        by_question.setdefault(question, {})[session] = tuple(answers)
    facts.pulses = by_question
    facts.published = [
        Published(read(name), known, msgspec.json.decode(shown, type=frozenset[tuple[str, str, str]]))
        for name, known, shown in earlier
    ]
    return facts


async def facts_now(connection: Connection, organisation: UUID, period: Period) -> Facts:
    """Return what the figures of a period are made from, as far as it is known."""
    return await facts_of(connection, organisation, period, await uptake_facts.reached(connection))


def work_out(facts: Facts, period: Period, floor: int) -> tuple[list[Figure], int]:
    """Return the figures of a period, and up to which position of the record they know it."""
    return publish(facts, period, Floors(floor)), facts.upto


def worked_out(url: str, organisation: UUID, period: Period, floor: int) -> tuple[list[Figure], int]:
    """Return the same from a process that helps, which keeps one connection and may change nothing."""
    return _desk(url).work_out(organisation, period, floor)


class _Desk:
    """The loop and the connection of a process that helps."""

    def __init__(self, url: str) -> None:
        self._loop = asyncio.Runner()
        self._connection = self._loop.run(connected(url))

    def work_out(self, organisation: UUID, period: Period, floor: int) -> tuple[list[Figure], int]:
        return self._loop.run(self._work_out(organisation, period, floor))

    async def _work_out(self, organisation: UUID, period: Period, floor: int) -> tuple[list[Figure], int]:
        async with self._connection.transaction():
            facts = await facts_now(self._connection, organisation, period)
        return work_out(facts, period, floor)


_desk: Final = cache(_Desk)


async def connected(url: str) -> Connection:
    """Return a connection that sees all tenants, and may change nothing."""
    connection = await Connection.connect(url, autocommit=True, application_name="kring publishing")
    await connection.execute(BE_PROJECTOR)
    await connection.execute(_CHANGE_NOTHING)
    return connection
