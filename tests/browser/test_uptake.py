"""Figures in the browser: charts and tables, what is held back, files, tokens, and the tap behind one."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest
from httpx import AsyncClient
from playwright.async_api import expect

from backend.adapters.database import Database
from backend.adapters.uptake import UptakePress
from backend.domain.uptake.definitions import DEFINITIONS, Dimension
from backend.domain.uptake.figures import Figure, Slice
from backend.domain.uptake.parts import Part
from backend.domain.uptake.periods import Period
from tests.browser import fitting
from tests.browser.conftest import OpenScreen
from tests.browser.fitting import SMALLEST_TARGET
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.table import gathered, move
from tests.browser.test_coming_back import become, fresh_address
from tests.browser.test_organisation_screens import DESKTOP, dialog, open_part, organisation_of, start

PHONE = (412, 839)
TOKEN: Final = re.compile(r"^kring_")
FORMATS: Final = ("csv", "csv-nl", "parquet")
SLICES: Final = {
    "value_spread": (Slice("4", 60), Slice("5", 30), Slice("other", 10)),
    "survival": (Slice("6", 90), Slice("12", 75)),
    "action_outcome": (Slice("done", 60), Slice("other", 40)),
}
_QUARTERS: Final = [*[Period(2024, n) for n in (1, 2, 3, 4)], *[Period(2025, n) for n in (1, 2, 3, 4)]]
_HELD: Final = {(2024, 3), (2025, 4)}
_MADE: Final = datetime(2026, 1, 9, 3, tzinfo=UTC)


def _figure(metric: str, step: int, period: Period) -> Figure:
    """Return a figure that rises, or that is held back."""
    if metric == "management_reach" and (period.year, period.quarter) in _HELD:
        return Figure(metric=metric, why="too-few")
    if metric == "value_pulse":
        return Figure(metric=metric, value=3.4 + step / 10, n=80)
    if metric in SLICES:
        return Figure(metric=metric, slices=SLICES[metric], n=40)
    if metric == "hold_rate" and step > 5:
        return Figure(metric=metric, value=95, bound="more-than", n=80)
    percent = DEFINITIONS[metric].unit == "percent"
    return Figure(metric=metric, value=(40 if percent else 20) + 3 * step - 4 * (step % 3 == 1), n=80)


async def publish(house: Kring, organisation: str, unit: UUID, small: UUID) -> None:
    """Let two years stand, with one measure that is held back twice."""
    async with await Database.open(house.database_url) as database:
        press = UptakePress(database)
        for step, period in enumerate([*_QUARTERS, Period(2025)]):
            figures = [_figure(metric, step, period) for metric in DEFINITIONS]
            figures += [
                Figure(metric="reach", by=Dimension.UNIT, part=Part(unit), value=44, n=40),
                Figure(
                    metric="reach",
                    by=Dimension.UNIT,
                    part=Part(None, rest=True, holds=(small,)),
                    why="derivable",
                ),
            ]
            await press.keep(UUID(organisation), period, figures, upto=7, floor=5, now=_MADE)


async def _unit(who: Screen, organisation: str, name: str) -> UUID:
    unit = await who.page.evaluate("() => crypto.randomUUID()")
    body = {"name": name, "parent": None}
    answer: dict[str, Any] = await who.ask(f"/organisations/{organisation}/units/{unit}", "PUT", body)
    assert answer["status"] < 300, answer
    return UUID(unit)


@pytest.fixture(scope="module")
def told_to_house() -> dict[str, str]:
    """A house of its own: figures are written behind its back."""
    return {}


@pytest.fixture(scope="module")
async def ilse(house: Kring, open_screen: OpenScreen) -> Screen:
    """An administrator at a desk, whose organisation has figures of two years."""
    ilse = await open_screen("Ilse", DESKTOP)
    await become(ilse, house, fresh_address())
    organisation = await start(ilse, house, "Zorggroep De Linde")
    zorg, post = [await _unit(ilse, organisation, name) for name in ("Zorg", "Post")]
    await publish(house, organisation, zorg, post)
    await ilse.go(f"{house.address}/o/{organisation}/uptake")
    await ilse.sees("uptake.people")
    return ilse


@pytest.fixture(scope="module")
def organisation(ilse: Screen) -> str:
    """The id of her organisation."""
    return organisation_of(ilse)


async def test_an_administrator_reads_charts_by_their_tables_and_sees_what_is_held_back(ilse: Screen) -> None:
    page = ilse.page
    reach = page.get_by_role("region", name="Bereik", exact=True)
    await expect(reach.get_by_role("img", name=re.compile(r"^Bereik, 8 perioden"))).to_be_visible()
    await reach.locator("summary").nth(1).focus()
    await page.keyboard.press("Enter")
    await expect(reach.get_by_role("row")).to_have_count(9)

    hidden = page.get_by_role("region", name=ilse.words("uptake.hidden"))
    await expect(hidden).to_contain_text(DEFINITIONS["management_reach"].words.nl.name)
    await expect(page.get_by_role("region", name=ilse.words("uptake.breakdown"))).to_contain_text("Post")
    await ilse.look("uptake")

    await page.get_by_label(ilse.words("uptake.period"), exact=True).select_option("2025-Q3")
    await expect(hidden).not_to_contain_text(DEFINITIONS["management_reach"].words.nl.name, timeout=PATIENCE)
    assert ilse.violations == []


async def test_a_chart_and_a_quarter_are_kept_as_files(ilse: Screen, tmp_path: Path) -> None:
    reach = ilse.page.get_by_role("region", name="Bereik", exact=True)
    if not await reach.get_by_role("button").first.is_visible():
        await reach.locator("summary").nth(1).click()
    for kind in ("svg", "png"):
        async with ilse.page.expect_download() as saving:
            await reach.get_by_role("button", name=re.compile(f"^{ilse.words(f'uptake.{kind}')}")).click()
        drawing = await saving.value
        assert drawing.suggested_filename == f"kring-reach-2025-Q3.{kind}"
        await drawing.save_as(tmp_path / kind)
    svg, png = (tmp_path / "svg").read_text(encoding="utf-8"), (tmp_path / "png").read_bytes()
    (wide,) = re.findall(r"<svg[^>]* width=\"([0-9.]+)\"", svg)
    assert all(f">{word}<" in svg for word in ("Bereik", "0%", "100%"))
    assert png.startswith(b"\x89PNG\r\n")
    assert int.from_bytes(png[16:20]) == 2 * int(float(wide))
    for label in ("CSV", "Parquet", "JSON", ilse.words("uptake.csvParts")):
        async with ilse.page.expect_download() as saving:
            await ilse.page.get_by_role("link", name=label, exact=True).click()
        assert (await saving.value).suggested_filename.startswith("kring-2025-Q3")


async def test_figures_and_charts_are_printed_and_nothing_to_press(ilse: Screen) -> None:
    page = ilse.page
    await page.emulate_media(media="print")
    await expect(page.get_by_role("img", name=re.compile(r"^Bereik, 8 perioden"))).to_be_visible()
    await expect(page.get_by_text(DEFINITIONS["reach"].words.nl.formula)).to_be_visible()
    await expect(page.get_by_role("region", name=ilse.words("uptake.hidden"))).to_be_visible()
    for role in ("button", "link", "navigation"):
        to_press = page.get_by_role("main").get_by_role(role).filter(visible=True)
        assert await to_press.all_inner_texts() == []
    await page.emulate_media(media="screen")


async def test_a_token_made_here_reads_the_figures_and_nothing_else(
    ilse: Screen, house: Kring, organisation: str
) -> None:
    await open_part(ilse, house, "tokens")
    await ilse.press("tokens.make")
    await ilse.fill("tokens.label", "Kwartaalrapport")
    await ilse.tick(ilse.words("scope.uptake:read"))
    await dialog(ilse).get_by_role("button", name=ilse.words("tokens.send")).click()
    await ilse.sees("tokens.once")
    token = await dialog(ilse).get_by_text(TOKEN).inner_text()
    await ilse.press("tokens.stored")
    asking = {"Authorization": f"Bearer {token.strip()}"}
    async with AsyncClient(base_url=f"{house.address}/api/v1/organisations/{organisation}") as program:
        figures = [await program.get(f"uptake/file?format={each}", headers=asking) for each in FORMATS]
        people = await program.get("people", headers=asking)

    assert [each.status_code for each in figures] == [200] * len(FORMATS)
    assert people.status_code == 403


async def test_who_was_there_says_in_a_tap_how_it_was(
    ilse: Screen, house: Kring, open_screen: OpenScreen, organisation: str
) -> None:
    anna = await open_screen("Anna", PHONE)
    table = await gathered(house.address, ilse, anna, organisation=organisation)
    await move(ilse, table.session, "closing")
    await anna.go(f"{house.address}{table.address}")
    await anna.sees("pulse.value")
    await anna.look("pulse")
    assert (await fitting.fit(anna.page)).fits
    await anna.press("pulse.of", n=4)
    await anna.sees("pulse.safety")
    await anna.press("pulse.skip")
    await expect(anna.page.get_by_role("heading", name=anna.words("pulse.title"))).to_have_count(0)
    await anna.sees("pulse.thanks")
    asked: list[str] = []
    anna.page.on("request", lambda request: asked.append(request.url))
    await anna.page.reload()
    await anna.sees("ended.title")
    await anna.press("ended.history")
    await anna.is_at(anna.words("history.title"))
    assert [url for url in asked if url.endswith("/pulse")] == []

    assert (anna.violations, ilse.violations) == ([], [])


async def test_the_figures_fit_every_device(ilse: Screen, house: Kring, organisation: str) -> None:
    await ilse.go(f"{house.address}/o/{organisation}/uptake")
    await ilse.sees("uptake.people")
    for width, height in (*fitting.SIZES, (1280, 800)):
        await ilse.page.set_viewport_size({"width": width, "height": height})
        assert (await fitting.fit(ilse.page)).fits, await fitting.fit(ilse.page)
        assert [one for one in await fitting.targets(ilse.page) if one[1] < SMALLEST_TARGET] == []
        if os.environ.get("KRING_PICTURES"):
            await ilse.picture(f"uptake-{width}", whole=True)


async def test_everybody_reads_what_the_organisation_cannot_see_from_the_same_rules(ilse: Screen) -> None:
    await ilse.page.get_by_role("main").get_by_role("link", name=ilse.words("house.about")).last.click()
    await ilse.is_at(ilse.words("house.about"))
    await ilse.sees("about.rules")
    await ilse.reads("Wie er meedoet, in welke groep iemand zit, wie er was en wie niet.")
    await ilse.look("uptake-about")
    assert ilse.violations == []


async def test_the_front_says_in_words_of_which_quarter_it_tells(
    house: Kring, ilse: Screen, organisation: str
) -> None:
    await ilse.go(f"{house.address}/o/{organisation}")
    quarter = ilse.words("uptake.quarter", quarter=4, year=2025)

    await ilse.reads(f"{ilse.words('house.groupCount')}, {quarter}")
