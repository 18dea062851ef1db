"""What the tests of the demo stand on: the whole house, with its views kept up to date."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.adapters.ending import ended
from backend.api.ports import Ports
from backend.demo.telling import Told, tell
from backend.house import opened
from backend.settings import Settings
from projections.runner import Runner, prepare
from projections.shipped import VIEWS

SUNDAY = datetime(2026, 11, 22, 9, 7, tzinfo=UTC)


async def _soon(_position: int) -> None:
    await asyncio.sleep(0.005)


@asynccontextmanager
async def _house(url: str, folder: Path) -> AsyncIterator[Ports]:
    await prepare(url, VIEWS.values())
    running = asyncio.create_task(Runner(url, VIEWS.values(), news=_soon).run())
    async with opened(Settings.from_environment({"KRING_FOLDER": str(folder)}), url) as house:
        yield house.ports
    await ended(running)


@pytest.fixture
async def ports(database_url: str, tmp_path: Path) -> AsyncIterator[Ports]:
    """The house as the API is given it, on a fresh database."""
    async with _house(database_url, tmp_path) as ports:
        yield ports


@pytest.fixture(scope="module")
async def read_ports(
    module_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Ports]:
    """The house on a database that the tests of one file share, and only read."""
    async with _house(module_database_url, tmp_path_factory.mktemp("kring")) as ports:
        yield ports


@pytest.fixture(scope="module")
async def told(read_ports: Ports) -> Told:
    """The demo, told on a Sunday into ``read_ports``."""
    return await tell(read_ports, SUNDAY)
