"""Several tabs and versions of the app, wrong clocks, devices that keep nothing: all is said once."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import PurePath
from typing import Final

import pytest
from playwright.async_api import Error, expect

from infra.house.places import PWA
from tests.browser import device, playing, screen, story, table, tunnel
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.story import BAS, DAAN, ESRA, LIEKE, NOOR
from tests.browser.table import Table
from tests.browser.tunnel import Tunnel

NEEDED: Final = ("Session-", "Stage-", "Group-", "Refused-", "sending-", "meeting.nl-")
"""Parts without which a phone cannot hold a meeting in its language; the build sees to what these need."""
_SHIFT: Final = """
const real = Date;
globalThis.Date = class extends real {
    constructor(...parts) { parts.length ? super(...parts) : super(real.now() + %d); }
    static now() { return real.now() + %d; }
};"""
_KEEPS_NOTHING: Final = """
IDBFactory.prototype.open = () => { throw new DOMException('a private window', 'SecurityError'); };"""
_COUNT_ASKING: Final = """
globalThis.askedToLast = 0;
navigator.storage.persisted = async () => false;
navigator.storage.persist = async () => { globalThis.askedToLast += 1; return false; };"""
_CACHED: Final = """async () => {
    const all = [];
    for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) all.push(new URL(url).pathname);
    return all;
}"""
_NO_WORKER_LEFT: Final = """async () => {
    const all = await navigator.serviceWorker.getRegistrations();
    await Promise.all(all.map((each) => each.update().catch(() => undefined)));
    const states = all.map(({ installing, waiting, active }) =>
        [installing, waiting, active].map((each) => each?.state).join());
    const left = [...states, ...(await caches.keys())];
    if (left.length) throw new Error(`left: ${left.join(' ')}`);
    return true;
}"""
"""Asks for the worker again, as each visit does: the network has only just come back."""
_FINDS_UPDATE: Final = """async () => {
    const found = await navigator.serviceWorker.getRegistration();
    await found.update().catch(() => 0);
    return Boolean(found.installing ?? found.waiting);
}"""
"""A look that failed, as on a slow way, is taken again."""
_DAY: Final = 86_400_000
_ONE_WAITS: Final = "async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting)"


@pytest.fixture(scope="module")
async def way(house: Kring) -> AsyncIterator[Tunnel]:
    async with tunnel.dug(house.address) as way:
        yield way


@pytest.fixture(scope="module")
async def bas(open_screen: OpenScreen) -> Screen:
    return await open_screen(BAS.name)


@pytest.fixture(scope="module")
async def others(open_screen: OpenScreen) -> dict[str, Screen]:
    """Special phones: two with wrong clocks, one that keeps nothing, one that tells what it is asked."""
    scripts = {
        "Vroeg": _SHIFT % (-_DAY, -_DAY),
        "Laat": _SHIFT % (_DAY, _DAY),
        ESRA.name: _KEEPS_NOTHING,
        DAAN.name: _COUNT_ASKING,
    }
    found = {}
    for name, script in scripts.items():
        found[name] = await open_screen(name)
        await found[name].page.context.add_init_script(script)
    return found


@pytest.fixture(scope="module")
async def laid(
    house: Kring, way: Tunnel, open_screen: OpenScreen, bas: Screen, others: dict[str, Screen]
) -> Table:
    guide, noor = await open_screen(story.GUIDE, screen.TABLET), await open_screen(NOOR.name)
    return await table.laid(house.address, guide, noor, bas, *others.values(), through=way.address)


@pytest.fixture
async def phone(way: Tunnel, laid: Table, bas: Screen) -> Screen:
    """A phone in the question step that could go on without network."""
    await bas.go(f"{way.address}{laid.address}")
    await device.can_go_on_alone(bas)
    await expect(bas.find("textbox", "task.question.label")).to_be_visible(timeout=PATIENCE)
    return bas


async def ask(who: Screen, words: str) -> None:
    await who.fill("task.question.label", words)
    await who.press("task.send")


async def asked(laid: Table, words: str) -> list[dict[str, object]]:
    """Return the questions with these words that stand in the record."""
    told = await table.told(laid.guide, "GET", f"/sessions/{laid.session}/events?after=0")
    return [each for each in told["events"] if each["type"] == "question_asked" and each["text"] == words]


async def arrives(laid: Table, words: str) -> dict[str, object]:
    """Wait until a question stands in the record, once, and return it."""
    for _ in range(300):
        if await asked(laid, words):
            break
        await asyncio.sleep(0.1)
    (found,) = await asked(laid, words)
    return found


async def second_tab(way: Tunnel, laid: Table, phone: Screen) -> Screen:
    """Open the meeting in another tab of the same device."""
    page = await phone.page.context.new_page()
    other = Screen(phone.name, page, "nl")
    await other.go(f"{way.address}{laid.address}")
    await expect(other.find("textbox", "task.question.label")).to_be_visible(timeout=PATIENCE)
    return other


async def test_a_phone_that_only_saw_the_page_for_joining_has_the_code_of_the_meeting(
    way: Tunnel, open_screen: OpenScreen
) -> None:
    lieke = await open_screen(LIEKE.name)
    await lieke.go(f"{way.address}/join")
    await device.can_go_on_alone(lieke)
    cached = {PurePath(path).name for path in await lieke.page.evaluate(_CACHED)}

    built = {file.name for file in (PWA / "dist" / "assets").iterdir() if file.suffix == ".js"}
    assert {name for name in built if name.startswith(NEEDED)} <= cached
    await lieke.page.context.set_offline(True)
    session = next(name for name in built if name.startswith("Session-") and name.endswith(".js"))
    parts: list[str] = await lieke.page.evaluate(
        "async (path) => Object.keys(await import(path))", f"/assets/{session}"
    )
    assert parts
    await lieke.page.context.set_offline(False)


async def test_what_a_crashed_tab_was_sending_is_sent_once_by_the_other(
    way: Tunnel, laid: Table, phone: Screen
) -> None:
    words = "Wat zie je als je van een afstand kijkt?"
    other = await second_tab(way, laid, phone)
    hold = way.hold(answer=True)
    way.next("lose the answer")
    await ask(phone, words)
    await hold.reached.wait()
    crashed = phone.page
    session = await crashed.context.new_cdp_session(crashed)
    with suppress(TimeoutError, Error):
        await asyncio.wait_for(session.send("Page.crash"), 1)
    hold.released.set()
    phone.page = other.page

    await arrives(laid, words)
    await device.outbox_is_empty(other)
    assert len(await asked(laid, words)) == 1
    await expect(other.page.get_by_text(words)).to_have_count(1)
    await crashed.close()


@pytest.mark.drill
async def test_what_a_frozen_tab_was_sending_is_sent_once_by_the_other(
    way: Tunnel, laid: Table, phone: Screen
) -> None:
    words = "Wie zou jou hierbij kunnen verrassen?"
    other = await second_tab(way, laid, phone)
    hold = way.hold(answer=True)
    way.next("lose the answer")
    await ask(phone, words)
    await hold.reached.wait()
    session = await phone.page.context.new_cdp_session(phone.page)
    await session.send("Page.setWebLifecycleState", {"state": "frozen"})
    hold.released.set()

    await other.page.bring_to_front()
    await arrives(laid, words)
    await other.comes_true(
        "async () => !(await navigator.locks.query()).pending.some(({ name }) => name === 'kring-outbox')",
        within=6 * PATIENCE,
    )
    await session.send("Page.setWebLifecycleState", {"state": "active"})
    await device.outbox_is_empty(other)
    assert len(await asked(laid, words)) == 1
    await other.page.close()


async def test_who_signs_out_in_one_tab_is_signed_out_in_the_other(
    way: Tunnel, laid: Table, open_screen: OpenScreen
) -> None:
    gone = await open_screen("Gast")
    token = (await table.told(laid.guide, "POST", f"/groups/{laid.group}/invitations", {"role": "member"}))[
        "token"
    ]
    await gone.go(f"{way.address}/settings")
    body = {"token": token, "name": "Gast", "language": "nl"}
    await table.told(gone, "POST", "/invitations/redeem", body)
    await gone.page.reload()
    await gone.sees("settings.signOut")
    page = await gone.page.context.new_page()
    other = Screen("Gast", page, "nl")
    await other.go(f"{way.address}/g/{laid.group}")
    await other.reads(story.GROUP)
    await playing.sign_out(gone)

    await other.sees("stranger.members")
    await expect(page.get_by_text(story.GROUP)).to_have_count(0)
    await page.close()


@pytest.mark.parametrize("name", ["Vroeg", "Laat"])
async def test_a_phone_whose_clock_is_a_day_wrong_sees_the_right_time_and_is_not_late(
    way: Tunnel, laid: Table, others: dict[str, Screen], name: str
) -> None:
    phone, words = others[name], f"Welke dag is het voor jou, {name}?"
    await phone.go(f"{way.address}{laid.address}")
    await device.can_go_on_alone(phone)
    time = phone.page.locator(".time").first
    await expect(time).to_have_text(re.compile(r"^\d{1,2}:\d\d$"), timeout=PATIENCE)
    await ask(phone, words)
    found = await arrives(laid, words)
    assert found.get("late") in {None, False}

    await phone.page.context.set_offline(True)
    await phone.page.reload()
    await expect(time).to_have_text(re.compile(r"^\d{1,2}:\d\d$"), timeout=PATIENCE)
    await phone.page.context.set_offline(False)
    assert (await phone.ask("/me"))["status"] == 200


async def test_a_device_that_keeps_nothing_says_so_and_takes_part(
    way: Tunnel, laid: Table, others: dict[str, Screen]
) -> None:
    phone = others[ESRA.name]
    await phone.go(f"{way.address}{laid.address}")
    await expect(phone.find("textbox", "task.question.label")).to_be_visible(timeout=PATIENCE)
    await phone.sees("session.unkept")
    way.next("lose the answer")
    await ask(phone, ESRA.asked)

    await arrives(laid, ESRA.asked)
    await phone.sent()
    await expect(phone.page.get_by_text(ESRA.asked)).to_have_count(1)
    assert len(await asked(laid, ESRA.asked)) == 1


async def test_a_browser_is_asked_to_keep_things_when_there_is_something_to_keep(
    way: Tunnel, laid: Table, others: dict[str, Screen]
) -> None:
    phone = others[DAAN.name]
    await phone.go(f"{way.address}{laid.address}")
    await device.can_go_on_alone(phone)
    assert await phone.page.evaluate("askedToLast") == 0
    await phone.page.context.set_offline(True)
    await ask(phone, DAAN.asked)

    await phone.sees("session.passing")
    assert await phone.page.evaluate("askedToLast") == 1
    await phone.look("waiting-may-be-cleared")
    await phone.page.context.set_offline(False)
    await arrives(laid, DAAN.asked)
    assert phone.violations == []


def _newer() -> dict[bytes, bytes]:
    """Return other names for every part, as a newer release has them."""
    names = [file.stem for file in (PWA / "dist" / "assets").iterdir() if file.suffix == ".js"]
    worker = (PWA / "dist" / "worker.js").read_text(encoding="utf-8")
    page = re.search(r"index\.html.{1,20}?([0-9a-f]{32})|([0-9a-f]{32}).{1,20}?index\.html", worker)
    assert page is not None
    revision = page[1] or page[2]
    return {name.encode(): f"{name[:-4]}NEWR".encode() for name in names} | {
        revision.encode(): revision[::-1].encode()
    }


async def test_a_new_version_waits_for_consent_and_leaves_a_meeting_in_another_tab_alone(
    way: Tunnel, laid: Table, phone: Screen
) -> None:
    words = "Wat blijft er staan als je niets verandert?"
    await phone.fill("task.question.label", words)
    await phone.page.evaluate("() => { globalThis.stillHere = true; }")
    page = await phone.page.context.new_page()
    home = Screen(phone.name, page, "nl")
    beamer = Screen("Scherm", await phone.page.context.new_page(), "nl")
    await beamer.go(f"{way.address}{laid.address}/screen")
    await beamer.sees("screen.full")
    await home.go(way.address)
    await home.sees("home.hello", name=BAS.name)
    # A part that is asked for after that brings the new version at once.
    await page.wait_for_load_state("networkidle")
    way.renamed = _newer()
    settings = next(name for name in way.renamed if name.startswith(b"Settings-")).decode()
    await home.comes_true(_FINDS_UPDATE)

    await home.sees("update.ready")
    for each in (phone, beamer):
        await each.comes_true(_ONE_WAITS)
        await expect(each.page.get_by_text(phone.words("update.ready"))).to_have_count(0)
    await beamer.page.close()
    await home.press("update.take")
    await page.wait_for_function(
        "() => document.querySelector('script[type=module]')?.src.endsWith('NEWR.js')", timeout=PATIENCE
    )
    assert await phone.page.evaluate("globalThis.stillHere")
    await phone.page.context.set_offline(True)
    parts: list[str] = await phone.page.evaluate(
        "async (path) => Object.keys(await import(path))", f"/assets/{settings}.js"
    )
    assert parts
    await phone.page.context.set_offline(False)
    await phone.press("task.send")
    await arrives(laid, words)
    await page.close()
    way.renamed = {}


async def test_a_part_that_is_gone_from_the_server_brings_the_new_version_once(
    way: Tunnel, open_screen: OpenScreen
) -> None:
    sanne = await open_screen("Sanne")
    await sanne.go(way.address)
    await device.can_go_on_alone(sanne)
    way.renamed = _newer()
    await sanne.press("stranger.form")

    await sanne.page.wait_for_function(
        "() => document.querySelector('script[type=module]')?.src.endsWith('NEWR.js')", timeout=PATIENCE
    )
    await sanne.is_at(sanne.words("form.title"))
    way.renamed = {}


async def test_the_kill_switch_takes_the_worker_and_its_caches_away_and_nothing_that_waits(
    way: Tunnel, laid: Table, phone: Screen
) -> None:
    words = "Wat heb je nog niet verteld?"
    way.close()
    await ask(phone, words)
    await phone.sees("session.waiting", n=1)
    way.instead = {"/worker.js": "/no-worker.js"}
    way.open()

    try:
        await phone.comes_true(_NO_WORKER_LEFT, within=2 * PATIENCE)
    except AssertionError:
        # One that hangs in something is stopped by the browser after five minutes: here at once.
        devtools = await phone.page.context.new_cdp_session(phone.page)
        await devtools.send("ServiceWorker.enable")
        await devtools.send("ServiceWorker.stopAllWorkers")
        await phone.comes_true(_NO_WORKER_LEFT, within=4 * PATIENCE)
    await arrives(laid, words)
    way.instead = {}


async def test_a_phone_that_cannot_get_the_worker_at_first_goes_on_alone_soon_after(
    way: Tunnel, open_screen: OpenScreen
) -> None:
    roos = await open_screen("Roos")
    way.instead = {"/worker.js": "/nowhere.js"}
    async with roos.page.expect_event("console", lambda message: "404" in message.text):
        await roos.go(way.address)
    assert await roos.page.evaluate("async () => !(await navigator.serviceWorker.getRegistration())")

    way.instead = {}

    await roos.comes_true("() => navigator.serviceWorker.controller !== null", within=2 * PATIENCE)
    roos.faults.clear()
