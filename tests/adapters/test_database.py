"""The database comes to its present shape in one way, and nobody may change the record."""

import asyncio
from pathlib import Path
from typing import LiteralString
from uuid import uuid4

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from backend.adapters.database import Database, Pool
from backend.adapters.migration import (
    Migration,
    UnfitDatabase,
    migrate,
    migrations,
)

SHAPE = """
SELECT n.nspname, c.relname, c.relkind::text, pg_get_userbyid(c.relowner), c.relacl::text,
       c.relrowsecurity, c.relforcerowsecurity, c.reloptions::text,
       (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                          || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, ', '
                          ORDER BY a.attnum)
        FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
ORDER BY 1, 2
"""
RULES = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace::regnamespace::text IN ('record', 'views', 'kring')
UNION ALL
SELECT schemaname || '.' || tablename, policyname, concat(qual, with_check, roles::text) FROM pg_policies
UNION ALL
SELECT proname, prosrc, proacl::text FROM pg_proc
WHERE pronamespace::regnamespace::text IN ('record', 'views', 'kring')
ORDER BY 1, 2, 3
"""


def shape(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(SHAPE).fetchall() + connection.execute(RULES).fetchall()


def test_a_fresh_schema_equals_all_migrations_one_by_one(empty_database_url: str, database_url: str) -> None:
    shipped = migrations()
    for count in range(1, len(shipped) + 1):
        applied = migrate(empty_database_url, shipped[:count])

        assert applied == [shipped[count - 1]]

    assert shape(empty_database_url) == shape(database_url)


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    before = shape(database_url)

    assert migrate(database_url) == []
    assert shape(database_url) == before


async def test_processes_that_start_together_migrate_once(
    empty_database_url: str,
) -> None:
    runs = await asyncio.gather(*(asyncio.to_thread(migrate, empty_database_url) for _ in range(4)))

    assert sorted(len(run) for run in runs) == [0, 0, 0, len(migrations())]


def test_an_edited_migration_is_noticed(database_url: str) -> None:
    first, *others = migrations()
    edited = Migration(first.number, first.name, first.sql + "-- once more")

    with pytest.raises(UnfitDatabase, match="0001 was edited"):
        migrate(database_url, [edited, *others])


def test_a_database_that_is_ahead_is_refused(database_url: str) -> None:
    with pytest.raises(UnfitDatabase, match="ahead"):
        migrate(database_url, migrations()[:-1])


def test_a_failing_migration_leaves_nothing_behind(database_url: str) -> None:
    before = shape(database_url)
    good = Migration(9001, "good", "CREATE TABLE record.half (a int)")
    bad = Migration(9002, "bad", "CREATE TABLE nowhere.half (a int)")

    with pytest.raises(psycopg.errors.InvalidSchemaName):
        migrate(database_url, [*migrations(), good, bad])

    assert shape(database_url) == before


def test_no_two_migrations_have_the_same_number() -> None:
    numbers = [migration.number for migration in migrations()]

    assert numbers == sorted(set(numbers))


def test_only_sql_files_with_a_number_are_migrations(tmp_path: Path) -> None:
    (tmp_path / "0001_one.sql").write_text("SELECT 1")
    (tmp_path / "notes.sql").write_text("SELECT 2")

    assert [found.name for found in migrations(tmp_path)] == ["one"]


@pytest.mark.parametrize("role", ["writer", "reader", "projector"])
@pytest.mark.parametrize(
    ("table", "column"),
    [("events", "state"), ("streams", "version"), ("head", "position")],
)
@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE record.{0} SET {1} = DEFAULT",
        "DELETE FROM record.{0}",
        "TRUNCATE record.{0}",
        "ALTER TABLE record.{0} ADD COLUMN more int",
        "ALTER TABLE record.{0} DISABLE ROW LEVEL SECURITY",
        "DROP TABLE record.{0}",
        "INSERT INTO record.{0} DEFAULT VALUES",
        "CREATE RULE quiet AS ON INSERT TO record.{0} DO INSTEAD NOTHING",
    ],
)
async def test_no_role_of_the_app_changes_the_record(
    module_database: Database, role: str, table: str, column: str, attempt: LiteralString
) -> None:
    pool: Pool = getattr(module_database, role)
    statement = psycopg.sql.SQL(attempt).format(psycopg.sql.Identifier(table), psycopg.sql.Identifier(column))

    async with pool.connection() as connection:
        with pytest.raises(InsufficientPrivilege) as refused:
            await connection.execute(statement)

    assert refused.value.sqlstate == "42501"


async def test_the_writer_reads_nothing_of_the_record(
    module_database: Database,
) -> None:
    async with module_database.writer.connection() as connection:
        with pytest.raises(InsufficientPrivilege):
            await connection.execute("SELECT 1 FROM record.events")


async def test_a_borrowed_connection_forgets_its_tenant(
    module_database: Database,
) -> None:
    async with module_database.reading(uuid4()) as connection:
        cursor = await connection.execute("SELECT record.tenant() IS NULL")
        assert await cursor.fetchone() == (False,)

    async with module_database.reader.connection() as connection:
        cursor = await connection.execute("SELECT record.tenant() IS NULL")

        assert await cursor.fetchone() == (True,)
