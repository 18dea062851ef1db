"""What devices forget: an erased case, at once and after an absence, and a group that one is no longer in."""

import json

import pytest
from playwright.async_api import expect

from tests.browser import screen, story, table
from tests.browser.conftest import OpenScreen
from tests.browser.device import comes_to, keeps, kept
from tests.browser.kring import Kring
from tests.browser.screen import Screen
from tests.browser.story import BAS, DAAN, ESRA, NOOR
from tests.browser.table import Table

DRAFT = "Wat zou je willen dat hij tegen je zegt?"
WORDS = (NOOR.title, NOOR.question, story.CONTEXT, story.OWN_BEHAVIOUR, ESRA.asked, story.ANSWERS[1], DRAFT)


def words_in(told: str) -> set[str]:
    """Return which words of the case stand in a text."""
    return {words for words in WORDS if json.dumps(words, ensure_ascii=False)[1:-1] in told}


async def keeps_of_the_case(who: Screen, words: set[str]) -> None:
    """Wait until a device keeps these words of the case and no others. Raises AssertionError."""
    assert words_in(await comes_to(who, lambda told: words_in(told) == words)) == words


async def forgets(who: Screen) -> None:
    """Wait until no word of the case is left on a device. Raises AssertionError when one stays."""
    await keeps_of_the_case(who, set())


@pytest.fixture(scope="module")
async def bas(open_screen: OpenScreen) -> Screen:
    return await open_screen(BAS.name)


@pytest.fixture(scope="module")
async def esra(open_screen: OpenScreen) -> Screen:
    return await open_screen(ESRA.name)


@pytest.fixture(scope="module")
async def daan(open_screen: OpenScreen) -> Screen:
    return await open_screen(DAAN.name)


@pytest.fixture(scope="module")
async def kim(open_screen: OpenScreen) -> Screen:
    """Who only watches."""
    return await open_screen("Kim")


@pytest.fixture(scope="module")
async def laid(house: Kring, open_screen: OpenScreen, bas: Screen, esra: Screen, daan: Screen) -> Table:
    """A table in the question step, with a question and its answer."""
    guide, noor = await open_screen(story.GUIDE, screen.TABLET), await open_screen(NOOR.name)
    laid = await table.laid(house.address, guide, noor, bas, esra, daan)
    question = await table.ask(esra, laid.session, ESRA.asked)
    await table.answer(noor, laid.session, question, story.ANSWERS[1])
    return laid


async def _invited(laid: Table, role: str) -> str:
    path = f"/groups/{laid.group}/invitations"
    return str((await table.told(laid.guide, "POST", path, {"role": role}))["token"])


async def test_who_watches_reads_along_and_has_no_field(house: Kring, laid: Table, kim: Screen) -> None:
    await kim.go(f"{house.address}/join#{await _invited(laid, 'observer')}")
    await kim.fill("join.name", "Kim")
    await kim.press("join.enter")
    await kim.press("rules.accept")
    await kim.page.wait_for_url("**/s/*")
    await kim.press("arrive.here")
    await kim.sees("watch.explain")
    await kim.reads(ESRA.asked)
    await kim.sees("watch.badge")
    await kim.look("observer")

    fields = kim.page.locator("input, textarea, [contenteditable]")
    await expect(fields).to_have_count(0)
    await laid.guide.go(f"{house.address}{laid.address}/lead")
    await laid.guide.sees("watch.names", names="Kim")
    await laid.guide.sees("round.title", n=4)
    assert kim.violations == []


async def test_who_learns_to_facilitate_moves_the_meeting_and_has_no_field(
    house: Kring, laid: Table, kim: Screen
) -> None:
    await laid.guide.press("guide.duties")
    choice = laid.guide.page.get_by_label(laid.guide.words("guide.dutyApprentice"))
    await choice.select_option(label="Kim")
    await laid.guide.press("close")
    await kim.go(f"{house.address}{laid.address}/lead")
    await kim.press("lead.pause")
    await laid.guide.sees("clock.paused")
    await kim.press("lead.resume")
    await kim.sees("lead.pause")

    assert house.count(laid.session)["session_paused"] == 1
    await expect(kim.page.get_by_role("textbox")).to_have_count(0)
    await expect(kim.find("button", "guide.duties")).to_have_count(0)
    await kim.look("apprentice")
    assert kim.violations == []


