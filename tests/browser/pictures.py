"""Takes the pictures of docs/images from a meeting played for them: ``python -m tests.browser.pictures``."""

import asyncio
from typing import Final

from playwright.async_api import Browser

from infra.house.places import ROOT
from tests.browser import screen, staged, story, table
from tests.browser.staged import pass_minutes
from tests.browser.story import BAS, DAAN, ESRA, LIEKE, NOOR

IMAGES: Final = ROOT / "docs" / "images"
LARGEST: Final = 240_000
"""Bytes of a picture, so that the README opens at once."""
_DETAILS: Final = 2.0
_DETAILS_OF_A_TABLET: Final = 1.4


async def _pass(step: str) -> None:
    staged.pass_before(step)


async def _play(browser: Browser, address: str) -> None:
    guide = await screen.opened(browser, story.GUIDE, screen.TABLET, scale=_DETAILS_OF_A_TABLET)
    noor, bas, esra, daan, lieke = [
        await screen.opened(browser, each.name, scale=_DETAILS) for each in (NOOR, BAS, ESRA, DAAN, LIEKE)
    ]
    laid = await table.laid(address, guide, noor, bas, esra, daan, lieke, before=_pass)
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
    async with staged.opened() as (house, browser):
        await _play(browser, house.address)
    for picture in IMAGES.glob("*.png"):
        if picture.stat().st_size > LARGEST:
            raise RuntimeError(f"{picture.name} is larger than {LARGEST} bytes.")


if __name__ == "__main__":
    asyncio.run(take())
