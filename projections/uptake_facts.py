"""What uptake is counted from: what happened in an organisation, in its groups and at their meetings.

There is no text in it, and no organisation's own group only: what happens elsewhere is nobody's uptake.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Final, LiteralString
from uuid import UUID

from typing_extensions import override

from events.base import Event
from events.organisation import OrganisationRegistered
from projections.base import Changes, Connection, Happened, Projection, Row, Table
from projections.uptake_breaks import BREAKS, DEFINITION, Breaks
from projections.uptake_telling import RUNS_ON, TELLINGS, Told, runs_on

_DEFINITION: Final = """
CREATE TABLE uptake_organisations (
    tenant_id uuid PRIMARY KEY,
    registered_at timestamptz NOT NULL
);
CREATE TABLE uptake_facts (
    tenant_id uuid NOT NULL,
    stream_id uuid NOT NULL,
    version bigint NOT NULL,
    position bigint NOT NULL,
    at timestamptz NOT NULL,
    what text NOT NULL,
    person uuid,
    subject uuid,
    other uuid,
    word text,
    number integer,
    moment timestamptz,
    people uuid[],
    PRIMARY KEY (tenant_id, stream_id, version)
);
"""
_ORGANISATIONS: Final = Table(
    "uptake_organisations",
    save="""
    INSERT INTO uptake_organisations SELECT * FROM json_populate_recordset(NULL::uptake_organisations, %s)
    ON CONFLICT (tenant_id) DO NOTHING
    """,
)
_FACTS: Final = Table(
    "uptake_facts",
    save="""
    INSERT INTO uptake_facts
    SELECT told.* FROM json_populate_recordset(NULL::uptake_facts, %s) AS told
    WHERE EXISTS (SELECT FROM uptake_organisations AS o WHERE o.tenant_id = told.tenant_id)
    ON CONFLICT (tenant_id, stream_id, version) DO NOTHING
    """,
)
_ALL_ORGANISATIONS: Final = """
SELECT tenant_id, registered_at FROM views.uptake_organisations ORDER BY tenant_id
"""
_REACHED: Final = "SELECT position FROM views.positions WHERE projection = 'uptake_facts'"
_OF: Final = """
SELECT stream_id, position, at, what, person, subject, other, word, number, moment, people
FROM views.uptake_facts WHERE tenant_id = %s AND position <= %s ORDER BY position
"""

Line = tuple[
    UUID,
    int,
    datetime,
    str,
    UUID | None,
    UUID | None,
    UUID | None,
    str | None,
    int | None,
    datetime | None,
    list[UUID] | None,
]
"""A fact: stream, position, when, what, and the columns of ``Told`` in their order."""


class _Organisation(Row):
    tenant_id: UUID
    registered_at: datetime


class _Fact(Row, omit_defaults=True):
    tenant_id: UUID
    stream_id: UUID
    version: int
    position: int
    at: datetime
    what: str
    person: UUID | None = None
    subject: UUID | None = None
    other: UUID | None = None
    word: str | None = None
    number: int | None = None
    moment: datetime | None = None
    people: tuple[UUID, ...] | None = None


class UptakeFacts(Projection):
    """A line for each event that uptake is counted from, in organisations only."""

    name: ClassVar[LiteralString] = "uptake_facts"
    revision: ClassVar[int] = 2
    reads: ClassVar[tuple[type[Event], ...]] = (OrganisationRegistered, *TELLINGS, *RUNS_ON)
    definition: ClassVar[LiteralString] = _DEFINITION + DEFINITION
    tables: ClassVar[tuple[Table, ...]] = (_ORGANISATIONS, _FACTS, BREAKS)

    @override
    async def apply(self, batch: Sequence[Happened], connection: Connection) -> None:
        """Write a line for each event, without what it says."""
        organisations, facts = Changes[_Organisation](_ORGANISATIONS), Changes[_Fact](_FACTS)
        breaks = await Breaks.before(batch, connection)
        for fact in batch:
            if isinstance(fact.event, OrganisationRegistered):
                registered = _Organisation(tenant_id=fact.tenant, registered_at=fact.event.at)
                organisations.put((fact.tenant,), registered)
            elif tell := TELLINGS.get(type(fact.event)):
                facts.put((fact.tenant, fact.stream, fact.version), _fact(fact, tell(fact.event)))
                breaks.follow(fact)
            elif isinstance(fact.event, RUNS_ON) and breaks.end(fact):
                facts.put((fact.tenant, fact.stream, fact.version), _fact(fact, runs_on(fact.event)))
        await organisations.write(connection)
        await facts.write(connection)
        await breaks.changes.write(connection)


def _fact(fact: Happened, told: Told) -> _Fact:
    return _Fact(
        tenant_id=fact.tenant,
        stream_id=fact.stream,
        version=fact.version,
        position=fact.position,
        at=told.at or fact.recorded_at,
        what=told.what,
        person=told.person,
        subject=told.subject,
        other=told.other,
        word=told.word,
        number=told.number,
        moment=told.moment,
        people=told.people,
    )


async def organisations(connection: Connection) -> list[tuple[UUID, datetime]]:
    """Return every organisation and when it was registered; for who sees all tenants."""
    return [(row[0], row[1]) for row in await (await connection.execute(_ALL_ORGANISATIONS)).fetchall()]


async def reached(connection: Connection) -> int:
    """Return up to which position of the record the facts are complete."""
    row = await (await connection.execute(_REACHED)).fetchone()
    return int(row[0]) if row else 0


async def of(connection: Connection, organisation: UUID, upto: int) -> list[Line]:
    """Return the facts of an organisation up to a position, in order; for who sees all tenants."""
    found = await connection.cursor(binary=True).execute(_OF, [organisation, upto])
    return await found.fetchall()
