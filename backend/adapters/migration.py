"""Brings a database to the present shape: each numbered file once, in order, forward only."""

import hashlib
import re
from importlib import resources
from importlib.resources.abc import Traversable
from typing import NamedTuple

import psycopg

_OLDEST_SERVER = 150000
_NAME = re.compile(r"(\d{4})_(\w+)\.sql")

LOCK = "SELECT pg_advisory_xact_lock(hashtext('kring migrations'))"
MAKE_BOOK = """
CREATE SCHEMA IF NOT EXISTS kring;
CREATE TABLE IF NOT EXISTS kring.migrations (
    number integer PRIMARY KEY,
    name text NOT NULL,
    digest text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)
"""
HAS_BOOK = "SELECT to_regclass('kring.migrations') IS NOT NULL"
APPLIED = "SELECT number, digest FROM kring.migrations ORDER BY number"
WRITE_DOWN = "INSERT INTO kring.migrations (number, name, digest) VALUES (%s, %s, %s)"


class UnfitDatabase(RuntimeError):
    """The database cannot serve this version of Kring; the message says why."""


class Migration(NamedTuple):
    """One numbered change of the database."""

    number: int
    name: str
    sql: str

    @property
    def digest(self) -> str:
        """What the file said, so that a later edit of it is noticed."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations(folder: Traversable | None = None) -> list[Migration]:
    """Return the changes that this version ships, in order."""
    folder = folder or resources.files("backend.adapters.migrations")
    found = [
        Migration(int(name[1]), name[2], file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if (name := _NAME.fullmatch(file.name))
    ]
    return sorted(found)


def migrate(url: str, wanted: list[Migration] | None = None) -> list[Migration]:
    """Apply what the database does not have yet, all or nothing; return what was applied.

    Processes that start together wait for each other. Raises UnfitDatabase for a server older
    than PostgreSQL 15, an applied file that was edited, or a database ahead of this version.
    """
    with psycopg.connect(url) as connection:
        if connection.info.server_version < _OLDEST_SERVER:
            message = "Kring needs PostgreSQL 15 or later"
            raise UnfitDatabase(message)
        connection.execute(LOCK)
        fresh = _missing(connection, migrations() if wanted is None else wanted)
        for migration in fresh:
            connection.execute(migration.sql.encode())
            connection.execute("RESET ROLE")
            connection.execute(WRITE_DOWN, (migration.number, migration.name, migration.digest))
    return fresh


def _missing(connection: psycopg.Connection, wanted: list[Migration]) -> list[Migration]:
    has_book = connection.execute(HAS_BOOK).fetchone()
    if not has_book or not has_book[0]:
        connection.execute(MAKE_BOOK)
    done: dict[int, str] = dict(connection.execute(APPLIED).fetchall())
    ahead = done.keys() - {migration.number for migration in wanted}
    for migration in wanted:
        if done.get(migration.number, migration.digest) != migration.digest:
            message = f"migration {migration.number:04} was edited after it was applied"
            raise UnfitDatabase(message)
    if ahead:
        message = f"the database is ahead: it has migration {max(ahead):04}"
        raise UnfitDatabase(message)
    return [migration for migration in wanted if migration.number not in done]
