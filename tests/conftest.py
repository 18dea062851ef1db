"""What tests stand on: a real PostgreSQL server, and a fresh migrated database for each test."""

import asyncio
import os
import shutil
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
import uvloop
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from backend.adapters.database import Database
from backend.adapters.embedded_postgres import launch
from backend.adapters.migration import migrate

_LONGEST_FIRST = ("infra", "properties", "demo")
"""Folders whose files take long: begun first, so that no core waits for the last of them."""
_BESIDE = 5
"""Files that keep a core busy, for each in a browser, which waits for screens most of its time."""

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
_PREFIX = "kring tests "
_A_DAY = 24 * 3600
_ROOM = 8 * 1024**3
"""Bytes: four servers at once, each with what it logs ahead and a few databases."""
_DANGEROUS = {"fsync": "off", "full_page_writes": "off", "authentication_timeout": "5s"}


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run tests on the loop that the house runs on."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first, and those in a browser between the others."""
    first = {name: place for place, name in enumerate(_LONGEST_FIRST)}
    items.sort(key=lambda item: first.get(item.path.parent.name, len(first)))
    waiting, busy = count(), count()
    places: dict[Path, float] = {}
    for item in items:
        if item.path not in places:
            in_browser = item.path.parent.name == "browser"
            places[item.path] = next(waiting) if in_browser else next(busy) / _BESIDE
    items.sort(key=lambda item: places[item.path])


def _in_memory() -> Path | None:
    """Return a folder that is no disk, where databases are made in a tenth of the time; None without room.

    What was left there by a run that was killed is removed a day later.
    """
    if not _MEMORY.is_dir():
        return None
    for left in _MEMORY.glob(f"{_PREFIX}*"):
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > _A_DAY:
                shutil.rmtree(left, ignore_errors=True)
    return _MEMORY if shutil.disk_usage(_MEMORY).free >= _ROOM else None


@pytest.fixture(scope="session")
def enterable_tmp() -> Iterator[Path]:
    """A temporary folder, in memory if there is room, that the user whom root starts servers as can enter.

    Not one of pytest's: those are closed to others again whenever another pytest starts.
    """
    with TemporaryDirectory(prefix=_PREFIX, dir=_in_memory()) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture(scope="session")
def server(enterable_tmp: Path) -> Iterator[str]:
    """The address of a server: ``DATABASE_URL``'s, or one of our own in a temporary folder."""
    if "DATABASE_URL" in os.environ:
        yield os.environ["DATABASE_URL"]
        return
    running = launch(enterable_tmp / "postgres")
    _live_dangerously(running.url)
    yield running.url
    running.stop()


def _live_dangerously(url: str) -> None:
    """Let a server not wait for its disk: what it holds is thrown away, whatever happens to the machine.

    Nor for who was cancelled while connecting: a database is dropped when they are gone, after a minute
    otherwise.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        for setting, value in _DANGEROUS.items():
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(setting), value))
        connection.execute("SELECT pg_reload_conf()")


@contextmanager
def made(server: str, template: str) -> Iterator[str]:
    """Make a database, give its address, and drop it with whoever is still connected."""
    name = f"kring_{uuid.uuid4().hex}"
    make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(make.format(sql.Identifier(name), sql.Identifier(template)))
    yield make_conninfo(server, dbname=name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(drop.format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def template(server: str) -> Iterator[str]:
    """The name of a migrated database that nobody is connected to."""
    with made(server, "template0") as url:
        migrate(url)
        yield str(conninfo_to_dict(url)["dbname"])


@pytest.fixture
def empty_database_url(server: str) -> Iterator[str]:
    """The address of a database that holds nothing at all."""
    with made(server, "template0") as url:
        yield url


@pytest.fixture
def database_url(server: str, template: str) -> Iterator[str]:
    """The address of a fresh migrated database, for one test."""
    with made(server, template) as url:
        yield url


@pytest.fixture(scope="session")
def shared_database_url(server: str, template: str) -> Iterator[str]:
    """The address of a migrated database that files share, each with groups of its own."""
    with made(server, template) as url:
        yield url


@pytest.fixture(scope="module")
def module_database_url(server: str, template: str) -> Iterator[str]:
    """The address of a migrated database that the tests of one file share."""
    with made(server, template) as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh migrated database, for one test."""
    async with await Database.open(database_url) as opened:
        yield opened


@pytest.fixture(scope="module")
async def module_database(module_database_url: str) -> AsyncIterator[Database]:
    """A migrated database that the tests of one file share."""
    async with await Database.open(module_database_url) as opened:
        yield opened
