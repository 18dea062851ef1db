"""What is published stands for good, and the role that serves it can read nothing else."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from backend.adapters.database import Database
from backend.adapters.published_uptake import PublishedUptake
from backend.adapters.uptake import UptakePress
from backend.adapters.uptake_desk import facts_of
from backend.domain.uptake.definitions import Dimension
from backend.domain.uptake.figures import Figure, Slice
from backend.domain.uptake.parts import Part
from backend.domain.uptake.periods import Period
from projections.runner import prepare
from projections.shipped import VIEWS

TABLES = """
SELECT schemaname, tablename FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2
"""
READ = sql.SQL("SELECT * FROM {}.{} LIMIT 1")
RUIN = (
    "UPDATE uptake.figures SET value = 100",
    "DELETE FROM uptake.figures",
    "TRUNCATE uptake.figures CASCADE",
    "UPDATE uptake.periods SET period = '2025-Q1'",
    "DELETE FROM uptake.periods",
    "DROP TABLE uptake.figures",
)
QUARTER, NOW = Period(2026, 3), datetime(2026, 10, 9, 3, tzinfo=UTC)
UNIT, SMALL = uuid4(), uuid4()
FIGURES = [
    Figure(metric="reach", value=50, n=80),
    Figure(metric="reach", by=Dimension.UNIT, part=Part(UNIT), value=5, bound="less-than", n=40),
    Figure(metric="reach", by=Dimension.UNIT, part=Part(None, rest=True, holds=(SMALL,)), value=60, n=40),
    Figure(metric="sessions_held", why="too-few"),
    Figure(metric="survival", slices=(Slice("6", 90), Slice("12", 75)), n=30),
]


@pytest.fixture
async def organisation(database: Database) -> UUID:
    """An organisation with a published quarter."""
    await prepare(database.url, VIEWS.values())
    one = uuid4()
    assert await UptakePress(database).keep(one, QUARTER, FIGURES, upto=7, floor=5, now=NOW)
    return one


def acting_as(url: str, role: str, organisation: UUID) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
        connection.execute("SELECT set_config('app.tenant', %s, false)", (str(organisation),))
        yield connection


def readable(url: str, role: str, organisation: UUID) -> list[tuple[str, str]]:
    """Return the tables that a role can read."""
    found = []
    for connection in acting_as(url, role, organisation):
        for table in connection.execute(TABLES).fetchall():
            try:
                connection.execute(READ.format(*map(sql.Identifier, table)))
            except InsufficientPrivilege:
                continue
            found.append(table)
    return found


async def test_the_role_that_serves_figures_reads_published_figures_and_nothing_else(
    database: Database, organisation: UUID
) -> None:
    assert readable(database.url, "kring_uptake", organisation) == [
        ("uptake", "figures"),
        ("uptake", "periods"),
    ]


async def test_a_role_that_could_read_the_record_would_be_noticed(
    database: Database, organisation: UUID
) -> None:
    async with database.writer.connection() as connection:
        await connection.execute("RESET ROLE")
        await connection.execute("GRANT SELECT ON record.events TO kring_uptake")
        await connection.execute("SET ROLE kring_writer")

    assert ("record", "events") in readable(database.url, "kring_uptake", organisation)


async def test_another_organisations_figures_are_not_there(database: Database, organisation: UUID) -> None:
    published = PublishedUptake(database)

    assert await published.periods(uuid4()) == []
    assert await published.figures(uuid4(), QUARTER.name, None) == []
    assert len(await published.periods(organisation)) == 1


async def test_figures_are_read_as_they_were_made(database: Database, organisation: UUID) -> None:
    published = PublishedUptake(database)

    whole = await published.figures(organisation, QUARTER.name, None)
    units = await published.figures(organisation, QUARTER.name, Dimension.UNIT)

    assert whole == [FIGURES[0], FIGURES[3], FIGURES[4]]
    assert units == FIGURES[1:3]
    assert await published.series(organisation, "reach", Dimension.UNIT) == [
        (QUARTER.name, one) for one in units
    ]


async def test_a_period_is_kept_once(database: Database, organisation: UUID) -> None:
    press, other = UptakePress(database), [Figure(metric="reach", value=70, n=80)]

    assert not await press.keep(organisation, QUARTER, other, upto=9, floor=5, now=NOW)
    assert await PublishedUptake(database).figures(organisation, QUARTER.name, None) != other


@pytest.mark.parametrize("role", ["kring_uptake", "kring_projector", "kring_writer", "kring_reader"])
@pytest.mark.parametrize("ruin", RUIN)
async def test_nobody_changes_what_stands(
    database: Database, organisation: UUID, role: str, ruin: str
) -> None:
    for connection in acting_as(database.url, role, organisation):
        with pytest.raises(InsufficientPrivilege):
            connection.execute(ruin)


async def test_later_publications_know_what_was_shown(database: Database, organisation: UUID) -> None:
    async with database.projecting() as connection:
        facts = await facts_of(connection, organisation, QUARTER.next, 0)

    assert [(one.period, one.upto) for one in facts.published] == [(QUARTER, 7)]
    assert facts.published[0].shown == {one.place for one in FIGURES if one.is_shown}
