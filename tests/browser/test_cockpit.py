"""The tablet of who guides: time, order and steps are moved, taken back, and followed on every phone."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Locator, Mouse, expect

from tests.browser import playing, screen, story, table, wording
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.story import BAS, ESRA, NOOR
from tests.browser.table import Table

_CLOCK = re.compile(r"^\d+:\d\d$")
_A_SECOND = 10
"""Times that a page at rest may draw anew: the clock ticks twice, what glides is drawn sixty times."""


@pytest.fixture(scope="module")
async def bas(open_screen: OpenScreen) -> Screen:
    return await open_screen(BAS.name)


@pytest.fixture(scope="module")
async def esra(open_screen: OpenScreen) -> Screen:
    return await open_screen(ESRA.name)


@pytest.fixture(scope="module")
async def laid(house: Kring, open_screen: OpenScreen, bas: Screen, esra: Screen) -> Table:
    guide, noor = await open_screen(story.GUIDE, screen.TABLET), await open_screen(NOOR.name)
    laid = await table.laid(house.address, guide, noor, bas, esra)
    await guide.go(f"{house.address}{laid.address}/lead")
    await guide.sees("round.title", n=3)
    await bas.go(f"{house.address}{laid.address}")
    await bas.sees("turn.mine")
    return laid


async def minutes_left(who: Screen) -> int:
    """Return the whole minutes on the clock of a screen."""
    shown = await who.page.get_by_text(_CLOCK).inner_text()
    return int(shown.partition(":")[0])


async def test_five_minutes_more_show_on_every_phone_and_are_taken_back(laid: Table, bas: Screen) -> None:
    before = await minutes_left(bas)

    def left(*minutes: int) -> Locator:
        return bas.page.get_by_text(re.compile(rf"^({'|'.join(map(str, minutes))}):\d\d$"))

    await laid.guide.press("lead.minutes", n=5)
    await expect(left(before + 4, before + 5)).to_be_visible(timeout=PATIENCE)
    await laid.guide.press("lead.undo")

    await expect(left(before - 1, before)).to_be_visible(timeout=PATIENCE)


@pytest.mark.usefixtures("laid")
async def test_a_phone_at_rest_draws_little_more_than_the_clock(bas: Screen) -> None:
    browser = await bas.page.context.new_cdp_session(bas.page)
    await browser.send("Performance.enable")

    async def drawn() -> float:
        told = await browser.send("Performance.getMetrics")
        return next(float(each["value"]) for each in told["metrics"] if each["name"] == "RecalcStyleCount")

    before = await drawn()
    await bas.page.wait_for_timeout(3_000)
    assert await drawn() - before < 3 * _A_SECOND
    await browser.detach()


@pytest.mark.parametrize("width", [360, 820])
async def test_the_tools_stand_in_columns_where_they_need_lines(laid: Table, width: int) -> None:
    page = laid.guide.page
    await page.set_viewport_size({"width": width, "height": 900})
    tools = page.get_by_role("group", name=laid.guide.words("guide.more"))
    widths = await tools.evaluate("(row) => [...row.children].slice(0, -1).map((e) => e.offsetWidth)")
    await page.set_viewport_size({"width": screen.TABLET[0], "height": screen.TABLET[1]})

    assert max(widths) - min(widths) <= 1, widths


async def test_a_pause_stops_the_clock_on_every_phone(laid: Table, bas: Screen) -> None:
    await laid.guide.press("lead.pause")
    await bas.sees("clock.paused")
    await laid.guide.press("lead.resume")

    await expect(bas.page.get_by_text(bas.words("clock.paused"))).to_have_count(0, timeout=PATIENCE)


async def test_the_order_of_turns_decides_whose_turn_it_is(laid: Table, bas: Screen) -> None:
    await laid.guide.press("round.order")
    await laid.guide.press("round.up", name=ESRA.name)
    await bas.sees("turn.other", name=ESRA.name)
    await laid.guide.press("round.down", name=ESRA.name)
    await laid.guide.press("round.ready")

    await bas.sees("turn.mine")


async def test_somebody_is_moved_although_another_move_is_under_way(laid: Table, bas: Screen) -> None:
    await laid.guide.press("lead.pause")
    await laid.guide.sees("lead.resume")
    await laid.guide.press("round.order")
    async with laid.guide.holding("**/resume"):
        await laid.guide.press("lead.resume")
        await laid.guide.press("round.up", name=ESRA.name)
    await bas.sees("turn.other", name=ESRA.name)
    await laid.guide.press("round.down", name=ESRA.name)
    await laid.guide.press("round.ready")

    await bas.sees("turn.mine")


async def middle(of: Locator) -> tuple[float, float]:
    """Return the middle of something on the screen."""
    box = await of.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def drag(mouse: Mouse, what: Locator, before: Locator) -> None:
    """Drag somebody by the grip to the place before somebody else."""
    await what.scroll_into_view_if_needed()
    await mouse.move(*await middle(what))
    await mouse.down()
    x, y = await middle(before)
    await mouse.move(x, y - 4, steps=6)
    await mouse.up()


async def test_somebody_is_dragged_to_another_place_or_put_there_by_arrows(laid: Table, bas: Screen) -> None:
    guide = laid.guide
    mouse, keys = guide.page.mouse, guide.page.keyboard
    await guide.press("round.order")
    esra, before = [guide.find("button", "guide.drag", name=each.name) for each in (ESRA, BAS)]
    await drag(mouse, esra, before)
    await bas.sees("turn.other", name=ESRA.name)

    await esra.focus()
    for key, seen in (("ArrowDown", "turn.mine"), ("ArrowUp", "turn.other"), ("ArrowDown", "turn.mine")):
        await keys.press(key)
        await bas.sees(seen, **({"name": ESRA.name} if seen == "turn.other" else {}))
        await expect(esra).to_be_focused()
    await guide.press("round.ready")


async def test_who_orders_by_keys_while_another_move_is_under_way_keeps_the_place(laid: Table) -> None:
    guide = laid.guide
    await guide.press("round.order")
    esra, bas = [guide.find("button", "guide.drag", name=each.name) for each in (ESRA, BAS)]
    async with guide.holding("**/turn-order"):
        await drag(guide.page.mouse, esra, bas)
        await bas.focus()
        await guide.page.keyboard.press("ArrowUp")
    await guide.sees("guide.placed", name=BAS.name, n=1)

    await expect(bas).to_be_focused()
    await guide.press("round.ready")


async def test_a_step_that_was_started_too_soon_is_taken_back(laid: Table, bas: Screen) -> None:
    await playing.begin(laid.guide, "advise")
    await playing.all_at([bas], "advise")
    await laid.guide.press("lead.undo")

    await playing.all_at([laid.guide, bas], "ask")


async def test_a_text_whose_step_is_over_can_still_be_sent_and_is_marked_late(
    house: Kring, laid: Table, bas: Screen
) -> None:
    await bas.fill("task.question.label", BAS.asked)
    await playing.begin(laid.guide, "advise")
    await bas.sees("task.overtaken")
    await bas.press("task.send")
    await bas.sent()
    await bas.reads(BAS.asked)

    await bas.sees("said.late")
    assert house.count(laid.session)["question_asked"] == 1
    await laid.guide.press("lead.undo")
    await playing.all_at([bas], "ask")


async def test_a_form_that_is_being_filled_in_outlives_its_step(house: Kring, laid: Table) -> None:
    noor = laid.contributor
    await noor.go(f"{house.address}{laid.address}")
    await playing.begin(laid.guide, "advise")
    await playing.begin(laid.guide, "take_away")
    await noor.press("takeaway.title")
    await noor.fill("takeaway.text", story.TAKEAWAY)
    await playing.begin(laid.guide, "close")
    await noor.is_at(wording.step_title("nl", "close"))
    await noor.press("takeaway.send")
    await noor.reads(story.TAKEAWAY)
    await noor.sent()

    await noor.sees("said.late")
    assert house.count(laid.session)["takeaway_stated"] == 1
    for step in ("take_away", "advise", "ask"):
        await laid.guide.press("lead.undo")
        await laid.guide.is_at(wording.step_title("nl", step))


async def test_of_two_tablets_that_go_on_at_once_one_is_told_that_the_meeting_moved(laid: Table) -> None:
    version = (await laid.guide.ask(f"/sessions/{laid.session}/events?after=0"))["body"]["version"]
    answers = [
        await laid.guide.ask(
            f"/sessions/{laid.session}/steps/extend",
            "POST",
            {"seconds": 60},
            {"Idempotency-Key": table.fresh_id(), "If-Match": f'"{version}"'},
        )
        for _ in range(2)
    ]

    assert [answer["status"] for answer in answers] == [201, 412]
    assert answers[1]["body"]["type"] == "/problems/stale-version"


async def test_who_comes_late_joins_by_the_code_of_the_cockpit(laid: Table, open_screen: OpenScreen) -> None:
    await laid.guide.press("lead.join")
    link = await laid.guide.page.get_by_text(re.compile(r"^http.*/join#")).inner_text()
    await laid.guide.look("cockpit-join")
    await laid.guide.press("close")
    made = (await laid.guide.ask(f"/groups/{laid.group}/invitations"))["body"]["invitations"][0]
    assert datetime.fromisoformat(made["expires_at"]) <= datetime.now(UTC) + timedelta(days=1)
    late = await open_screen("Youssef")
    await playing.enter(late, link, "Dat ik er de volgende keer op tijd ben.")
    await late.press("arrive.here")
    await late.is_at("Vragen stellen")

    await laid.guide.sees("round.title", n=4)
    assert laid.guide.violations == []
