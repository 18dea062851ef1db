"""Whoever takes up a device after a signing out goes back and forth in its browser and reads nothing."""

from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from playwright.async_api import Browser, Error, async_playwright, expect

from tests.browser import chromium, playing, screen, story, table
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import Screen
from tests.browser.story import BAS, DAAN, ESRA, NOOR
from tests.browser.table import Table

TOLD = (ESRA.asked, NOOR.title, story.CONTEXT, story.GROUP, NOOR.name, BAS.name, DAAN.name, ESRA.name)
DRAFT = "Wat zou je anders willen?"
_TELLS_A_STRANGER = """(words) => {
    const told = document.body.innerText + document.title;
    return document.querySelector('h1') && document.readyState === 'complete'
        && getComputedStyle(document.body).visibility === 'visible'
        && !words.some((each) => told.includes(each));
}"""


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """A Chromium that keeps pages in its memory, as people's do and those of other trials do not."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(
            executable_path=chromium.find() or chromium.install(),
            args=chromium.flags(),
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield running
        await running.close()


@pytest.fixture(scope="module")
async def phones(open_screen: OpenScreen) -> dict[str, Screen]:
    """The phones of those who are at the table, by name."""
    return {each.name: await open_screen(each.name) for each in (NOOR, ESRA, BAS, DAAN)}


@pytest.fixture(scope="module")
async def laid(house: Kring, open_screen: OpenScreen, phones: dict[str, Screen]) -> Table:
    """A table in the question step, with a question."""
    guide = await open_screen(story.GUIDE, screen.TABLET)
    laid = await table.laid(house.address, guide, *phones.values())
    await table.ask(phones[ESRA.name], laid.session, ESRA.asked)
    return laid


async def goes_back(who: Screen) -> None:
    """Go back, as with the browser's own button."""
    before = who.page.url
    await who.page.evaluate("() => void setTimeout(() => history.back())")
    await who.page.wait_for_url(lambda url: url != before, wait_until="commit")


async def read_and_sign_out(who: Screen, house: Kring, page: str, words: str) -> None:
    """Read a page of the group, and sign the device out in its settings, where a name stands."""
    await who.go(f"{house.address}{page}")
    await who.reads(words)
    await who.go(f"{house.address}/settings")
    await who.page.get_by_text(who.name).first.wait_for()
    await playing.sign_out(who)


async def reads_nothing_on_the_way_back(who: Screen) -> None:
    """Go back over both pages, and see that neither tells a stranger anything."""
    for _ in range(2):
        await goes_back(who)
        await reads_nothing(who)


async def reads_nothing(who: Screen) -> None:
    """See that a page tells a stranger nothing, at first and once it stands. Raises AssertionError."""
    with suppress(Error):
        told = await who.page.evaluate("() => document.body.innerText + document.title")
        assert [words for words in TOLD if words in told] == []
    await who.comes_true(_TELLS_A_STRANGER, TOLD)


async def test_a_page_comes_back_to_whose_it_is_as_they_left_it(
    house: Kring, laid: Table, phones: dict[str, Screen]
) -> None:
    bas = phones[BAS.name]
    await bas.go(f"{house.address}{laid.address}")
    await bas.reads(ESRA.asked)
    await bas.fill("task.question.label", DRAFT)
    await bas.page.evaluate("() => { window.isTheSame = true }")
    await bas.page.goto("about:blank")
    await goes_back(bas)

    await bas.comes_true("() => window.isTheSame")
    await bas.reads(ESRA.asked)
    await expect(bas.find("textbox", "task.question.label")).to_have_value(DRAFT)


async def test_the_page_on_which_one_signed_out_comes_back_empty(
    house: Kring, laid: Table, phones: dict[str, Screen]
) -> None:
    esra = phones[ESRA.name]
    await read_and_sign_out(esra, house, laid.address, ESRA.asked)
    await reads_nothing_on_the_way_back(esra)


@pytest.mark.parametrize("page", ["/history", ""], ids=["history", "group"])
async def test_a_page_of_the_group_that_was_left_before_does_not_come_back(
    house: Kring, laid: Table, phones: dict[str, Screen], page: str
) -> None:
    who = phones[NOOR.name if page else DAAN.name]
    await read_and_sign_out(who, house, f"/g/{laid.group}{page}", story.GROUP)
    await reads_nothing_on_the_way_back(who)


async def test_a_page_in_the_memory_of_another_tab_does_not_come_back(
    house: Kring, laid: Table, phones: dict[str, Screen]
) -> None:
    bas = phones[BAS.name]
    await bas.go(f"{house.address}/g/{laid.group}")
    await bas.reads(story.GROUP)
    await bas.page.goto("about:blank")
    other = await bas.page.context.new_page()
    elsewhere = Screen(bas.name, other, bas.language)
    await elsewhere.go(f"{house.address}/settings")
    await playing.sign_out(elsewhere)

    await goes_back(bas)
    await reads_nothing(bas)
