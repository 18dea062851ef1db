"""Every screen fits every device, speaks its language, is worked by keyboard, and can be read in the dark."""

import re

import pytest
from playwright.async_api import expect

from tests.browser import fitting, looking, places, playing, screen, story, table
from tests.browser.conftest import OpenScreen
from tests.browser.fitting import SMALLEST_TARGET, USUAL_TARGET
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.story import BAS, DAAN, ESRA, NOOR
from tests.browser.table import Table

LANGUAGES = ("nl", pytest.param("en", marks=pytest.mark.drill), "de")
"""Dutch comes first and German has the longest words; what fits them both is tried in English by a drill."""


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


async def test_the_measure_finds_what_is_too_wide_cut_off_squeezed_or_too_small(
    house: Kring, bas: Screen
) -> None:
    await bas.go(f"{house.address}/settings")
    await looking.settled(bas.page)
    await bas.page.evaluate(
        """() => document.querySelector('h1').insertAdjacentElement('afterend', Object.assign(
            document.createElement('button'), { textContent: 'Bladwijzer',
                style: 'width: 20px; overflow: hidden; position: absolute; left: 100vw' }))"""
    )
    await bas.page.evaluate(
        """() => document.querySelector('h1').insertAdjacentElement('afterend', Object.assign(
            document.createElement('p'), { textContent: 'Bladwijzer', style: 'width: 20px' }))"""
    )

    found = await fitting.fit(bas.page)
    targets = await fitting.targets(bas.page)
    large = await looking.unfit_when_large(bas)
    assert (len(found.out), len(found.cut), len(found.thin), found.fits) == (1, 1, 2, False)
    assert len(large) == 1
    assert [label for label, size in targets if size < SMALLEST_TARGET] == ["Bladwijzer"]


def test_every_screen_that_the_app_knows_is_among_those_that_are_looked_at() -> None:
    names = "group", "session", "organisation"

    assert places.in_the_router(*names) <= places.known(*names)
    assert len(places.in_the_router(*names)) > len(places.OF_AN_ORGANISATION)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_fits_every_device_and_axe_finds_no_fault(
    house: Kring, laid: Table, bas: Screen, language: str
) -> None:
    wrong: list[str] = []
    own = {"method": await table.own_method(laid)}
    phone = places.ANYBODYS | places.MINE | places.of_a_member(laid.group) | {"session": laid.address}
    tablet = places.of_a_meeting(laid) | places.of_the_facilitator(laid.group) | own
    for who, where in ((bas, phone), (laid.guide, tablet)):
        await looking.speak(who, house, language)
        for name, path in where.items():
            await who.go(f"{house.address}{path}")
            await looking.settled(who.page)
            found = await looking.wrong_here(who, by_day_only=language != "nl")
            for sheet in places.SHEETS.get(name, ()):
                found += await wrong_in(who, sheet)
            wrong += [f"{name} in {language} {each}" for each in found]

    assert "\n".join(wrong) == ""


async def wrong_in(who: Screen, sheet: str) -> list[str]:
    """Open what opens over the present screen, return what is wrong with it, and close it."""
    dialog = who.page.get_by_role("dialog")
    await who.find("button", sheet).first.click()
    await expect(dialog).to_be_visible(timeout=PATIENCE)
    found = [f"{sheet}: {each}" for each in await looking.wrong_here(who, by_day_only=who.language != "nl")]
    await who.page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0, timeout=PATIENCE)
    return found


async def test_what_is_tapped_in_a_meeting_is_as_large_as_a_thumb(
    house: Kring, laid: Table, bas: Screen
) -> None:
    await looking.speak(bas, house, "nl")
    await bas.go(f"{house.address}{laid.address}")
    await bas.sees("task.question.label")
    targets = await fitting.targets(bas.page)

    small = {label for label, size in targets if size < USUAL_TARGET}
    assert len(targets) >= 4
    assert small <= {bas.words("said.withdraw")}


async def test_the_heading_of_a_new_screen_has_the_focus(house: Kring, laid: Table, bas: Screen) -> None:
    await looking.speak(bas, house, "nl")
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
    await looking.speak(bas, house, "nl")
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
    await looking.speak(guide, house, "nl")
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
