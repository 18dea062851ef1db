"""Help for who guides: what only they see, what the shared screen shows, and who else may take the lead."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from playwright.async_api import Locator, Request, expect

from tests.browser import screen, story, table, wording
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.story import BAS, ESRA, NOOR
from tests.browser.table import Table

REMARK: Final = "Straks vragen wie de volgende keer inbrengt."
REASON: Final = "touched"
"""How the tablet calls the reason that is chosen here; the word itself is nowhere else in Kring."""
_LOCKS: Final = """globalThis.held = [];
WakeLock.prototype.request = async () => {
    const lock = { released: false, release: async () => { lock.released = true } };
    held.push(lock);
    return lock;
};"""
"""A screen that is kept on, as a browser does it; which a test cannot see."""
_ONE_HELD: Final = "() => held.filter((lock) => !lock.released).length === 1"
_BUZZ: Final = """navigator.vibrate = (rhythm) => { sessionStorage.setItem('buzz', rhythm); return true };
navigator.setAppBadge = async () => { sessionStorage.setItem('badge', '1') };
navigator.clearAppBadge = async () => { sessionStorage.removeItem('badge') };"""
_FELT: Final = "() => [sessionStorage.getItem('buzz'), sessionStorage.getItem('badge')]"


@pytest.fixture(scope="module")
async def bas(open_screen: OpenScreen) -> Screen:
    phone = await open_screen(BAS.name)
    await phone.page.add_init_script(_BUZZ)
    return phone


@pytest.fixture(scope="module")
async def laid(house: Kring, open_screen: OpenScreen, bas: Screen) -> Table:
    """A table in the question step; the tablet guides and a peer has asked."""
    guide, noor = await open_screen(story.GUIDE, screen.TABLET), await open_screen(NOOR.name)
    await guide.page.add_init_script(_LOCKS)
    laid = await table.laid(house.address, guide, noor, bas, await open_screen(ESRA.name))
    await guide.go(f"{house.address}{laid.address}/lead")
    await guide.sees("round.title", n=3)
    await bas.go(f"{house.address}{laid.address}")
    await bas.sees("turn.mine")
    return laid


@pytest.fixture(scope="module")
async def beamer(house: Kring, laid: Table) -> Screen:
    """The second screen, which the tablet opens."""
    page = await laid.guide.page.context.new_page()
    await page.goto(f"{house.address}{laid.address}/screen")
    return Screen("Scherm", page, "nl")


@pytest.fixture(scope="module")
def sent(laid: Table) -> list[str]:
    """Everything that the tablet sends from now on."""
    said: list[str] = []

    def hear(request: Request) -> None:
        said.append(f"{request.url} {request.post_data or ''}")

    laid.guide.page.on("request", hear)
    return said


def dialog(who: Screen) -> Locator:
    return who.page.get_by_role("dialog")


def touched(guide: Screen) -> Locator:
    """Return the reason for a pause that somebody is touched."""
    reasons = guide.page.get_by_role("group", name=guide.words("guide.pausedWhy"))
    return reasons.get_by_role("button", name=guide.words("pause.touched"))


async def test_my_turn_is_felt_seen_and_in_the_title(laid: Table, bas: Screen) -> None:
    order = [ESRA.name, BAS.name, NOOR.name]
    people = (await table.told(laid.guide, "GET", f"/groups/{laid.group}"))["members"]
    ids = {each["name"]: each["person"] for each in people}
    mine = bas.page.locator(".turn.mine")
    await table.move(laid.guide, laid.session, "turn-order", {"order": [ids[name] for name in order]})
    await bas.sees("turn.other", name=ESRA.name)
    await expect(bas.page).not_to_have_title(re.compile("●"))
    await bas.fill("task.question.label", "Wat")
    await bas.fill("task.question.label", "")
    await bas.page.evaluate("() => sessionStorage.clear()")

    await table.move(laid.guide, laid.session, "turn-order", {"order": [ids[n] for n in sorted(order)]})

    await expect(mine).to_have_text(bas.words("turn.mine"), timeout=PATIENCE)
    await expect(bas.page).to_have_title(re.compile(f"^● {bas.words('turn.mine')}"))
    assert await bas.page.evaluate(_FELT) == ["80,60,80", "1"]


async def test_the_screen_in_the_room_shows_a_code_that_works_for_a_day(laid: Table, beamer: Screen) -> None:
    await beamer.press("screen.code")
    await beamer.sees("lead.joinHow")
    await beamer.look("beamer-code")
    made = (await laid.guide.ask(f"/groups/{laid.group}/invitations"))["body"]["invitations"][0]
    height = await beamer.page.evaluate("() => [document.documentElement.scrollHeight, innerHeight]")
    await beamer.press("screen.codeHide")

    assert height[0] == height[1]
    assert datetime.fromisoformat(made["expires_at"]) <= datetime.now(UTC) + timedelta(days=1)
    await expect(beamer.page.get_by_text(beamer.words("lead.joinHow"))).to_have_count(0)


async def test_why_there_is_a_pause_and_what_is_parked_stay_on_the_tablet(
    house: Kring, laid: Table, bas: Screen, beamer: Screen, sent: list[str]
) -> None:
    guide = laid.guide
    await guide.press("lead.pause")
    await touched(guide).click()
    await expect(dialog(guide).locator("details[open]")).to_contain_text("geraakt", timeout=PATIENCE)
    await guide.press("close")
    await guide.press("guide.park")
    await guide.fill("guide.parkLabel", REMARK)
    await guide.press("guide.parkSave")
    await guide.reads(REMARK)
    await guide.look("cockpit-park")
    await guide.press("close")
    for each in (bas, beamer):
        await each.sees("clock.paused")
        told = await each.page.content()
        assert REMARK not in told
        assert guide.words("guide.pausedWhy") not in told

    await guide.page.reload()
    await expect(touched(guide)).to_have_attribute("aria-pressed", "true")
    await guide.press("guide.park")
    await guide.reads(REMARK)
    await guide.press("close")
    await guide.press("lead.resume")
    await guide.press("lead.pause")
    await expect(touched(guide)).to_have_attribute("aria-pressed", "false")
    await guide.press("lead.resume")
    assert [each for each in sent if REASON in each or REMARK in each] == []
    assert house.count(laid.session)["session_paused"] == 2


async def test_the_shared_screen_shows_the_step_and_nothing_that_anybody_wrote(
    laid: Table, bas: Screen, beamer: Screen
) -> None:
    await bas.fill("task.question.label", BAS.asked)
    await bas.press("task.send")
    await bas.sent()
    await laid.guide.press("lead.pause")
    await beamer.sees("clock.paused")
    await beamer.is_at("Vragen stellen")
    told = await beamer.page.content()
    await laid.guide.press("lead.resume")

    assert [words for words in (BAS.asked, NOOR.title, NOOR.question, story.CONTEXT) if words in told] == []
    await beamer.look("beamer")
    assert (beamer.violations, beamer.faults) == ([], [])


async def test_difficult_moments_and_cards_are_a_tap_away(laid: Table) -> None:
    guide = laid.guide
    await guide.press("guide.situations")
    moments = dialog(guide).locator("details")
    await expect(moments).to_have_count(16)
    names = await moments.locator("summary .name").all_inner_texts()
    assert names[:2] == ["Niemand heeft een intervisievraag", "Iemand is geraakt"]
    await moments.nth(1).locator("summary").click()
    await expect(moments.nth(1).get_by_role("listitem")).to_have_count(4)
    await guide.look("cockpit-situations")
    await guide.press("close")

    await guide.press("guide.cards")
    cards = dialog(guide).get_by_role("listitem").filter(has_text="?")
    await expect(cards).to_have_count(3)
    first = await cards.all_inner_texts()
    await guide.press("guide.others")
    await expect(cards.first).not_to_have_text(first[0])
    assert not set(first) & set(await cards.all_inner_texts())
    await guide.look("cockpit-cards")
    await guide.press("close")
    assert guide.violations == []


async def test_the_screen_stays_on_while_somebody_guides(house: Kring, laid: Table) -> None:
    guide = laid.guide
    await guide.comes_true(_ONE_HELD)
    await guide.page.evaluate(
        "() => { held.forEach((lock) => (lock.released = true));"
        " document.dispatchEvent(new Event('visibilitychange')) }"
    )
    await guide.comes_true(_ONE_HELD)

    await guide.press("back")
    await guide.is_at(story.GROUP)
    await guide.comes_true("() => held.every((lock) => lock.released)")
    await guide.go(f"{house.address}{laid.address}/lead")


async def test_what_a_scribe_notes_is_of_who_said_it_and_says_who_noted_it(
    house: Kring, laid: Table, bas: Screen
) -> None:
    noor = laid.contributor
    await noor.go(f"{house.address}{laid.address}")
    await laid.guide.press("guide.duties")
    await laid.guide.page.get_by_label(laid.guide.words("guide.dutyScribe")).select_option(label=BAS.name)
    await laid.guide.look("cockpit-duties")
    await laid.guide.press("close")
    await bas.press("note.open")
    await bas.page.get_by_label(bas.words("note.who")).select_option(label=ESRA.name)
    await bas.fill("note.text", ESRA.asked, name=ESRA.name)
    await bas.look("note-for-somebody")
    await bas.press("note.save")

    await noor.reads(ESRA.asked)
    await noor.sees("said.notedBy", name=BAS.name)
    assert house.count(laid.session)["contribution_noted"] == 1
    assert bas.violations == []


async def peers(house: Kring, *phones: Screen) -> str:
    """Let a group without a facilitator come together; return the path of its meeting."""
    group, session = table.fresh_id(), table.fresh_id()
    form = {"name": "Wij zelf", "facilitation": "self_guided", "method": "basis6", "advice_mode": "round"}
    await table.told(phones[0], "PUT", f"/groups/{group}", {**form, "language": "nl", "my_role": "member"})
    role = {"role": "member"}
    token = (await table.told(phones[0], "POST", f"/groups/{group}/invitations", role))["token"]
    for each in phones[1:]:
        await table.told(each, "POST", "/invitations/redeem", {"token": token})
    for each in phones:
        await table.told(each, "PUT", f"/groups/{group}/ground-rules/1/acceptance")
    plan = {"starts_at": "2030-01-01T13:00:00Z", "minutes": 90, "method": "basis6"}
    await table.told(phones[0], "PUT", f"/groups/{group}/sessions/{session}", plan)
    await table.told(phones[0], "POST", f"/groups/{group}/sessions/{session}/opening")
    for each in phones:
        await table.told(each, "PUT", f"/sessions/{session}/attendance")
        await each.go(f"{house.address}/g/{group}/s/{session}")
    return f"/g/{group}/s/{session}"


async def test_a_group_without_a_facilitator_is_guided_on_one_of_its_phones(
    house: Kring, laid: Table, bas: Screen
) -> None:
    noor = laid.contributor
    moves = [each.page.locator(".controls") for each in (noor, bas)]
    await peers(house, noor, bas)
    for each in (noor, bas):
        await each.press("session.lead")
        await each.sees("guide.takeWhy")
    await noor.press("guide.take")
    await noor.sees("guide.mine")
    await noor.press("lead.start", title=wording.step_title("nl", "check_in"))
    await noor.sees("lead.tip")
    await noor.look("guiding-peer")
    await bas.sees("guide.other", name=NOOR.name)
    await expect(moves[1]).to_have_count(0)

    await bas.press("guide.takeOver")
    await bas.sees("guide.mine")
    await noor.sees("guide.other", name=BAS.name)
    await expect(moves[0]).to_have_count(0)
    await bas.press("lead.next", title=wording.step_title("nl", "follow_up"))
    await bas.is_at(wording.step_title("nl", "follow_up"))
    assert noor.violations == []
