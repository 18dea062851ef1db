"""Hands on the keyboard: what a test clicks, checks or fills in is reached and used by keys alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest
from playwright.async_api import Locator, expect

from tests.browser.screen import PATIENCE

_FAR: Final = 250
"""More things than this are on no screen: whoever tabbed as often goes in a circle."""
_BY_THEMSELVES: Final = frozenset({"date", "time", "datetime-local", "month", "range", "color"})
"""Fields whose keys are the browser's own: that they are reached is all that is ours."""
_CONTROL: Final = """(element) => {
    const near = element.closest('a[href], button, summary, input, select, textarea, label, [tabindex="0"]');
    return near?.control ?? near ?? element;
}"""
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
_select_option: Final = Locator.select_option
_fill: Final = Locator.fill


@contextmanager
def hands() -> Iterator[None]:
    """Let every test that touches a screen use its keyboard; it must always show where one is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", _press)
        patch.setattr(Locator, "check", _check)
        patch.setattr(Locator, "uncheck", _uncheck)
        patch.setattr(Locator, "fill", _write)
        patch.setattr(Locator, "select_option", _select)
        yield


async def _press(wanted: Locator, **_: object) -> None:
    """Go to a button or a link and press Enter; what is ticked or chosen takes a Space or an arrow."""
    match await _kind(wanted):
        case "radio":
            await _choose(wanted)
        case "checkbox":
            await _toggle(wanted)
        case _:
            await _go(wanted)
            await wanted.page.keyboard.press("Enter")


async def _check(wanted: Locator, **_: object) -> None:
    """Tick a box that is not ticked, or choose one of a few."""
    if await _kind(wanted) == "radio":
        await _choose(wanted)
    elif not await wanted.is_checked():
        await _toggle(wanted)


async def _uncheck(wanted: Locator, **_: object) -> None:
    if await wanted.is_checked():
        await _toggle(wanted)


async def _toggle(wanted: Locator) -> None:
    before = await wanted.is_checked()
    await _go(wanted)
    await wanted.page.keyboard.press("Space")
    await expect(wanted).to_be_checked(checked=not before)


async def _choose(wanted: Locator) -> None:
    """Go to the few, and by arrows to the one."""
    await _tab_to(wanted, _OF_ITS_GROUP)
    for _ in range(_FAR):
        if await _is(wanted, _HAS_FOCUS):
            break
        await wanted.page.keyboard.press("ArrowDown")
    await _must_show(wanted)
    if not await wanted.is_checked():
        await wanted.page.keyboard.press("Space")
    await expect(wanted).to_be_checked()


async def _write(wanted: Locator, words: str, **_: object) -> None:
    await _go(wanted)
    if await _kind(wanted) in _BY_THEMSELVES:
        await _fill(wanted, words)
        return
    keyboard = wanted.page.keyboard
    await keyboard.press("Control+A")
    if words:
        await keyboard.insert_text(words)
        await expect(wanted).not_to_have_value("")
    else:
        await keyboard.press("Delete")


async def _select(wanted: Locator, value: str | None = None, *, label: str | None = None) -> list[str]:
    """Go to a list; its own keys are the browser's."""
    await _go(wanted)
    return await _select_option(wanted, value, label=label)


async def _go(wanted: Locator) -> None:
    await _tab_to(wanted, _HAS_FOCUS)
    await _must_show(wanted)


async def _tab_to(wanted: Locator, arrived: str) -> None:
    """Press Tab until it is arrived at. Raises AssertionError when it is not there, or not to be used."""
    await expect(wanted).to_be_visible(timeout=PATIENCE)
    await expect(wanted).to_be_enabled(timeout=PATIENCE)
    for _ in range(_FAR):
        if await _is(wanted, arrived):
            break
        await wanted.page.keyboard.press("Tab")


async def _must_show(wanted: Locator) -> None:
    assert await _is(wanted, _HAS_FOCUS), f"no key leads to {wanted}"
    assert await _is(wanted, _SHOWS_FOCUS), f"nothing shows that {wanted} has the focus"


async def _is(wanted: Locator, asked: str) -> bool:
    """Ask something of the control that is wanted, or that belongs to what is."""
    answer: bool = await wanted.evaluate(f"(element) => ({asked})(({_CONTROL})(element))")
    return answer


async def _kind(wanted: Locator) -> str:
    kind: str = await wanted.evaluate(f"(element) => ({_CONTROL})(element).type ?? ''")
    return kind
