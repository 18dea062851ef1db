"""How it feels: coming back, starting without network, a long meeting, and one's own tap."""

import asyncio
from statistics import median
from typing import Final, NamedTuple

from playwright.async_api import Browser, CDPSession

from tests.browser import screen, story, table
from tests.browser.figures_table import Figure
from tests.browser.screen import PATIENCE, Screen
from tests.browser.story import BAS, ESRA, NOOR
from tests.browser.table import Table

ROUNDS: Final = 5
CONTRIBUTIONS: Final = 300
SLOWER: Final = 4
"""How many times slower than this machine's processor a phone is taken to be."""
_SEEN: Final = """(words) => {
    const look = () => {
        const shown = document.querySelector('main')?.textContent ?? '';
        if (shown.includes(words)) window.kringSeen ??= performance.now();
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
}"""
_WATCH: Final = """() => {
    window.kringLong = [];
    new PerformanceObserver((list) => window.kringLong.push(...list.getEntries().map((e) => e.duration)))
        .observe({ type: 'longtask' });
}"""
_TAP: Final = """(words) => {
    window.kringTap = undefined;
    addEventListener('pointerdown', () => {
        const from = performance.now();
        const watch = new MutationObserver(() => {
            const said = [...document.querySelectorAll('.board li')];
            if (!said.some((e) => e.textContent.includes(words))) return;
            watch.disconnect();
            requestAnimationFrame(() => (window.kringTap = performance.now() - from));
        });
        watch.observe(document, { childList: true, subtree: true, characterData: true });
    }, { once: true, capture: true });
}"""


class Tap(NamedTuple):
    """What a tap on Send took: milliseconds until it was seen, and the longest task that it caused."""

    shown: float
    longest: float


async def laid(browser: Browser, address: str) -> tuple[Table, Screen]:
    """Lay a table with a question on the board; return it and a peer at it."""
    guide, noor, bas, esra = [
        await screen.opened(browser, name) for name in (story.GUIDE, NOOR.name, BAS.name, ESRA.name)
    ]
    laid = await table.laid(address, guide, noor, bas, esra)
    await table.ask(esra, laid.session, ESRA.asked)
    return laid, bas


async def _seen(who: Screen, address: str) -> float:
    """Return the milliseconds from asking for an address until the first question is on the screen."""
    await who.page.goto("about:blank")
    await who.page.goto(address)
    await who.page.wait_for_function("() => window.kringSeen", timeout=PATIENCE)
    return float(await who.page.evaluate("() => window.kringSeen"))


async def coming_back(who: Screen, address: str) -> list[Figure]:
    """Measure a repeat visit and a start without network, until what was said can be read."""
    await who.page.add_init_script(f"({_SEEN})({ESRA.asked!r})")
    await who.go(address)
    await who.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    await who.page.wait_for_function("() => navigator.serviceWorker.controller")
    await _seen(who, address)
    again = [await _seen(who, address) for _ in range(ROUNDS)]
    await who.page.context.set_offline(True)
    offline = [await _seen(who, address) for _ in range(ROUNDS)]
    await who.page.context.set_offline(False)
    return [
        Figure("meeting: repeat visit, feed visible", "ms", median(again), 500),
        Figure("meeting: start without network, feed visible", "ms", median(offline), 500),
    ]


async def _longest(who: Screen) -> float:
    """Return the longest task so far, in milliseconds, and forget it."""
    await who.page.wait_for_timeout(300)
    return float(await who.page.evaluate("() => Math.max(0, ...window.kringLong.splice(0))"))


async def _scroll(who: Screen) -> None:
    await who.page.mouse.move(200, 300)
    for down in (*[900] * 20, *[-900] * 20):
        await who.page.mouse.wheel(0, down)
        await who.page.wait_for_timeout(32)


async def _slowed(who: Screen, times: float) -> CDPSession:
    devtools = await who.page.context.new_cdp_session(who.page)
    await devtools.send("Emulation.setCPUThrottlingRate", {"rate": times})
    return devtools


async def _taps(who: Screen, name: str) -> list[Tap]:
    """Send questions. Looking a button up by its name costs the page more than the tap: it is done before."""
    taps: list[Tap] = []
    for nth in range(ROUNDS):
        words = f"Wat zou jij hem vragen, {name}, keer {nth}?"
        await who.fill("task.question.label", words)
        button = await who.find("button", "task.send").element_handle()
        await who.page.evaluate(_TAP, words)
        await _longest(who)
        await button.click()
        await who.page.wait_for_function("() => window.kringTap", timeout=PATIENCE)
        shown = float(await who.page.evaluate("() => window.kringTap"))
        taps.append(Tap(shown, await _longest(who)))
        await who.sent()
    return taps


async def _typed(who: Screen) -> float:
    """Write a question; return the longest task meanwhile."""
    await who.find("textbox", "task.question.label").focus()
    await _longest(who)
    for letter in BAS.asked:
        await who.page.keyboard.press(letter)
        await who.page.wait_for_timeout(60)
    return await _longest(who)


async def long_meeting(who: Screen, laid: Table, address: str) -> list[Figure]:
    """Measure the taps on one's own screen, then fill the meeting and scroll and type on a slow phone."""
    await who.go(address)
    await who.reads(ESRA.asked)
    await who.page.evaluate(_WATCH)
    own = await _taps(who, "vlot")
    asked = [table.ask(who, laid.session, f"{BAS.asked} ({nth})") for nth in range(CONTRIBUTIONS)]
    for few in range(0, CONTRIBUTIONS, 10):
        await asyncio.gather(*asked[few : few + 10])
    await who.go(address)
    await who.reads(f"({CONTRIBUTIONS - 1})")
    await who.page.evaluate(_WATCH)
    devtools = await _slowed(who, SLOWER)
    await _longest(who)
    await _scroll(who)
    scrolled = await _longest(who)
    typed = await _typed(who)
    slow = await _taps(who, "traag")
    await devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    many = f"{CONTRIBUTIONS} contributions, CPU {SLOWER} times slower"
    return [
        Figure("meeting: tap to own screen", "ms", median(tap.shown for tap in own), 50),
        Figure(f"{many}: longest task, scrolling", "ms", scrolled, 50),
        Figure(f"{many}: longest task, typing", "ms", typed, 50),
        Figure(f"{many}: longest task, adding one", "ms", median(tap.longest for tap in slow), 50),
        Figure(f"{many}: tap to own screen", "ms", median(tap.shown for tap in slow), 150),
    ]
