"""What somebody taps twice happens once: said again, kept as advice, less advice."""

import pytest
from playwright.async_api import Request, expect

from tests.browser import screen, story, table
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.story import BAS, NOOR
from tests.browser.table import Table

ADVICE = "Heb je er al aan gedacht om met de leidinggevende te praten?"
_TAP_WHILE_IT_IS_THERE = """(button) => {
    const tap = () => { if (button.isConnected) { button.click(); setTimeout(tap); } };
    tap();
}"""


@pytest.fixture(scope="module")
async def bas(open_screen: OpenScreen) -> Screen:
    return await open_screen(BAS.name)


@pytest.fixture(scope="module")
async def laid(house: Kring, open_screen: OpenScreen, bas: Screen) -> Table:
    guide, noor = await open_screen(story.GUIDE, screen.TABLET), await open_screen(NOOR.name)
    laid = await table.laid(house.address, guide, noor, bas)
    for phone in (bas, noor):
        await phone.go(f"{house.address}{laid.address}")
    return laid


def asked(who: Screen, ending: str) -> list[str]:
    """Return the list of what leaves a phone for an address, from now on."""
    sent: list[str] = []

    def hear(request: Request) -> None:
        if ending in request.url and request.method != "GET":
            sent.append(request.url)

    who.page.on("request", hear)
    return sent


async def test_less_advice_is_asked_for_once(laid: Table) -> None:
    noor = laid.contributor
    sent = asked(noor, "/advice-mode")
    await noor.press("lower.open")
    await noor.choose(noor.words("mode.written"))
    await noor.find("button", "lower.send").dblclick()

    await expect(noor.page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
    assert len(sent) == 1
    assert noor.refusals == []


async def test_a_question_is_kept_as_advice_once(laid: Table, bas: Screen, house: Kring) -> None:
    await bas.fill("task.question.label", ADVICE)
    await bas.sees("craft.kind.hidden_advice")
    await bas.find("button", "craft.keep").evaluate(_TAP_WHILE_IT_IS_THERE)
    await bas.sees("craft.kept")
    await expect(bas.find("textbox", "task.question.label")).to_have_value("")
    await bas.go(f"{house.address}{laid.address}")
    await expect(bas.find("textbox", "task.question.label")).to_have_value("")
    await table.start(laid.guide, laid.session, "advise")
    advice = bas.find("textbox", "task.advice.label")
    await expect(advice).to_have_value(ADVICE, timeout=PATIENCE)
    await advice.fill("")


async def test_what_was_refused_is_sent_again_once(house: Kring, open_screen: OpenScreen) -> None:
    guide, noor = await open_screen("Gids"), await open_screen("Noor-later")
    laid, case = await table.gathered(house.address, guide, noor), table.fresh_id()
    for step in ("check_in", "follow_up", "collect"):
        await table.start(guide, laid.session, step)
    proposal = {"kind": "bottleneck", "title": NOOR.title, "question": NOOR.question}
    await table.told(noor, "PUT", f"/sessions/{laid.session}/cases/{case}", proposal)
    await noor.go(f"{house.address}{laid.address}")
    async with noor.holding("**/contributions/*"):
        await noor.press("said.withdraw")
        await noor.press("said.sure")
        await table.start(guide, laid.session, "choose")
        await table.move(guide, laid.session, "choice/offer", {"case": case})
        await table.move(noor, laid.session, "choice/consent", {"advice_mode": "round"})
    await noor.sees("refused.again")
    sent = asked(noor, "/contributions/")
    async with noor.page.expect_response("**/contributions/*"):
        await noor.find("button", "refused.again").dblclick()
    await noor.page.wait_for_load_state("networkidle")

    assert len(sent) == 1
    await expect(noor.find("button", "refused.again")).to_have_count(1, timeout=PATIENCE)
    await noor.find("button", "refused.discard").dblclick()
    await noor.sees("refused.again")
    await noor.press("refused.discardSure")
    await expect(noor.find("button", "refused.again")).to_have_count(0, timeout=PATIENCE)
