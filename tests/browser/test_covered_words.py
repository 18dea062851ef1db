"""What is not to be read yet is on no screen and no wire: written before a reveal, said behind one's back."""

from typing import Final

import pytest
from playwright.async_api import expect

from tests.browser import playing, screen, story, table
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import Screen
from tests.browser.story import BAS, ESRA, NOOR
from tests.browser.table import Table
from tests.browser.wire import Wire

_COVERED: Final = "withheld"
"""What a device is told of words that it may not have yet."""


@pytest.fixture(scope="module")
async def people(open_screen: OpenScreen) -> tuple[Screen, ...]:
    phones = [await open_screen(each.name) for each in (NOOR, BAS, ESRA)]
    return (await open_screen(story.GUIDE, screen.TABLET), *phones)


async def gathered(house: Kring, method: str, people: tuple[Screen, ...]) -> Table:
    """Gather for a meeting by a method, each at their own screen of it."""
    guide, *phones = people
    laid = await table.gathered(house.address, guide, *phones, method=method)
    await guide.go(f"{house.address}{laid.address}/lead")
    for phone in phones:
        await phone.go(f"{house.address}{laid.address}")
    return laid


async def choose(laid: Table) -> None:
    """Let the group choose the case of the contributor, who agrees."""
    case, noor = table.fresh_id(), laid.contributor
    proposal = {"kind": "bottleneck", "title": NOOR.title, "question": NOOR.question}
    await table.told(noor, "PUT", f"/sessions/{laid.session}/cases/{case}", proposal)
    await table.move(laid.guide, laid.session, "choice/offer", {"case": case})
    await table.move(noor, laid.session, "choice/consent", {"advice_mode": "round"})


async def shows_nothing_of(words: str, *screens: Screen) -> None:
    """See that words stand nowhere on these screens."""
    for each in screens:
        await expect(each.page.get_by_text(words)).to_have_count(0)


async def test_what_is_written_before_a_reveal_comes_to_nobody_before_it(
    house: Kring, people: tuple[Screen, ...]
) -> None:
    guide, noor, bas, esra = people
    laid = await gathered(house, "ten_step", people)
    await choose(laid)
    await table.start(guide, laid.session, "write_questions", "ten_step")
    await playing.all_at([guide, noor, bas, esra], "write_questions", "ten_step")
    wires = [await Wire.of(each) for each in (guide, noor, esra)]
    await playing.say(bas, "task.question.label", BAS.asked)
    for wire in wires:
        await wire.has_told(_COVERED)
        assert not await wire.tells(BAS.asked)
    await shows_nothing_of(BAS.asked, guide, noor, esra)

    await guide.press("reveal.show")

    for wire, each in zip(wires[1:], (noor, esra), strict=True):
        await each.reads(BAS.asked)
        assert await wire.tells(BAS.asked)


async def test_what_is_said_while_the_contributor_is_away_comes_to_them_at_the_end(
    house: Kring, people: tuple[Screen, ...]
) -> None:
    guide, noor, bas, esra = people
    laid = await gathered(house, "incident_short", people)
    await table.start(guide, laid.session, "bring_in", "incident_short")
    await choose(laid)
    await table.start(guide, laid.session, "analyse", "incident_short")
    await playing.all_at([guide, noor, bas, esra], "analyse", "incident_short")
    of_noor, of_esra = [await Wire.of(each) for each in (noor, esra)]
    await playing.say(bas, "task.hypothesis.label", BAS.insight)
    await esra.reads(BAS.insight)
    await of_noor.has_told(_COVERED)
    await noor.sees("wait.away")
    await noor.page.reload()
    await noor.sees("wait.away")
    assert await of_esra.tells(BAS.insight)
    assert not await of_noor.tells(BAS.insight)
    await shows_nothing_of(BAS.insight, noor)

    await table.move(guide, laid.session, "closing")

    await noor.page.get_by_role("heading", name=noor.words("task.hypothesis.tab")).click()
    await noor.reads(BAS.insight)
    assert await of_noor.tells(BAS.insight)
