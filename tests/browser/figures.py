"""Measures what people feel of the app, and fails where a budget is exceeded: ``make figures``.

Budgets of bytes fail the build itself (pwa/scripts/budget.ts). A slowed processor is not a phone: the figures
say whether something became slower, not what it is like on a certain device.
"""

import asyncio
import sys
from functools import partial
from typing import Final

from playwright.async_api import Browser, async_playwright

from backend.adapters.embedded_postgres import launch
from backend.adapters.migration import migrate
from projections.runner import prepare
from projections.shipped import VIEWS
from tests.browser import chromium, dashboard, kring, lighthouse, smooth, staged, table
from tests.browser.figures_table import Figure, keep
from tests.browser.figures_table import table as told
from tests.browser.kring import Kring
from tests.browser.table import Table

RUNS: Final = 5


async def _first_visits(house: Kring, laid: Table) -> list[Figure]:
    """Let Lighthouse look at what somebody sees who comes for the first time."""
    body = {"role": "member"}
    token = (await table.told(laid.guide, "POST", f"/groups/{laid.group}/invitations", body))["token"]
    found: list[Figure] = []
    for name, path in {"joining": f"/join#{token}", "first screen": "/"}.items():
        runs = {
            throttling: lighthouse.while_quiet(
                partial(lighthouse.run, f"{house.address}{path}", throttling), RUNS
            )
            for throttling in lighthouse.WAYS
        }
        found += lighthouse.figures(name, runs["simulate"], runs["devtools"])
    return found


async def _felt(browser: Browser, house: Kring) -> list[Figure]:
    laid, bas = await smooth.laid(browser, house.address)
    address = f"{house.address}{laid.address}"
    found = _said(await smooth.coming_back(bas, address))
    found += _said(await smooth.long_meeting(bas, laid, address))
    found += _said(await _first_visits(house, laid))
    return found + _said(dashboard.figures(await dashboard.desk(browser, house), RUNS))


def _said(found: list[Figure]) -> list[Figure]:
    """Print what was measured, as soon as it was: all of it takes minutes."""
    print(told(found), flush=True)
    return found


async def measure() -> list[Figure]:
    """Run the whole house and measure all of it."""
    with staged.folder_for_all() as folder:
        server = launch(folder / "postgres")
        try:
            migrate(server.url)
            await prepare(server.url, VIEWS.values())
            with kring.opened(server.url, folder) as house:
                async with async_playwright() as playwright:
                    program = chromium.find() or chromium.install()
                    browser = await playwright.chromium.launch(executable_path=program, args=chromium.flags())
                    return await _felt(browser, house)
        finally:
            server.stop()


def main() -> int:
    """Measure, print, write it down; return 1 when a budget is exceeded."""
    found = asyncio.run(measure())
    keep(found)
    return 0 if all(each.holds for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
