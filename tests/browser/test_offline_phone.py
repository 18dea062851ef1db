"""A phone that loses the network goes on in its step, keeps what was written, and sends it exactly once."""

import re

import pytest
from playwright.async_api import Route, expect

from tests.browser import device, playing, screen, story, table
from tests.browser.conftest import OpenScreen
from tests.browser.kring import Kring
from tests.browser.screen import PATIENCE, Screen
from tests.browser.story import BAS, DAAN, ESRA, NOOR
from tests.browser.table import Table

STILL_WRITING = "En wie kan je daarbij"
TWO_FRAMES = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"


@pytest.fixture(scope="module")
async def bas(open_screen: OpenScreen) -> Screen:
    return await open_screen(BAS.name)


@pytest.fixture(scope="module")
async def laid(house: Kring, open_screen: OpenScreen, bas: Screen) -> Table:
    guide, noor = await open_screen(story.GUIDE, screen.TABLET), await open_screen(NOOR.name)
    return await table.laid(house.address, guide, noor, bas)


@pytest.fixture
async def phone(house: Kring, laid: Table, bas: Screen) -> Screen:
    """A phone in the question step that could go on without network."""
    await bas.go(f"{house.address}{laid.address}")
    await bas.page.evaluate("() => navigator.serviceWorker.ready")
    await bas.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    await bas.page.wait_for_load_state("networkidle")
    await expect(bas.find("textbox", "task.question.label")).to_be_visible(timeout=PATIENCE)
    return bas


async def write(phone: Screen, question: str) -> None:
    await phone.fill("task.question.label", question)
    await phone.press("task.send")


async def invited(house: Kring, laid: Table) -> str:
    """Return a link by which somebody can join the group."""
    made = await table.told(laid.guide, "POST", f"/groups/{laid.group}/invitations", {"role": "member"})
    return f"{house.address}/join#{made['token']}"


async def is_offline(phone: Screen, *, off: bool) -> None:
    await phone.page.context.set_offline(off)


async def test_what_is_written_without_network_survives_a_reload_and_arrives_once(
    house: Kring, laid: Table, phone: Screen
) -> None:
    before = house.count(laid.session).get("question_asked", 0)
    waiting = phone.page.get_by_text(phone.words("said.waiting"))
    await is_offline(phone, off=True)
    await write(phone, ESRA.asked)
    await write(phone, DAAN.asked)
    await expect(waiting).to_have_count(2, timeout=PATIENCE)

    await phone.page.reload()
    await phone.reads(ESRA.asked)
    await phone.reads(DAAN.asked)
    await expect(waiting).to_have_count(2, timeout=PATIENCE)
    assert house.count(laid.session).get("question_asked", 0) == before

    await is_offline(phone, off=False)
    await phone.sent()
    assert house.count(laid.session)["question_asked"] == before + 2
    await expect(phone.page.get_by_text(ESRA.asked)).to_have_count(1)
    await expect(phone.page.get_by_text(DAAN.asked)).to_have_count(1)


async def test_other_words_found_without_network_are_seen_by_everybody_and_said_once(
    house: Kring, laid: Table, phone: Screen
) -> None:
    better = "Wat zou jij hem eigenlijk willen vragen?"
    await write(phone, "Wat zou jij hem eigenljk vragen, mevrouw De Wit?")
    await phone.sent()
    before = house.count(laid.session).get("contribution_corrected", 0)
    await is_offline(phone, off=True)

    await phone.find("button", "said.reword").first.click()
    await phone.sees("careful.found", words="mevrouw De Wit")
    await phone.fill("refused.text", better)
    await phone.press("said.rewordSend")
    await phone.reads(better)
    await phone.page.reload()
    await phone.reads(better)
    await is_offline(phone, off=False)
    await phone.sent()

    await laid.contributor.go(f"{house.address}{laid.address}")
    await laid.contributor.reads(better)
    await laid.contributor.sees("said.corrected")
    assert house.count(laid.session)["contribution_corrected"] == before + 1