async def test_who_is_let_go_while_typing_keeps_the_text_and_nothing_of_the_others(
    house: Kring, laid: Table, daan: Screen
) -> None:
    own = "Wat maakt dat je dit alleen doet?"
    await daan.go(f"{house.address}{laid.address}")
    await daan.reads(ESRA.asked)
    await keeps(daan, ESRA.asked)
    await daan.fill("task.question.label", own)
    await keeps(daan, own)
    person = (await daan.ask("/me"))["body"]["person"]
    await table.told(laid.guide, "DELETE", f"/groups/{laid.group}/members/{person}")

    await daan.sees("noLonger.title")
    await daan.reads(own)
    await expect(daan.page.get_by_text(ESRA.asked)).to_have_count(0)
    await daan.look("no-longer")
    await forgets(daan)
    await keeps(daan, own)
    await daan.find("button", "refused.discard").dblclick()
    await daan.reads(own)
    await daan.press("refused.discardSure")
    await expect(daan.page.get_by_text(own)).to_have_count(0)
    assert own not in await comes_to(daan, lambda told: own not in told)
    assert daan.violations == []


async def test_an_erased_case_leaves_the_other_phones_at_once(
    house: Kring, laid: Table, bas: Screen, esra: Screen
) -> None:
    noor = laid.contributor
    for each in (bas, esra, noor):
        await each.go(f"{house.address}{laid.address}")
        await each.reads(ESRA.asked)
    await bas.fill("task.question.label", DRAFT)
    await keeps_of_the_case(bas, set(WORDS))
    await esra.page.evaluate("() => navigator.serviceWorker.ready")
    await esra.page.wait_for_load_state("networkidle")
    await keeps_of_the_case(esra, set(WORDS) - {DRAFT})
    await esra.page.context.set_offline(True)

    await noor.press("erase.open")
    await noor.sees("erase.goes")
    await noor.look("erase-case")
    await noor.press("erase.send")
    for each in (bas, noor):
        await each.sees("erase.here", n=1)
    for each in (bas, noor, laid.guide):
        await expect(each.page.get_by_text(ESRA.asked)).to_have_count(0)
    await bas.look("erased-case")
    await forgets(bas)
    await forgets(noor)
    assert (bas.violations, noor.violations) == ([], [])


async def test_a_phone_that_was_away_forgets_it_when_it_is_back(
    house: Kring, laid: Table, esra: Screen
) -> None:
    assert NOOR.question in await kept(esra)
    await esra.go(house.address)
    await esra.sees("home.hello", name=ESRA.name)
    assert NOOR.question in await kept(esra)

    await esra.page.context.set_offline(False)
    await forgets(esra)
    await esra.go(f"{house.address}{laid.address}")
    await esra.sees("erase.here", n=1)


async def test_a_case_is_shared_with_who_was_not_there_and_erased_from_the_history(
    house: Kring, open_screen: OpenScreen
) -> None:
    guide, noor = await open_screen("Ilse", screen.TABLET), await open_screen("Noa")
    laid = await table.laid(house.address, guide, noor)
    await table.move(guide, laid.session, "closing")
    femke = await open_screen("Femke")
    await femke.go(f"{house.address}/settings")
    token = await _invited(laid, "member")
    body = {"token": token, "name": "Femke", "language": "nl"}
    await table.told(femke, "POST", "/invitations/redeem", body)
    await table.told(femke, "PUT", f"/groups/{laid.group}/ground-rules/1/acceptance")
    history = f"{house.address}/g/{laid.group}/history"

    await femke.go(history)
    await femke.sees("history.notThere")
    await noor.go(history)
    await noor.reads(NOOR.title)
    await noor.press("share.open")
    await noor.sees("share.explain")
    await noor.look("share-case")
    await noor.press("share.send")
    await noor.sees("share.shared")
    await femke.page.reload()
    await femke.reads(NOOR.title)
    await keeps(femke, NOOR.question)

    await noor.press("erase.open")
    await noor.press("erase.send")
    await noor.sees("erase.gone")
    await noor.look("history-erased")
    await femke.go(house.address)
    await forgets(femke)
    await forgets(noor)
    assert noor.violations == []
