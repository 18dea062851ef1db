"""Takes the pictures of docs/images from a meeting played for them: ``python -m tests.browser.pictures``."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from unittest.mock import patch

import uvicorn
from playwright.async_api import Browser, async_playwright
from typing_extensions import override

from backend import app
from backend.adapters.clock import SystemClock
from backend.adapters.embedded_postgres import launch
from backend.adapters.migration import migrate
from backend.settings import Settings
from backend.worker import work
from infra.house.places import ROOT
from projections.runner import prepare
from projections.shipped import VIEWS
from tests.browser import chromium, screen, story, table
from tests.browser.story import BAS, DAAN, ESRA, LIEKE, NOOR

IMAGES: Final = ROOT / "docs" / "images"
LARGEST: Final = 200_000
"""Bytes of a picture, so that the README opens at once."""
_TOOK: Final = {"follow_up": 6, "collect": 1, "choose": 9, "describe": 4, "ask": 6}
"""Minutes that pass before a step begins; a meeting that took none would look odd."""
_DETAILS: Final = 2.0
_DETAILS_OF_A_TABLET: Final = 1.4


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
async def _house(folder: Path) -> AsyncIterator[str]:
    """Run the whole house with the hurried clock; give its address."""
    server = launch(folder / "postgres")
    try:
        migrate(server.url)
        await prepare(server.url, VIEWS.values())
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            address = f"http://localhost:{listening.getsockname()[1]}"
            settings = Settings.from_environment({"KRING_FOLDER": str(folder), "PUBLIC_URL": address})
            config = uvicorn.Config(
                app.application(settings, server.url), log_level="warning", timeout_graceful_shutdown=2
            )
            web = uvicorn.Server(config)
            tasks = [
                asyncio.create_task(web.serve([listening])),
                asyncio.create_task(work(settings, server.url)),
            ]
            while not web.started:  # noqa: ASYNC110 - the server tells it in no other way
                await asyncio.sleep(0.05)
            yield address
            web.should_exit = True
            await tasks[0]
            tasks[1].cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    finally:
        server.stop()


@contextmanager
def _folder() -> Iterator[Path]:
    """Make a folder that the user whom root starts PostgreSQL as can pass through."""
    with TemporaryDirectory(prefix="kring-pictures-") as made:
        folder = Path(made)
        folder.chmod(0o711)
        yield folder


async def _play(browser: Browser, address: str) -> None:
    guide = await screen.opened(browser, story.GUIDE, screen.TABLET, scale=_DETAILS_OF_A_TABLET)
    noor, bas, esra, daan, lieke = [
        await screen.opened(browser, each.name, scale=_DETAILS) for each in (NOOR, BAS, ESRA, DAAN, LIEKE)
    ]
    laid = await table.laid(
        address, guide, noor, bas, esra, daan, lieke, before=lambda step: pass_minutes(_TOOK.get(step, 0))
    )
    for asker, question, words in ((bas, BAS.asked, story.ANSWERS[0]), (esra, ESRA.asked, story.ANSWERS[1])):
        pass_minutes(4)
        asked = await table.ask(asker, laid.session, question)
        await table.answer(noor, laid.session, asked, words)
    pass_minutes(3)
    await daan.go(f"{address}{laid.address}")
    await daan.reads(ESRA.asked)
    await daan.fill("task.question.label", DAAN.asked)
    await guide.go(f"{address}{laid.address}/lead")
    await guide.sees("round.title", n=5)
    for each, name in ((daan, "phone"), (guide, "tablet")):
        await each.page.wait_for_load_state("networkidle")
        await each.page.evaluate("() => document.activeElement?.blur()")
        await each.page.screenshot(path=IMAGES / f"{name}.png")


async def take() -> None:
    """Take both pictures. Raises RuntimeError when one is too large."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with _folder() as folder, patch.object(app, "SystemClock", HurriedClock):
        async with _house(folder) as address, async_playwright() as playwright:
            program = chromium.find() or chromium.install()
            browser = await playwright.chromium.launch(executable_path=program, args=chromium.flags())
            await _play(browser, address)
            await browser.close()
    for picture in IMAGES.glob("*.png"):
        if picture.stat().st_size > LARGEST:
            raise RuntimeError(f"{picture.name} is larger than {LARGEST} bytes.")


if __name__ == "__main__":
    asyncio.run(take())
