"""How a screen is looked at without eyes: does it fit, speak its language, and read in the dark."""

from collections.abc import Sequence

from playwright.async_api import Page, expect

from tests.browser import fitting, screen
from tests.browser.fitting import SIZES, SMALLEST_TARGET
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen

LETTER = 16
"""Pixels, of a browser that nobody set otherwise."""
_LETTERS = "(size) => getComputedStyle(document.documentElement).fontSize === `${size}px`"


async def settled(page: Page) -> None:
    """Wait until a screen shows what it fetched."""
    await expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
    await page.wait_for_function("() => !document.querySelector('[aria-busy=true]')")


async def speak(who: Screen, house: Kring, language: str) -> None:
    """Choose the language of a device in its settings."""
    await who.go(f"{house.address}/settings")
    await who.choose({"nl": "Nederlands", "en": "English", "de": "Deutsch"}[language])
    who.language = language
    await who.is_at(who.words("settings"))
    await expect(who.page.locator("html")).to_have_attribute("lang", language)


async def unfit(who: Screen, sizes: Sequence[tuple[int, int]] = SIZES) -> list[str]:
    """Return what is wrong with how the present screen fits each device."""
    wrong: list[str] = []
    for width, height in sizes:
        await who.page.set_viewport_size({"width": width, "height": height})
        found = await fitting.fit(who.page)
        wrong += [] if found.fits else [f"at {width}x{height}: {found}"]
        targets = await fitting.targets(who.page)
        wrong += [f"at {width} too small: {label}" for label, size in targets if size < SMALLEST_TARGET]
    await who.page.set_viewport_size({"width": screen.PHONE[0], "height": screen.PHONE[1]})
    return wrong


async def unfit_when_large(who: Screen) -> list[str]:
    """Return what does not fit when a browser is set to letters of twice the size (WCAG 2.2, 1.4.4)."""
    browser = await who.page.context.new_cdp_session(who.page)
    await browser.send("Page.setFontSizes", {"fontSizes": {"standard": 2 * LETTER}})
    await who.comes_true(_LETTERS, 2 * LETTER)
    found = await fitting.fit(who.page)
    await browser.send("Page.setFontSizes", {"fontSizes": {"standard": LETTER}})
    await browser.detach()
    return [] if found.page <= 0 and not found.cut and not found.thin else [f"at 200 %: {found}"]


async def pale_in_the_dark(who: Screen) -> list[str]:
    """Return what cannot be read in the dark; everything else is as it is by day."""
    await who.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found = await who.axe(*screen.OF_COLOURS)
    await who.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return [f"in the dark: {each}" for each in found]


async def wrong_here(
    who: Screen, *, sizes: Sequence[tuple[int, int]] = SIZES, by_day_only: bool = False
) -> list[str]:
    """Return what is wrong with the present screen: on any device, in large letters, in the dark."""
    found = [*await unfit(who, sizes), *await who.axe(), *await unfit_when_large(who)]
    return found if by_day_only else [*found, *await pale_in_the_dark(who)]
