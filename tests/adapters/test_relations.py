"""What members declare about one another is each tenant's own, and goes with either of the two."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import psycopg
import pytest

from backend.adapters.clock import SystemClock
from backend.adapters.database import Database
from backend.adapters.identity import Identity
from backend.adapters.relations import Relations
from backend.domain.composition import Relation, RelationKind
from events.catalogue import EVENTS
from projections.runner import prepare
from projections.shipped import VIEWS

WITHOUT_A_WHERE = "SELECT count(*) FROM identity.relations"
COLUMNS = """
SELECT format('%s.%s', pg_class.relname, pg_attribute.attname)
FROM pg_attribute JOIN pg_class ON pg_class.oid = pg_attribute.attrelid
WHERE pg_class.relnamespace::regnamespace::text IN ('identity', 'views', 'record', 'choices', 'vault')
    AND pg_class.relkind = 'r' AND pg_attribute.attnum > 0
"""
SENSITIVE = (
    "ethnic", "race", "racial", "culture", "nationality", "origin_country", "religion", "belief",
    "health", "illness", "disability", "gender", "sex", "orientation", "birth", "age", "politic",
    "union_member", "marital", "photo", "score", "mood",
)  # fmt: skip


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An empty house."""
    async with await Database.open(database_url) as opened:
        yield opened


@pytest.fixture
async def people(database: Database) -> list[UUID]:
    """Three people whom the house knows."""
    identity = Identity(database.writer, SystemClock())
    return [(await identity.welcome(name=name, language="nl"))[0] for name in ("Anna", "Bo", "Cas")]


async def test_a_declaration_is_changed_and_nothing_is_an_answer_too(
    database: Database, people: list[UUID]
) -> None:
    relations, tenant, (anna, bo, cas) = Relations(database.writer), uuid4(), people
    await relations.declare(tenant, tenant, anna, bo, RelationKind.MANAGES)
    await relations.declare(tenant, tenant, anna, cas, RelationKind.CLOSE)
    await relations.declare(tenant, tenant, anna, bo, RelationKind.APPRAISED_BY)
    await relations.declare(tenant, tenant, anna, cas, RelationKind.NONE)
    await relations.declare(tenant, tenant, anna, cas, RelationKind.NONE)

    said = {Relation(anna, bo, RelationKind.APPRAISED_BY), Relation(anna, cas, RelationKind.NONE)}
    assert set(await relations.of_person(tenant, tenant, anna)) == said
    assert await relations.of_person(tenant, tenant, bo) == []
    assert set(await relations.of_group(tenant, tenant)) == said


async def test_a_declaration_goes_with_either_of_the_two(database: Database, people: list[UUID]) -> None:
    relations, tenant, (anna, bo, cas) = Relations(database.writer), uuid4(), people
    await relations.declare(tenant, tenant, anna, bo, RelationKind.MANAGES)
    await relations.declare(tenant, tenant, bo, cas, RelationKind.MANAGES)
    await relations.declare(tenant, tenant, cas, anna, RelationKind.CLOSE)

    await relations.forget(tenant, tenant, anna)
    assert await relations.of_group(tenant, tenant) == [Relation(bo, cas, RelationKind.MANAGES)]
    await Identity(database.writer, SystemClock()).forget(cas)
    assert await relations.of_group(tenant, tenant) == []


async def test_another_tenant_sees_nothing_even_without_a_where(
    database: Database, people: list[UUID]
) -> None:
    relations, tenant, (anna, bo, _) = Relations(database.writer), uuid4(), people
    await relations.declare(tenant, tenant, anna, bo, RelationKind.MANAGES)

    async def seen_by(whom: UUID | None) -> int:
        async with database.writer.connection() as connection, connection.transaction():
            if whom is not None:
                await connection.execute("SELECT set_config('app.tenant', %s, true)", (str(whom),))
            row = await (await connection.execute(WITHOUT_A_WHERE)).fetchone()
            return int(row[0]) if row else -1

    assert [await seen_by(who) for who in (tenant, uuid4(), None)] == [1, 0, 0]


async def test_nobody_declares_anything_about_themselves(database: Database, people: list[UUID]) -> None:
    relations, tenant = Relations(database.writer), uuid4()

    with pytest.raises(psycopg.errors.CheckViolation):
        await relations.declare(tenant, tenant, people[0], people[0], RelationKind.CLOSE)


async def test_no_sensitive_attribute_has_a_place_anywhere(database: Database) -> None:
    await prepare(database.url, VIEWS.values())
    async with database.projector.connection() as connection:
        found = await (await connection.execute(COLUMNS)).fetchall()
    columns = {str(name) for (name,) in found}
    fields = {f"{name}.{field}" for name, kind in EVENTS.items() for field in kind.__struct_fields__}

    assert {"relations.kind", "persons.name", "membership.role"} <= columns
    places = columns | fields
    assert {place for place in places if set(place.rpartition(".")[2].split("_")) & set(SENSITIVE)} == set()
