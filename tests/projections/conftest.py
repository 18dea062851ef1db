"""What the tests of the views stand on: a record to write to, and views that are kept up to date."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from backend.adapters.appender import Appender
from backend.adapters.database import Database
from backend.adapters.ending import ended
from projections.base import Connection
from projections.progress import Progress
from projections.runner import Runner, prepare
from projections.shipped import VIEWS
from tests.projections.circle import Circle


@pytest.fixture
async def appender(database: Database) -> AsyncIterator[Appender]:
    """Something that appends to the record."""
    async with Appender(database) as appender:
        yield appender


@pytest.fixture
async def circle(appender: Appender) -> Circle:
    """A group that has been formed."""
    circle = Circle(appender)
    await circle.form()
    return circle


class Views:
    """The views as a member of a circle sees them, once they know all that the circle wrote."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.progress = Progress(database.reader)

    async def know(self, circle: Circle) -> None:
        """Wait until every view has taken in what the circle wrote."""
        for name in VIEWS:
            assert await self.progress.reached(name, circle.position, 30)

    @asynccontextmanager
    async def seen_by(self, circle: Circle) -> AsyncIterator[Connection]:
        """Give a connection that sees what the circle's tenant may see, all of it up to date."""
        await self.know(circle)
        async with self.database.reading(circle.tenant) as connection:
            yield connection


async def _soon(_position: int) -> None:
    await asyncio.sleep(0.005)


@pytest.fixture
async def views(database: Database, database_url: str) -> AsyncIterator[Views]:
    """All views, kept up to date by a runner."""
    await prepare(database_url, VIEWS.values())
    running = asyncio.create_task(Runner(database_url, VIEWS.values(), news=_soon).run())
    yield Views(database)
    await ended(running)
