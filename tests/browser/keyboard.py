"""Somebody who uses the app without touching it: every button, field and choice is reached by key."""

from typing import Final, Literal

from playwright.async_api import Locator, expect
from typing_extensions import override

from tests.browser.screen import PATIENCE, Screen

_FAR: Final = 120
"""More things than this are on no screen: whoever tabbed as often goes in a circle."""
_HAS_FOCUS: Final = "(element) => element === document.activeElement"
_OF_ITS_GROUP: Final = """(element) => {
    const now = document.activeElement;
    return now?.type === 'radio' && now.name === element.name;
}"""
_SHOWS_FOCUS: Final = """(element) => {
    const shows = (each) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(each);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
    };
    return [element, ...(element.labels ?? [])].some(shows);
}"""


class ByKeyboard(Screen):
    """A device whose owner has a keyboard and nothing else; it must always show where they are."""

    @override
    async def press(self, key: str, **values: str | int) -> None:
        wanted = self.find("button", key, **values).or_(self.find("link", key, **values)).first
        await self.use(wanted)

    @override
    async def fill(self, key: str, words: str, **values: str | int) -> None:
        field = self.find("textbox", key, **values)
        await self._tab_to(field)
        await self.page.keyboard.press("Control+A")
        await self.page.keyboard.insert_text(words)
        await expect(field).to_have_value(words)

    @override
    async def choose(self, name: str) -> None:
        wanted = self.chosen(name)
        await self._tab_to(wanted, _OF_ITS_GROUP)
        for _ in range(_FAR):
            if await wanted.evaluate(_HAS_FOCUS):
                break
            await self.page.keyboard.press("ArrowDown")
        await self._must_show(wanted)
        if not await wanted.is_checked():
            await self.page.keyboard.press("Space")
        await expect(wanted).to_be_checked()

    async def use(self, wanted: Locator) -> None:
        """Go to a button or a link, and press Enter."""
        await self._tab_to(wanted)
        await self.page.keyboard.press("Enter")

    async def key(self, key: Literal["n", "s", "p", "z", "h", "Escape"]) -> None:
        """Press one key, wherever the focus is."""
        await self.page.keyboard.press(key)

    async def _tab_to(self, wanted: Locator, arrived: str = _HAS_FOCUS) -> None:
        """Press Tab until something has the focus, and shows that it has. Raises AssertionError."""
        await expect(wanted).to_be_visible(timeout=PATIENCE)
        await expect(wanted).to_be_enabled(timeout=PATIENCE)
        for _ in range(_FAR):
            if await wanted.evaluate(arrived):
                break
            await self.page.keyboard.press("Tab")
        if arrived == _HAS_FOCUS:
            await self._must_show(wanted)

    async def _must_show(self, wanted: Locator) -> None:
        assert await wanted.evaluate(_HAS_FOCUS), f"no key leads to {wanted}"
        assert await wanted.evaluate(_SHOWS_FOCUS), f"nothing shows that {wanted} has the focus"
