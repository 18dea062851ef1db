"""The page speaks before the app runs: what it says first is what the app says, in the same places."""

from typing import Final

import pytest
from playwright.async_api import Route, expect

from tests.browser import screen, table
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.test_coming_back import become, fresh_address
from tests.browser.test_organisation_screens import start

_FILES: Final = "**/assets/*.js"
_SAID: Final = """() => {
    const seen = (where) => [...document.querySelectorAll(where)].filter((each) => each.checkVisibility());
    const place = (each) => {
        const { x, y, width, height } = each.getBoundingClientRect();
        return [x, y, width, height].map(Math.round).join(' ');
    };
    const inside = (circle) => ['cx', 'cy', 'r'].map((name) => Number(circle.getAttribute(name)).toFixed(2));
    const seat = (circle) => [...inside(circle), circle.matches('.on')].join(' ');
    return Object.fromEntries([
        ...seen('#app p, #app a.button, #app h1')
            .filter((each) => each.innerText.trim() && each.innerText !== 'Kring')
            .map((each) => [each.innerText, place(each)]),
        ...seen('#app svg.ring')
            .map((ring) => ['ring', [place(ring), ...[...ring.children].map(seat)].join(', ')]),
        ...seen('#app header.top svg')
            .map((arrow) => [arrow.querySelector('path').getAttribute('d'), place(arrow)]),
    ]);
}"""
"""Every text that is seen, the ring and the way back, and where: x, y, width, height."""
_WIDTHS: Final = {"nl": (320, 568), "en": screen.TABLET, "de": screen.PHONE}
"""Each language on a device of its own: the longest words on a phone, those asked for most on a small one."""

_NOT_USED: Final = """() => {
    const styles = (rel) => [...document.querySelectorAll(`link[rel=${rel}]`)].map(({ href }) => href);
    return styles('preload').filter((ahead) => !styles('stylesheet').includes(ahead));
}"""
"""What the page has asked for ahead and the app has not."""
_UNSTYLED: Final = "() => document.querySelectorAll('[rel=stylesheet]').forEach((each) => each.remove())"

Said = dict[str, str]


async def _begun(who: Screen, address: str) -> Said:
    """Open an address whose scripts never come; return what the page says of itself."""
    wire = await who.page.context.new_cdp_session(who.page)
    await wire.send("Network.enable")
    await wire.send("Network.setBypassServiceWorker", {"bypass": True})
    await who.page.route(_FILES, lambda _: None)
    await who.page.goto(address, wait_until="commit")
    await expect(who.page.locator(".shell")).to_be_visible(timeout=PATIENCE)
    said: Said = await who.page.evaluate(_SAID)
    await who.page.unroute_all(behavior="ignoreErrors")
    await wire.detach()
    return said


async def _stands(who: Screen, address: str, key: str) -> Said:
    """Open the address as anybody does; return what the app says once its screen has a text."""
    await who.go("about:blank")
    await who.go(address)
    await who.sees(key)
    await expect(who.page.locator(".shell")).to_have_count(0, timeout=PATIENCE)
    said: Said = await who.page.evaluate(_SAID)
    return said


async def _agree(who: Screen, address: str, key: str) -> None:
    """Fail where the page says something else, or elsewhere, than the app that takes its place."""
    begun = await _begun(who, address)
    assert begun
    stands = await _stands(who, address, key)
    assert {words: stands.get(words) for words in begun} == begun


@pytest.mark.parametrize("language", _WIDTHS)
async def test_the_page_says_first_what_the_app_says_then(
    house: Kring, open_screen: OpenScreen, language: str
) -> None:
    guide = await open_screen(f"Ineke-{language}")
    invited = await _invited(house, guide)
    anybody = await open_screen(f"anybody-{language}", _WIDTHS[language], language)

    await _agree(anybody, house.address, "stranger.signIn")
    await _agree(anybody, invited, "join.name")

    await become(anybody, house, fresh_address())
    organisation = await start(anybody, house, "Zorggroep De Linde")
    await _agree(anybody, f"{house.address}/o/{organisation}/uptake", "uptake.none")


async def _invited(house: Kring, guide: Screen) -> str:
    """Let a group be formed; return the address of an invitation to it."""
    await become(guide, house, fresh_address())
    group = table.fresh_id()
    await table.told(guide, "PUT", f"/groups/{group}", {"name": "Noord"})
    made = await table.told(guide, "POST", f"/groups/{group}/invitations", {"role": "member"})
    return f"{house.address}/join#{made['token']}"


@pytest.mark.parametrize(
    ("drawn", "otherwise"),
    [('<p class="motto">', '<p class="motto">Nu '), ('cx="81.177"', 'cx="71.177"')],
    ids=["words", "ring"],
)
async def test_a_page_that_says_something_else_is_found(
    house: Kring, open_screen: OpenScreen, drawn: str, otherwise: str
) -> None:
    anybody = await open_screen(f"who reads a changed page {otherwise}")

    async def changed(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, body=(await answer.text()).replace(drawn, otherwise))

    await anybody.page.context.route(house.address + "/", changed)
    with pytest.raises(AssertionError):
        await _agree(anybody, house.address + "/", "stranger.signIn")


async def test_who_is_known_here_is_not_greeted_as_a_stranger(house: Kring, open_screen: OpenScreen) -> None:
    anna = await open_screen("Anna")
    await become(anna, house, fresh_address())

    begun = await _begun(anna, house.address)
    assert anna.words("stranger.lead") not in begun

    await anna.go(house.address)
    await anna.sees("home.none")
    answer = await anna.ask("/me/sign-in", "DELETE")
    assert answer["status"] < 300
    await anna.go(house.address)
    await anna.sees("stranger.lead")
    await anna.comes_true("() => !localStorage.getItem('kring-known')")
    begun = await _begun(anna, house.address)
    assert anna.words("stranger.lead") in begun


async def test_who_has_reached_a_link_of_the_page_goes_on_from_there(
    house: Kring, open_screen: OpenScreen
) -> None:
    anybody = await open_screen("who uses a keyboard")
    page = anybody.page
    link = page.locator("a[href='/new']")
    async with anybody.holding(_FILES):
        await page.goto(house.address, wait_until="commit")
        await expect(page.locator(".shell")).to_be_visible(timeout=PATIENCE)
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        await expect(link).to_be_focused()

    await expect(page.locator(".shell")).to_have_count(0, timeout=PATIENCE)
    await expect(link).to_be_focused()


async def test_what_the_page_of_a_meeting_asks_for_ahead_is_used(
    house: Kring, open_screen: OpenScreen
) -> None:
    ineke, noor = await open_screen("Ineke"), await open_screen("Noor")
    laid = await table.gathered(house.address, ineke, noor)
    await noor.go(house.address + laid.address)
    await noor.sees("session.soonBy", name=ineke.name)

    assert await noor.page.evaluate(_NOT_USED) == []
    await noor.page.evaluate(_UNSTYLED)
    assert await noor.page.evaluate(_NOT_USED) != []
