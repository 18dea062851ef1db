"""Every screen fits every device, speaks its language, is worked by keyboard, and can be read in the dark."""

import re
from dataclasses import dataclass

import pytest
from playwright.async_api import Page, expect

from tests.browser import fitting, playing, screen, story, table
from tests.browser.conftest import OpenScreen
from tests.browser.fitting import SIZES, SMALLEST_TARGET, USUAL_TARGET
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.story import BAS, DAAN, ESRA, NOOR
from tests.browser.table import Table

LANGUAGES = ("nl", pytest.param("en", marks=pytest.mark.drill), "de")
"""Dutch comes first and German has the longest words; what fits them both is tried in English by a drill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where each kind of screen is found, for a participant and for who guides."""

    phone: dict[str, str]
    guide: dict[str, str]


def _places(laid: Table) -> Places:
    group = f"/g/{laid.group}"
    phone = {
        "home": "/",
        "join": "/join",
        "form": "/new",
        "settings": "/settings",
        "sign-in": "/sign-in",
        "details": "/me",
        "signs": "/me/sign-in",
        "data": "/me/data",
        "questions": "/me/questions",
        "reminders": "/me/reminders",
        "certificates": "/me/certificates",
        "check": "/check",
        "stop": "/stop",
        "found": "/o/new",
        "actions": "/actions",
        "action": f"/actions/{table.fresh_id()}",
        "prepare": "/prepare",
        "gone": "/gone",
        "group": group,
        "welcome": f"{group}/welcome",
        "expectations": f"{group}/expectations",
        "rules": f"{group}/rules",
        "arrangement": f"{group}/arrangement",
        "agreement": f"{group}/agreement",
        "relations": f"{group}/relations",
        "belonging": f"{group}/belonging",
        "history": f"{group}/history",
        "session": laid.address,
    }
    return Places(
        phone=phone,
        guide={
            "cockpit": f"{laid.address}/lead",
            "beamer": f"{laid.address}/screen",
            "group-guide": group,
            "keeping": f"{group}/belonging",
            "group-reminders": f"{group}/reminders",
            "attendance": f"{laid.address}/attendance",
            "year": f"{group}/attendance",
            "methods": f"{group}/methods",
        },
    )


@pytest.fixture(scope="module")
async def bas(open_screen: OpenScreen) -> Screen:
    return await open_screen(BAS.name)


@pytest.fixture(scope="module")
async def laid(house: Kring, open_screen: OpenScreen, bas: Screen) -> Table:
    """A table in the question step, with a question, its answer and long words on the board."""
    guide, noor = await open_screen(story.GUIDE, screen.TABLET), await open_screen(NOOR.name)
    esra = await open_screen(ESRA.name)
    laid = await table.laid(house.address, guide, noor, bas, esra)
    question = await table.ask(esra, laid.session, ESRA.asked)
    await table.answer(noor, laid.session, question, story.ANSWERS[1])
    await table.ask(bas, laid.session, "Arbeidsongeschiktheidsverzekeringsmaatschappij" * 2)
    return laid


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


async def test_the_measure_finds_what_is_too_wide_cut_off_or_too_small(house: Kring, bas: Screen) -> None:
    await bas.go(f"{house.address}/settings")
    await settled(bas.page)
    await bas.page.evaluate(
        """() => document.querySelector('h1').insertAdjacentElement('afterend', Object.assign(
            document.createElement('button'), { textContent: 'Bladwijzer',
                style: 'width: 20px; overflow: hidden; position: absolute; left: 100vw' }))"""
    )

    found = await fitting.fit(bas.page)
    targets = await fitting.targets(bas.page)
    large = await unfit_when_large(bas)
    assert (len(found.out), len(found.cut), found.fits) == (1, 1, False)
    assert len(large) == 1
    assert [label for label, size in targets if size < SMALLEST_TARGET] == ["Bladwijzer"]


async def unfit(who: Screen) -> list[str]:
    """Return what is wrong with how the present screen fits each device."""
    wrong: list[str] = []
    for width, height in SIZES:
        await who.page.set_viewport_size({"width": width, "height": height})
        found = await fitting.fit(who.page)
        wrong += [] if found.fits else [f"at {width}x{height}: {found}"]
        targets = await fitting.targets(who.page)
        wrong += [f"at {width} too small: {label}" for label, size in targets if size < SMALLEST_TARGET]
    await who.page.set_viewport_size({"width": screen.PHONE[0], "height": screen.PHONE[1]})
    return wrong


