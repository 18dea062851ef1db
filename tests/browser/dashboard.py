"""What an administrator gets to see first of the figures of two years, on a slow phone."""

from functools import partial
from statistics import median
from typing import Final, NamedTuple
from uuid import UUID

from playwright.async_api import Browser

from tests.browser import lighthouse, screen
from tests.browser.figures_table import Figure
from tests.browser.kring import Kring
from tests.browser.table import fresh_id, told
from tests.browser.test_coming_back import become, fresh_address
from tests.browser.test_organisation_screens import start
from tests.browser.test_uptake import publish

LARGEST: Final = 2000
"""Milliseconds until the largest text or picture stands."""


class Desk(NamedTuple):
    """Where the figures are, and the cookie of who may see them."""

    address: str
    cookie: str


async def desk(browser: Browser, house: Kring) -> Desk:
    """Let an organisation have figures of two years; return the way to them."""
    ilse = await screen.opened(browser, "Ilse")
    await become(ilse, house, fresh_address())
    organisation = await start(ilse, house, "Zorggroep De Linde")
    units = [fresh_id() for _ in range(2)]
    for unit, name in zip(units, ("Zorg", "Post"), strict=True):
        body = {"name": name, "parent": None}
        await told(ilse, "PUT", f"/organisations/{organisation}/units/{unit}", body)
    await publish(house, organisation, *map(UUID, units))
    cookies = await ilse.page.context.cookies()
    await ilse.page.context.close()
    cookie = "; ".join(f"{each['name']}={each['value']}" for each in cookies)
    return Desk(f"{house.address}/o/{organisation}/uptake", cookie)


def figures(desk: Desk, runs: int) -> list[Figure]:
    """Let Lighthouse come with the cookie and nothing else: no app and no figures are kept there yet."""
    once = partial(lighthouse.run, desk.address, "simulate", cookie=desk.cookie)
    found = lighthouse.while_quiet(once, runs)
    machine = lighthouse.how_quiet(found)
    accessible = median(each.scores["accessibility"] for each in found)
    return [
        Figure("dashboard: LCP simulated", "ms", median(one.largest for one in found), LARGEST, note=machine),
        Figure("dashboard: CLS", "", max(each.shift for each in found), 0.02),
        Figure("dashboard: accessibility", "of 100", accessible, 100, more=True),
    ]
