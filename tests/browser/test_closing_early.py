"""A sheet that is closed while something in it is under way: no other closes for it, and nothing is lost."""

import asyncio

from playwright.async_api import Route, expect

from tests.browser import playing
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.test_coming_back import become, fresh_address
from tests.browser.test_organisation_screens import dialog, open_part, start

_NO = "Dat kan nu niet"
_KEEP_THE_DATABASE_BUSY = """() => new Promise((resolve) => {
    window.kringTrialIsBusy = true;
    const asked = indexedDB.open('kring');
    asked.onsuccess = () => {
        const outbox = asked.result.transaction('outbox', 'readwrite').objectStore('outbox');
        const hold = () => {
            resolve();
            if (window.kringTrialIsBusy) outbox.count().onsuccess = hold;
            else asked.result.close();
        };
        hold();
    };
})"""
"""Nothing that is said on this device is stored until the trial lets it."""
_CLOSE_AND_OPEN = """async (names) => {
    for (const name of names) {
        [...document.querySelectorAll('button')].find((each) => each.textContent.trim() === name).click();
        for (let turn = 0; turn < 20; turn += 1) await null;
    }
}"""
"""Press one button after the other before the browser says that the first sheet has closed."""
_REFUSAL = {"type": "/problems/not-now", "title": _NO, "status": 409}


async def shut(who: Screen) -> None:
    """Close the sheet, by its button in the corner."""
    await who.press("close")
    await expect(dialog(who)).to_have_count(0, timeout=PATIENCE)


async def test_what_was_kept_closes_its_own_sheet_alone(house: Kring, open_screen: OpenScreen) -> None:
    noor = await open_screen("Noor")
    await playing.form_group(noor, house.address)
    await noor.go(f"{house.address}/prepare")
    await noor.page.evaluate(_KEEP_THE_DATABASE_BUSY)
    await noor.press("prepare.case")
    await noor.fill("propose.name", "De eerste")
    await noor.press("prepare.keep")
    await shut(noor)
    await noor.press("prepare.case")
    await noor.page.evaluate("() => { window.kringTrialIsBusy = false }")
    said = noor.page.locator("[role=status]").first
    await expect(said).to_have_text(noor.words("prepare.kept"), timeout=PATIENCE)

    await expect(noor.find("textbox", "propose.name")).to_be_visible()


async def test_a_sheet_that_opens_as_another_goes_is_not_closed_with_it(
    house: Kring, open_screen: OpenScreen
) -> None:
    bas = await open_screen("Bas")
    await playing.form_group(bas, house.address)
    await bas.go(f"{house.address}/prepare")
    await bas.press("prepare.case")
    await expect(dialog(bas)).to_be_visible(timeout=PATIENCE)
    await bas.page.evaluate(_CLOSE_AND_OPEN, [bas.words("close"), bas.words("prepare.case")])
    await bas.page.wait_for_timeout(500)

    await expect(dialog(bas)).to_have_count(1)


async def test_who_closed_a_sheet_is_told_that_it_was_refused(house: Kring, open_screen: OpenScreen) -> None:
    ineke = await open_screen("Ineke")
    group = await playing.form_group(ineke, house.address)
    await ineke.go(f"{house.address}/g/{group}/arrangement")
    closed = asyncio.Event()

    async def refuse(route: Route) -> None:
        await closed.wait()
        await route.fulfill(status=409, json=_REFUSAL)

    await ineke.page.route("**/arrangement", refuse)
    await ineke.press("arrangement.change")
    await ineke.press("keep")
    await shut(ineke)
    closed.set()

    await ineke.sees("fault.missed")
    await ineke.reads(_NO)
    await ineke.look("closed-and-refused")
    await ineke.press("close")
    await expect(ineke.page.get_by_text(_NO)).to_have_count(0)
    assert ineke.violations == []


async def test_a_token_that_was_closed_while_it_was_made_is_still_shown(
    house: Kring, open_screen: OpenScreen
) -> None:
    ilse = await open_screen("Ilse")
    await become(ilse, house, fresh_address())
    await start(ilse, house, "Zorggroep De Eik")
    await open_part(ilse, house, "tokens")
    await ilse.press("tokens.make")
    await ilse.fill("tokens.label", "Kwartaalrapport")
    async with ilse.holding("**/tokens", "POST"):
        await dialog(ilse).get_by_role("button", name=ilse.words("tokens.send")).click()
        await shut(ilse)

    await ilse.sees("tokens.once")
    await ilse.press("tokens.stored")
    await expect(dialog(ilse)).to_have_count(0)
    await ilse.reads("Kwartaalrapport")
