"""Puts a simulated organisation into a database: its record at once, and its people beside the record."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from psycopg import AsyncConnection

from backend.adapters.database import Database, keeping
from backend.adapters.organisations import Organisations
from backend.demo.diary import Page
from backend.demo.simulation import Simulation
from backend.demo.staff import Worker, words

_BE_OWNER: Final = "SET LOCAL ROLE kring_owner"
_KNOWN: Final = "SELECT true FROM record.streams WHERE originator_id = %s"
_HEAD: Final = "SELECT position FROM record.head FOR UPDATE"
_MAKE: Final = """
CREATE TEMP TABLE told (
    place bigint, stream uuid, version bigint, event uuid, command uuid, at timestamptz, topic text,
    state bytea
) ON COMMIT DROP
"""
_TELL: Final = "COPY told FROM STDIN (FORMAT binary)"
_TYPES: Final = ("int8", "uuid", "int8", "uuid", "uuid", "timestamptz", "text", "bytea")
_RECORD: Final = """
INSERT INTO record.events (
    notification_id, tenant_id, originator_id, originator_version, event_id, command_id, recorded_at,
    topic, state
)
SELECT place, %s, stream, version, event, command, at, topic, state FROM told
"""
_STREAMS: Final = """
INSERT INTO record.streams (originator_id, tenant_id, version)
SELECT stream, %s, max(version) FROM told GROUP BY stream
"""
_MOVE: Final = "UPDATE record.head SET position = (SELECT max(place) FROM told)"
_NEWS: Final = "SELECT pg_notify('record', (SELECT position::text FROM record.head))"
_STAFF: Final = """
INSERT INTO identity.organisation_people (tenant_id, person_id, name, address)
SELECT %(tenant)s, * FROM unnest(%(people)s::uuid[], %(names)s::text[], %(addresses)s::text[])
ON CONFLICT DO NOTHING
"""
_ACCOUNTS: Final = """
INSERT INTO identity.organisation_accounts (tenant_id, person_id, account_id)
SELECT %(tenant)s, * FROM unnest(%(people)s::uuid[], %(accounts)s::uuid[]) ON CONFLICT DO NOTHING
"""
_QUESTIONS: Final = """
INSERT INTO choices.question_kinds (tenant_id, session_id, step, kind, asked)
SELECT %(tenant)s, session, 5, kind, asked
FROM unnest(%(sessions)s::uuid[], %(kinds)s::text[], %(asked)s::int[]) AS t (session, kind, asked)
ON CONFLICT DO NOTHING
"""
_PULSES: Final = """
INSERT INTO choices.pulses (tenant_id, session_id, question, counts, answered, until)
VALUES (%s, %s, %s, %s, '{}', '-infinity') ON CONFLICT DO NOTHING
"""
_GROUPS: Final = """
INSERT INTO identity.groups (group_id, tenant_id, name, purpose)
SELECT formed.id, %(tenant)s, formed.name, ''
FROM unnest(%(ids)s::uuid[], %(names)s::text[]) AS formed (id, name)
ON CONFLICT DO NOTHING
"""


async def load(database: Database, simulation: Simulation) -> int:
    """Load a simulation once; return how many events were recorded, 0 when it was there before.

    What stands beside the record comes first: figures need to know whose account is whose.
    """
    await _name(database, simulation)
    async with await AsyncConnection.connect(database.url, autocommit=True) as connection:
        return await record(connection, simulation.plan.organisation, simulation.pages)


async def record(
    connection: AsyncConnection[tuple[Any, ...]], organisation: UUID, pages: Sequence[Page]
) -> int:
    """Append events at the times at which they are said to have happened, all or none."""
    async with connection.transaction():
        await connection.execute(_BE_OWNER)
        if await (await connection.execute(_KNOWN, (organisation,))).fetchone() is not None:
            return 0
        head = await (await connection.execute(_HEAD)).fetchone()
        first = int(head[0]) + 1 if head else 1
        await connection.execute(_MAKE)
        async with connection.cursor().copy(_TELL) as rows:
            rows.set_types(_TYPES)
            for place, page in enumerate(pages, first):
                await rows.write_row(_row(place, page))
        await connection.execute(_RECORD, (organisation,))
        await connection.execute(_STREAMS, (organisation,))
        await connection.execute(_MOVE)
        await connection.execute(_NEWS)
    return len(pages)


def _row(place: int, page: Page) -> tuple[object, ...]:
    return (
        place,
        page.stream,
        page.version,
        page.event_id,
        page.command_id,
        page.at,
        page.topic,
        page.state,
    )


async def _name(database: Database, simulation: Simulation) -> None:
    tenant, staff, names = simulation.plan.organisation, simulation.staff, Organisations(database.writer)
    await names.call(tenant, words().name)
    for part, called in staff.names.items():
        await names.claim(tenant, part, called)
    there = staff.at(simulation.plan.until)
    circles = simulation.circles.all
    async with keeping(database.writer, tenant) as connection:
        called_people = [_called(place) for place in range(len(there))]
        await connection.execute(
            _STAFF,
            {
                "tenant": tenant,
                "people": [one.person for one in there],
                "names": [name for name, _ in called_people],
                "addresses": [address for _, address in called_people],
            },
        )
        await connection.execute(_ACCOUNTS, {"tenant": tenant, **_links(staff.everybody)})
        await connection.execute(
            _QUESTIONS,
            {
                "tenant": tenant,
                "sessions": [session for session, _, _ in simulation.questions],
                "kinds": [kind for _, kind, _ in simulation.questions],
                "asked": [times for _, _, times in simulation.questions],
            },
        )
        pulses = [(tenant, *one) for one in simulation.pulses]
        await connection.cursor().executemany(_PULSES, pulses)
        await connection.execute(
            _GROUPS,
            {
                "tenant": tenant,
                "ids": [circle.id for circle in circles],
                "names": [_group(place) for place in range(len(circles))],
            },
        )


def _links(workers: Sequence[Worker]) -> dict[str, list[UUID]]:
    return {"people": [one.person for one in workers], "accounts": [one.account for one in workers]}


def _called(place: int) -> tuple[str, str]:
    told = words()
    first = told.first_names[place % len(told.first_names)]
    last = told.last_names[(place // len(told.first_names)) % len(told.last_names)]
    plain = f"{first}.{last.replace(' ', '-')}".lower()
    return f"{first} {last}", f"{plain}.{place}@delinde.example"


def _group(place: int) -> str:
    told = words().groups
    return f"{told[place % len(told)]} {1 + place // len(told)}"