async def unfit_when_large(who: Screen) -> list[str]:
    """Return what does not fit when somebody reads letters of twice the size (WCAG 2.2, 1.4.4)."""
    await who.page.evaluate("() => document.documentElement.style.setProperty('font-size', '200%')")
    found = await fitting.fit(who.page)
    await who.page.evaluate("() => document.documentElement.style.removeProperty('font-size')")
    return [] if found.page <= 0 and not found.cut else [f"at 200 %: {found}"]


async def pale_in_the_dark(who: Screen) -> list[str]:
    """Return what cannot be read in the dark; everything else is as it is by day."""
    await who.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found = await who.axe("color-contrast")
    await who.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return [f"in the dark: {each}" for each in found]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_fits_every_device_and_axe_finds_no_fault(
    house: Kring, laid: Table, bas: Screen, language: str
) -> None:
    wrong: list[str] = []
    places = _places(laid)
    for who, where in ((bas, places.phone), (laid.guide, places.guide)):
        await speak(who, house, language)
        for name, path in where.items():
            await who.go(f"{house.address}{path}")
            await settled(who.page)
            found = [*await unfit(who), *await who.axe()]
            found += await unfit_when_large(who) if language != "en" else []
            found += await pale_in_the_dark(who) if language == "nl" else []
            wrong += [f"{name} in {language} {each}" for each in found]

    assert "\n".join(wrong) == ""


async def test_what_is_tapped_in_a_meeting_is_as_large_as_a_thumb(
    house: Kring, laid: Table, bas: Screen
) -> None:
    await speak(bas, house, "nl")
    await bas.go(f"{house.address}{laid.address}")
    await bas.sees("task.question.label")
    targets = await fitting.targets(bas.page)

    small = {label for label, size in targets if size < USUAL_TARGET}
    assert len(targets) >= 4
    assert small <= {bas.words("said.withdraw")}


async def test_the_heading_of_a_new_screen_has_the_focus(house: Kring, laid: Table, bas: Screen) -> None:
    await speak(bas, house, "nl")
    await bas.go(f"{house.address}/g/{laid.group}")
    way = re.compile(f"^{re.escape(bas.words('card.history'))}")
    await bas.page.get_by_role("link", name=way).click()
    await bas.is_at(bas.words("history.title"))

    await expect(bas.page.get_by_role("heading", level=1)).to_be_focused()
    await bas.press("back")
    await bas.is_at(story.GROUP)
    await expect(bas.page.get_by_role("heading", level=1)).to_be_focused()


async def tab_to(who: Screen, key: str) -> None:
    """Press Tab until the element with this name has the focus. Raises AssertionError when none gets it."""
    wanted = who.words(key)
    passed: list[str] = []
    for _ in range(40):
        await who.page.keyboard.press("Tab")
        name: str = await who.page.evaluate(
            "() => { const e = document.activeElement; return (e.labels?.[0] ?? e).textContent.trim() }"
        )
        if name.startswith(wanted):
            return
        passed.append(name)
    raise AssertionError(f"Tab never reaches {wanted!r}, only {passed}")


async def test_the_question_step_is_worked_by_keyboard_alone(house: Kring, laid: Table, bas: Screen) -> None:
    await speak(bas, house, "nl")
    await bas.go(f"{house.address}{laid.address}")
    await bas.sees("task.question.label")
    await tab_to(bas, "task.question.label")
    await bas.page.keyboard.type(BAS.asked)
    await tab_to(bas, "task.send")
    await bas.page.keyboard.press("Enter")
    await bas.reads(BAS.asked)

    await tab_to(bas, "task.question.label")
    await bas.page.keyboard.type(DAAN.asked)
    await bas.page.keyboard.press("Control+Enter")
    await bas.reads(DAAN.asked)

    await bas.page.reload()
    await bas.sees("task.observation.tab")
    await tab_to(bas, "task.observation.tab")
    await bas.page.keyboard.press("Space")
    await tab_to(bas, "task.observation.label")
    await bas.page.keyboard.type(story.OBSERVATION)
    await bas.page.keyboard.press("Control+Enter")
    await bas.reads(story.OBSERVATION)
    await bas.sent()
    assert house.count(laid.session)["observation_shared"] == 1


async def test_who_only_guides_has_no_field_for_content_in_any_step(house: Kring, laid: Table) -> None:
    guide = laid.guide
    await speak(guide, house, "nl")
    fields = guide.page.locator("input, textarea, [contenteditable]")
    for path in (f"{laid.address}/lead", laid.address):
        await guide.go(f"{house.address}{path}")
        await guide.is_at("Vragen stellen")
        await guide.reads(story.GROUP)
        await expect(fields).to_have_count(0)
    await guide.go(f"{house.address}{laid.address}/lead")
    for step in ("advise", "take_away", "close"):
        await playing.begin(guide, step)
        await expect(fields).to_have_count(0)