async def test_a_question_whose_confirmation_got_lost_arrives_once(
    house: Kring, laid: Table, phone: Screen
) -> None:
    before = house.count(laid.session).get("question_asked", 0)
    statuses: list[int] = []

    async def lose_the_first_answer(route: Route) -> None:
        answer = await route.fetch()
        statuses.append(answer.status)
        await (route.abort() if len(statuses) == 1 else route.fulfill(response=answer))

    await phone.page.route("**/questions/*", lose_the_first_answer)
    async with phone.page.expect_response(lambda answer: "/questions/" in answer.url, timeout=PATIENCE):
        await write(phone, BAS.asked)
    await phone.reads(BAS.asked)
    await phone.sent()
    await phone.page.unroute("**/questions/*")

    assert statuses == [201, 200]
    assert house.count(laid.session)["question_asked"] == before + 1


async def test_tapping_twice_sends_once(house: Kring, laid: Table, phone: Screen) -> None:
    before = house.count(laid.session).get("question_asked", 0)
    question = "Wat zou er gebeuren als jij het zelf uitspreekt?"
    await phone.fill("task.question.label", question)
    await phone.find("button", "task.send").dblclick()
    await phone.reads(question)
    await phone.sent()

    await expect(phone.page.get_by_text(question)).to_have_count(1)
    assert house.count(laid.session)["question_asked"] == before + 1


async def test_a_tap_made_by_two_tabs_at_once_is_sent_by_one_of_them(
    house: Kring, laid: Table, phone: Screen
) -> None:
    before = house.count(laid.session).get("question_asked", 0)
    other = await phone.page.context.new_page()
    await other.goto(f"{house.address}{laid.address}")
    await is_offline(phone, off=True)
    await write(phone, "Wat wil jij dat er anders is over een jaar?")
    await is_offline(phone, off=False)
    await phone.sent()
    await other.close()

    assert house.count(laid.session)["question_asked"] == before + 1


async def test_signing_out_warns_of_what_was_not_sent_and_loses_nothing(
    house: Kring, laid: Table, phone: Screen
) -> None:
    before = house.count(laid.session).get("question_asked", 0)
    question = "Wat heb je nodig van ons?"
    await is_offline(phone, off=True)
    await write(phone, question)
    await phone.sees("said.waiting")
    await phone.fill("task.question.label", STILL_WRITING)
    await device.keeps(phone, question, STILL_WRITING)
    await phone.go(f"{house.address}/settings")
    await phone.sees("settings.unsent", n=1)
    await phone.sees("settings.drafts", n=1)
    await phone.press("settings.signOut")
    await phone.press("settings.sure")
    await phone.sees("fault.unreachable")

    await is_offline(phone, off=False)
    await phone.go(f"{house.address}{laid.address}")
    await phone.reads(question)
    await phone.sent()
    await expect(phone.find("textbox", "task.question.label")).to_have_value(STILL_WRITING)
    await phone.fill("task.question.label", "")
    assert house.count(laid.session)["question_asked"] == before + 1


async def test_signing_out_forgets_what_the_device_kept(
    house: Kring, open_screen: OpenScreen, laid: Table
) -> None:
    phone = await open_screen("Femke")
    await playing.enter(phone, await invited(house, laid), "Rust.")
    await phone.sees("arrive.open")
    await phone.go(f"{house.address}/settings")
    await playing.sign_out(phone)

    await phone.go(f"{house.address}/g/{laid.group}")
    await phone.sees("stranger.members")
    await expect(phone.page.get_by_text(story.GROUP)).to_have_count(0)


async def test_who_accepts_the_rules_on_a_slow_network_goes_on_once_the_phone_knows_who_they_are(
    house: Kring, open_screen: OpenScreen, laid: Table
) -> None:
    phone = await open_screen("Gijs")
    await playing.come_in(phone, await invited(house, laid))
    async with phone.holding(re.compile(r"/api/v1/me(\?|$)")):
        async with phone.page.expect_response(re.compile(rf"/groups/{laid.group}\?after=")) as read_again:
            await phone.press("rules.accept")
        await (await read_again.value).finished()
        await phone.page.evaluate(TWO_FRAMES)
        await expect(phone.find("textbox", "hope.field")).to_have_count(0)

    await phone.fill("hope.field", "Rust.")
    await phone.press("hope.state")
    await phone.sees("arrive.open")
