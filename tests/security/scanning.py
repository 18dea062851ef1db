"""Looks for words wherever a house keeps or says anything: tables, files, a dump; in several spellings."""

import base64
import mmap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

TABLES: Final = """
SELECT table_schema, table_name FROM information_schema.tables
WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
ORDER BY table_schema, table_name
"""
_OUT: Final = sql.SQL("COPY {table} TO STDOUT")
_IN: Final = sql.SQL("COPY {table} FROM STDIN")
_EMPTY: Final = sql.SQL("TRUNCATE {table} CASCADE")
_NO_TRIGGERS: Final = "SET session_replication_role = replica"
_FOLDER: Final = "SELECT setting FROM pg_settings WHERE name = 'data_directory'"

Dump = dict[tuple[str, str], bytes]


def spellings(word: str) -> list[bytes]:
    """Return how a word may stand in a file: plain, wide, in hex, and in base64 at any place."""
    plain = word.encode()
    wide = word.encode("utf-16-le")
    inner = [base64.b64encode(b"\0" * shift + plain)[4 if shift else 0 : -4] for shift in range(3)]
    return [plain, wide, plain.hex().encode(), plain.hex().upper().encode(), *inner]


def dump(url: str) -> Dump:
    """Return every row of every table as text, as a logical backup has it."""
    with psycopg.connect(url) as connection:
        names = [(str(schema), str(table)) for schema, table in connection.execute(TABLES)]
        return {name: _copied(connection, name) for name in names}


def _copied(connection: psycopg.Connection, name: tuple[str, str]) -> bytes:
    with connection.cursor().copy(_OUT.format(table=sql.Identifier(*name))) as rows:
        return b"".join(bytes(row) for row in rows)


def restore(dumped: Dump, url: str) -> None:
    """Fill a migrated database with a dump; what it held before is gone."""
    with psycopg.connect(url) as connection:
        connection.execute(_NO_TRIGGERS)
        for name in dumped:
            connection.execute(_EMPTY.format(table=sql.Identifier(*name)))
        for name, rows in dumped.items():
            with connection.cursor().copy(_IN.format(table=sql.Identifier(*name))) as into:
                into.write(rows)


def in_dump(dumped: Dump, word: str) -> set[str]:
    """Return the tables in which a word stands, however it is spelled."""
    wanted = spellings(word)
    return {".".join(name) for name, rows in dumped.items() if any(form in rows for form in wanted)}


def in_files(folder: Path, word: str) -> set[str]:
    """Return the files below a folder in which a word stands, however it is spelled."""
    wanted = spellings(word)
    return {str(file.relative_to(folder)) for file in _files(folder) if _contains(file, wanted)}


def _files(folder: Path) -> Iterator[Path]:
    yield from (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def _contains(file: Path, wanted: Iterable[bytes]) -> bool:
    try:
        with file.open("rb") as opened:
            if not file.stat().st_size:
                return False
            with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
                return any(content.find(form) >= 0 for form in wanted)
    except FileNotFoundError:
        return False


def data_folder(url: str) -> Path:
    """Return where the server keeps its files, its log of writes among them, all of it on the disk."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        row = connection.execute(_FOLDER).fetchone()
    assert row
    return Path(str(row[0]))
