"""An own method in the browser: help with choosing, a copy, changed by keyboard, published and planned."""

import json
import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.browser import fitting, playing
from tests.browser.conftest import OpenScreen
from tests.browser.fitting import SMALLEST_TARGET
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, PHONE, TABLET, Screen

DESKTOP = (1440, 900)
NAME = "Zes stappen van de nachtdienst"


@pytest.fixture(scope="module")
async def fieke(house: Kring, open_screen: OpenScreen) -> Screen:
    """The facilitator, who has a group and a tablet."""
    tablet = await open_screen("Fieke", TABLET)
    await playing.form_group(tablet, house.address)
    return tablet


def dialog(who: Screen) -> Locator:
    """Return the sheet that is open."""
    return who.page.get_by_role("dialog")


def step(who: Screen, place: int) -> Locator:
    """Return the step at a place, counted from 1."""
    return who.page.locator("ol > li").nth(place - 1)


async def titles(who: Screen) -> list[str]:
    """Return the titles of the steps in their order."""
    return await who.page.locator("ol > li .words").all_inner_texts()


async def fits(who: Screen) -> None:
    """Check the present screen on every device: nothing cut off, nothing too small."""
    for width, height in (*fitting.SIZES, DESKTOP):
        await who.page.set_viewport_size({"width": width, "height": height})
        found = await fitting.fit(who.page)
        assert found.fits, (width, found)
        small = [name for name, size in await fitting.targets(who.page) if size < SMALLEST_TARGET]
        assert small == [], width
    await who.page.set_viewport_size({"width": TABLET[0], "height": TABLET[1]})


async def to_methods(who: Screen, house: Kring) -> None:
    """Open the group's own methods."""
    await who.go(f"{house.address}/g/{playing.group_of(who)}/methods")
    await who.is_at(who.words("methods.own"))


async def test_help_with_choosing_explains_and_is_taken_with_one_tap(fieke: Screen) -> None:
    await fieke.press("plan.open")
    await fieke.press("method.help")
    await fieke.sees("chooser.found")
    await fieke.choose("De groep springt snel naar oplossingen")
    first = dialog(fieke).get_by_role("listitem").first
    await expect(first).to_contain_text("Denkvragen", timeout=PATIENCE)
    await expect(first).to_contain_text("Eerste keuze bij")
    await fits(fieke)
    await fieke.look("chooser")
    present = dialog(fieke).get_by_label(fieke.words("chooser.present"), exact=True)
    await present.fill("3")
    await present.blur()
    await fieke.reads("Deze vorm is gemaakt voor minstens 4 mensen en jullie zijn met 3")

    await first.get_by_role("button", name=re.compile("^Kies ")).click()

    await expect(dialog(fieke)).to_contain_text(re.compile("Troika|Consultatie"), timeout=PATIENCE)
    await fieke.press("close")


async def test_a_copy_is_changed_by_keyboard_and_what_breaks_is_said_at_once(
    fieke: Screen, house: Kring
) -> None:
    await to_methods(fieke, house)
    await fieke.press("methods.make")
    await fieke.press("methods.begin")
    await fieke.sees("methods.sound")
    assert (await titles(fieke))[4:6] == ["Beschrijven", "Vragen stellen"]

    grip = step(fieke, 6).get_by_role("button", name=re.compile("^Verplaats stap 6"))
    await grip.focus()
    await fieke.page.keyboard.press("ArrowUp")

    assert (await titles(fieke))[4:6] == ["Vragen stellen", "Beschrijven"]
    await expect(step(fieke, 5).get_by_role("button", name=re.compile("^Verplaats stap 5"))).to_be_focused()
    await expect(fieke.page.locator("p.sr[role=status]")).to_contain_text("Vragen stellen is nu stap 5 van 9")
    await fieke.reads("Deze stap gaat over de casus, maar die is nog niet verteld.")
    await expect(fieke.find("button", "methods.publish")).to_be_disabled()
    await fits(fieke)
    await fieke.look("method-broken")
    await fieke.press("methods.undo")
    await fieke.sees("methods.sound")


async def test_what_was_written_survives_a_reload_and_is_published_and_planned(
    fieke: Screen, house: Kring
) -> None:
    await fieke.fill("methods.name", NAME)
    more = fieke.words("methods.more", title="Vragen stellen")
    await fieke.page.get_by_role("button", name=more, exact=True).click()
    await fieke.reads("95 minuten samen")
    await step(fieke, 6).get_by_role("button", name=re.compile("bewerken$")).click()
    await fieke.sees("methods.kinds")
    await fits(fieke)
    await fieke.look("method-step")
    await fieke.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    await expect(dialog(fieke)).to_be_visible()
    await fieke.look("method-step-phone")
    await fieke.press("close")
    await fieke.page.set_viewport_size({"width": TABLET[0], "height": TABLET[1]})
    await expect(fieke.find("button", "methods.publish")).to_be_enabled(timeout=PATIENCE)

    await fieke.page.reload()

    await fieke.is_at(NAME)
    await fieke.reads("95 minuten samen")
    await expect(fieke.find("button", "methods.publish")).to_be_enabled(timeout=PATIENCE)
    await fieke.press("methods.publish")
    await fieke.is_at(fieke.words("methods.own"))
    await fieke.reads(NAME)
    await fieke.look("methods")
    await fieke.go(f"{house.address}/g/{playing.group_of(fieke)}")
    await fieke.press("plan.open")
    await fieke.press("plan.now")
    await playing.pick_method(fieke, NAME)
    await fieke.press("plan.send")
    await expect(dialog(fieke)).to_have_count(0, timeout=PATIENCE)
    await fieke.reads(NAME)


async def test_a_method_is_taken_along_as_a_file_and_taken_in_again(
    fieke: Screen, house: Kring, tmp_path: Path
) -> None:
    await to_methods(fieke, house)
    await fieke.page.get_by_role("button", name=re.compile(f"^{NAME}")).click()
    await expect(dialog(fieke)).to_contain_text("Vragen stellen", timeout=PATIENCE)
    await fits(fieke)
    await fieke.look("method-details")
    async with fieke.page.expect_download() as saving:
        await fieke.press("methods.export")
    file = tmp_path / (await saving.value).suggested_filename
    await (await saving.value).save_as(file)
    document = json.loads(file.read_text(encoding="utf-8"))
    assert (document["names"]["nl"], document["version"]) == (NAME, 1)
    await fieke.press("close")

    broken = tmp_path / "kapot.json"
    document["steps"][2]["kinds"] = ["seance"]
    broken.write_text(json.dumps(document), encoding="utf-8")
    await fieke.press("methods.make")
    chosen = dialog(fieke).locator("input[type=file]")
    await chosen.set_input_files(broken)
    await expect(dialog(fieke)).to_contain_text("steps[2]", timeout=PATIENCE)
    await chosen.set_input_files(file)

    await fieke.is_at(NAME)
    await fieke.sees("methods.sound")
    assert set(fieke.refusals) <= {"POST 422 /api/v1/methods/checks"}
    assert fieke.violations == []
