"""A house of its own for taking pictures, whose clock can be put forward: a meeting takes seconds there."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import uvicorn
from playwright.async_api import Browser, async_playwright
from typing_extensions import override

from backend.adapters.clock import SystemClock
from backend.adapters.embedded_postgres import launch
from backend.adapters.ending import ended
from backend.adapters.migration import migrate
from backend.app import application
from backend.settings import Settings
from backend.worker import work
from projections.runner import prepare
from projections.shipped import VIEWS
from tests.api.house import FREELY
from tests.browser import chromium
from tests.browser.kring import Kring

_TOOK: Final = {"follow_up": 6, "collect": 1, "choose": 9, "describe": 4, "ask": 6}
"""Minutes that pass before a step begins; a meeting that took none would look odd."""


class HurriedClock(SystemClock):
    """The clock of a house in which a meeting takes seconds: it is put forward between the steps."""

    forward = timedelta()

    @override
    def now(self) -> datetime:
        """Return the time, as far as it was put forward."""
        return super().now() + HurriedClock.forward


def pass_minutes(minutes: int) -> None:
    """Put the clock forward."""
    HurriedClock.forward += timedelta(minutes=minutes)


@asynccontextmanager
async def _house(folder: Path) -> AsyncIterator[Kring]:
    """Run the whole house with the hurried clock; say where it is found."""
    server = launch(folder / "postgres")
    try:
        migrate(server.url)
        await prepare(server.url, VIEWS.values())
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            address = f"http://localhost:{listening.getsockname()[1]}"
            settings = Settings.from_environment(
                {"KRING_FOLDER": str(folder), "PUBLIC_URL": address, "KRING_LIMITS": FREELY}
            )
            served = application(settings, server.url, clock=HurriedClock())
            web = uvicorn.Server(uvicorn.Config(served, log_level="warning", timeout_graceful_shutdown=2))
            tasks = [
                asyncio.create_task(web.serve([listening])),
                asyncio.create_task(work(settings, server.url, clock=HurriedClock())),
            ]
            while not web.started:  # noqa: ASYNC110 - the server tells it in no other way
                await asyncio.sleep(0.05)
            yield Kring(address=address, database_url=server.url, folder=folder)
            web.should_exit = True
            await tasks[0]
            await ended(tasks[1])
    finally:
        server.stop()


@contextmanager
def folder_for_all() -> Iterator[Path]:
    """Make a folder that the user whom root starts PostgreSQL as can pass through."""
    with TemporaryDirectory(prefix="kring-pictures-") as made:
        folder = Path(made)
        folder.chmod(0o711)
        yield folder


@asynccontextmanager
async def opened() -> AsyncIterator[tuple[Kring, Browser]]:
    """Run the house and a Chromium until the block ends; give both."""
    with folder_for_all() as folder:
        async with _house(folder) as house, async_playwright() as playwright:
            program = chromium.find() or chromium.install()
            browser = await playwright.chromium.launch(executable_path=program, args=chromium.flags())
            yield house, browser
            await browser.close()


def pass_before(step: str) -> None:
    """Put the clock forward as far as the step before the one with this key takes."""
    pass_minutes(_TOOK.get(step, 0))
